"""Our replies as WhatsApp's request bodies, within its limits of length and number.

Source: Meta's business-messaging API description, v23.0, "messages".
"""

import re

from bot.base.ports import Outgoing
from bot.engine.messages import Ask
from bot.engine.texts import tell
from models.values import Json

LONGEST_TEXT, LONGEST_BODY = 4096, 1024
MOST_BUTTONS, LONGEST_BUTTON = 3, 20
MOST_ROWS, LONGEST_ROW = 10, 24
_JPEG = ("picture.jpg", "image/jpeg")
_SCOPED = re.compile(r"[A-Z]{2}\.[A-Za-z0-9.]+")


def head(recipient: str, kind: str) -> dict[str, Json]:
    """What every message begins with; a business-scoped id goes into a field of its own."""
    field = "recipient" if _SCOPED.fullmatch(recipient) else "to"
    return {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        field: recipient,
        "type": kind,
    }


def named(message: Outgoing) -> tuple[str, str]:
    """Name and media type of the message's file."""
    if message.document is not None:
        return message.document.name, message.document.mime
    return ("picture.png", "image/png") if str(message.photo).endswith(".png") else _JPEG


def bodies(
    recipient: str, message: Outgoing, file: str | None = None, *, location: bool = False
) -> list[dict[str, object]]:
    """The messages that say this, the buttons with the last one; `file`: an uploaded one's id.

    The text is the file's caption where it is short enough and has no buttons; a picture is the
    header above up to three of them. `location`: a
    location is asked for by WhatsApp's own button, and the choices become lines.
    """
    found = []
    if file is not None:
        short = 0 < len(message.text) <= LONGEST_BODY
        if short and message.document is None and _few(message.buttons):
            return [_interactive(recipient, message.text, message.buttons, "", picture=file)]
        alone = not message.buttons and short
        found.append(_file(recipient, message, file, message.text if alone else ""))
        if alone:
            return found
    if location and message.ask == Ask.LOCATION:
        return [*found, *_location_request(recipient, message)]
    *first, last = _pieces(message.text, LONGEST_TEXT)
    found += [text(recipient, piece) for piece in first]
    if not message.buttons:
        return [*found, text(recipient, last)]
    language = str(message.extra.get("language", "id"))
    if not _fits(message.buttons):
        return [*found, text(recipient, _with_choices(last, message.buttons))]
    if len(last) > LONGEST_BODY:
        *more, last = _pieces(last, LONGEST_BODY)
        found += [text(recipient, piece) for piece in more]
    return [*found, _interactive(recipient, last, message.buttons, language)]


def _file(recipient: str, message: Outgoing, file: str, caption: str) -> dict[str, object]:
    kind = "document" if message.document else "image"
    named = {"filename": message.document.name} if message.document else {}
    told = {"caption": caption} if caption else {}
    return {**head(recipient, kind), kind: {"id": file, **named, **told}}


def text(recipient: str, body: str) -> dict[str, Json]:
    """A plain text, no preview of links."""
    return {**head(recipient, "text"), "text": {"body": body, "preview_url": False}}


def template(recipient: str, name: str, language: str, body: str) -> dict[str, object]:
    """A named template with our text as its one parameter, which holds no line breaks."""
    flat = re.sub(r"\s*\n\s*", " · ", body.strip())
    flat = re.sub(r"\s{2,}", " ", flat)[:LONGEST_BODY]
    parameters = [{"type": "text", "text": flat}]
    return {
        **head(recipient, "template"),
        "template": {
            "name": name,
            "language": {"policy": "deterministic", "code": language},
            "components": [{"type": "body", "parameters": parameters}],
        },
    }


def _location_request(recipient: str, message: Outgoing) -> list[dict[str, object]]:
    """The question with the button "Send location"; other choices have no room beside it.

    Source: Meta, Cloud API guide, "Location request messages". Its API description v23.0 does not
    list the kind, so a deployment switches it on.
    """
    said = _with_choices(message.text, message.buttons) if message.buttons else message.text
    *first, last = _pieces(said, LONGEST_BODY)
    interactive = {
        "type": "location_request_message",
        "body": {"text": last},
        "action": {"name": "send_location"},
    }
    asked = {**head(recipient, "interactive"), "interactive": interactive}
    return [*(text(recipient, piece) for piece in first), asked]


def _interactive(
    recipient: str,
    body: str,
    buttons: tuple[tuple[str, str], ...],
    language: str,
    *,
    picture: str | None = None,
) -> dict[str, object]:
    if _few(buttons):
        kind = "button"
        replies = [{"type": "reply", "reply": {"id": d, "title": label}} for label, d in buttons]
        action: dict[str, object] = {"buttons": replies}
    else:
        kind = "list"
        rows = [{"id": data, "title": label} for label, data in buttons]
        action = {"button": tell("channel.choose", {}, language), "sections": [{"rows": rows}]}
    interactive: dict[str, object] = {"type": kind, "body": {"text": body}, "action": action}
    if picture is not None:
        interactive["header"] = {"type": "image", "image": {"id": picture}}
    return {**head(recipient, "interactive"), "interactive": interactive}


def _few(buttons: tuple[tuple[str, str], ...]) -> bool:
    """Whether they fit below a message as buttons, which a picture may stand above."""
    short = all(len(label) <= LONGEST_BUTTON for label, _ in buttons)
    return 0 < len(buttons) <= MOST_BUTTONS and short and _fits(buttons)


def _fits(buttons: tuple[tuple[str, str], ...]) -> bool:
    """Whether they can be buttons or a list: few, short, and no two alike."""
    labels = [label for label, _ in buttons]
    return (
        len(buttons) <= MOST_ROWS
        and all(0 < len(label) <= LONGEST_ROW for label in labels)
        and len(set(labels)) == len(labels)
        and all(0 < len(data) <= 200 and data == data.strip() for _, data in buttons)
    )


def _with_choices(body: str, buttons: tuple[tuple[str, str], ...]) -> str:
    """Choices as lines to type, where there is no room for buttons."""
    return "\n".join([body, "", *(f"• {label}" for label, _ in buttons)])[:LONGEST_TEXT]


def _pieces(whole: str, most: int) -> list[str]:
    """The text cut at line ends to what one message may hold."""
    pieces = []
    while len(whole) > most:
        cut = whole.rfind("\n", 1, most)
        cut = cut if cut > 0 else most
        pieces.append(whole[:cut])
        whole = whole[cut:].lstrip("\n")
    return [*pieces, whole or "…"]

"""What Telegram's updates say, in our words; pure reading, tolerant of whatever is in them.

Source: core.telegram.org/bots/api, "Update" and "Message".
"""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Required, TypedDict

from bot.base.ports import Envelope, Unparsable, degrees
from bot.engine.messages import REACTION, FileRef, Inbound, Kind, SharedContact
from models.phones import international
from models.values import Location

KINDS = ("message", "edited_message", "callback_query", "message_reaction")
"""The kinds of update that we ask for."""
_REACTIONS = ("new_reaction", "old_reaction")
_THUMB = "\N{THUMBS UP SIGN}"
_PICTURES = (
    *(".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".heif"),
    *(".bmp", ".gif", ".tif", ".tiff", ".pdf"),
)
_OTHERS = ("sticker", "voice", "video", "video_note", "audio", "animation", "poll", "dice", "story")


class Common(TypedDict, total=False):
    """What every message of an update tells, as Inbound takes it."""

    at: Required[datetime]
    sender_name: str
    language: str
    group: bool
    forwarded: bool
    album: str | None


def envelopes(payload: bytes) -> list[Envelope]:
    """The one message of an update; raises Unparsable with a reason."""
    update = _load(payload)
    kind, body = _body(update)
    if kind == "edited_message" and "location" in body:
        raise Unparsable("a live location goes on")
    if kind == "message_reaction" and not _thumb(body):
        raise Unparsable("a reaction that is no yes")
    if "migrate_to_chat_id" in body or "migrate_from_chat_id" in body:
        raise Unparsable("a group became a supergroup")
    mark = body.get("edit_date") or body.get("date") or body.get("id")
    return [
        Envelope(f"{update['update_id']}/{mark}", _sender(kind, body), _number(update["update_id"]))
    ]


def inbound(payload: bytes, received_at: datetime) -> Inbound:
    """The message, translated; raises Unparsable for what `envelopes` refuses."""
    kind, body = _body(_load(payload))
    who = _dict(body.get("from") or body.get("user"))
    common: Common = {
        "at": _moment(body, received_at),
        "sender_name": clean(f"{who.get('first_name', '')} {who.get('last_name', '')}".strip()),
        "language": clean(who.get("language_code", "")),
        "group": _chat(kind, body).get("type", "private") != "private",
    }
    if kind == "callback_query":
        return Inbound(Kind.PRESS, text=clean(body.get("data", "")), **common)
    if kind == "message_reaction":
        below = _number(body.get("message_id"))
        return Inbound(Kind.OTHER, text=REACTION, about=str(below) if below else "", **common)
    if kind == "edited_message" and isinstance(body.get("text"), str):
        return Inbound(Kind.TEXT, text=clean(body["text"]), edited=True, **common)
    if kind == "edited_message":
        return Inbound(Kind.OTHER, text="edited", **common)
    return _message(body, common)


def _thumb(body: dict[str, object]) -> bool:
    """Whether a thumbs-up was put below a message, which was not there before."""
    new, old = (_emoji(body.get(name)) for name in _REACTIONS)
    return _THUMB in new and _THUMB not in old


def _emoji(reactions: object) -> list[object]:
    return [_dict(one).get("emoji") for one in reactions] if isinstance(reactions, list) else []


def press(payload: bytes) -> str | None:
    """The id of a pressed button's query, which wants an answer at once; None for others."""
    try:
        kind, body = _body(_load(payload))
    except Unparsable:
        return None
    return str(body.get("id", "")) if kind == "callback_query" else None


def clean(text: object) -> str:
    """A text that PostgreSQL and JSON can hold: without NUL and without lone surrogates."""
    if not isinstance(text, str):
        return ""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _number(value: object) -> int:
    return value if type(value) is int else 0


def _load(payload: bytes) -> dict[str, object]:
    try:
        update = json.loads(payload)
    except (ValueError, RecursionError):
        raise Unparsable("not JSON") from None
    if not isinstance(update, dict) or type(update.get("update_id")) is not int:
        raise Unparsable("no update of Telegram")
    return update


def _body(update: dict[str, object]) -> tuple[str, dict[str, object]]:
    for kind in KINDS:
        body = update.get(kind)
        if isinstance(body, dict):
            _sender(kind, body)
            return kind, body
    others = ", ".join(clean(key) for key in update if key != "update_id")
    raise Unparsable(f"an update that is not for us: {others[:80]}")


def _chat(kind: str, body: dict[str, object]) -> dict[str, object]:
    carrier = _dict(body.get("message")) if kind == "callback_query" else body
    return _dict(carrier.get("chat"))


def _sender(kind: str, body: dict[str, object]) -> str:
    """The chat's id; in a group with the person's behind a colon, so that each talks alone."""
    person = _dict(body.get("from") or body.get("user")).get("id")
    chat = _chat(kind, body)
    place = chat.get("id", person)
    if type(place) is not int:
        raise Unparsable("no sender")
    private = place == person or chat.get("type", "private") == "private"
    return str(place) if private else f"{place}:{person}"


def _moment(body: dict[str, object], received_at: datetime) -> datetime:
    """When the sender sent it; a press has no date of its own."""
    date = body.get("date")
    if type(date) is not int or not 0 < date < 1 << 33:
        return received_at
    return datetime.fromtimestamp(date, UTC)


def _message(body: dict[str, object], common: Common) -> Inbound:
    text = clean(body.get("text") or body.get("caption"))
    common["forwarded"] = "forward_origin" in body or "forward_date" in body
    common["album"] = clean(body.get("media_group_id")) or None
    match body:
        case {"photo": [_, *_] as sizes}:
            return Inbound(Kind.PHOTO, text=text, file=_largest(sizes), **common)
        case {"document": dict(document)}:
            return _document(document, text, common)
        case {"venue": {"location": dict(place)}} | {"location": dict(place)}:
            return _location(place, common)
        case {"contact": {"phone_number": str(phone)}}:
            who = _dict(body.get("from")).get("id")
            own = (
                who is not None
                and _dict(body.get("contact")).get("user_id") == who
                and not common["forwarded"]
            )
            shared = SharedContact(international(clean(phone)), own)
            return Inbound(Kind.CONTACT, contact=shared, **common)
        case {"text": str()}:
            return Inbound(Kind.TEXT, text=text, **common)
    kind = next((name for name in _OTHERS if name in body), "unknown")
    return Inbound(Kind.OTHER, text=kind, **common)


def _largest(sizes: Sequence[object]) -> FileRef | None:
    """The largest size of a photo: forms need every pixel."""
    known = [one for one in map(_dict, sizes) if isinstance(one.get("file_id"), str)]
    if not known:
        return None
    best = max(known, key=_extent)
    return FileRef(str(best["file_id"]), "image/jpeg", _number(best.get("file_size")) or None)


def _extent(size: dict[str, object]) -> tuple[int, int]:
    pixels = _number(size.get("width")) * _number(size.get("height"))
    return pixels, _number(size.get("file_size"))


def _document(document: dict[str, object], text: str, common: Common) -> Inbound:
    """A picture or a PDF scan sent as a file counts as a photo, by its kind or its name."""
    mime, name = clean(document.get("mime_type")), clean(document.get("file_name"))
    picture = (
        mime.startswith("image/") or mime == "application/pdf" or name.lower().endswith(_PICTURES)
    )
    number = document.get("file_id")
    if not picture or not isinstance(number, str):
        return Inbound(Kind.OTHER, text="document", **common)
    size = _number(document.get("file_size")) or None
    file = FileRef(number, mime, size, document=True)
    return Inbound(Kind.PHOTO, text=text, file=file, **common)


def _location(place: dict[str, object], common: Common) -> Inbound:
    try:
        lat, lon = degrees(place["latitude"]), degrees(place["longitude"])
        near = place.get("horizontal_accuracy")
        location = Location(lat, lon, near if isinstance(near, int | float) else None)
    except (KeyError, TypeError, ValueError):
        return Inbound(Kind.OTHER, text="unknown", **common)
    return Inbound(Kind.LOCATION, location=location, **common)

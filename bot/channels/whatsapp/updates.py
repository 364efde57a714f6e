"""What a WhatsApp webhook says, in our words: every entry, change and message of the batch.

Pure reading, tolerant of whatever is in it. A sender is known by a business-scoped id (BSUID), by a
phone number, or by both; the id stays the same when the number is hidden, so it goes first. Phone
numbers leave this module only as sealed addresses.
Source: Meta's business-messaging API description, v23.0, "whatsapp/webhooks".
"""

import hashlib
import json
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypedDict

from bot.base.ports import AccountChanged, Delivery, Envelope, Unparsable, degrees
from bot.channels.whatsapp.errors import OUTSIDE_WINDOW, told
from bot.engine.messages import FileRef, Inbound, Kind, SharedContact
from models.phones import international
from models.values import Location

Body = dict[str, object]
"""A part of a payload."""
Address = Callable[[str], str]
"""Seals a phone number (digits) into an address, always the same for the same number."""
STATUSES = "statuses"
"""The sender under which reports of delivery are kept; no person."""
_SILENT = ("reaction", "revoke", "system", "request_welcome")
"""Kinds of message that want no answer."""
_CHANGED = ("customer_identity_changed", "user_identity_changed", "user_changed_number")
"""News of the provider itself: the account is on another device, or in other hands."""
_PICTURES = (
    *(".jpg", ".jpeg", ".png", ".webp", ".avif", ".heic", ".heif"),
    *(".bmp", ".gif", ".tif", ".tiff", ".pdf"),
)


class Common(TypedDict):
    """What every message of a batch tells, as Inbound takes it."""

    at: datetime
    sender_name: str
    forwarded: bool
    phone: str


@dataclass(frozen=True, slots=True)
class Item:
    """One message or report of delivery of a batch; `part` is its place among all of them."""

    part: int
    account: str
    kind: str
    body: dict[str, object]
    who: dict[str, object]


def items(payload: bytes) -> list[Item]:
    """All that is in a batch, in order; raises Unparsable when it is no WhatsApp event."""
    try:
        document = json.loads(payload)
    except (ValueError, RecursionError):
        raise Unparsable("not JSON") from None
    if not isinstance(document, dict) or document.get("object") != "whatsapp_business_account":
        raise Unparsable("no event of WhatsApp")
    return [Item(part, *found) for part, found in enumerate(_walk(document))]


def _walk(
    document: dict[str, object],
) -> Iterator[tuple[str, str, dict[str, object], dict[str, object]]]:
    for entry in _dicts(document.get("entry")):
        for change in _dicts(entry.get("changes")):
            value = _dict(change.get("value"))
            account = str(_dict(value.get("metadata")).get("phone_number_id", ""))
            people = _dicts(value.get("contacts"))
            if change.get("field", "messages") != "messages":
                yield account, "field", {"field": str(change.get("field"))}, {}
                continue
            for message in _dicts(value.get("messages")):
                yield account, "message", message, _whose(message, people)
            for status in _dicts(value.get("statuses")):
                yield account, "status", status, {}


def envelopes(
    payload: bytes, accounts: Container[str], only: str, address: Address
) -> list[Envelope]:
    """The outsides of all messages and reports for our numbers; raises Unparsable with a reason.

    `only`: the number that an event without one is for.
    """
    found, left = [], []
    for item in items(payload):
        account = item.account or only
        try:
            if account not in accounts:
                raise Unparsable("for a number that is not ours")
            found.append(_envelope(item, account, address))
        except Unparsable as refusal:
            left.append(str(refusal))
    if not found:
        raise Unparsable("; ".join(dict.fromkeys(left)) or "no message in it")
    return found


def _envelope(item: Item, account: str, address: Address) -> Envelope:
    body = item.body
    if item.kind == "field":
        raise Unparsable(f"a change of {clean(body['field'])[:60]}")
    number = body.get("id")
    if not isinstance(number, str) or not number:
        number = json.dumps(body, sort_keys=True)  # seen with failed media: told apart by itself
    if item.kind == "status":
        status = clean(body.get("status"))[:20]
        if number.startswith("wacid."):
            raise Unparsable("a report of a call")
        return Envelope(f"{digest(number)}/{status}", STATUSES, _seconds(body), item.part, account)
    kind = body.get("type")
    interactive = _dict(body.get("interactive")).get("type")
    if _silent(body) or interactive == "call_permission_reply":
        raise Unparsable(f"{kind}: wants no answer")
    sender, also = _sender(item, address)
    return Envelope(digest(number), sender, _seconds(body), item.part, account, also)


def _sender(item: Item, address: Address) -> tuple[str, str]:
    """The name of a sender, and the other one where both are told."""
    scoped = item.body.get("from_user_id") or item.who.get("user_id")
    phone = phone_of(item)
    if isinstance(scoped, str) and "." in scoped:
        return scoped, address(phone) if phone else ""
    if not phone:
        raise Unparsable("no sender")
    return address(phone), ""


def phone_of(item: Item) -> str:
    """The sender's phone number, digits alone; empty when it is hidden."""
    said = item.body.get("from") or item.who.get("wa_id") or ""
    return said if isinstance(said, str) and said.isascii() and said.isdigit() else ""


def inbound(payload: bytes, part: int, received_at: datetime) -> Inbound:
    """One of them, translated; raises Unparsable when there is no such part."""
    found = items(payload)
    if part >= len(found):
        raise Unparsable("no such part")
    item = found[part]
    at = _moment(item.body, received_at)
    if item.kind == "status":
        return Inbound(Kind.OUTCOME, at, outcome=_delivery(item.body))
    if _changed(item.body):
        return Inbound(Kind.OUTCOME, at, outcome=AccountChanged())
    phone = phone_of(item)
    common: Common = {
        "at": at,
        "sender_name": clean(_dict(item.who.get("profile")).get("name")),
        "forwarded": bool(
            _dict(item.body.get("context")).keys() & {"forwarded", "frequently_forwarded"}
        ),
        "phone": f"+{phone}" if phone else "",
    }
    return _message(item.body, phone, common)


def _silent(body: Mapping[str, object]) -> bool:
    return body.get("type") in _SILENT and not _changed(body)


def _changed(body: Mapping[str, object]) -> bool:
    return body.get("type") == "system" and _dict(body.get("system")).get("type") in _CHANGED


def _message(body: dict[str, object], phone: str, common: Common) -> Inbound:
    match body:
        case {"type": "text", "text": {"body": str(text)}}:
            return Inbound(Kind.TEXT, text=clean(text), **common)
        case {"type": "interactive", "interactive": {"button_reply": {"id": str(data)}}} | {
            "type": "interactive",
            "interactive": {"list_reply": {"id": str(data)}},
        }:
            return Inbound(Kind.PRESS, text=clean(data), **common)
        case {"type": "button", "button": {"payload": str(data)}}:
            return Inbound(Kind.PRESS, text=clean(data), **common)
        case {"type": "image", "image": dict(media)}:
            return _photo(media, common)
        case {"type": "document", "document": dict(media)} if _is_picture(media):
            return _photo(media, common, document=True)
        case {"type": "location", "location": dict(place)}:
            return _location(place, common)
        case {"type": "contacts", "contacts": [{"phones": [dict(card), *_]}, *_]}:
            number = international(clean(card.get("wa_id"))) or clean(card.get("phone"))
            own = bool(phone) and card.get("wa_id") == phone and not common["forwarded"]
            return Inbound(Kind.CONTACT, contact=SharedContact(number, own), **common)
    if body.get("type") == "edit":
        return Inbound(Kind.OTHER, text="edited", **common)
    return Inbound(Kind.OTHER, text=clean(body.get("type"))[:40] or "unknown", **common)


def _photo(media: dict[str, object], common: Common, *, document: bool = False) -> Inbound:
    number, mime = media.get("id"), clean(media.get("mime_type"))
    if not isinstance(number, str):
        return Inbound(Kind.OTHER, text="image", **common)
    size = media.get("file_size")
    file = FileRef(number, mime, size if type(size) is int else None, document)
    return Inbound(Kind.PHOTO, text=clean(media.get("caption")), file=file, **common)


def _is_picture(media: dict[str, object]) -> bool:
    """A picture or a PDF scan sent as a file counts as a photo, by its kind or its name."""
    mime, name = clean(media.get("mime_type")), clean(media.get("filename")).lower()
    scan = mime == "application/pdf"
    return scan or mime.startswith("image/") or name.endswith(_PICTURES)


def _location(place: dict[str, object], common: Common) -> Inbound:
    try:
        location = Location(degrees(place["latitude"]), degrees(place["longitude"]))
    except (KeyError, TypeError, ValueError):
        return Inbound(Kind.OTHER, text="unknown", **common)
    return Inbound(Kind.LOCATION, location=location, **common)


def _delivery(body: Mapping[str, object]) -> Delivery:
    errors = _dicts(body.get("errors"))
    code = errors[0].get("code") if errors else None
    reason = told(code if type(code) is int else None)
    status = clean(body.get("status"))[:20]
    return Delivery(digest(str(body.get("id"))), status, reason, code == OUTSIDE_WINDOW)


def _whose(message: dict[str, object], people: list[dict[str, object]]) -> dict[str, object]:
    """The contact of a batch that wrote this message; the only one, where none is named."""
    for person in people:
        for mine, theirs in (("from", "wa_id"), ("from_user_id", "user_id")):
            if message.get(mine) and message.get(mine) == person.get(theirs):
                return person
    return people[0] if len(people) == 1 and not message.get("from") else {}


def digest(number: str) -> str:
    """A message's id as we keep it: the provider's own spells out the phone number in base64."""
    return hashlib.sha256(number.encode("utf-8", "replace")).hexdigest()[:40]


def clean(text: object) -> str:
    """A text that PostgreSQL and JSON can hold: without NUL and without lone surrogates."""
    if not isinstance(text, str):
        return ""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _seconds(body: Mapping[str, object]) -> int:
    said = body.get("timestamp")
    digits = str(said) if isinstance(said, str | int) else ""
    return int(digits) if digits.isascii() and digits.isdigit() and len(digits) <= 11 else 0


def _moment(body: dict[str, object], received_at: datetime) -> datetime:
    seconds = _seconds(body)
    return datetime.fromtimestamp(seconds, UTC) if seconds else received_at


def _dict(value: object) -> dict[str, object]:
    return value if isinstance(value, dict) else {}


def _dicts(value: object) -> list[dict[str, object]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []

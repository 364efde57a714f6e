"""The browser phone as a channel: our own JSON event in; out, the outbox row is what it reads.

It must not know how the page is served nor where files lie: `read` is handed in.
"""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import uuid4

from obstore.exceptions import BaseError

from bot.base.ports import Envelope, Outgoing, SendFailed, Unparsable
from bot.engine.messages import FileRef, Inbound, Kind, SharedContact
from models.values import Json, Location

CHANNEL = "webchat"
ACCOUNT = "web"
"""There is one browser phone per installation, so its account has one name."""
LARGEST_FILE = 20 * 1024 * 1024
LONGEST_TEXT = 6000


def event(sender: str, message: dict[str, Json], *, name: str, language: str) -> bytes:
    """The payload of one message: who sent it is ours to say, what is in it is the page's.

    The message's id becomes unique within the sender, so that nobody can take another's.
    """
    document = {"sender": sender, "name": name, "language": language, "messages": [message]}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()


def external_id(sender: str, message_id: str) -> str:
    """The provider id of a page's message."""
    return f"{sender}/{message_id}"


class Webchat:
    """The channel; `read` gives the bytes of a stored file by its path (bot.base.media)."""

    name = CHANNEL

    def __init__(self, read: Callable[[str], Awaitable[bytes]], account: str = ACCOUNT) -> None:
        self.account = account
        self._read = read

    def envelopes(self, payload: bytes) -> list[Envelope]:
        """One per message; the page counts `position` up in milliseconds since 1970."""
        document = _document(payload)
        sender = document["sender"]
        try:
            return [
                Envelope(external_id(sender, m["id"]), sender, int(m["position"]), part)
                for part, m in enumerate(document["messages"])
            ]
        except (KeyError, TypeError, ValueError) as problem:
            raise Unparsable(f"a message without id or position: {problem}") from problem

    def inbound(self, payload: bytes, part: int, received_at: datetime) -> Inbound:
        """The message as the page composed it; what cannot be understood becomes OTHER."""
        document = _document(payload)
        message: dict[str, Json] = document["messages"][part]
        common: dict[str, Json] = {
            "at": _moment(message.get("at"), received_at),
            "sender_name": str(document.get("name", "")),
            "language": str(document.get("language", "")),
        }
        try:
            return _translate(message, common)
        except (KeyError, TypeError, ValueError):
            return Inbound(Kind.OTHER, text=str(message.get("kind", "")), **common)

    async def send(self, recipient: str, message: Outgoing) -> str:
        """Nothing to hand over: the page fetches the outbox row itself."""
        return f"web-{uuid4().hex}"

    async def fetch(self, file: FileRef) -> bytes:
        """The uploaded file's bytes."""
        try:
            data = await self._read(file.id)
        except FileNotFoundError as problem:
            raise SendFailed("the upload is gone", again=False) from problem
        except (OSError, BaseError) as problem:
            raise SendFailed(f"the file store: {type(problem).__name__}", again=True) from problem
        if len(data) > LARGEST_FILE:
            raise SendFailed("the file is larger than 20 MB", again=False)
        return data


def _document(payload: bytes) -> dict[str, Json]:
    try:
        document = json.loads(payload)
    except ValueError as problem:
        raise Unparsable(f"not JSON: {problem}") from problem
    if not isinstance(document, dict) or not isinstance(document.get("sender"), str):
        raise Unparsable("an event without sender")
    if not isinstance(document.get("messages"), list):
        raise Unparsable("an event without messages")
    return document


def _moment(milliseconds: Json, received_at: datetime) -> datetime:
    """When the page says it was typed; never later than it arrived, whatever the phone's clock."""
    try:
        at = datetime.fromtimestamp(float(milliseconds) / 1000, UTC)
    except (TypeError, ValueError, OverflowError, OSError):
        return received_at
    return min(at, received_at)


def _translate(message: dict[str, Json], common: dict[str, Json]) -> Inbound:
    kind = Kind(message["kind"])
    text = str(message.get("text", ""))[:LONGEST_TEXT]
    match kind:
        case Kind.TEXT | Kind.PRESS:
            return Inbound(kind, text=text, **common)
        case Kind.PHOTO:
            album = str(message.get("album", "")) or None
            return Inbound(kind, text=text, file=_file(message["file"]), album=album, **common)
        case Kind.LOCATION:
            return Inbound(kind, location=_location(message["location"]), **common)
        case Kind.CONTACT:
            contact = message["contact"]
            shared = SharedContact(str(contact["phone"]), contact.get("own") is True)
            return Inbound(kind, contact=shared, **common)
        case _:
            return Inbound(Kind.OTHER, text=text, **common)


def _file(file: dict[str, Json]) -> FileRef:
    name, size = str(file["id"]), file.get("size")
    return FileRef(
        name,
        str(file.get("mime", "")),
        int(size) if size is not None else None,
        file.get("document") is True,
    )


def _location(place: dict[str, Json]) -> Location:
    """Degrees; raises ValueError for a place that is not on this earth."""
    lat, lon = float(place["lat"]), float(place["lon"])
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise ValueError("no such place")
    accuracy = place.get("accuracy")
    return Location(lat, lon, float(accuracy) if accuracy is not None else None)

"""The terminal as a channel: a line in is a message; what is sent is printed by `saksi chat`."""

import asyncio
import json
from datetime import UTC, datetime
from pathlib import Path
from uuid import uuid4

from bot.base.ports import Envelope, Outgoing, SendFailed, Unparsable
from bot.engine.messages import FileRef, Inbound, Kind
from models.values import Location

CHANNEL = "console"
ACCOUNT = "terminal"


def event(phone: str, line: str, now: datetime, *, press: bool = False) -> bytes:
    """The payload of one line typed by the owner of this phone; `press`: a button's data."""
    stamp = int(now.timestamp() * 1_000_000)
    document = {"id": uuid4().hex, "phone": phone, "line": line, "position": stamp}
    document["press"] = press
    return json.dumps(document, ensure_ascii=False).encode()


class Console:
    """The channel of `saksi chat`; the sender is the phone number (E.164)."""

    name = CHANNEL
    account = ACCOUNT

    def envelopes(self, payload: bytes) -> list[Envelope]:
        """One message per event."""
        try:
            document = json.loads(payload)
            return [Envelope(document["id"], document["phone"], document["position"])]
        except (ValueError, KeyError, TypeError) as problem:
            raise Unparsable(f"not a line of the terminal: {problem}") from None

    def inbound(self, payload: bytes, part: int, received_at: datetime) -> Inbound:
        """`@loc:LAT,LON` is a location, `@FILE` a photo, everything else text."""
        document = json.loads(payload)
        line = str(document["line"])
        at = datetime.fromtimestamp(document["position"] / 1_000_000, UTC)
        if document.get("press"):
            return Inbound(Kind.PRESS, at, text=line)
        if line.startswith("@loc:"):
            return _location(line.removeprefix("@loc:"), at)
        if line.startswith("@") and len(line) > 1:
            name = line[1:].strip()
            return Inbound(Kind.PHOTO, at, file=FileRef(name, document=True))
        return Inbound(Kind.TEXT, at, text=line)

    async def send(self, recipient: str, message: Outgoing) -> str:
        """Nothing to hand over: `saksi chat` prints the outbox row."""
        return f"console-{uuid4().hex}"

    async def fetch(self, file: FileRef) -> bytes:
        """The file on this machine."""
        try:
            return await asyncio.to_thread(Path(file.id).read_bytes)
        except OSError as problem:
            raise SendFailed(f"{file.id}: {problem.strerror}", again=False) from None


def _location(text: str, at: datetime) -> Inbound:
    try:
        lat, lon = (float(number) for number in text.split(","))
    except ValueError:
        return Inbound(Kind.TEXT, at, text=text)
    return Inbound(Kind.LOCATION, at, location=Location(lat, lon))

"""Files in and out: what kind of picture some bytes are, and which message shows which file."""

from dataclasses import dataclass

from api.phone.feed import Unseal, sent_message
from api.phone.who import Phone
from bot.base.ports import Outgoing
from bot.engine.messages import Document
from models.errors import NotFound
from models.stores.base.database import Transaction
from models.stores.messaging import phone_talks

PICTURES = {
    b"\xff\xd8\xff": "image/jpeg",
    b"\x89PNG\r\n\x1a\n": "image/png",
    b"GIF87a": "image/gif",
    b"GIF89a": "image/gif",
}
UNKNOWN = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Shown:
    """A stored file that a message shows; `document`: name and kind of one that is no picture."""

    path: str
    document: Document | None = None


def kind(data: bytes) -> str:
    """The media type by the first bytes; UNKNOWN for what no browser shows."""
    for start, mime in PICTURES.items():
        if data.startswith(start):
            return mime
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in (b"heic", b"heix", b"mif1", b"avif"):
        return "image/avif" if data[8:12] == b"avif" else "image/heic"
    return UNKNOWN


async def file_of(tx: Transaction, account: str, phone: Phone, item: str, unseal: Unseal) -> Shown:
    """The stored file that a message of this phone shows: "i12" came, "o7" went. NotFound else."""
    number = int(item[1:])
    if item.startswith("o"):
        said = await phone_talks.said_to(tx, account, phone.sender, number)
        sent = Outgoing.from_json(dict(said.body)) if said else None
        name = sent.file if sent else None
        document = sent.document if sent else None
    else:
        document = None
        received = await phone_talks.received_from(tx, account, phone.sender, number)
        name = (sent_message(received, unseal).get("file") or {}).get("id") if received else None
    if not name:
        raise NotFound("there is no such picture in this conversation")
    return Shown(str(name), document)

"""What the page may send, checked, and turned into the event that every channel stores alike."""

import hmac
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.http.value_kinds import Moment, Number
from api.phone.feed import now_milliseconds
from api.phone.gate import Keyed
from api.phone.who import Phone
from bot.channels.webchat import LARGEST_FILE, LONGEST_TEXT
from bot.channels.webchat import event as envelope
from bot.engine.messages import StoredFile
from models.errors import BadInput

Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{8,64}$")]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT)]
Label = Annotated[str, StringConstraints(max_length=200)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Place(_Part):
    """Degrees (WGS 84), accuracy in metres."""

    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    accuracy: float | None = Field(default=None, ge=0, allow_inf_nan=False)


class Upload(_Part):
    """A file that this phone uploaded before; `proof` says that it did, so that nobody else can."""

    path: Annotated[str, StringConstraints(max_length=200)]
    mime: Annotated[str, StringConstraints(max_length=80)]
    size: int = Field(ge=1, le=LARGEST_FILE)
    proof: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class Message(_Part):
    """One message as the page composed it; `position` and `at` in milliseconds since 1970."""

    id: Id
    position: Number
    at: Moment
    kind: Literal["text", "press", "photo", "location", "contact"]
    text: Text = ""
    label: Label = ""
    language: Literal["id", "en"] = "id"
    location: Place | None = None
    file: Upload | None = None
    album: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9-]{0,64}$")] = ""
    """The same for photos that were chosen together."""


def event(keyed: Keyed, phone: Phone, message: Message) -> bytes:
    """The payload to store. Raises BadInput for a message that lacks what its kind needs."""
    body: dict[str, object] = message.model_dump(
        include={"id", "at", "kind", "text", "label", "location", "album"}, exclude_defaults=True
    )
    # A clock that runs ahead must not make every later message look late.
    body["position"] = min(message.position, now_milliseconds())
    match message.kind:
        case "location" if message.location is None:
            raise BadInput("a location without a place")
        case "photo":
            body["file"] = _file(keyed, phone, message.file)
        case "contact":
            body["contact"] = _contact(phone)
    return envelope(phone.sender, body, name=phone.name, language=message.language)


def upload(keyed: Keyed, phone: Phone, file: StoredFile) -> Upload:
    """What the page gets for a stored file, to name it in a message."""
    proof = _proof(keyed, phone, file.path, file.mime, file.size)
    return Upload(path=file.path, mime=file.mime, size=file.size, proof=proof)


def _proof(keyed: Keyed, phone: Phone, path: str, mime: str, size: int) -> str:
    return keyed(f"phone-upload {phone.sender} {path} {mime} {size}").hex()


def _file(keyed: Keyed, phone: Phone, named: Upload | None) -> dict[str, object]:
    """The page sends pictures as they are, which is what others call a document."""
    if named is None:
        raise BadInput("a photo without its file")
    proof = _proof(keyed, phone, named.path, named.mime, named.size)
    if not hmac.compare_digest(proof, named.proof):
        raise BadInput("this phone did not upload that file")
    return {"id": named.path, "mime": named.mime, "size": named.size, "document": True}


def _contact(phone: Phone) -> dict[str, object]:
    """A made-up phone shares the number that we gave it, so it is surely its own."""
    if not phone.number:
        raise BadInput("this phone has no number of its own to share")
    return {"phone": phone.number, "own": True}

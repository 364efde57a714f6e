"""What the conversation needs from the outside: a channel, in words that no provider owns."""

from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Protocol

from bot.engine.messages import Document, FileRef, Inbound, Outcome
from models.values import Json


@dataclass(frozen=True, slots=True)
class Envelope:
    """The outside of one inbound message of an event, enough to store it once and in order.

    `position` grows in the provider's order per sender. `part`: its place within the event.
    `account`: which of our numbers it is for, where one event may be for several.
    `also`: another name of the sender, "" where this event tells none; None: each has but one.
    """

    external_id: str
    sender: str
    position: int
    part: int = 0
    account: str | None = None
    also: str | None = None


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One message ready for any channel: text, buttons as (label, data), a request, a file.

    `photo` is the path of a stored picture, `document` a stored file; the text is their caption.
    """

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    ask: str | None = None
    photo: str | None = None
    extra: dict[str, object] = field(default_factory=dict)
    document: Document | None = None

    @property
    def file(self) -> str | None:
        """The stored file that goes along, where there is one."""
        return self.document.path if self.document else self.photo

    def to_json(self) -> dict[str, Json]:
        """As it is kept in the outbox."""
        told = {
            "text": self.text,
            "buttons": [list(button) for button in self.buttons],
            "ask": self.ask,
            "photo": self.photo,
            "extra": self.extra,
        }
        return {**told, "document": asdict(self.document)} if self.document else told

    @classmethod
    def from_json(cls, document: dict[str, Json]) -> "Outgoing":
        """Back from the outbox."""
        buttons = tuple((label, data) for label, data in document.get("buttons", ()))
        return cls(
            document["text"],
            buttons,
            document.get("ask"),
            document.get("photo"),
            document.get("extra", {}),
            Document(**document["document"]) if document.get("document") else None,
        )


@dataclass(frozen=True, slots=True)
class Delivery(Outcome):
    """What a provider reports of a message of ours; no conversation hears it.

    `provider_id` as `send` returned it, `status` the provider's word, `reason` of a failure.
    `outside`: it failed because the time in which free texts may be sent is over.
    """

    provider_id: str
    status: str
    reason: str | None = None
    outside: bool = False


@dataclass(frozen=True, slots=True)
class AccountChanged(Outcome):
    """A sender's account is another one now, as the provider says; no conversation hears it."""


def degrees(value: object) -> float:
    """A latitude or longitude of a payload; raises TypeError, ValueError for what is none."""
    if isinstance(value, int | float | str):
        return float(value)
    raise TypeError("no number")


TOO_LARGE = "file too large"
"""The reason of a SendFailed for a file that is beyond what is taken."""


class SendFailed(Exception):
    """A provider did not take a message: try again (after so many seconds), or give up.

    `after` is meant for the whole account, or with `chat_only` for this recipient. `unsure`: it
    did not answer, and may have taken the message all the same.
    """

    def __init__(
        self,
        reason: str,
        *,
        again: bool,
        after: float | None = None,
        chat_only: bool = False,
        unsure: bool = False,
    ) -> None:
        super().__init__(reason)
        self.reason, self.again, self.after = reason, again, after
        self.chat_only, self.unsure = chat_only, unsure


class Unparsable(Exception):
    """An event's body that says nothing we understand; it is stored and set aside with this."""


class Entrance(Protocol):
    """What it takes to keep a provider's event: whose it is, and the outsides of its messages."""

    name: str
    account: str

    def envelopes(self, payload: bytes) -> list[Envelope]:
        """The messages in an event; raises Unparsable with a reason."""
        ...


class Channel(Entrance, Protocol):
    """One file per provider that translates both ways and nothing else."""

    def inbound(self, payload: bytes, part: int, received_at: datetime) -> Inbound:
        """One of them, translated; unknown kinds become Kind.OTHER."""
        ...

    async def send(self, recipient: str, message: Outgoing) -> str:
        """Hand it to the provider; returns the provider's id; raises SendFailed."""
        ...

    async def fetch(self, file: FileRef) -> bytes:
        """The file's bytes, at most 20 MB; raises SendFailed."""
        ...

"""What arrives, what is answered, and what one turn of the conversation yields; all plain data."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, Union

from models.values import Json, Location

if TYPE_CHECKING:
    from bot.engine.effects import Effect
    from bot.engine.facts import Facts


REACTION = "thumbs_up"
"""What an Inbound of kind OTHER says of a thumbs-up below one of our messages."""


class Kind(StrEnum):
    """What sort of message arrived."""

    TEXT = "text"
    PRESS = "press"  # a button; `text` is its data
    PHOTO = "photo"  # a picture, also one sent as document
    LOCATION = "location"
    CONTACT = "contact"
    OUTCOME = "outcome"  # what became of an effect, or a reading that is done
    OTHER = "other"  # sticker, voice, video ...: `text` names it


@dataclass(frozen=True, slots=True)
class FileRef:
    """A file as the provider names it; `document` when it was sent uncompressed."""

    id: str
    mime: str = ""
    size: int | None = None
    document: bool = False


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file that is safely ours: its SHA-256 (hex), where it lies; `picture`: or a PDF scan.

    `refused`: why it is none, as `ocr.file_kinds.Kind` says it.
    """

    sha256: str
    path: str
    mime: str
    size: int
    picture: bool = True
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A stored file that goes out as a document: its path, media type, and name for the reader."""

    path: str
    mime: str
    name: str


@dataclass(frozen=True, slots=True)
class SharedContact:
    """A contact card; `own` is true only when the provider proves that it is the sender's own."""

    phone: str
    own: bool


@dataclass(frozen=True, slots=True)
class Inbound:
    """One message to the conversation, the same for every channel.

    `at` is when the sender sent it, as the provider says (aware). `late`: newer messages of this
    sender were handled before it. `stored` is None while a file could not be fetched yet.
    `niks`: two keyed hashes (hex) for each NIK that stood in the text, of all digits and of the
    first twelve; a mark stands there now. `odd_digits`: the length of a number that is nearly one.
    `phone`: the sender's own number where the provider proves it (+62...). `edited`: an earlier
    message, as its sender has changed it since. `about`: which of our messages a reaction stands
    below, as the provider names it.
    """

    kind: Kind
    at: datetime
    text: str = ""
    file: FileRef | None = None
    stored: StoredFile | None = None
    location: Location | None = None
    contact: SharedContact | None = None
    outcome: "Outcome | None" = None
    album: str | None = None
    forwarded: bool = False
    late: bool = False
    sender_name: str = ""
    language: str = ""
    group: bool = False
    niks: tuple[tuple[str, str], ...] = ()
    odd_digits: int = 0
    phone: str = ""
    edited: bool = False
    about: str = ""


class Outcome:
    """What became of an effect, or what else happened: a notice, a reading that is done.

    Subclasses are frozen dataclasses in the talk that answers them. `event` is the name by which
    the database keeps one that waits to be told: ReportSaved is "report_saved". So an outcome that
    is told as a notice keeps its name, and what it gains later has a default.
    """

    __slots__ = ()
    event: ClassVar[str] = ""

    def __init_subclass__(cls) -> None:
        cls.event = re.sub(r"(?<=.)(?=[A-Z])", "_", cls.__name__).lower()


@dataclass(frozen=True, slots=True)
class Unread(Outcome):
    """An event as the database kept it, before the conversation has made its own kind of it."""

    name: str
    data: Mapping[str, Json] = field(default_factory=dict)


Value = Union["Phrase", str, int, float, datetime, date, None]
"""What a text of a catalogue can show."""
Shown = Value | Sequence[Value]
"""What stands in one place of a text; several are joined as the text says."""
Values = Mapping[str, Shown]


@dataclass(frozen=True, slots=True)
class Button:
    """A choice below a reply: `key` of its text with `values`, and the `data` that it sends.

    `yes`: the reply asks whether to do this, so that a typed yes presses it.
    """

    data: str
    key: str
    values: Values = field(default_factory=dict)
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Phrase:
    """A piece of text within another one: its key and values, told in the reader's language."""

    key: str
    values: Values = field(default_factory=dict)


Line = Phrase | str
"""One line of a reply: a text of a catalogue, or words that are the same in each language."""


class Ask(StrEnum):
    """What a channel may offer a special button for."""

    LOCATION = "location"
    CONTACT = "contact"


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer as meaning: a text's key with values, buttons, and what is asked for.

    Values are plain, or a Phrase, or a tuple of them: `texts.render` makes words of them.
    `photo` is the path of a stored picture to send along (a cropped box, a chart), `document` a
    stored file (a letter as PDF). `after`: seconds before which it is not sent.
    """

    key: str
    values: Values = field(default_factory=dict)
    buttons: tuple[Button, ...] = ()
    ask: Ask | None = None
    photo: str | None = None
    after: float = 0.0
    document: Document | None = None


@dataclass(frozen=True, slots=True)
class Dialog:
    """Where a conversation stands: the step's name and its data, JSON through and through."""

    step: str = "home"
    data: Mapping[str, Json] = field(default_factory=dict)

    def to_json(self) -> dict[str, Json]:
        """As it is kept in the contact's row."""
        return {"step": self.step, "data": dict(self.data)}

    @classmethod
    def from_json(cls, document: Mapping[str, Json]) -> "Dialog":
        """Back from the row; an empty document is the start."""
        return cls(document.get("step", "home"), document.get("data", {}))


@dataclass(frozen=True, slots=True)
class State:
    """All that a turn may know: where the talk stands (kept) and the facts (read fresh)."""

    dialog: Dialog
    facts: "Facts"


@dataclass(frozen=True, slots=True)
class Step:
    """What one turn yields: the new place in the talk, what to say, what must be done.

    `language`: in which the replies are to be told (texts.render); empty: the person's own.
    """

    dialog: Dialog
    replies: tuple[Reply, ...] = ()
    effects: tuple["Effect", ...] = ()
    language: str = ""

"""Outcomes that more than one capability brings; see bot/engine/messages.py."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class NotReady(Outcome):
    """Nobody here does what was asked for."""


@dataclass(frozen=True, slots=True)
class PhotoKept(Outcome):
    """A photo is kept, with its id; `twice`: the same came before, `contest` where it is known."""

    photo: int
    twice: bool = False
    purpose: str = "form"
    contest: int | None = None


@dataclass(frozen=True, slots=True)
class DecisionRefused(Outcome):
    """It is not this person's to decide, or decided already; `code` of models/errors.py."""

    code: str = "error"


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageUndelivered(Outcome):
    """A notice to whoever leads nearest: our messages do not reach a witness, and why."""

    name: str
    number: int
    kelurahan: str
    why: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Activated(Outcome):
    """The phone is proven: whose it is."""

    name: str = ""


@dataclass(frozen=True, slots=True)
class ContactUnknown(Outcome):
    """The phone is proven but on no list."""


@dataclass(frozen=True, slots=True)
class FoundStation:
    """A station that fits what was said."""

    id: int
    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True)
class NamedArea:
    """An area that fits what was said."""

    code: str
    title: str


@dataclass(frozen=True, slots=True)
class SummaryRefused(Outcome):
    """An area's figures are not told: `code` of models/errors.py, or no_ballot_here, no_seats,
    wider_district.

    `opens`: from when on, where the hour of the law has not come.
    """

    code: str
    area: str = ""
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class AreaNone(Outcome):
    """No area of this person's is called so."""

    place: str


@dataclass(frozen=True, slots=True)
class AreaWhich(Outcome):
    """Several areas are meant; `word` asks again, for the same `ballot`."""

    word: str
    areas: tuple[NamedArea, ...]
    ballot: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateGiven(Outcome):
    """A notice to a witness: the station is theirs now; `mandate` is its id."""

    mandate: int
    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MandateEnded(Outcome):
    """A notice to the witness whose place another one took."""

    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True)
class MandateAsked(Outcome):
    """A notice to another leader: a mandate given after the polls opened waits for a word.

    `undo`: that it shall end again.
    """

    receipt: str
    author: str
    name: str
    number: int
    kelurahan: str
    undo: bool = False


@dataclass(frozen=True, slots=True)
class MandateWaits(Outcome):
    """A notice to whoever gave it: how many leaders were asked; until then it does not count."""

    receipt: str
    approvers: int
    name: str
    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True)
class MandateNews(Outcome):
    """A notice to who leads above: who sent whom where after the polls opened."""

    receipt: str
    author: str
    name: str
    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True)
class MandateNoted(Outcome):
    """A notice to the station's witnesses: who joins them."""

    name: str
    number: int
    kelurahan: str

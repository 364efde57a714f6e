"""What becomes of assigning, reserves, swaps and letters."""

from dataclasses import dataclass

from bot.engine.messages import Outcome
from bot.engine.outcomes import FoundStation


@dataclass(frozen=True, slots=True, kw_only=True)
class Assigned(Outcome):
    """Somebody has the station; `again`: had it before."""

    name: str
    number: int
    kelurahan: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Reserved(Outcome):
    """Somebody is in the reserve of a kelurahan; `again`: was before."""

    name: str
    kelurahan: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class AssignPlaces(Outcome):
    """Several stations fit."""

    stations: tuple[FoundStation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AssignRefused(Outcome):
    """Why not, by a code of models/errors.py; `names` of who stands there, where it is full."""

    code: str
    number: int = 0
    kelurahan: str = ""
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReserveNoted(Outcome):
    """A notice to the reserve."""

    kelurahan: str


@dataclass(frozen=True, slots=True)
class InReserve:
    """Somebody in the reserve of a kelurahan."""

    name: str
    kelurahan: str


@dataclass(frozen=True, slots=True)
class Reserves(Outcome):
    """Who is in the reserve; `more` than are told."""

    rows: tuple[InReserve, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class Leaving:
    """A witness who may be replaced."""

    mandate: int
    name: str
    participant: str


@dataclass(frozen=True, slots=True)
class Coming:
    """A person who is free to come; from the reserve, or a volunteer."""

    person: int
    name: str
    kelurahan: str
    reserve: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapFound(Outcome):
    """Who stands at a station and who could come; `reason` of a witness who asked."""

    number: int
    kelurahan: str
    witnesses: tuple[Leaving, ...]
    candidates: tuple[Coming, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Swapped(Outcome):
    """It is done at this station; both hear it."""

    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True)
class SwapRefused(Outcome):
    """Not this person's to decide, decided already, or no such station: a code of models/errors."""

    code: str = "error"


@dataclass(frozen=True, slots=True)
class SwapAsked(Outcome):
    """The coordinators are asked; `again`: they were before."""

    receipt: str
    again: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapWaiting(Outcome):
    """A notice to the nearest coordinators: who asks to be replaced, where, why."""

    receipt: str
    name: str = ""
    number: int
    kelurahan: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SwapDeclined(Outcome):
    """The witness stays."""


@dataclass(frozen=True, slots=True)
class SwapAnswered(Outcome):
    """A notice to the witness who asked: stays on duty."""

    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeLetter:
    """A letter as a stored file, and its own number."""

    path: str
    file: str
    letter: str
    number: int
    kelurahan: str


@dataclass(frozen=True, slots=True)
class Letters(Outcome):
    """The own letters."""

    rows: tuple[MadeLetter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Covered:
    """Stations of an area: without a witness, with one, with two; and the people there."""

    code: str
    name: str
    stations: int
    none: int
    one: int
    two: int
    trained: int
    mandated: int
    witnesses: int
    reserves: int
    applicants: int


@dataclass(frozen=True, slots=True)
class CoverageTold(Outcome):
    """An area's coverage and that of its parts; `stations`: the parts are stations."""

    total: Covered
    rows: tuple[Covered, ...] = ()
    stations: bool = False

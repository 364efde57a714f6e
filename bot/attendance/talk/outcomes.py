"""What becomes of presence, absences, reserves and vouching."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.messages import Outcome
from bot.engine.outcomes import FoundStation


@dataclass(frozen=True, slots=True)
class CheckedIn(Outcome):
    """The presence is noted, with its receipt and id."""

    receipt: str
    check_in: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseRemind(Outcome):
    """A notice to a witness: what a phase (its code and name) asks for is due `by` this hour."""

    phase: str
    by: datetime
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingAt:
    """One line of an alert: a station and who should be there, or an `area` and how many lack."""

    number: int = 0
    kelurahan: str = ""
    witness: str | None = None
    area: str = ""
    missing: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Absence(Outcome):
    """How many stations of an area lack what a phase asks for, of how many `expected`."""

    receipt: str
    phase: str = ""
    name: str = ""
    area: str = ""
    missing: int = 0
    expected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceNew(Absence):
    """A notice to coordinators; `step`: how far up it has climbed, `zone` is IANA's name."""

    by: datetime
    zone: str | None = None
    step: int = 0
    named: tuple[MissingAt, ...] | None = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsenceHandled(Absence):
    """For who handles it: `status` taken, closed, or already (`by` somebody else)."""

    status: str
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentRow:
    """A station that still lacks something, and its witnesses with how to reach them."""

    station: int
    number: int
    kelurahan: str
    witnesses: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AbsentList(Absence):
    """A page (from 1) of them; `more`: there is another."""

    page: int = 1
    rows: tuple[AbsentRow, ...] = ()
    more: bool = False


@dataclass(frozen=True, slots=True)
class ReserveStation(Outcome):
    """Several stations fit, or none."""

    stations: tuple[FoundStation, ...] = ()


@dataclass(frozen=True, slots=True)
class Mandated:
    """A witness at a station, by the mandate's id."""

    mandate: int
    name: str


@dataclass(frozen=True, slots=True)
class ReserveWitness(Outcome):
    """Two stand there, or nobody: which of them is replaced."""

    station: FoundStation
    witnesses: tuple[Mandated, ...] = ()


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reserve who is free, by the person's id, and of which kelurahan."""

    person: int
    name: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveOffered(Outcome):
    """The nearest reserves for a witness who is missing."""

    station: FoundStation
    mandate: int
    witness: str
    reserves: tuple[Reserve, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveNamed(Outcome):
    """The reserve has the place now."""

    station: FoundStation
    witness: str
    reserve: str


@dataclass(frozen=True, slots=True)
class VouchStation(Outcome):
    """Several stations fit, or none."""

    stations: tuple[FoundStation, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing:
    """A witness at a station, by the person's id."""

    person: int
    name: str


@dataclass(frozen=True, slots=True)
class VouchWitness(Outcome):
    """Two stand there, or nobody: for whom."""

    station: FoundStation
    witnesses: tuple[Standing, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Vouched(Outcome):
    """It is noted, with the hour in the station's zone (IANA)."""

    station: FoundStation
    witness: str
    at: datetime
    zone: str = ""


@dataclass(frozen=True, slots=True)
class VouchOwn(Outcome):
    """Nobody vouches for oneself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PresenceVouched(Outcome):
    """A notice to the witness: who vouched."""

    number: int
    kelurahan: str
    by: str = ""

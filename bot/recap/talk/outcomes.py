"""What leaders hear of their areas: the count, who is missing, what is in dispute."""

from dataclasses import dataclass
from datetime import datetime

from bot.base.counts import AreaCount
from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapTold(AreaCount, Outcome):
    """The recap of an area; `others` are ballots that are voted there too, `photo` a chart.

    `by`: what confirmed stations rest on (RecapRow.confirmed_by), and how many of them.
    """

    at: datetime
    confirmed: int = 0
    by: tuple[tuple[str, int], ...] = ()
    others: tuple[str, ...] = ()
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class MissingStation:
    """A station that lacks something, and its witnesses with how to reach them."""

    number: int
    kelurahan: str
    witnesses: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseMissing:
    """How many stations lack what a phase asks for, of how many; the `first` of them by name."""

    phase: str
    name: str
    expected: int
    missing: int
    first: tuple[MissingStation, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMissing(Outcome):
    """Who is missing in an area, phase by phase; `unstaffed` stations have no witness at all."""

    area: str
    code: str
    at: datetime
    zone: str
    phases: tuple[PhaseMissing, ...] = ()
    unstaffed: int = 0


@dataclass(frozen=True, slots=True)
class Disputed:
    """A result in dispute."""

    number: int
    kelurahan: str
    ballot: str


@dataclass(frozen=True, slots=True)
class AreaDisputes(Outcome):
    """How many results are in dispute, the oldest by name."""

    count: int
    rows: tuple[Disputed, ...] = ()

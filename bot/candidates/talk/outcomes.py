"""A candidate's own votes."""

from dataclasses import dataclass
from datetime import datetime

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnPlace:
    """The own votes and the party's sum at a place; None where they are not asked for."""

    place: str
    own: int | None
    party: int | None = None
    reported: int
    stations: int


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnList:
    """One contest in which a person stands: the whole, and places with most votes first.

    `left` places are not shown; `stations_shown`: they are stations, else kelurahan. `area` is
    empty for the whole contest.
    """

    name: str
    ballot: str
    contest: str
    area: str
    whole: OwnPlace
    rows: tuple[OwnPlace, ...]
    left: int
    stations_shown: bool
    at: datetime
    zone: str


@dataclass(frozen=True, slots=True)
class OwnVotes(Outcome):
    """The contests in which the person stands."""

    lists: tuple[OwnList, ...] = ()

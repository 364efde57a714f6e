"""Seats of the districts that an area votes in."""

from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from bot.engine.messages import Outcome


class Seated(NamedTuple):
    """A party's seats."""

    code: str
    name: str
    seats: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DistrictTold:
    """A district's seats, `safe` and `open`; or those of `count` districts together.

    `between` and `tied` are parties by name; `unfilled`: seats for which their lists have nobody.
    """

    name: str = ""
    count: int | None = None
    size: int
    stations: int
    reported: int
    seats: tuple[Seated, ...] = ()
    safe: int = 0
    open: int = 0
    between: tuple[str, ...] = ()
    tied: tuple[str, ...] = ()
    unfilled: tuple[Seated, ...] = ()


@dataclass(frozen=True, slots=True)
class HouseTold:
    """One ballot's districts of an area; `own` is a party's code or ""."""

    ballot: str
    districts: tuple[DistrictTold, ...]
    own: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SeatsTold(Outcome):
    """House by house; `ballots` may be asked for one by one."""

    area: str
    code: str
    at: datetime
    zone: str
    houses: tuple[HouseTold, ...] = ()
    ballots: tuple[str, ...] = ()

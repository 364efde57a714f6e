"""Contests and stations as values, for those who store or show results."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from models.errors import NotFound
from models.stores.session import Session
from models.values import Ballot, Choice, Contest

_CONTEST = text("select ballot, code, name, seats, choices from contest where id = :id")
_HELD = text("""
select s.code, s.kelurahan_id, coalesce(s.contests, k.contests) as contests
from station s join area k on k.id = s.kelurahan_id where s.id = :id
for no key update of s
""")


@dataclass(frozen=True, slots=True)
class HeldStation:
    """A station whose row is locked: nobody else changes its results before the commit."""

    id: int
    code: str
    kelurahan_id: int
    contests: frozenset[int]


def contest_of(row: Any) -> Contest:
    """The value of a row with ballot, code, name, seats, choices."""
    choices = tuple(
        Choice(c["code"], c["name"], c.get("short", ""), c.get("sex", "")) for c in row.choices
    )
    return Contest(Ballot(row.ballot), row.code, row.name, row.seats, choices)


async def contest(session: Session, contest_id: int) -> Contest:
    """The contest with this id; raises NotFound."""
    row = (await session.execute(_CONTEST, {"id": contest_id})).first()
    if row is None:
        raise NotFound("there is no such contest", contest=contest_id)
    return contest_of(row)


async def hold_station(session: Session, station_id: int) -> HeldStation:
    """Lock a station until the commit, so that its reports are settled one after the other."""
    row = (await session.execute(_HELD, {"id": station_id})).first()
    if row is None:
        raise NotFound("there is no such station", station=station_id)
    return HeldStation(station_id, row.code, row.kelurahan_id, frozenset(row.contests or ()))

"""Votes held anew (PSU, PSL, penghitungan ulang): a version more; what was there counts no more."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from models.errors import BadInput
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.reports import results
from models.stores.reports.locked import HeldStation, hold_station
from models.stores.typing_desk import typing_tasks

KINDS = ("psu", "psl", "recount")

_PUT = text("""
insert into vote_version (station_id, contest_id, version, kind, reason, person_id, inbox_id)
values (:station, :contest, :version, :kind, :reason, :person, :inbox)
""")
_NEXT = text("""
select 1 + greatest(
    (select max(version) from report where station_id = :station and contest_id = :contest),
    (select max(version) from vote_version where station_id = :station and contest_id = :contest),
    1)
""")
_UNDO = text("""
insert into vote_undone (station_id, contest_id, version, request_id)
values (:station, :contest, :version, :request)
""")
_END_DISPUTE = text("""
update dispute set closed_at = clock_timestamp()
where station_id = :station and contest_id = :contest and closed_at is null
""")
_END_CORRECTIONS = text("""
update correction set state = 'replaced', decided_at = clock_timestamp()
where station_id = :station and contest_id = :contest and state = 'waiting'
""")
_WITNESSES = text("""
select distinct person_id from mandate
where station_id = :station and active and slot is not null
  and (contests is null or contests && cast(:ids as int[]))
order by person_id
""")
_WITHIN = """exists (select from unnest(cast(:paths as text[])) p (path)
    where p.path = '' or k.path = p.path or starts_with(k.path, p.path || '.'))"""
_FIND = text(f"""
select s.id, s.number, k.name as kelurahan, coalesce(s.contests, k.contests) as contests
from station s join area k on k.id = s.kelurahan_id
where s.election_id = :election and s.active and {_WITHIN}
  and (s.code = :code or
       (cast(:number as int) is null or s.number = :number)
       and (:name = '' or position(lower(:name) in lower(k.name)) > 0)
       and (cast(:number as int) is not null or :name <> ''))
order by s.code limit 8
""")

_CODES = text("select code from station where election_id = :election and code = any(:codes)")


@dataclass(frozen=True, slots=True)
class Reopening:
    """Who lets a station's contests begin anew, and why; `kind` is one of KINDS."""

    station_id: int
    contests: tuple[int, ...]
    kind: str
    reason: str
    person_id: int
    inbox_id: int | None = None


@dataclass(frozen=True, slots=True)
class FoundStation:
    """A station that fits what was said; `contests`: those that are voted on there."""

    id: int
    number: int
    kelurahan: str
    contests: list[int] | None


async def reopen(tx: Transaction, new: Reopening) -> dict[int, int]:
    """Begin a new vote of these contests; the version of each. Old reports stay and count no more.

    Raises NotFound, and BadInput for a contest that the station does not vote in.
    """
    station = await hold_station(tx, new.station_id)
    wrong = [one for one in new.contests if one not in station.contests]
    if wrong or not new.contests or new.kind not in KINDS:
        raise BadInput("this station does not vote in this contest", station=station.code)
    versions: dict[int, int] = {}
    for contest_id in dict.fromkeys(new.contests):
        place: dict[str, object] = {"station": station.id, "contest": contest_id}
        version = int(await tx.scalar(_NEXT, place) or 2)
        values = {"kind": new.kind, "reason": new.reason, "person": new.person_id}
        values |= {"version": version, "inbox": new.inbox_id}
        await tx.execute(_PUT, {**place, **values})
        await _begin(tx, station, contest_id)
        versions[contest_id] = version
    return versions


async def undo(tx: Transaction, request_id: int, station_id: int, opened: dict[int, int]) -> None:
    """These votes, by contest, count no more: what was there before counts again."""
    station = await hold_station(tx, station_id)
    for contest_id, version in opened.items():
        values = {"station": station_id, "contest": contest_id, "version": version}
        await tx.execute(_UNDO, {**values, "request": request_id})
        await _begin(tx, station, contest_id)


async def _begin(tx: Transaction, station: HeldStation, contest_id: int) -> None:
    """What hung on the vote before ends, and what counts is settled."""
    place = {"station": station.id, "contest": contest_id}
    await tx.execute(_END_DISPUTE, place)
    await tx.execute(_END_CORRECTIONS, place)
    await typing_tasks.forget(tx, station.id, contest_id)
    contest = await elections.contest(tx, contest_id)
    await results.settle(tx, station, contest_id, contest)


async def witnesses(tx: Transaction, station_id: int, contests: Sequence[int]) -> list[int]:
    """Who has a mandate for one of these contests at the station."""
    rows = await tx.execute(_WITNESSES, {"station": station_id, "ids": list(contests)})
    return [row.person_id for row in rows]


async def find(
    tx: Transaction, election_id: int, paths: Sequence[str], number: int | None, said: str
) -> list[FoundStation]:
    """Stations below these areas by number, kelurahan's name or code; at most 8."""
    named = {"election": election_id, "paths": list(paths), "number": number}
    name = said.strip()
    rows = await tx.execute(_FIND, {**named, "name": name, "code": name})
    return [FoundStation(*row) for row in rows]


async def known_codes(tx: Transaction, election_id: int, numbers: Sequence[str]) -> tuple[str, ...]:
    """Which of these numbers are codes of stations of an election."""
    rows = await tx.execute(_CODES, {"election": election_id, "codes": list(numbers)})
    return tuple(row.code for row in rows)

"""The kecamatan's recap as its witnesses read it: kept by revision, beside our results."""

import json
from collections.abc import AsyncGenerator, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.rules.meeting import Beside, beside
from models.stores.base.areas import Area
from models.stores.base.database import Transaction
from models.stores.base.layouts import Layout

_HALL = text("""
select s.id, s.number, k.name as kelurahan, k.path, coalesce(s.contests, k.contests) as contests
from station s join area k on k.id = s.kelurahan_id
join unnest(cast(:paths as text[])) p (path)
  on k.path = p.path or (k.path ~>=~ (p.path || '.') and k.path ~<~ (p.path || '/'))
where s.election_id = :election and s.active order by k.code, s.number limit 2000
""")
_HOLD = text("select id from station where id = any(:ids) order by id for no key update")
_PUT = text("""
with given as (
    select * from jsonb_to_recordset(cast(:rows as jsonb))
        as g (station_id int, contest_id int, said jsonb)
), latest as (
    select distinct on (m.station_id, m.contest_id) m.*
    from meeting_figure m join given using (station_id, contest_id)
    order by m.station_id, m.contest_id, m.number desc
)
insert into meeting_figure (station_id, contest_id, number, person_id, figures, inbox_id)
select g.station_id, g.contest_id, coalesce(l.number, 0) + 1, :person,
       coalesce(l.figures, '{}') || g.said, cast(:message as bigint)
from given g left join latest l using (station_id, contest_id)
where l.figures is distinct from coalesce(l.figures, '{}') || g.said
returning station_id, contest_id
""")
_BESIDE = """
select distinct on (m.station_id, m.contest_id) m.station_id, m.contest_id, m.number, m.person_id,
       m.figures, m.inbox_id, m.created_at, s.code as station, s.number as tps,
       k.name as kelurahan, res.state, v.votes, v.valid, v.invalid, v.total
from meeting_figure m join station s on s.id = m.station_id join area k on k.id = s.kelurahan_id
left join station_result res on res.station_id = m.station_id and res.contest_id = m.contest_id
left join revision v on v.id = res.revision_id
"""
_LATEST = " order by m.station_id, m.contest_id, m.number desc"
_OF_STATIONS = text(
    f"{_BESIDE} where m.station_id = any(:stations) and m.contest_id = any(:contests) {_LATEST}"
)
_OF_AREA = text(f"""{_BESIDE}
where m.contest_id = any(:contests) and k.path ~>=~ :path and k.path ~<~ :until {_LATEST}
""")
_FILE = text("""
insert into meeting_photo (photo_id, area_id, contest_id)
select p.id, a.id, cast(:contest as int) from photo p, area a
where p.id = :photo and p.person_id = :person and p.purpose = 'd_hasil' and a.id = coalesce(
    (select kelurahan_id from station where id = cast(:station as int)),
    (select id from area where election_id = :election and path = :path))
on conflict (photo_id) do nothing
""")
_EXPECTED = text("""
select s.id, c.id as contest_id from station s join area k on k.id = s.kelurahan_id
cross join lateral unnest(coalesce(s.contests, k.contests)) c (id)
where s.active and c.id = any(:contests) and k.path ~>=~ :path and k.path ~<~ :until
""")


@dataclass(frozen=True, slots=True)
class NewFigures:
    """What was read of a station: ids, and numbers by choice code and name of the sum."""

    station_id: int
    contest_id: int
    figures: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ReadOut:
    """A station's D.HASIL as last sent, and our result's numbers where there is one."""

    station_id: int
    contest_id: int
    number: int
    person_id: int
    figures: dict[str, int]
    inbox_id: int | None
    created_at: datetime
    station: str
    tps: int
    kelurahan: str
    state: str | None
    votes: list[int | None] | None
    valid: int | None
    invalid: int | None
    total: int | None


@dataclass(frozen=True, slots=True)
class Met:
    """What was read out beside our result; `found` None without one of ours."""

    row: ReadOut
    found: Beside | None


@dataclass(frozen=True, slots=True)
class HallStation:
    """A station whose figures are read out there."""

    id: int
    number: int
    kelurahan: str
    path: str
    contests: list[int] | None


async def hall(tx: Transaction, election_id: int, paths: Iterable[str]) -> list[HallStation]:
    """The stations below these areas, whose figures are read out there."""
    given = {"election": election_id, "paths": list(paths)}
    return [HallStation(*row) for row in await tx.execute(_HALL, given)]


async def put(
    tx: Transaction, person_id: int, new: Iterable[NewFigures], message_id: int | None
) -> set[tuple[int, int]]:
    """Keep what was read; returns (station, contest) of those that are new or changed."""
    rows = [
        {"station_id": one.station_id, "contest_id": one.contest_id, "said": dict(one.figures)}
        for one in new
    ]
    await tx.execute(_HOLD, {"ids": [row["station_id"] for row in rows]})
    given = {"rows": json.dumps(rows), "person": person_id, "message": message_id}
    return {(row.station_id, row.contest_id) for row in await tx.execute(_PUT, given)}


async def of_stations(
    tx: Transaction, stations: Iterable[int], contests: Mapping[int, tuple[str, ...]]
) -> list[Met]:
    """The latest of these stations beside our results; `contests`: choice codes by contest."""
    given = {"stations": list(stations), "contests": list(contests)}
    return [_met(ReadOut(*row), contests) for row in await tx.execute(_OF_STATIONS, given)]


async def of_area(
    tx: Transaction, area: Area, contests: Mapping[int, Layout]
) -> AsyncGenerator[Met, None]:
    """Everything that was read of an area's stations, beside our results."""
    given = {"contests": list(contests), "path": area.path, "until": area.until}
    codes = {id_: layout.codes for id_, layout in contests.items()}
    for row in await tx.execute(_OF_AREA, given):
        yield _met(ReadOut(*row), codes)


async def expected(tx: Transaction, area: Area, contests: Mapping[int, Layout]) -> int:
    """How many ballots of stations there are to be read out."""
    given = {"contests": list(contests), "path": area.path, "until": area.until}
    return len((await tx.execute(_EXPECTED, given)).all())


async def file_photo(
    tx: Transaction,
    person_id: int,
    photo_id: int,
    where: tuple[int, str],
    of: tuple[int | None, int | None],
) -> None:
    """Say of which area the person's photo is: (election, path) unless a station is named."""
    (election, path), (station, contest) = where, of
    given = {"person": person_id, "photo": photo_id, "election": election, "path": path}
    await tx.execute(_FILE, {**given, "station": station, "contest": contest})


def _met(row: ReadOut, contests: Mapping[int, tuple[str, ...]]) -> Met:
    if row.votes is None:
        return Met(row, None)
    given = dict(zip(contests[row.contest_id], row.votes, strict=False))
    sums = {"valid": row.valid, "invalid": row.invalid, "total": row.total}
    ours = {name: number for name, number in {**given, **sums}.items() if number is not None}
    return Met(row, beside(ours, row.figures))

"""Who is missing where: stations that lack what a phase asks for, counted and named.

For leaders' summaries (BELUM) use `missing`: one `Missing` for each phase whose hour has come in
the area, with the count and the first stations and witnesses by name. For rounds over many areas
use `missing_by_area`: the counts alone, of all areas of a level in one statement.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from models.rules.phases import Phase
from models.stores.attendance.missing_sql import OF_THESE, is_ballot, placed, stations
from models.stores.attendance.phases import moments, phases_of, zones_of
from models.stores.base.areas import LEVELS
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.values import Level

EVERYWHERE = ""
"""The path of a role without an area: all of the election."""


@dataclass(frozen=True, slots=True)
class Absent:
    """A station that lacks something, and whose duty it is (names as in the mandates).

    `people`: their ids, in the order of the names.
    """

    station_id: int
    number: int
    kelurahan: str
    witnesses: tuple[str, ...]
    people: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Missing:
    """A phase in an area: stations with a witness, those that lack it, the first of them by code.

    `by`: the phase's first hour in this area, as a moment in UTC.
    """

    phase: str
    name: str
    by: datetime
    expected: int
    missing: int
    first: tuple[Absent, ...] = ()


@dataclass(frozen=True, slots=True)
class Count:
    """Stations with a witness, and those of them that lack something."""

    expected: int
    missing: int


_UNSTAFFED = text("""
select count(*) from area k join station s on s.kelurahan_id = k.id and s.active
where k.election_id = :election and k.level = 4 and k.path ~>=~ :path and k.path ~<~ :until
  and not exists (
    select from mandate m where m.station_id = s.id and m.active and m.slot is not null)
""")
_OF = """from mandate m join person p on p.id = m.person_id
 where m.station_id = f.id and m.active and m.slot is not null"""
_WITNESSES = f"""
(select array_agg(p.name order by m.slot, m.id) {_OF}) as witnesses,
(select array_agg(p.id order by m.slot, m.id) {_OF}) as people"""


def _counted(phase: str) -> str:
    return f"""with {placed(OF_THESE)}, station_ as ({stations(phase)}), f as (
        select * from station_ where missing
        order by code offset cast(:skip as int) limit cast(:names as int)
    ), counted as (
        select count(*)::int as expected, (count(*) filter (where missing))::int as missing,
               min(by) as by
        from station_
    )
    select c.expected, c.missing, c.by, f.id, f.number, f.kelurahan, {_WITNESSES}
    from counted c left join f on true order by f.code"""


def _by_area(phase: str) -> str:
    return f"""with {placed()}, station_ as ({stations(phase)})
    select split_part(path, '.', cast(:level as int) + 1) as code, count(*)::int as expected,
           (count(*) filter (where missing))::int as missing
    from station_ group by 1"""


async def missing(
    tx: Transaction,
    election: LoadedElection,
    path: str,
    now: datetime,
    *,
    phases: Collection[str] | None = None,
    kelurahan: Sequence[int] | None = None,
    names: int = 3,
    skip: int = 0,
) -> list[Missing]:
    """What is missing in an area now, phase by phase in the pack's order; due phases only.

    `path`: the area's dotted path, EVERYWHERE for all of the election; `kelurahan`: ids, of these
    alone; `phases`: codes, all without; `names`: how many stations are named, after the first
    `skip`. A phase that nobody is expected in is left out: an empty area gives an empty list.
    """
    found, these = [], None if kelurahan is None else list(kelurahan)
    for phase in phases_of(election):
        if phases is not None and phase.code not in phases:
            continue
        given = await given_for(tx, election, phase, path, now)
        if min(given["bys"], default=now) > now:
            continue
        query = text(_counted(phase.code))
        given |= {"names": names, "skip": skip, "kelurahan": these}
        rows = (await tx.execute(query, given)).all()
        if rows and rows[0].expected:
            first = tuple(_absent(row) for row in rows if row.id is not None)
            row = rows[0]
            found.append(Missing(phase.code, phase.name, row.by, row.expected, row.missing, first))
    return found


def _absent(row: Any) -> Absent:
    """A named station's row as a value; who holds two mandates there stands once."""
    who = dict(zip(row.people or (), row.witnesses or (), strict=True))
    return Absent(row.id, row.number, row.kelurahan, tuple(who.values()), tuple(who))


async def unstaffed(tx: Transaction, election: LoadedElection, path: str) -> int:
    """How many stations of an area have no witness, so that nobody's duty is missing there."""
    given = {"election": election.id, "path": path, "until": f"{path}/" if path else "~"}
    return int(await tx.scalar(_UNSTAFFED, given) or 0)


async def missing_by_area(
    tx: Transaction,
    election: LoadedElection,
    phase: str,
    level: Level,
    now: datetime,
    path: str = EVERYWHERE,
) -> Mapping[str, Count]:
    """Counts of a due phase for every area of a level within `path`, by area code.

    Areas without an expected station are not there; a phase that the pack doesn't have or whose
    hour has not come gives nothing.
    """
    wanted = next((one for one in phases_of(election) if one.code == phase), None)
    if wanted is None:
        return {}
    given = await given_for(tx, election, wanted, path, now)
    query = text(_by_area(wanted.code))
    rows = await tx.execute(query, {**given, "level": LEVELS.index(level)})
    return {row.code: Count(row.expected, row.missing) for row in rows}


async def given_for(
    tx: Transaction,
    election: LoadedElection,
    phase: Phase,
    path: str,
    now: datetime,
    zones: tuple[str, ...] | None = None,
) -> dict[str, Any]:
    """The parameters of models.stores.attendance.missing_sql.placed for a phase in an area."""
    named = zones or await zones_of(tx, election)
    usual = election.config.timezone
    when = moments(phase, named, {"": usual} if usual in named else {})
    given: dict[str, object] = {
        "election": election.id,
        "zone": usual,
        "zones": when.zones,
        "sinces": when.since,
        "bys": when.by,
        "path": path,
        "until": f"{path}/" if path else "~",
        "due": now,
        "counted": phase.code != "check_in",
    }
    return {**given, "ballot": phase.code} if is_ballot(phase.code) else given

"""Coverage of stations by witnesses (cakupan saksi): none, one, two, trained, mandated."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from models.stores.base.areas import LEVELS, Area
from models.stores.base.database import Transaction
from models.values import Level


@dataclass(frozen=True, slots=True)
class Coverage:
    """The stations of an area: how many have no witness, one, two (or more of several
    participants); of how many one at least is trained, or has a letter that holds.

    `witnesses`: persons with a station there; `reserves`: in the reserve; `applicants`: who wait.
    """

    code: str
    name: str
    stations: int = 0
    none: int = 0
    one: int = 0
    two: int = 0
    trained: int = 0
    mandated: int = 0
    witnesses: int = 0
    reserves: int = 0
    applicants: int = 0


COUNTS = (
    *("stations", "none", "one", "two", "trained", "mandated"),
    *("witnesses", "reserves", "applicants"),
)

_STATIONS = text("""
with inside as (
    select s.id, s.number,
           case when :stations then s.code else split_part(k.path, '.', :part) end as code
    from area k join station s on s.kelurahan_id = k.id and s.active
    where k.election_id = :election and k.level = 4 and k.path ~>=~ :path and k.path ~<~ :until
), held as (
    select i.id, m.person_id, l.mandate_id as letter
    from inside i
    join mandate m on m.station_id = i.id and m.active and m.slot is not null
      and (cast(:participant as int) is null or m.participant_id = :participant)
    left join mandate_letter l on l.mandate_id = m.id and l.void_at is null
), ready as (
    select person_id from training
    where election_id = :election and passed and person_id in (select person_id from held)
    group by person_id having count(distinct kind) = 2
), here as (
    select h.id, count(distinct h.person_id) as people, count(r.person_id) as trained,
           count(h.letter) as letters
    from held h left join ready r on r.person_id = h.person_id group by h.id
)
select i.code, min(i.number) as number, count(*)::int as stations,
       (count(*) filter (where h.people is null))::int as none,
       (count(*) filter (where h.people = 1))::int as one,
       (count(*) filter (where h.people > 1))::int as two,
       (count(*) filter (where h.trained > 0))::int as trained,
       (count(*) filter (where h.letters > 0))::int as mandated,
       coalesce(sum(h.people), 0)::int as witnesses
from inside i left join here h on h.id = i.id group by i.code order by i.code
""")
_BESIDE = text("""
select code, sum(reserves)::int as reserves, sum(applicants)::int as applicants from (
    select split_part(k.path, '.', :part) as code, 1 as reserves, 0 as applicants
    from mandate m join area k on k.id = m.area_id
    where m.active and k.election_id = :election and k.path ~>=~ :path and k.path ~<~ :until
      and (cast(:participant as int) is null or m.participant_id = :participant)
    union all
    select split_part(k.path, '.', :part), 0, 1
    from recruit r join area k on k.id = r.area_id
    where r.state = 'waiting' and r.election_id = :election
      and k.path ~>=~ :path and k.path ~<~ :until
) beside group by code
""")
_NAMES = text("""
select code, name from area
where election_id = :election and level = :level and path ~>=~ :path and path ~<~ :until
""")


async def coverage(
    tx: Transaction, election_id: int, area: Area, participant_id: int | None = None
) -> list[Coverage]:
    """The areas right below one, or the stations of a kelurahan, by code."""
    stations = area.level is Level.KELURAHAN
    below = LEVELS.index(area.level) + (0 if stations else 1)
    inside = {"election": election_id, "path": area.path, "until": area.until}
    asked = {**inside, "participant": participant_id, "part": below + 1}
    found = await tx.execute(_STATIONS, {**asked, "stations": stations})
    beside = {row.code: row for row in await tx.execute(_BESIDE, asked)}
    names = await tx.execute(_NAMES, {**inside, "level": below})
    named = {row.code: row.name for row in names}
    told = []
    for row in found:
        more = beside.get(row.code)
        counts = {name: getattr(row, name) for name in COUNTS[:7]}
        name = f"TPS {row.number:02d}" if stations else named.get(row.code, row.code)
        reserves, waiting = (more.reserves, more.applicants) if more else (0, 0)
        told.append(Coverage(row.code, name, **counts, reserves=reserves, applicants=waiting))
    return told


def total(area: Area, rows: Sequence[Coverage]) -> Coverage:
    """The area as a whole."""
    sums = {name: sum(getattr(row, name) for row in rows) for name in COUNTS}
    return Coverage(area.code, area.title, **sums)

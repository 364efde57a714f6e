"""Reserves (saksi cadangan) by kelurahan: mandates without a station; who is near one and free."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.errors import NotFound
from models.stores.base.database import Transaction
from models.stores.recruiting.recruits import WITHIN
from models.tables import AreaRow

_AREA = select(col(AreaRow.path)).where(
    col(AreaRow.id) == bindparam("area"),
    col(AreaRow.election_id) == bindparam("election"),
    col(AreaRow.level) == 4,
)
_PUT = text("""
insert into mandate (person_id, participant_id, area_id, slot, active)
values (:person, :participant, :area, null, true)
on conflict (area_id, person_id, participant_id) where active and area_id is not null
do nothing returning id
""")
_END = text("""
update mandate set active = false, ended_at = clock_timestamp()
where person_id = :person and participant_id = :participant and active and station_id is null
""")
_LIST = text(f"""
select m.person_id, p.name, k.name as kelurahan, k.code as area
from mandate m
join person p on p.id = m.person_id and p.active
join area k on k.id = m.area_id
where m.active and k.election_id = :election and {WITHIN}
order by k.code, m.id limit :most
""")
_NEAR = text("""
with here as (select path from area where id = :area),
free as (
    select m.person_id, m.area_id, true as reserve from mandate m
    where m.active and m.area_id is not null and m.participant_id = :participant
    union all
    select r.person_id, r.area_id, false from recruit r
    where r.state = 'accepted' and r.person_id is not null and r.election_id = :election
)
select f.person_id, p.name, k.name as kelurahan, bool_or(f.reserve) as reserve
from free f
join person p on p.id = f.person_id and p.active
join area k on k.id = f.area_id and k.election_id = :election
cross join here
where (k.path = here.path or starts_with(k.path, regexp_replace(here.path, '[.][^.]*$', '') || '.'))
  and not exists (select from mandate w join station s on s.id = w.station_id
                  where w.person_id = f.person_id and w.active and s.election_id = :election)
  and not f.person_id = any(:without)
group by f.person_id, p.name, k.name, k.path, here.path
order by (k.path = here.path) desc, bool_or(f.reserve) desc, f.person_id
limit :most
""")


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody is looked for: a kelurahan of an election, for a participant; ids."""

    election_id: int
    area_id: int
    participant_id: int


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reserve of a kelurahan (`area`: its code)."""

    person_id: int
    name: str
    kelurahan: str
    area: str


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who could stand in: a reserve, or an accepted volunteer of `kelurahan`."""

    person_id: int
    name: str
    kelurahan: str
    reserve: bool


async def put(tx: Transaction, place: Place, person_id: int) -> bool:
    """Make somebody a reserve of a kelurahan; False when it was so. Raises NotFound."""
    named = {"area": place.area_id, "election": place.election_id}
    if await tx.scalar(_AREA, named) is None:
        raise NotFound("no kelurahan of this election")
    values = {"person": person_id, "participant": place.participant_id, "area": place.area_id}
    return await tx.scalar(_PUT, values) is not None


async def end(tx: Transaction, person_id: int, participant_id: int) -> None:
    """Whoever has a station now is no reserve any more."""
    await tx.execute(_END, {"person": person_id, "participant": participant_id})


async def listed(
    tx: Transaction, election_id: int, paths: Sequence[str], most: int = 20
) -> list[Reserve]:
    """Reserves in these areas, by kelurahan."""
    named = {"election": election_id, "paths": list(paths), "most": most}
    return [Reserve(*row) for row in await tx.execute(_LIST, named)]


async def near(
    tx: Transaction, place: Place, *, without: Sequence[int] = (), most: int = 6
) -> list[StandIn]:
    """Who could stand in, nearest first: of the kelurahan, then of its kecamatan.

    Reserves go before accepted volunteers; nobody who has a station already.
    """
    named = {
        "election": place.election_id,
        "area": place.area_id,
        "participant": place.participant_id,
    }
    found = await tx.execute(_NEAR, {**named, "without": list(without), "most": most})
    return [StandIn(*row) for row in found]

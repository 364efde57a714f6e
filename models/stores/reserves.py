"""Reserves (saksi cadangan): the nearest ones to a station, and who takes whose place."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, text

from models.errors import NotFound, StaleRevision
from models.stores.session import Session

MOST = 5
"""Reserves offered at once."""

_STANDING = text("""
select m.id as mandate, m.person_id as person, p.name, m.participant_id,
       exists (select from check_in c where c.station_id = m.station_id
               and c.person_id = m.person_id and c.at >= cast(:since as timestamptz)) or
       exists (select from vouch v where v.station_id = m.station_id
               and v.person_id = m.person_id and v.at >= cast(:since as timestamptz)) as present
from mandate m join person p on p.id = m.person_id
where m.station_id = :station and m.active and m.slot is not null
order by m.slot, m.id
""")
_NEAREST = text("""
with out_ as (
    select m.participant_id, m.person_id, k.id as kelurahan, k.parent_id as kecamatan
    from mandate m join station s on s.id = m.station_id join area k on k.id = s.kelurahan_id
    where m.id = :mandate
)
select r.id as mandate, p.name, a.name as place
from out_ o
join mandate r on r.participant_id = o.participant_id and r.active and r.slot is null
join person p on p.id = r.person_id and p.active
left join station s on s.id = r.station_id
join area a on a.id = coalesce(r.area_id, s.kelurahan_id)
where (a.id = o.kelurahan or a.parent_id = o.kecamatan) and r.person_id <> o.person_id
  and r.person_id <> cast(:without as int)
  and not exists (select from mandate w
                  where w.person_id = r.person_id and w.active and w.slot is not null)
order by (a.id = o.kelurahan) desc, a.code, r.id limit :most
""")
_HOLD = text("""
select m.*, p.name from mandate m join person p on p.id = m.person_id
where m.id = any(cast(:ids as bigint[])) and m.active order by m.id for update of m
""")
_END = text("""
update mandate set active = false, ended_at = clock_timestamp()
where id = any(cast(:ids as bigint[]))
""")
_PUT = text("""
insert into mandate (person_id, participant_id, station_id, slot, contests, active)
values (:person, :participant, :station, :slot, :contests, true) returning id
""")


@dataclass(frozen=True, slots=True)
class Replaced:
    """Who gave the place at a station, and who has it now: persons' ids and names."""

    old_id: int
    old: str
    new_id: int
    new: str


async def standing(session: Session, station_id: int, since: Any) -> list[Row[Any]]:
    """The active witnesses of a station; `present` since a moment by check-in or vouching."""
    return list((await session.execute(_STANDING, {"station": station_id, "since": since})).all())


async def nearest(
    session: Session, mandate_id: int, without: int = 0, most: int = MOST
) -> list[Row[Any]]:
    """Reserves of the same participant: of the kelurahan first, then of the kecamatan.

    Nobody who stands at a station already, nor the person `without`.
    """
    given = {"mandate": mandate_id, "most": most, "without": without}
    return list((await session.execute(_NEAREST, given)).all())


async def replace(session: Session, station_id: int, mandate_id: int, reserve_id: int) -> Replaced:
    """The reserve takes the place; both old mandates end and stay on record.

    Raises NotFound for a mandate that is not of this station, StaleRevision for one that ended
    meanwhile, or a reserve that was called to another station.
    """
    rows = await session.execute(_HOLD, {"ids": [mandate_id, reserve_id]})
    held = {row.id: row for row in rows}
    if len(held) < 2:
        raise StaleRevision("one of the mandates has ended meanwhile")
    old, new = held[mandate_id], held[reserve_id]
    if old.station_id != station_id or old.slot is None or new.slot is not None:
        raise NotFound("no such witness at this station", station=station_id)
    offered = {row.mandate for row in await nearest(session, mandate_id, most=1000)}
    if reserve_id not in offered:
        raise StaleRevision("this reserve stands at a station already")
    await session.execute(_END, {"ids": [mandate_id, reserve_id]})
    place = {"station": station_id, "slot": old.slot, "contests": old.contests}
    given = {"person": new.person_id, "participant": old.participant_id, **place}
    await session.execute(_PUT, given)
    return Replaced(old.person_id, old.name, new.person_id, new.name)

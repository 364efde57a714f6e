"""Stations whose results are counted already: the recap must follow when a pack changes them."""

from sqlalchemy import text

from models.stores.base.database import Transaction

# What the recap takes from a station: where it lies, its register, whether it counts at all.
_TOUCHED = """
create temp table pack_touched on commit drop as
select r.station_id, r.contest_id, r.kelurahan_id
from station_result r join station s on s.id = r.station_id
left join pack_station p on p.code = s.code
left join area a on a.election_id = s.election_id and a.code = p.kelurahan
where s.election_id = :election
  and (s.kelurahan_id, s.voters, s.active) is distinct from (a.id, p.voters, p.active)
"""
_MOVED = """
update station_result r set kelurahan_id = s.kelurahan_id
from station s join pack_touched p on p.station_id = s.id
where r.station_id = s.id and r.contest_id = p.contest_id and r.kelurahan_id <> s.kelurahan_id
"""
_DIRTY = """
insert into recap_dirty (kelurahan_id, contest_id)
select kelurahan_id, contest_id from pack_touched
union
select s.kelurahan_id, p.contest_id from pack_touched p join station s on s.id = p.station_id
"""


async def note_counted(tx: Transaction, election: int) -> None:
    """Before the stations change: remember those with results that will."""
    await tx.execute(text("drop table if exists pack_touched"))
    await tx.execute(text(_TOUCHED), {"election": election})


async def mark_counted(tx: Transaction) -> None:
    """After the change: results follow their station, its old and new kelurahan are folded."""
    await tx.execute(text(_MOVED))
    await tx.execute(text(_DIRTY))

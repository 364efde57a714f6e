"""Whom acts of weight are told to: administrators, and who leads the places of somebody."""

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.persons import roles
from models.values import Role

_ADMINISTRATORS = text("""
select distinct r.person_id from role r join person p on p.id = r.person_id and p.active
where r.role = :role and r.area_id is null and r.ended_at is null order by 1
""")


_PLACES = text("""
select distinct k.path, k.election_id from mandate m join station s on s.id = m.station_id
join area k on k.id = s.kelurahan_id where m.person_id = :person and m.active limit 4
""")


async def administrators(tx: Transaction) -> list[int]:
    """Who looks after the whole installation."""
    rows = await tx.execute(_ADMINISTRATORS, {"role": Role.ADMINISTRATOR.value})
    return [row.person_id for row in rows]


async def leading(tx: Transaction, person_id: int) -> list[int]:
    """Who leads nearest to the stations of a witness; administrators where there is none."""
    found: set[int] = set()
    for row in await tx.execute(_PLACES, {"person": person_id}):
        near = await roles.leaders(tx, row.election_id, row.path, {person_id})
        found |= {one.person_id for one in near}
    return sorted(found) or [one for one in await administrators(tx) if one != person_id]

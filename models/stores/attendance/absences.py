"""Absences: stations of an area that lack something, told to its leaders, and who takes them."""

from dataclasses import dataclass

from sqlalchemy import text

from models.stores.base.database import Transaction

_HOLD = text("""
select id, election_id, receipt, phase, path, kelurahan from absence
where receipt = :receipt for update
""")
_BELOW = """
below as (
    select id from absence where id = :id
    union select a.id from absence a join below b on a.parent_id = b.id
)"""
_TAKE = text(f"""
with recursive {_BELOW}
update absence a set state = 'taken', handler_id = :by, taken_at = clock_timestamp()
from below b where a.id = b.id and a.state in ('open', 'climbed')
""")
_CLOSE = text(f"""
with recursive {_BELOW}
update absence a set state = 'closed', handler_id = :by, note = :note,
    taken_at = coalesce(a.taken_at, clock_timestamp()), closed_at = clock_timestamp()
from below b where a.id = b.id
  and (a.state in ('open', 'climbed') or a.state = 'taken' and a.handler_id = :by)
""")
_LEAVE = text("""
with recursive above as (
    select parent_id as id from absence where id = :id
    union select a.parent_id from absence a join above b on a.id = b.id
)
update absence a
set kelurahan = array(select unnest(a.kelurahan) except select unnest(c.kelurahan))
from above b, absence c where a.id = b.id and c.id = :id and a.state in ('open', 'climbed')
""")
_ABOVE = text("""
with recursive above as (
    select a.* from absence a where a.id = :id
    union all select a.* from absence a join above b on a.id = b.parent_id
)
select a.state, a.handler_id, h.name as handler from above a
left join person h on h.id = a.handler_id
where a.state in ('taken', 'closed') order by a.step limit 1
""")


@dataclass(frozen=True, slots=True)
class HeldAbsence:
    """An absence that this transaction holds; `kelurahan`: whose stations it is about."""

    id: int
    election_id: int
    receipt: str
    phase: str
    path: str
    kelurahan: list[int]


@dataclass(frozen=True, slots=True)
class Taken:
    """Where an absence that was taken or closed stands; no handler: everybody came."""

    state: str
    handler_id: int | None
    handler: str | None


async def hold(tx: Transaction, code: str) -> HeldAbsence | None:
    """An absence by its receipt, locked until the commit."""
    row = (await tx.execute(_HOLD, {"receipt": code})).first()
    return None if row is None else HeldAbsence(*row)


async def taken_by(tx: Transaction, absence_id: int) -> Taken | None:
    """Who took it, or took it with a larger area that it climbed to."""
    row = (await tx.execute(_ABOVE, {"id": absence_id})).first()
    return None if row is None else Taken(*row)


async def take(tx: Transaction, absence_id: int, by: int) -> None:
    """Somebody handles it with all that climbed to it; it climbs no further from anywhere."""
    await tx.execute(_TAKE, {"id": absence_id, "by": by})
    await tx.execute(_LEAVE, {"id": absence_id})


async def close(tx: Transaction, absence_id: int, by: int, note: str) -> None:
    """It is handled; the note says how."""
    await tx.execute(_CLOSE, {"id": absence_id, "by": by, "note": note})
    await tx.execute(_LEAVE, {"id": absence_id})

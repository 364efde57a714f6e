"""The folder: turns new results into the recap's sums, from the kelurahan up to the nation.

Only whoever holds the lease "fold" writes recap rows, so reading and adding need no other lock.
A report that is committed later has marked its kelurahan again, and is folded in the next turn.
"""

from itertools import groupby

from sqlalchemy import select, text
from sqlmodel import col

from models.stores.base import leases
from models.stores.base.database import Transaction
from models.stores.recap.fold_sql import fold as fold_sql
from models.stores.recap.fold_sql import rounded
from models.tables import RecapChangeRow

DUTY = "fold"
MANY = 2_000
"""Marks taken at once."""

_TAKE = text("""
with taken as (
    delete from recap_dirty
    where id in (select id from recap_dirty
                 where reason is null and (cast(:only as bigint) is null or id = :only)
                 order by id limit :many for update skip locked)
    returning kelurahan_id, contest_id
), marks as (select kelurahan_id, contest_id, count(*) as marks from taken group by 1, 2)
select m.kelurahan_id, m.contest_id, m.marks, jsonb_array_length(c.choices) as width
from marks m join contest c on c.id = m.contest_id
order by width, m.contest_id, m.kelurahan_id
""")
_OLDEST = text("select id from recap_dirty where reason is null order by id limit 1")
_SET_ASIDE = text("update recap_dirty set reason = :reason where id = :id")
_CHANGED = text("update recap_change set number = number + 1 returning number")
_CHANGE = select(col(RecapChangeRow.number))


async def fold(
    tx: Transaction, owner: str = "folder", seconds: float = 5, *, only: int | None = None
) -> int:
    """Fold what is marked, as the one folder; how many marks were taken (0: nothing to do).

    `only`: this mark alone. Call it again at once while it returns MANY: there is more.
    """
    if not await leases.take(tx, DUTY, owner, seconds):
        return 0
    return await fold_marked(tx, only)


async def oldest(tx: Transaction) -> int | None:
    """The mark that waits longest."""
    found = await tx.scalar(_OLDEST)
    return None if found is None else int(found)


async def set_aside(tx: Transaction, mark: int, reason: str) -> None:
    """Leave a mark out from now on; it stays with its reason."""
    await tx.execute(_SET_ASIDE, {"id": mark, "reason": reason})


async def fold_marked(tx: Transaction, only: int | None = None) -> int:
    """The same for whoever already holds the lease in this transaction."""
    marked = (await tx.execute(_TAKE, {"many": MANY, "only": only})).all()
    for width, group in groupby(marked, key=lambda row: rounded(row.width)):
        rows = list(group)
        await tx.execute(
            fold_sql(width),
            {
                "areas": [row.kelurahan_id for row in rows],
                "contests": [row.contest_id for row in rows],
                "widths": [row.width for row in rows],
            },
        )
    if marked:
        await tx.execute(_CHANGED)
    return sum(int(row.marks) for row in marked)


async def change(tx: Transaction) -> int:
    """The recap's change counter: equal numbers mean equal answers."""
    return int(await tx.scalar(_CHANGE) or 0)

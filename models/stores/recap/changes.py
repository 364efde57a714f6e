"""Whether the recap changed, or is about to: for kept answers, for the folder."""

from collections.abc import Collection

from sqlalchemy import text
from sqlmodel import col, select

from models.stores.base.database import Transaction
from models.tables import RecapDirtyRow

_MARKED = select(RecapDirtyRow.id).where(col(RecapDirtyRow.reason).is_(None)).limit(1)
_STATE = text("""
select (select number from recap_change) as change,
       string_agg(case when e.chosen then '*' else '' end || e.code || e.fingerprint, ' '
                  order by e.held_on, e.id) as elections from election e
""")
# The sum of moments: a clock that was put back hides no change of another contest's row.
_MARKS = text("""
select r.area_id, c.ballot, count(*) as rows,
       sum((extract(epoch from r.updated_at) * 1000000)::bigint) as moments
from recap r join contest c on c.id = r.contest_id where r.area_id = any(:areas) group by 1, 2
""")


async def waits(tx: Transaction) -> bool:
    """Whether a report is committed that is not folded into the recap yet."""
    return await tx.scalar(_MARKED) is not None


async def state(tx: Transaction) -> str:
    """What every answer about the recap follows from: another text, another answer."""
    change, elections = (await tx.execute(_STATE)).one()
    return f"{change} {elections}"


async def marks(tx: Transaction, areas: Collection[int]) -> dict[int, dict[str, str]]:
    """By area (id) and ballot: another text once the sums there, or right below it, changed."""
    found: dict[int, dict[str, str]] = {}
    for row in await tx.execute(_MARKS, {"areas": list(areas)}):
        found.setdefault(row.area_id, {})[row.ballot] = f"{row.rows} {row.moments}"
    return found

"""Whether the recap changed, or is about to: for kept answers, for the folder."""

from sqlalchemy import text
from sqlmodel import col, select

from models.stores.base.database import Transaction
from models.tables import RecapDirtyRow

_MARKED = select(RecapDirtyRow.id).where(col(RecapDirtyRow.reason).is_(None)).limit(1)
_STATE = text("""
select (select number from recap_change) as change, string_agg(e.code || e.fingerprint, ' '
order by e.held_on, e.id) as elections from election e
""")


async def waits(tx: Transaction) -> bool:
    """Whether a report is committed that is not folded into the recap yet."""
    return await tx.scalar(_MARKED) is not None


async def state(tx: Transaction) -> str:
    """What every answer about the recap follows from: another text, another answer."""
    change, elections = (await tx.execute(_STATE)).one()
    return f"{change} {elections}"

"""Where answers are kept; a real capability has a table, this one needs the audit log alone."""

from sqlalchemy import text

from models.stores.base.database import Transaction


async def count(tx: Transaction) -> int:
    """How many queues were noted."""
    query = "select count(*) from audit_entry where action = 'noted a queue'"
    return int(await tx.scalar(text(query)) or 0)

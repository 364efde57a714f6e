"""What only somebody can do who owns the tables: write past the triggers that keep them."""

from sqlalchemy import text

from models.stores.base.database import Transaction


async def behind_the_back(tx: Transaction) -> None:
    """Until the commit no trigger fires; the application's own role may not do this."""
    await tx.execute(text("set local session_replication_role = replica"))

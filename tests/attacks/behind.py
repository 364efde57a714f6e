"""What only somebody can do who owns the tables: write past the triggers that keep them."""

from sqlalchemy import text

from models.stores.base.session import Session


async def behind_the_back(session: Session) -> None:
    """Until the commit no trigger fires; the application's own role may not do this."""
    await session.execute(text("set local session_replication_role = replica"))

"""Where answers are kept; a real capability has a table, this one needs the audit log alone."""

from sqlalchemy import text

from models.stores.base.session import Session


async def count(session: Session) -> int:
    """How many queues were noted."""
    query = "select count(*) from audit_entry where action = 'noted a queue'"
    return int(await session.scalar(text(query)) or 0)

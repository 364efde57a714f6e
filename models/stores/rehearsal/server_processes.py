"""What the server tells of itself to a rehearsal: the process behind a session, and its size."""

from sqlalchemy import text

from models.stores.base.database import Transaction


async def session(tx: Transaction) -> int:
    """The process number of this session on the server's machine."""
    return int(await tx.scalar(text("select pg_backend_pid()")) or 0)


async def size(tx: Transaction) -> int:
    """Bytes of the database on its disk."""
    return int(await tx.scalar(text("select pg_database_size(current_database())")) or 0)


_RECENT = "created_at > clock_timestamp() - interval '10 minutes'"
_MOMENTS = (
    ("lease", ("until",), "true"),
    ("outbox", ("not_before", "created_at", "sent_at"), f"state = 0 or {_RECENT}"),
    ("notice", ("not_before", "created_at"), f"state = 0 or {_RECENT}"),
    ("file_fetch", ("not_before", "created_at"), f"state = 0 or {_RECENT}"),
)
"""Columns that say when something is due, and the rows that still wait or just went."""


async def step_clock(tx: Transaction, seconds: float) -> None:
    """The machine's clock jumps: seen from it, all that was noted moves the other way."""
    for table, columns, which in _MOMENTS:
        moved = ", ".join(f"{one} = {one} - make_interval(secs => :by)" for one in columns)
        await tx.execute(text(f"update {table} set {moved} where {which}"), {"by": seconds})

"""What a clock that was set back would hold up for hours is due again at once.

Rows say before which moment they are not taken. One that was made "later than now", or waits for
longer than any of its kind is ever told to, was written before the step.
"""

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.tables.message import PENDING

_AHEAD = "created_at > clock_timestamp() + interval '10 seconds'"
"""Made in what is now the future."""


def _due(table: str, waits: str, longest: str, ahead: str = _AHEAD) -> str:
    return f"""
update {table} set not_before = clock_timestamp()
where {waits} and not_before > clock_timestamp() + interval '10 seconds'
  and ({ahead} or not_before > clock_timestamp() + {longest})"""


_TRIED = "case when attempts > 0 or error is not null then interval '11 minutes' end"
"""An outgoing message that was tried waits ten minutes at most, another as long as it was told."""
_FETCH = "make_interval(secs => least(30 * 2 ^ attempts, 3600) + 10)"
_STATEMENTS = tuple(
    text(statement)
    for statement in (
        _due("outbox", f"state = {PENDING}", _TRIED),
        _due(
            "notice",
            f"state = {PENDING}",
            "case when attempts > 0 then make_interval(secs => 2.0 ^ attempts + 10) end",
        ),
        _due("file_fetch", f"state = {PENDING}", _FETCH),
        _due(
            "photo",
            "state in ('waiting', 'read', 'failed')",
            "interval '130 seconds'",
            "received_at > clock_timestamp() + interval '10 seconds'",
        ),
    )
)


async def mend(tx: Transaction) -> int:
    """Make due what only a step of the clock holds up; how many rows."""
    return sum([(await tx.execute(one)).rowcount for one in _STATEMENTS])

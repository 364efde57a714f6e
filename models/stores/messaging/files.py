"""Files of handled messages that could not be fetched yet, and when to try again."""

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.tables.message import DONE, PENDING, SET_ASIDE

_LATER = text(
    f"insert into file_fetch (inbox_id, state, attempts, not_before) "
    f"values (:id, {PENDING}, 0, clock_timestamp() + interval '10 seconds') "
    "on conflict (inbox_id) do nothing"
)
_DUE = text(
    f"""
update file_fetch set attempts = attempts + 1,
    not_before = clock_timestamp() + make_interval(secs => least(30 * 2 ^ attempts, 3600))
where inbox_id = (
    select inbox_id from file_fetch where state = {PENDING} and not_before <= clock_timestamp()
    order by not_before limit 1 for update skip locked)
returning inbox_id, attempts
"""
)
_ARRIVED = text(f"update file_fetch set state = {DONE}, error = null where inbox_id = :id")
_FAILED = text(
    f"update file_fetch set error = :error, "
    f"state = case when :last then {SET_ASIDE} else {PENDING} end where inbox_id = :id"
)
_SOON = text(
    "update file_fetch set attempts = attempts - 1, "
    "not_before = clock_timestamp() + interval '1 second' where inbox_id = :id"
)


async def later(tx: Transaction, inbox_id: int) -> None:
    """Fetch this message's file later."""
    await tx.execute(_LATER, {"id": inbox_id})


async def due(tx: Transaction) -> tuple[int, int] | None:
    """A message whose file is to be tried now, and which attempt this is; None when none is.

    Its next attempt is set at once (after 30 s, 1 min, 2 min ... 1 h): a killed process loses
    nothing.
    """
    row = (await tx.execute(_DUE)).first()
    return None if row is None else (row[0], row[1])


async def arrived(tx: Transaction, inbox_id: int) -> None:
    """The file is ours."""
    await tx.execute(_ARRIVED, {"id": inbox_id})


async def failed(tx: Transaction, inbox_id: int, error: str, *, last: bool) -> None:
    """Note why it failed; `last`: it is not tried again."""
    await tx.execute(_FAILED, {"id": inbox_id, "error": error, "last": last})


async def soon(tx: Transaction, inbox_id: int) -> None:
    """Not now, because the sender is being served: in a second, and no attempt is counted."""
    await tx.execute(_SOON, {"id": inbox_id})

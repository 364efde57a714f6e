"""How the queues do, asked over connections of their own: no pool that is full holds them up."""

import asyncpg

from models.stores.base.wake import plain_url

_SCHEMA = "select number from recap_change"
_UNSENT = """
select extract(epoch from clock_timestamp() - w.not_before)::float from outbox w
where w.state = 0 and w.priority = 0 and w.not_before <= clock_timestamp()
  and not exists (select from outbox e where e.contact_id = w.contact_id and e.state = 0
                  and (e.priority, e.id) < (w.priority, w.id))
order by w.not_before limit 1
"""
"""The oldest answer that nothing holds back."""


async def answers(url: str, seconds: float) -> None:
    """The database answers and its schema is there.

    Raises what asyncpg raises, or TimeoutError when a step takes longer than so many seconds, and
    leaves nothing behind on a server that stands still.
    """
    await _asked(url, _SCHEMA, seconds)


async def unsent(url: str, seconds: float) -> float:
    """For how many seconds the oldest answer could have gone; 0 where none waits; raises alike."""
    return await _asked(url, _UNSENT, seconds) or 0.0


async def _asked(url: str, query: str, seconds: float) -> float | None:
    connection = await asyncpg.connect(plain_url(url), timeout=seconds, statement_cache_size=0)
    try:
        found: float | None = await connection.fetchval(query, timeout=seconds)
    finally:
        connection.terminate()
    return found

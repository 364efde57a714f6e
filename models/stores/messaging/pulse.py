"""How the queues do, asked over connections of their own: no pool that is full holds them up."""

from collections.abc import Sequence

import asyncpg

from models.pooler import is_pooled
from models.stores.base.wake import plain_url

Accounts = Sequence[tuple[str, str]]
_SCHEMA = "select number from recap_change"
_UNSENT = """
select extract(epoch from clock_timestamp() - first.not_before)::float
from unnest($1::text[], $2::text[]) a (channel, account)
cross join lateral (
    select w.not_before from outbox w
    where w.state = 0 and w.channel = a.channel and w.account = a.account and w.priority = 0
      and w.not_before <= clock_timestamp()
      and not exists (select from outbox e where e.contact_id = w.contact_id and e.state = 0
                      and (e.priority, e.id) < (w.priority, w.id))
    order by w.not_before limit 1) first
order by first.not_before limit 1
"""
"""The oldest answer of these accounts that nothing holds back; each is looked up by its index."""


async def answers(url: str, seconds: float) -> None:
    """The database answers and its schema is there.

    Raises what asyncpg raises, or TimeoutError when a step takes longer than so many seconds, and
    leaves nothing behind on a server that stands still.
    """
    await _asked(url, _SCHEMA, seconds)


async def unsent(url: str, seconds: float, served: Accounts) -> float:
    """For how many seconds the oldest answer of an account that is `served` (channel, name) could
    have gone; 0 where none waits; raises alike. What waits for others waits for nobody here."""
    named = [c for c, _ in served], [a for _, a in served]
    return await _asked(url, _UNSENT, seconds, *named) or 0.0


async def _asked(url: str, query: str, seconds: float, *values: list[str]) -> float | None:
    connection = await asyncpg.connect(plain_url(url), timeout=seconds, statement_cache_size=0)
    try:
        if is_pooled(url):  # a statement and its values reach one server within a transaction alone
            await connection.execute("begin", timeout=seconds)
        found: float | None = await connection.fetchval(query, *values, timeout=seconds)
    finally:
        connection.terminate()
    return found

"""Keeps what arrives before anybody answers for it: requests that come together share a commit."""

import asyncio
import logging
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy

from bot.base.ports import Entrance, Unparsable
from bot.base.watched import let_go
from models.errors import DatabaseUnavailable
from models.pooler import is_pooled
from models.sealing import Keys
from models.stores.base.wake import INBOX, Bell, plain_url
from models.stores.messaging import inbox, senders

_MOST = 500
"""Events in one commit."""
_FLUSHERS = 2
"""Commits under way at once: while one syncs, the next one fills."""

_GATHER = 0.002
"""Seconds to let requests come together: fewer, fuller commits answer sooner under load."""
KEEP_SECONDS = 5.0
"""A provider waits no longer for its answer: it is told that nothing is stored, and tries again."""
_COMMIT_SECONDS = 4.0
"""Each step of a commit; a server that stands still takes the connection with it."""
_PAUSE = 0.1
"""Seconds until the next batch, where even a failure could not be told."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Waiting:
    """An event until it is kept; without one somebody asks whether the way in is open."""

    event: inbox.NewEvent | None
    kept: "asyncio.Future[None]"


class Ingest:
    """The way in for every channel: `keep` returns once the payload is on disk."""

    def __init__(
        self,
        pool: "asyncpg.Pool[asyncpg.Record]",
        keys: Keys,
        deaf: asyncio.Event | None = None,
        *,
        pooled: bool = False,
    ) -> None:
        """`deaf` is set when the writing ends: then its process has to end, too."""
        self._pool, self._keys, self._pooled = pool, keys, pooled
        self.deaf = deaf or asyncio.Event()
        self._waiting: list[_Waiting] = []
        self._some = asyncio.Event()
        self.bell = Bell(pool, INBOX)

    async def keep(self, channel: Entrance, payload: bytes) -> str | None:
        """Store an event with its messages; returns why it was set aside, or None.

        Raises DatabaseUnavailable within KEEP_SECONDS: it may be stored or not, and the provider
        shall try again, which stores nothing twice.
        """
        messages, reason = _read(channel, payload)
        sealed = self._keys.seal_payload(payload)
        event = inbox.NewEvent(new_id(), channel.name, channel.account, sealed, messages, reason)
        await self._pass(event)
        return reason

    async def answers(self) -> None:
        """Go the way of an event without one; raises DatabaseUnavailable where it is blocked."""
        await self._pass(None)

    async def _pass(self, event: inbox.NewEvent | None) -> None:
        if self.deaf.is_set():
            raise DatabaseUnavailable("the way in has ended")
        kept: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append(_Waiting(event, kept))
        self._some.set()
        try:
            async with asyncio.timeout(KEEP_SECONDS):
                await kept
        except TimeoutError:
            raise DatabaseUnavailable("the way in is blocked") from None

    async def run(self) -> None:
        """Write until cancelled."""
        try:
            async with asyncio.TaskGroup() as group:
                group.create_task(self.bell.run())
                for _ in range(_FLUSHERS):
                    group.create_task(self._write())
        except Exception:
            log.exception("the way in ends")
            raise
        finally:
            self.deaf.set()

    async def _write(self) -> None:
        while True:
            await self._some.wait()
            await asyncio.sleep(_GATHER)
            batch, self._waiting = self._waiting[:_MOST], self._waiting[_MOST:]
            if not self._waiting:
                self._some.clear()
            try:
                await self._commit(batch)
            except Exception:
                log.exception("a batch of %d could not be answered", len(batch))
                await asyncio.sleep(_PAUSE)

    async def _commit(self, batch: list[_Waiting]) -> None:
        """Keep what somebody still waits for; asyncpg's own errors have no common class."""
        batch = [waiting for waiting in batch if not waiting.kept.done()]
        if not batch:
            return
        try:
            async with self._pool.acquire(timeout=_COMMIT_SECONDS) as connection:
                events = [w.event for w in batch if w.event is not None]
                await _keep(connection, events, pooled=self._pooled)
        except Exception as error:
            await self._failed(batch, error)
            return
        for waiting in batch:
            if not waiting.kept.done():
                waiting.kept.set_result(None)
        self.bell.ring()

    async def _failed(self, batch: list[_Waiting], error: Exception) -> None:
        """A batch that fails is tried again one by one, so that one bad event harms no other."""
        if len(batch) > 1:
            log.warning("a batch of %d failed: %s", len(batch), type(error).__name__)
            for waiting in batch:
                await self._commit([waiting])
            return
        (waiting,) = batch
        event = waiting.event
        if isinstance(error, asyncpg.DataError | ValueError) and event and event.messages:
            bare = replace(event, messages=(), reason="its numbers cannot be stored")
            await self._commit([_Waiting(bare, waiting.kept)])
        elif not waiting.kept.done():
            waiting.kept.set_exception(DatabaseUnavailable(type(error).__name__))


async def _keep(
    connection: "PoolConnectionProxy[asyncpg.Record]",
    events: list[inbox.NewEvent],
    *,
    pooled: bool = False,
) -> None:
    """One statement, or one transaction where senders may have more than one name.

    Behind a pooler (`pooled`) a statement and its values reach one server in a transaction alone.
    """
    if not events:
        await connection.execute("select 1")
        return
    if not pooled and not senders.named_twice(events):
        await inbox.keep(connection, events)
        return
    async with connection.transaction():
        await inbox.keep(connection, await senders.resolved(connection, events))


@asynccontextmanager
async def ingest(
    url: str, keys: Keys, *, deaf: asyncio.Event | None = None
) -> AsyncIterator[Ingest]:
    """An Ingest at work, with connections of its own; `deaf` as Ingest takes it."""
    pool = await asyncpg.create_pool(
        plain_url(url),
        min_size=1,
        max_size=_FLUSHERS + 1,
        statement_cache_size=0 if is_pooled(url) else 100,
        reset=_as_it_is,
        timeout=_COMMIT_SECONDS,
        command_timeout=_COMMIT_SECONDS,
    )
    entrance = Ingest(pool, keys, deaf, pooled=is_pooled(url))
    writing = asyncio.create_task(entrance.run())
    try:
        yield entrance
    finally:
        await let_go(writing)
        try:
            async with asyncio.timeout(_COMMIT_SECONDS):
                await pool.close()
        except TimeoutError:  # the server stands still, and so would we
            pool.terminate()


async def _as_it_is(_: object) -> None:
    """Nothing is set on these connections, so nothing needs a round trip to be reset."""


def _read(channel: Entrance, payload: bytes) -> tuple[list[inbox.NewMessage], str | None]:
    try:
        found = channel.envelopes(payload)
    except Unparsable as refusal:
        return [], str(refusal)
    except Exception as error:  # an odd shape is kept, and read again when the code can
        log.warning("an event could not be read: %s", type(error).__name__)
        return [], f"could not be read: {type(error).__name__}"
    if not found:
        return [], "no message in it"
    return [
        inbox.NewMessage(
            e.external_id, e.sender, e.position, e.part, e.account or channel.account, e.also
        )
        for e in found
    ], None


def new_id() -> UUID:
    """A UUID that grows with time (version 7, RFC 9562), kind to the index."""
    value = int.from_bytes((time.time_ns() // 1_000_000).to_bytes(6, "big") + os.urandom(10), "big")
    return UUID(int=(value & ~(0xF << 76) & ~(0x3 << 62)) | (0x7 << 76) | (0x2 << 62))

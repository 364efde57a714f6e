"""Wake-ups between processes: NOTIFY outside the transactions, coalesced; polling does without."""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator

import asyncpg

from models.pooler import is_pooled
from models.stores.base.database import driver_url

INBOX = "saksi_inbox"
_QUIET = 0.02
"""Seconds between two notifications of one process: many commits, one wake-up."""
_PATIENCE = 5.0
"""Seconds that a connection of ours may take to be made, and to answer."""

log = logging.getLogger(__name__)


def plain_url(url: str) -> str:
    """The address as asyncpg itself takes it."""
    told = driver_url(url)
    query = {("sslmode" if name == "ssl" else name): value for name, value in told.query.items()}
    return told.set(drivername="postgresql", query=query).render_as_string(hide_password=False)


class Bell:
    """Rings for other processes after commits, at most once every 20 ms.

    A ring that is lost costs a poll interval, nothing else.
    """

    def __init__(self, pool: "asyncpg.Pool[asyncpg.Record]", name: str) -> None:
        self._pool, self._name = pool, name
        self._due = asyncio.Event()

    def ring(self) -> None:
        """There is something new; returns at once."""
        self._due.set()

    async def run(self) -> None:
        """Ring until cancelled."""
        while True:
            await self._due.wait()
            self._due.clear()
            try:
                await self._pool.execute(f"notify {self._name}", timeout=_PATIENCE)
            except Exception as error:  # asyncpg's own have no common class; a poll does without
                log.debug("no wake-up sent: %s", type(error).__name__)
            await asyncio.sleep(_QUIET)


class Ear:
    """Hears the bells of other processes, over a connection of its own, as long as it can.

    `heard` is set on each ring. Behind a transaction-mode pooler nothing is ever heard, and
    `hears` stays False when no connection can listen: then polling is all there is.
    """

    def __init__(self, url: str, *names: str) -> None:
        self._url, self._names = plain_url(url), names
        self._deaf = is_pooled(url)
        self.heard = asyncio.Event()
        self.hears = False

    async def run(self) -> None:
        """Listen until cancelled; comes back after lost connections."""
        if self._deaf:
            await asyncio.Event().wait()
        while True:
            try:
                async with self._listening() as lost:
                    self.hears = True
                    self.heard.set()
                    await lost.wait()
            except Exception as error:  # asyncpg's own have no common class; a poll does without
                log.debug("nothing can be heard: %s", type(error).__name__)
            self.hears = False
            await asyncio.sleep(1)

    async def rest(self, seconds: float) -> None:
        """Wait for a ring, at most so long."""
        # Not wait_for: Python 3.11's swallows a cancellation that comes together with the ring.
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self.heard.wait()
        self.heard.clear()

    @contextlib.asynccontextmanager
    async def _listening(self) -> AsyncIterator[asyncio.Event]:
        connection = await asyncpg.connect(self._url, timeout=_PATIENCE)
        lost = asyncio.Event()
        connection.add_termination_listener(lambda _: lost.set())
        try:
            for name in self._names:
                await connection.add_listener(name, lambda *_: self.heard.set())
            yield lost
        finally:
            with contextlib.suppress(Exception):
                await connection.close(timeout=1)

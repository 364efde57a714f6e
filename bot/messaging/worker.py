"""Gives every sender with waiting messages a turn: nobody behind another, nobody twice at once.

Strangers wait behind the people that we know: they have the lanes that those leave free.
"""

import asyncio

import structlog

from bot.messaging.handling import AT_ONCE, Handling
from bot.messaging.lanes import Lanes
from models.stores.base.session import Database, passing
from models.stores.base.wake import INBOX, Ear
from models.stores.messaging import inbox
from models.stores.messaging.inbox import Sender

LANES = 6
"""Senders that one process serves at the same time."""
_MOST_FAILURES = 8
"""Failures in a row that look passing; then they are the message's fault after all."""
_START = Sender("", "", "")

log = structlog.get_logger()


class Worker:
    """Goes round the senders in two rings; `lanes` of them are served at the same time."""

    def __init__(self, database: Database, handling: Handling, *, lanes: int = LANES) -> None:
        self._database, self._handling, self._size = database, handling, lanes
        self._ear = Ear(database.url, INBOX)
        self._busy: set[Sender] = set()
        self._missed = False
        self._lanes = Lanes(lanes)
        self._failures: dict[Sender, int] = {}

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ear.run())
            for known in (True, False):
                group.create_task(self._look(known))
            for _ in range(self._size):
                group.create_task(self._lane())

    async def drain(self) -> None:
        """Handle everything that waits now, then return: for a terminal without a worker."""
        while mine := [s for s in await self._waiting(_START) if self._handling.serves(s)]:
            for sender in mine:
                await self._handling.serve(sender)

    async def _waiting(self, after: Sender, known: bool | None = None) -> list[Sender]:
        async with self._database.transaction() as session:
            return await inbox.waiting(session, after, self._size * 4, known=known)

    async def _look(self, known: bool) -> None:
        """Put senders that wait before the lanes, for ever, in a ring."""
        after = _START
        while True:
            try:
                found = await self._waiting(after, known)
            except Exception as error:  # asyncpg's own have no common class
                log.warning("the database does not answer", error=type(error).__name__)
                await asyncio.sleep(1)
                continue
            fresh = [s for s in found if s not in self._busy and self._handling.serves(s)]
            self._missed = self._missed or any(s in self._busy for s in found)
            for sender in fresh:
                self._busy.add(sender)
                await self._lanes.put(sender, known=known)
            seen_all = after == _START and len(found) < self._size * 4
            after = found[-1] if len(found) == self._size * 4 else _START
            if not fresh and (seen_all or found):
                await self._ear.rest(0.5 if self._ear.hears else 0.1)

    async def _lane(self) -> None:
        while True:
            sender, known = await self._lanes.take()
            try:
                more = await self._attempt(sender, AT_ONCE if known else 1)
            finally:
                self._busy.discard(sender)
                self._lanes.done()
            if more or self._missed:
                self._missed = False
                self._ear.heard.set()

    async def _attempt(self, sender: Sender, most: int) -> bool:
        try:
            more = await self._handling.serve(sender, passing, most=most)
        except Exception as error:
            failures = self._failures[sender] = self._failures.get(sender, 0) + 1
            log.warning("a turn failed", error=type(error).__name__, failures=failures)
            if failures >= _MOST_FAILURES:
                await self._despair(sender, error)
            await asyncio.sleep(min(0.1 * 2**failures, 3))
            return True
        self._failures.pop(sender, None)
        return more

    async def _despair(self, sender: Sender, error: Exception) -> None:
        try:
            await self._handling.set_aside(sender, error)
        except Exception as trouble:
            log.warning("nothing can be set aside", error=type(trouble).__name__)
        else:
            self._failures.pop(sender, None)

"""Gives whoever waits longest a turn: nobody behind a slow one, nobody twice at once.

Strangers wait behind the people that we know: they have the lanes that those leave free.
"""

import asyncio

import structlog

from bot.messaging.handling import Handling
from bot.messaging.lanes import Lanes
from models.stores.base.database import Database, passing
from models.stores.base.wake import INBOX, Ear

LANES = 6
"""Senders that one process serves at the same time."""

_POLL, _DEAF_POLL, _SOON = 0.5, 0.1, 0.05
"""Seconds between two looks when nothing rings: usually, where nothing can be heard, and while
somebody has written whose turn before has not ended, which nobody rings for."""

log = structlog.get_logger()


class _Look:
    """The right to look for the next sender, which one lane has at a time, until it found one."""

    def __init__(self, gate: asyncio.Lock, lanes: Lanes) -> None:
        self._gate, self._lanes = gate, lanes
        self.stranger: bool | None = None

    def begin(self, *, stranger: bool) -> None:
        """Somebody is found: the next lane may look."""
        self.stranger = stranger
        self._lanes.begin(stranger=stranger)
        self._gate.release()

    def end(self) -> bool:
        """The turn is over, or there was none; whether there was."""
        if self.stranger is None:
            self._gate.release()
            return False
        self._lanes.end(stranger=self.stranger)
        return True


class Worker:
    """Serves senders; `lanes` of them at the same time, each in a transaction of its own."""

    def __init__(self, database: Database, handling: Handling, *, lanes: int = LANES) -> None:
        self._handling, self._size, self._lanes = handling, lanes, Lanes(lanes)
        self._ear = Ear(database.url, INBOX)
        self._gate, self._curbed = asyncio.Lock(), False
        handling.on_news = self._ear.heard.set

    async def run(self) -> None:
        """Work until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._ear.run())
            for _ in range(self._size):
                group.create_task(self._lane())

    async def drain(self) -> None:
        """Handle everything that waits now, then return: for a terminal without a worker."""
        while await self._handling.serve_next() or await self._handling.settle():
            continue

    async def _lane(self) -> None:
        while True:
            await self._gate.acquire()
            look = _Look(self._gate, self._lanes)
            try:
                if not await self._anybody(look):
                    await self._ear.rest(self._pause())
            except Exception as error:  # asyncpg's own have no common class
                log.warning("the database does not answer", error=type(error).__name__)
                await asyncio.sleep(1)
            finally:
                if look.end() and self._curbed:  # strangers may wait for just this lane
                    self._ear.heard.set()

    def _pause(self) -> float:
        if self._handling.in_hand:
            return _SOON
        usual = _POLL if self._ear.hears else _DEAF_POLL
        return min(usual, self._lanes.rest() or usual) if self._curbed else usual

    async def _anybody(self, look: _Look) -> bool:
        """Serve whoever may be served now; False when nobody waits."""
        order = self._lanes.order()
        self._curbed = False not in order
        served = await self._handling.serve_next(look.begin, passing, order=order)
        if order[0] is False or (not self._curbed and look.stranger is not False):
            self._lanes.looked()
        return served

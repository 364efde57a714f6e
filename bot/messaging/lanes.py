"""Whose turn is next: people that we know at once, strangers in what they leave free."""

import asyncio
import contextlib
import time
from collections import deque
from collections.abc import Callable

from models.stores.messaging.inbox import Sender

FREE = 2
"""Lanes that strangers never take, so that a witness finds one at once."""
PATIENCE = 1.0
"""Seconds after which one stranger is served although people that we know wait."""


class Lanes:
    """What stands before the lanes of one process; `size` lanes take from it."""

    def __init__(self, size: int, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._size, self._free, self._clock = size, min(FREE, size - 1), clock
        self._known, self._strangers = deque[Sender](), deque[Sender]()
        self._serving, self._last = 0, clock()
        self._changed = asyncio.Event()

    async def put(self, sender: Sender, *, known: bool) -> None:
        """Stand in the row; waits while that is as long as there are lanes."""
        row = self._known if known else self._strangers
        while len(row) >= self._size:
            await self._wait(None)
        row.append(sender)
        self._changed.set()

    async def take(self) -> tuple[Sender, bool]:
        """Who is served next, and whether it is somebody known; waits for somebody."""
        while (found := self._next()) is None:
            left = self._last + PATIENCE - self._clock() if self._strangers else None
            await self._wait(left)
        self._serving += 1
        self._changed.set()
        return found

    def done(self) -> None:
        """A lane is free again."""
        self._serving -= 1
        self._changed.set()

    async def _wait(self, seconds: float | None) -> None:
        """Until something changes, or the time is over."""
        self._changed.clear()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._changed.wait()

    def _next(self) -> tuple[Sender, bool] | None:
        overdue = self._clock() - self._last >= PATIENCE
        room = not self._known and self._serving < self._size - self._free
        if self._strangers and (overdue or room):
            self._last = self._clock()
            return self._strangers.popleft(), False
        return (self._known.popleft(), True) if self._known else None

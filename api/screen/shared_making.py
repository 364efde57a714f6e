"""What pages of a place have in common, made once for all who look: until it changes."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

from api.http.recap_state import RecapState

MOST = 2_000
LAG = 3.0
"""Seconds that costly parts of a page may lag; the stream then tells of the change once more."""

T = TypeVar("T")


class Shared(Generic[T]):
    """Values by key; several who ask for one at once wait for the same making of it.

    `slowly`: seconds for which a value is good although the recap changed: what is costly to make
    and may lag (a curve of a whole night).
    """

    def __init__(self, recap: RecapState, slowly: float = 0.0) -> None:
        self._recap, self._slowly = recap, slowly
        self._made: OrderedDict[Hashable, tuple[str, float, asyncio.Future[T]]] = OrderedDict()

    async def get(
        self, key: Hashable, make: Callable[[], Awaitable[T]], version: str | None = None
    ) -> T:
        """The value of a key as it is now; raises what making it raises.

        `version`: what the value follows from, looked up before; the recap's state where none is
        given. Who asked first may leave: the making goes on for the others.
        """
        state = await self._recap.now() if version is None else version
        kept = self._made.get(key)
        if kept is not None and (kept[0] == state or monotonic() - kept[1] < self._slowly):
            return kept[2].result() if kept[2].done() else await asyncio.shield(kept[2])
        made: asyncio.Future[T] = asyncio.ensure_future(make())
        self._made[key] = (state, monotonic(), made)
        while len(self._made) > MOST:
            self._made.popitem(last=False)
        made.add_done_callback(lambda done: self._drop_failed(key, done))
        return await asyncio.shield(made)

    def _drop_failed(self, key: Hashable, made: asyncio.Future[T]) -> None:
        """An error is told to those who waited, and not kept."""
        failed = made.cancelled() or made.exception() is not None
        if failed and self._made.get(key, ("", 0.0, None))[2] is made:
            del self._made[key]


class Lagging(Generic[T]):
    """Values that take long to make: nobody waits for them, what is at hand is shown meanwhile."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[float, T]] = OrderedDict()
        self._making: dict[Hashable, asyncio.Task[None]] = {}

    def get(
        self, key: Hashable, make: Callable[[], Awaitable[T]], slowly: float
    ) -> tuple[float, T | None]:
        """When the last value was made (s), and the value; 0 and None while the first one is.

        After `slowly` seconds it is made anew, beside what goes on.
        """
        kept = self._kept.get(key)
        if (kept is None or monotonic() - kept[0] > slowly) and key not in self._making:
            task = asyncio.create_task(self._make(key, make))
            self._making[key] = task
            task.add_done_callback(lambda done: self._ended(key, done))
        return (0.0, None) if kept is None else kept

    async def _make(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> None:
        value = await make()
        self._kept[key] = (monotonic(), value)
        self._kept.move_to_end(key)
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def _ended(self, key: Hashable, done: asyncio.Task[None]) -> None:
        """An error is told nobody: whoever asks next has it made again."""
        del self._making[key]
        if not done.cancelled():
            done.exception()

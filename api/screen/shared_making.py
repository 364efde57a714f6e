"""What pages of a place have in common, made once for all who look: until the recap changes."""

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

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """The value of a key as it is now; raises what making it raises.

        Who asked first may leave: the making goes on for the others.
        """
        state = await self._recap.now()
        kept = self._made.get(key)
        if kept is not None and (kept[0] == state or monotonic() - kept[1] < self._slowly):
            return await asyncio.shield(kept[2])
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

"""Few looks for many who ask: whoever asks while one goes on shares the next."""

import asyncio
from collections.abc import Awaitable, Callable, Collection, Hashable, Mapping
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")


class Together(Generic[K, V]):
    """Answers by key, each found by a look that began after it was asked for.

    `look` is given all keys that wait; what it does not find is None.
    """

    def __init__(self, look: Callable[[Collection[K]], Awaitable[Mapping[K, V]]]) -> None:
        self._look = look
        self._waiting: dict[K, asyncio.Future[V | None]] = {}
        self._looking: asyncio.Task[None] | None = None

    async def get(self, key: K) -> V | None:
        """What a look finds for the key; raises what the look raises."""
        waits = self._waiting.get(key)
        if waits is None:
            waits = self._waiting[key] = asyncio.get_running_loop().create_future()
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._go_on())
        return await asyncio.shield(waits)

    async def _go_on(self) -> None:
        while self._waiting:
            waiting, self._waiting = self._waiting, {}
            try:
                found = await self._look(waiting)
            except Exception as problem:
                for waits in waiting.values():
                    waits.set_exception(problem)
                    waits.exception()  # whoever waited may have left
            else:
                for key, waits in waiting.items():
                    waits.set_result(found.get(key))

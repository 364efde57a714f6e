"""What pages of a place have in common, made once for all who look: until the recap changes."""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from time import monotonic
from typing import Generic, TypeVar

from models.stores.base.database import Database
from models.stores.recap import changes

FRESH_SECONDS = 0.2
"""How long a look at the change counter holds."""
MOST = 2_000

T = TypeVar("T")


class Shared(Generic[T]):
    """Values by key; several who ask for one at once wait for the same making of it.

    `slowly`: seconds for which a value is good although the recap changed: what is costly to make
    and may lag (a curve of a whole night).
    """

    def __init__(self, database: Database, slowly: float = 0.0) -> None:
        self._database, self._slowly = database, slowly
        self._made: OrderedDict[Hashable, tuple[str, float, asyncio.Future[T]]] = OrderedDict()
        self._state, self._looked = "", float("-inf")

    async def get(self, key: Hashable, make: Callable[[], Awaitable[T]]) -> T:
        """The value of a key as it is now; raises what making it raises."""
        await self._look()
        state = self._state
        kept = self._made.get(key)
        if kept is not None and (kept[0] == state or monotonic() - kept[1] < self._slowly):
            return await asyncio.shield(kept[2])
        made: asyncio.Future[T] = asyncio.ensure_future(make())
        self._made[key] = (state, monotonic(), made)
        while len(self._made) > MOST:
            self._made.popitem(last=False)
        try:
            return await asyncio.shield(made)
        except BaseException:
            if self._made.get(key, ("", 0.0, None))[2] is made:
                del self._made[key]
            raise

    async def _look(self) -> None:
        if monotonic() - self._looked <= FRESH_SECONDS:
            return
        looked = monotonic()
        async with self._database.transaction() as tx:
            self._state = await changes.state(tx)
        self._looked = looked

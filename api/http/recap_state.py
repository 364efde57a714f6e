"""The state of the recap, looked at once for all of a process: answers, pages, event stream."""

import asyncio
from time import monotonic

from fastapi import FastAPI

from models.stores.base.database import Database
from models.stores.recap import changes

FRESH_SECONDS = 0.2
"""How long a look at the change counter holds: a report shows within a second."""


class RecapState:
    """The state of the recap, read once for all who ask at once.

    What is made of one another shares one of these: then no part of it is older than the state
    under which the whole is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._state, self._looked = "", float("-inf")
        self._looking: asyncio.Task[None] | None = None
        self.turn = 0
        """How many states this process has seen: a later one has a higher number."""

    @property
    def at_hand(self) -> str | None:
        """The state while the last look at it holds."""
        return self._state if monotonic() - self._looked <= FRESH_SECONDS else None

    async def now(self) -> str:
        """The state, as it was at most `FRESH_SECONDS` before; raises DatabaseUnavailable."""
        if self.at_hand is not None:
            return self._state
        if self._looking is None or self._looking.done():
            self._looking = asyncio.create_task(self._look())
        await asyncio.shield(self._looking)
        return self._state

    async def _look(self) -> None:
        looked = monotonic()
        async with self._database.transaction() as tx:
            state = await changes.state(tx)
        self.turn += state != self._state
        self._state, self._looked = state, looked


def lists_of(state: str) -> str:
    """What a state says of the elections and their lists, without that of the sums."""
    return state.partition(" ")[2]


def the_recap_state(app: FastAPI) -> RecapState:
    """The one of an application."""
    state = app.state
    if not hasattr(state, "recap_state"):
        state.recap_state = RecapState(state.database)
    found: RecapState = state.recap_state
    return found

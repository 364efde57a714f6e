"""Photos that could not be fetched in their turn: tried again for a day, then handed over."""

import asyncio

import structlog

from bot.messaging.files import Files
from bot.messaging.handling import Channels, Handling
from models.stores.base.database import Database, passing
from models.stores.messaging import files, inbox

_MOST = 30
"""Attempts, about a day in all."""
_MOST_BREAKS = 5
"""Attempts of one that breaks its handling: that is no provider in trouble."""
_REST = 3.0
"""Seconds between two looks when nothing is due."""

log = structlog.get_logger()


class LateFiles:
    """The loop that fetches what could not be had before."""

    def __init__(
        self, database: Database, channels: Channels, handling: Handling, source: Files
    ) -> None:
        self._database, self._channels = database, channels
        self._handling, self._source = handling, source

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                found = await self.once()
            except Exception as error:  # none of them may end the loop
                log.warning("late files have to wait", error=type(error).__name__)
                found = False
            if not found:
                await asyncio.sleep(_REST)

    async def once(self) -> bool:
        """Try one file that is due; False when none is."""
        async with self._database.transaction() as tx:
            due = await files.due(tx)
            message = await inbox.message(tx, due[0]) if due else None
        if due is None:
            return False
        try:
            await self._try(due, message)
        except Exception as error:
            if passing(error):
                raise
            log.error("a late file broke its handling", message=due[0], exc_info=error)
            await self._failed(due, type(error).__name__, last=due[1] >= _MOST_BREAKS)
        return True

    async def _failed(self, due: tuple[int, int], reason: str, *, last: bool) -> None:
        async with self._database.transaction() as tx:
            await files.failed(tx, due[0], reason, last=last)

    async def _try(self, due: tuple[int, int], message: inbox.Message | None) -> None:
        """Fetch the file of this message, at this attempt, and hand it over."""
        if message is None:
            await self._failed(due, "no such message", last=True)
            return
        channel = self._channels.get((message["channel"], message["account"]))
        if channel is None:
            await self._failed(due, "none of our lines", last=due[1] >= _MOST)
            return
        fetched = await self._source.fetch(channel, self._handling.translate(message))
        if fetched.stored is None and fetched.refused is None:
            await self._failed(due, fetched.error, last=due[1] >= _MOST)
        elif not await self._handling.late_file(message, fetched):
            async with self._database.transaction() as tx:
                await files.soon(tx, due[0])

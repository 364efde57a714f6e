"""Photos that could not be fetched in their turn: tried again for a day, then handed over."""

import asyncio

import structlog

from bot.messaging.files import Files
from bot.messaging.handling import Channels, Handling
from models.stores.base.session import Database, DatabaseTrouble
from models.stores.messaging import files, inbox

_MOST = 30
"""Attempts, about a day in all."""
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
            except (OSError, DatabaseTrouble) as error:
                log.warning("late files have to wait", error=type(error).__name__)
                found = False
            if not found:
                await asyncio.sleep(_REST)

    async def once(self) -> bool:
        """Try one file that is due; False when none is."""
        async with self._database.transaction() as session:
            due = await files.due(session)
            message = await inbox.message(session, due[0]) if due else None
        if due is None or message is None:
            return False
        channel = self._channels.get((message["channel"], message["account"]))
        if channel is None:
            return True
        fetched = await self._source.fetch(channel, self._handling.translate(message))
        if fetched.stored is None and fetched.refused is None:
            async with self._database.transaction() as session:
                await files.failed(session, due[0], fetched.error, last=due[1] >= _MOST)
        elif not await self._handling.late_file(message, fetched):
            async with self._database.transaction() as session:
                await files.soon(session, due[0])
        return True

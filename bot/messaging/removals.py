"""Deletes files that nobody wanted, once the turn that said so is committed."""

import asyncio

import structlog

from bot.base.media import Media
from models.stores.base.database import Database
from models.stores.voters import voter_data

_REST = 2.0
"""Seconds between two looks when nothing is to be deleted."""

log = structlog.get_logger()


class Removals:
    """The loop that deletes; any number of processes may run one."""

    def __init__(self, database: Database, media: Media) -> None:
        self._database, self._media = database, media

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            try:
                found = await self.once()
            except Exception as error:  # none of them may end the loop
                log.warning("files cannot be deleted yet", error=type(error).__name__)
                found = False
            if not found:
                await asyncio.sleep(_REST)

    async def once(self) -> bool:
        """Delete one file; False when none waits, or it could not be.

        One that became evidence meanwhile stays.
        """
        async with self._database.transaction() as tx:
            found = await voter_data.next_removal(tx)
            if found is None:
                return False
            path, wanted = found
            try:
                if not wanted:
                    await self._media.delete(path)
            except Exception as error:  # a store that is away, a name it does not take
                log.warning("a file could not be deleted yet", error=type(error).__name__)
                await voter_data.not_removed(tx, path, type(error).__name__)
                return False
            await voter_data.removed(tx, path)
            return True

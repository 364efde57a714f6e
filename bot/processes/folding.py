"""Keeps the recap folded: whoever holds the lease takes the marks that reports left."""

import asyncio
import os
import socket

import structlog

from models.stores.base.session import Database, DatabaseTrouble
from models.stores.recap import changes, fold

PAUSE = 0.2
"""Seconds between two looks: a report shows in the recap within a second."""

log = structlog.get_logger()


class Folding:
    """The folder's duty of a worker; only one worker at a time folds."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.owner = f"{socket.gethostname()}:{os.getpid()}"

    async def run(self) -> None:
        """Fold until cancelled; a database that is away for a moment is waited for."""
        while True:
            try:
                taken = await self.turn()
            except (OSError, DatabaseTrouble) as problem:
                log.warning("the recap waits for the database", problem=type(problem).__name__)
                taken = 0
            if taken < fold.MANY:
                await asyncio.sleep(PAUSE)

    async def turn(self) -> int:
        """Fold what is marked now; how many marks were taken. Looks before it takes the lease."""
        async with self.database.transaction() as session:
            if not await changes.waits(session):
                return 0
            return await fold.fold(session, self.owner)

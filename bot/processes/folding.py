"""Keeps the recap folded: whoever holds the lease takes the marks that reports left."""

import asyncio
import os
import socket

import structlog

from models.stores.base.database import Database, passing
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
            except Exception as problem:  # none of them may end the loop
                log.warning("the recap has to wait", problem=type(problem).__name__)
                taken = 0
            if taken < fold.MANY:
                await asyncio.sleep(PAUSE)

    async def turn(self) -> int:
        """Fold what is marked now; how many marks were taken. Looks before it takes the lease.

        Where they cannot be folded together they are folded one by one, and the one that is at
        fault is set aside.
        """
        try:
            async with self.database.transaction() as tx:
                if not await changes.waits(tx):
                    return 0
                return await fold.fold(tx, self.owner)
        except Exception as problem:
            if passing(problem):
                raise
            log.error("marks cannot be folded together", exc_info=problem)
        return await self._one_by_one()

    async def _one_by_one(self) -> int:
        taken = 0
        while taken < fold.MANY:
            async with self.database.transaction() as tx:
                mark = await fold.oldest(tx)
            if mark is None or not await self._one(mark):
                break
            taken += 1
        return taken

    async def _one(self, mark: int) -> bool:
        """Fold one mark, or set it aside; False when another process folds."""
        try:
            async with self.database.transaction() as tx:
                return await fold.fold(tx, self.owner, only=mark) > 0
        except Exception as problem:
            if passing(problem):
                raise
            reason = type(problem).__name__
        log.error("a mark is set aside", mark=mark, reason=reason)
        async with self.database.transaction() as tx:
            await fold.set_aside(tx, mark, reason)
        return True

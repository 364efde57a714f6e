"""The loop that looks for what a step of the machine's clock would hold up."""

import asyncio

import structlog

from models.stores.base.database import Database
from models.stores.messaging import held_up

_EVERY = 15.0
"""Seconds between two looks: a step stops nothing for longer than a minute."""

log = structlog.get_logger()


class ClockSteps:
    """Any number of processes may run one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def run(self) -> None:
        """Look until cancelled."""
        while True:
            try:
                async with self._database.transaction() as tx:
                    mended = await held_up.mend(tx)
                if mended:
                    log.warning("the clock was set back; what waited for it is due", rows=mended)
            except Exception as error:  # none of them may end the loop
                log.warning("steps of the clock cannot be seen", error=type(error).__name__)
            await asyncio.sleep(_EVERY)

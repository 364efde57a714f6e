"""The clock process: APScheduler's timetable, led by one process at a time through a lease row."""

import asyncio
import os
import socket
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from models.settings import Settings
from models.stores import audit, leases, voter_retention
from models.stores.session import Database

log = structlog.get_logger()

LEASE = "clock"
LEASE_SECONDS = 15.0
RENEW_SECONDS = 5.0


class Clock:
    """Runs timed work while this process holds the lease; any number of clocks may start."""

    def __init__(self, settings: Settings, database: Database) -> None:
        self.settings, self.database = settings, database
        self.owner = f"{socket.gethostname()}:{os.getpid()}"
        self.leads = False
        self.timetable = AsyncIOScheduler(timezone="UTC")

    async def run(self, stop: asyncio.Event) -> None:
        """Keep the lease and the timetable until told to end."""
        self.timetable.add_job(
            self.seal,
            "interval",
            seconds=0.5,
            max_instances=1,
            coalesce=True,
            misfire_grace_time=60,
        )
        self.timetable.add_job(
            self.clear_voters,
            "interval",
            hours=1,
            next_run_time=datetime.now(UTC) + timedelta(minutes=1),
            coalesce=True,
        )
        self.timetable.start()
        try:
            while not stop.is_set():
                await self._renew()
                try:
                    async with asyncio.timeout(RENEW_SECONDS):
                        await stop.wait()
                except TimeoutError:
                    continue
        finally:
            self.timetable.shutdown(wait=False)
            await self._give_back()

    async def _renew(self) -> None:
        try:
            async with self.database.transaction() as session:
                self.leads = await leases.take(session, LEASE, self.owner, LEASE_SECONDS)
        except Exception as problem:
            self.leads = False
            log.warning("the clock cannot reach the database", problem=type(problem).__name__)

    async def _give_back(self) -> None:
        if self.leads:
            async with self.database.transaction() as session:
                await leases.give_back(session, LEASE, self.owner)

    async def seal(self) -> None:
        """Seal new audit entries into a block."""
        if self.leads:
            async with self.database.transaction() as session:
                await audit.seal(session, self.owner)

    async def clear_voters(self) -> None:
        """Delete what voters asked when its time is over."""
        if self.leads:
            async with self.database.transaction() as session:
                await voter_retention.clear(session, datetime.now(UTC))


async def run_clock(settings: Settings, database: Database, stop: asyncio.Event) -> None:
    """The clock, until told to end."""
    await Clock(settings, database).run(stop)

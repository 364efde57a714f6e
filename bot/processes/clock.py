"""The clock process: APScheduler's timetable, led by one process at a time through a lease row."""

import asyncio
import os
import socket
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.base.capability import Job
from bot.capabilities import CONVERSATION
from models.sealing import Keys
from models.settings import Settings
from models.stores.base import audit, leases
from models.stores.base.session import Database, Session

log = structlog.get_logger()

LEASE = "clock"
LEASE_SECONDS = 15.0
RENEW_SECONDS = 5.0


async def seal(session: Session, settings: Settings, _now: datetime) -> None:
    """Seal new audit entries into a block, signed by the installation's key."""
    await audit.seal(session, _owner(), sign=lambda head: Keys.of(settings).sign_head(head))


TIMETABLE: tuple[Job, ...] = (Job("seal", 0.5, seal), *CONVERSATION.timed)
"""All timed work: the sealing of the audit log, and what the capabilities bring."""


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


class Clock:
    """Runs timed work while this process holds the lease; any number of clocks may start."""

    def __init__(
        self, settings: Settings, database: Database, timetable: Iterable[Job] = TIMETABLE
    ) -> None:
        self.settings, self.database, self._jobs = settings, database, tuple(timetable)
        self.owner = _owner()
        self.leads = False

    async def run(self, stop: asyncio.Event) -> None:
        """Keep the lease and the timetable until told to end."""
        timetable = AsyncIOScheduler(timezone="UTC")
        for job in self._jobs:
            timetable.add_job(
                self.do,
                "interval",
                (job,),
                seconds=job.seconds,
                next_run_time=datetime.now(UTC) + timedelta(seconds=job.rest),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=60,
            )
        timetable.start()
        try:
            while not stop.is_set():
                await self._renew()
                try:
                    async with asyncio.timeout(RENEW_SECONDS):
                        await stop.wait()
                except TimeoutError:
                    continue
        finally:
            timetable.shutdown(wait=False)
            await self._give_back()

    async def do(self, job: Job) -> None:
        """Do a job where this clock leads."""
        if self.leads:
            async with self.database.transaction() as session:
                await job.do(session, self.settings, datetime.now(UTC))

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


async def run_clock(settings: Settings, database: Database, stop: asyncio.Event) -> None:
    """The clock, until told to end."""
    await Clock(settings, database).run(stop)

"""The clock process: APScheduler's timetable, led by one process at a time through a lease row."""

import asyncio
import contextlib
import logging
import os
import socket
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.audit import stamping
from bot.base.capability import Job, LongJob
from bot.base.watched import as_long_as_all_live
from bot.capabilities import CONVERSATION
from bot.processes import backup_timetable
from models.sealing import Keys
from models.settings import Settings
from models.stores.base import audit, leases
from models.stores.base.database import Database, Transaction

log = structlog.get_logger()

LEASE = "clock"
LEASE_SECONDS = 15.0
RENEW_SECONDS = 5.0
STEP_SECONDS = 1.0
"""A step of the machine's clock further than this starts the timetable anew."""
BACKUP_SECONDS = 900.0
"""How often is looked whether a backup is due."""
LONGEST_BACKUP = 4 * 3600.0
"""Seconds: the photos of a province go to a bucket within so long."""
LONGEST_JOB = 60.0
"""Seconds; a job that takes longer than this and than its own round hangs, and is cut off."""


async def seal(tx: Transaction, settings: Settings, _now: datetime) -> None:
    """Seal new audit entries into a block, signed by the installation's key."""
    await audit.seal(tx, _owner(), sign=lambda head: Keys.of(settings).sign_head(head))


TIMETABLE: tuple[Job | LongJob, ...] = (
    Job("seal", 0.5, seal),
    LongJob("stamps", stamping.TICK, stamping.due, stamping.LONGEST, rest=240),
    LongJob("backup", BACKUP_SECONDS, backup_timetable.due, LONGEST_BACKUP, rest=120),
    *CONVERSATION.timed,
)
"""All timed work: the seal of the audit log, its stamps, backups, and what capabilities bring."""


def _owner() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def _offset() -> float:
    """Seconds between the hour of the machine and the clock that never steps."""
    return time.time() - time.monotonic()


def _longest(job: Job | LongJob) -> float:
    """Seconds after which a job hangs."""
    return job.longest if isinstance(job, LongJob) else max(LONGEST_JOB, job.seconds)


class Clock:
    """Runs timed work while this process holds the lease; any number of clocks may start.

    APScheduler reckons by the hour of the machine. A step of it is seen by the monotonic clock, at
    the next look at the lease, and everything is due again: nothing stands longer than that.
    """

    def __init__(
        self,
        settings: Settings,
        database: Database,
        timetable: Iterable[Job | LongJob] = TIMETABLE,
    ) -> None:
        self.settings, self.database, self._jobs = settings, database, tuple(timetable)
        self.owner = _owner()
        self.leads = False

    async def run(self, stop: asyncio.Event) -> None:
        """Keep the lease and the timetable until told to end."""
        timetable = self._timetable()
        timetable.start()
        try:
            await as_long_as_all_live({"lease": self._lead(timetable)}, stop)
        finally:
            timetable.shutdown(wait=False)
            await self._give_back()

    def _timetable(self) -> AsyncIOScheduler:
        """Each job at its times, never twice at once; what was missed is made up for once."""
        logging.getLogger("apscheduler").setLevel(
            logging.ERROR
        )  # of a slow job it warns each round
        timetable = AsyncIOScheduler(timezone="UTC")
        for job in self._jobs:
            timetable.add_job(
                self._attempt,
                "interval",
                (job,),
                seconds=job.seconds,
                next_run_time=datetime.now(UTC) + timedelta(seconds=job.rest),
                max_instances=1,
                coalesce=True,
                misfire_grace_time=None,
            )
        return timetable

    async def _lead(self, timetable: AsyncIOScheduler) -> None:
        before = _offset()
        while True:
            await self._renew()
            if abs(_offset() - before) > STEP_SECONDS:
                for job in timetable.get_jobs():
                    job.modify(next_run_time=datetime.now(UTC))
                before = _offset()
            await asyncio.sleep(RENEW_SECONDS)

    async def _attempt(self, job: Job | LongJob) -> None:
        """Do a job; one that breaks or hangs is done again at its next time."""
        try:
            async with asyncio.timeout(_longest(job)):
                await self.do(job)
        except Exception as problem:
            log.error("timed work failed", job=job.name, exc_info=problem)

    async def do(self, job: Job | LongJob) -> None:
        """Do a job where this clock leads."""
        if not self.leads:
            return
        if isinstance(job, LongJob):
            await job.do(self.database, self.settings, datetime.now(UTC))
            return
        async with self.database.transaction() as tx:
            await job.do(tx, self.settings, datetime.now(UTC))

    async def _renew(self) -> None:
        try:
            async with asyncio.timeout(RENEW_SECONDS), self.database.transaction() as tx:
                self.leads = await leases.take(tx, LEASE, self.owner, LEASE_SECONDS)
        except Exception as problem:
            self.leads = False
            log.warning("the clock cannot reach the database", problem=type(problem).__name__)

    async def _give_back(self) -> None:
        if self.leads:
            with contextlib.suppress(Exception):  # it ends by itself soon
                async with asyncio.timeout(RENEW_SECONDS), self.database.transaction() as tx:
                    await leases.give_back(tx, LEASE, self.owner)


async def run_clock(settings: Settings, database: Database, stop: asyncio.Event) -> None:
    """The clock, until told to end."""
    await Clock(settings, database).run(stop)

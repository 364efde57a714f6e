"""The clock process: APScheduler's timetable, led by one process at a time through a lease row."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot import attendance, broadcast_clock, digest_news, digests
from models.settings import Settings
from models.stores.base import audit, leases
from models.stores.base.session import Database, Session
from models.stores.recruiting import recruits
from models.stores.voters import voter_retention

log = structlog.get_logger()

LEASE = "clock"
LEASE_SECONDS = 15.0
RENEW_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class Job:
    """Timed work: what is done in a transaction of its own every so many `seconds`.

    `do` is given the session, the settings and the hour, and bears being run late or twice: what
    may happen once only is unique in the database. `rest`: seconds after the start of the clock.
    """

    name: str
    seconds: float
    do: Callable[[Session, Settings, datetime], Awaitable[object]]
    rest: float = 0.0


async def seal(session: Session, _settings: Settings, _now: datetime) -> None:
    """Seal new audit entries into a block."""
    await audit.seal(session, _owner())


async def clear_applications(session: Session, _settings: Settings, now: datetime) -> None:
    """Delete applications that were left half-way or declined, when their time is over."""
    await recruits.clear(session, now)


async def clear_voters(session: Session, _settings: Settings, now: datetime) -> None:
    """Delete what voters asked when its time is over."""
    await voter_retention.clear(session, now)


TIMETABLE: tuple[Job, ...] = (
    Job("seal", 0.5, seal),
    Job("attendance", 15, attendance.watch, rest=5),
    Job("clear_voters", 3600, clear_voters, rest=60),
    Job("clear_applications", 3600, clear_applications, rest=75),
    Job("digests", digests.TICK, digests.send_round, rest=5),
    Job("clear_digests", 3600, digests.clear, rest=120),
    Job("digest_news", digest_news.TICK, digest_news.tell_news, rest=30),
    Job("digest_seats", digest_news.SEATS_TICK, digest_news.tell_seats, rest=90),
    Job("find_recipients", 1.0, broadcast_clock.prepare),
    Job("broadcast", broadcast_clock.TICK, broadcast_clock.feed),
)
"""All timed work; one line here is what a new kind of it takes."""


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

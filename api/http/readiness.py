"""Whether this process can do its work: each part is tried, and none holds up the answer."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.alarms.timed import disk_of
from bot.messaging.ingest import Ingest
from bot.processes import wiring
from models.settings import Settings
from models.stores.messaging import pulse

LONGEST = 1.3
"""Seconds until a part that does not answer counts as unwell; the answer goes out within two."""
_FRESH = 0.5
"""Seconds that one look serves everybody who asks: a crowd at the door costs one."""
_NOBODY_SENDS = 600.0
"""Seconds that an answer may wait to be sent. A peak fills the queue for minutes, and a web
process that is taken away then helps nobody; the clock tells people much earlier."""

_APART = ThreadPoolExecutor(1, thread_name_prefix="disk")
"""A disk that hangs takes this thread with it, none that others need."""

Probe = Callable[[], Awaitable[str]]
"""Tries a part; returns what is wrong with it, empty when it is well, or raises."""


class Readiness:
    """Tries the parts together, each at most once at a time."""

    def __init__(self, probes: Mapping[str, Probe]) -> None:
        self._probes = probes
        self._trying: dict[str, asyncio.Task[str]] = {}
        self._seen: tuple[float, dict[str, str]] = (float("-inf"), {})

    async def unwell(self) -> dict[str, str]:
        """What is wrong, by part; empty when all is well. Answers within LONGEST."""
        at, found = self._seen
        if time.monotonic() - at < _FRESH:
            return found
        for name, probe in self._probes.items():
            if name not in self._trying:
                self._trying[name] = asyncio.ensure_future(_said(probe))
        tried = dict(self._trying)
        await asyncio.wait(tried.values(), timeout=LONGEST)
        found = {name: _result(task) for name, task in tried.items() if _result(task)}
        for name, task in tried.items():
            if task.done() and self._trying.get(name) is task:
                del self._trying[name]
        self._seen = time.monotonic(), found
        return found


async def _said(probe: Probe) -> str:
    try:
        async with asyncio.timeout(LONGEST * 3):
            return await probe()
    except Exception as problem:
        return type(problem).__name__


def _result(task: "asyncio.Task[str]") -> str:
    return task.result() if task.done() else "does not answer"


def readiness(settings: Settings, url: str, ingest: Ingest | None) -> Readiness:
    """What the web process depends on: the way in, the database, the disk, the way out."""
    probes: dict[str, Probe] = {
        "database": lambda: _database(url),
        "disk": lambda: asyncio.get_running_loop().run_in_executor(_APART, _disk, settings.var),
        "outbox": lambda: _outbox(url, wiring.served(settings)),
    }
    if ingest is not None:
        probes["ingest"] = lambda: _open(ingest)
    return Readiness(probes)


async def _open(ingest: Ingest) -> str:
    await ingest.answers()
    return ""


async def _database(url: str) -> str:
    await pulse.answers(url, LONGEST)
    return ""


async def _outbox(url: str, served: pulse.Accounts) -> str:
    waited = await pulse.unsent(url, LONGEST, served)
    return "nobody sends what waits" if waited > _NOBODY_SENDS else ""


def _disk(var: Path) -> str:
    """Writes in the folder, where there is one: photos and the embedded database lie in it."""
    if not var.exists():
        return ""
    if disk_of(var).full:
        return "full"
    trial = var / f".ready-{os.getpid()}"
    with trial.open("wb") as file:
        file.write(b"ready\n")
        file.flush()
        os.fsync(file.fileno())
    trial.unlink()
    return ""

"""Run one long-lived coroutine until it is told to end: the shape of worker, reader and clock."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import structlog

from api.processes.place import Addresses, addresses, routed, routed_by
from api.processes.private import tighten
from api.processes.supervise import AGAIN
from models.logs import configure
from models.settings import Settings, settings
from models.stores.alarms import traces
from models.stores.base import key_check
from models.stores.base.database import Database, DatabaseTrouble

log = structlog.get_logger()

SUPERVISED = "SAKSI_SUPERVISED"
"""Set for a process that shall end with the one that started it."""

LOOK_SECONDS = 3.0
"""How often is looked whether a rehearsal began or ended."""

Work = Callable[[Settings, Database, asyncio.Event], Awaitable[None]]
"""What a process does, until the event is set."""


def serve(work: Work, name: str) -> None:
    """Run one process to its end, under this name."""
    call_it(name)
    configure(settings().log_level)
    run = asyncio.run
    if sys.platform != "win32":
        import uvloop

        run = uvloop.run
    run(_serve(work, name))


def call_it(name: str) -> None:
    """The name that `ps` and `top` show for this process: saksi-worker and so on.

    Linux alone; the kernel keeps 15 letters of it (proc_pid_comm(5)).
    """
    with contextlib.suppress(OSError):
        Path("/proc/self/comm").write_text(f"saksi-{name}"[:15])


async def _serve(work: Work, name: str) -> None:
    """Give `work` the settings and the database; SIGTERM and Ctrl-C ask it to end."""
    config = settings()
    tighten(config.var)
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    with addresses(config) as found:
        used = await _used(found)
        database = Database(used.application)
        await _with_our_key(database, config)
        watching = [
            asyncio.create_task(_end_with_rehearsal(found, used, stop)),
            asyncio.create_task(_note_start(database, name)),
        ]
        if os.environ.get(SUPERVISED):
            watching.append(asyncio.create_task(_end_with_parent(stop)))
        try:
            await work(config, database, stop)
        finally:
            for task in watching:
                task.cancel()
            await database.close()


async def _used(found: Addresses) -> Addresses:
    """Where everybody works now; the real database where it cannot be asked."""
    try:
        return await routed(found)
    except (OSError, DatabaseTrouble):
        return found


async def _end_with_rehearsal(found: Addresses, used: Addresses, stop: asyncio.Event) -> None:
    """End when a dress rehearsal begins or ends: whoever restarts this goes where all work."""
    real = Database(found.application, size=1)
    try:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            with contextlib.suppress(OSError, DatabaseTrouble):
                if await routed_by(found, real) != used:
                    log.warning("a rehearsal began or ended; starting anew")
                    stop.set()
                    return
    finally:
        await real.close()


async def _with_our_key(database: Database, config: Settings) -> None:
    """Raises OtherKey; a database that is away is waited for by the work itself."""
    try:
        async with database.transaction() as tx:
            await key_check.hold(tx, config)
    except (OSError, DatabaseTrouble) as away:
        log.warning("the key is not compared yet", reason=type(away).__name__)


async def _note_start(database: Database, name: str) -> None:
    """Leave a trace of this start, as soon as the database takes it: many in a row are deaths."""
    again = os.environ.get(AGAIN) == "1"
    while True:
        try:
            async with database.transaction() as tx:
                host = socket.gethostname()
                await traces.started(tx, name, host, os.getpid(), again=again)
        except (OSError, DatabaseTrouble):
            await asyncio.sleep(5.0)
        else:
            return


async def _end_with_parent(stop: asyncio.Event) -> None:
    """End when the process that started this one is gone (kill -9 of `saksi run`)."""
    parent = os.getppid()
    while True:
        await asyncio.sleep(1.0)
        if os.getppid() != parent:
            log.warning("the supervisor is gone; ending")
            stop.set()
            return

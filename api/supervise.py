"""Keep Saksi's processes alive on one machine: start, watch, restart what dies, end together."""

import asyncio
import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping, Sequence

import structlog

log = structlog.get_logger()

CALM_SECONDS = 10.0
"""A process that lived this long may be restarted at once again."""
LONGEST_PAUSE = 10.0
"""A process that dies at every start is tried at most this often, in seconds."""
GRACE_SECONDS = 8.0
"""How long a process may take to end by itself before it is killed."""


def command(name: str) -> list[str]:
    """The command line of one of our own processes."""
    return [sys.executable, "-m", "api.cli", name]


async def keep(name: str, line: Sequence[str], environment: Mapping[str, str]) -> None:
    """Run one process for ever: when it dies, start it again, a little later each time."""
    pause = 0.2
    while True:
        began = time.monotonic()
        process = await asyncio.create_subprocess_exec(
            *line, env=dict(environment), start_new_session=True
        )
        log.debug("process started", process=name, pid=process.pid)
        try:
            code = await process.wait()
        except asyncio.CancelledError:
            await _end(process)
            raise
        pause = 0.2 if time.monotonic() - began > CALM_SECONDS else min(pause * 2, LONGEST_PAUSE)
        log.warning("process died and is started again", process=name, code=code, in_seconds=pause)
        await asyncio.sleep(pause)


async def _end(process: asyncio.subprocess.Process) -> None:
    """Ask a process to end, then insist."""
    if process.returncode is not None:
        return
    with contextlib.suppress(ProcessLookupError):
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), GRACE_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


async def until_told(*tasks: asyncio.Task[None]) -> None:
    """Wait for Ctrl-C or a request to end, then stop every task and what it runs."""
    told = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(number, told.set)
    await told.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


async def end_with_parent(stop: Callable[[], None]) -> None:
    """Call `stop` when the process that started this one is gone (kill -9 of `saksi run`)."""
    parent = os.getppid()
    while True:
        await asyncio.sleep(1.0)
        if os.getppid() != parent:
            break
    log.warning("the supervisor is gone; ending")
    stop()

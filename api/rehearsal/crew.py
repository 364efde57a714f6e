"""The processes of a rehearsal: the real web and worker, started, watched, killed on purpose."""

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator, Mapping

import httpx

_GRACE = 10.0
_PATIENCE = 60.0


class Crew:
    """Keeps processes alive: one that dies is started again, and the deaths are counted."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._ending = False
        self.deaths = 0

    async def keep(self, name: str) -> None:
        """Run a process until cancelled."""
        while True:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "api.cli", name),
                env=dict(self._environment),
                stdout=2,  # standard output is the score card's
                start_new_session=True,
            )
            self._processes[name] = process
            try:
                await process.wait()
            except asyncio.CancelledError:
                await _end(process)
                raise
            self.deaths += 1
            await asyncio.sleep(0.1)

    def kill(self, name: str) -> None:
        """As a machine would that loses its power: no warning, no clean-up."""
        process = self._processes[name]
        if process.returncode is None:
            os.kill(process.pid, signal.SIGKILL)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is not None:
        return
    process.terminate()
    try:
        await asyncio.wait_for(process.wait(), _GRACE)
    except TimeoutError:
        process.kill()
        await process.wait()


@contextlib.asynccontextmanager
async def at_work(environment: Mapping[str, str], *names: str) -> AsyncIterator[Crew]:
    """These processes at work, for as long as the block runs."""
    crew = Crew(environment)
    tasks = [asyncio.create_task(crew.keep(name)) for name in names]
    try:
        yield crew
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def free_port() -> int:
    """A port of this machine that nobody uses at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


async def answers(url: str) -> None:
    """Wait until a server answers there, whatever it says. Raises TimeoutError."""
    async with asyncio.timeout(_PATIENCE), httpx.AsyncClient(trust_env=False) as client:
        while True:
            with contextlib.suppress(httpx.HTTPError):
                await client.get(url)
                return
            await asyncio.sleep(0.1)

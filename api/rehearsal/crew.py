"""The processes of a rehearsal: the real ones, started, watched, killed or starved on purpose."""

import asyncio
import contextlib
import ctypes
import os
import resource
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping

import httpx

_GRACE = 10.0
_PATIENCE = 60.0


class Crew:
    """Keeps processes alive: one that dies is started again, and the deaths are counted.

    A name may carry a number behind a slash: "worker/2" is another worker.
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._processes: dict[str, asyncio.subprocess.Process] = {}
        self._expected: set[int] = set()
        self.deaths = 0
        self.by_themselves: Counter[str] = Counter()
        """Deaths that nobody caused, by name."""

    async def keep(self, name: str) -> None:
        """Run a process until cancelled."""
        while True:
            process = await asyncio.create_subprocess_exec(
                *(sys.executable, "-m", "api.cli", name.partition("/")[0]),
                env=dict(self._environment),
                stdout=2,  # standard output is the score card's
                start_new_session=True,
                preexec_fn=_end_with_us,
            )
            self._processes[name] = process
            try:
                await process.wait()
            except asyncio.CancelledError:
                await _end(process)
                raise
            self.deaths += 1
            if process.pid not in self._expected:
                self.by_themselves[name] += 1
            await asyncio.sleep(0.1)

    def pids(self) -> dict[str, int]:
        """The living processes by name."""
        return {n: p.pid for n, p in self._processes.items() if p.returncode is None}

    def kill(self, name: str) -> bool:
        """As a machine would that loses its power: no warning, no clean-up. False: none lives."""
        return self._signal(name, signal.SIGKILL)

    def restart(self, name: str) -> bool:
        """Ask a process to end, as a rolling restart does; its successor follows."""
        return self._signal(name, signal.SIGTERM)

    def _signal(self, name: str, what: signal.Signals) -> bool:
        pid = self.pids().get(name)
        if pid is None:
            return False
        self._expected.add(pid)
        os.kill(pid, what)
        return True


def _end_with_us() -> None:
    """In the new process: it ends when we do, however that is (prctl(2), PR_SET_PDEATHSIG)."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def starve(pid: int, *, begin: bool) -> None:
    """A process whose disk is full: no file of it may grow. `begin` False: there is room again."""
    with contextlib.suppress(ProcessLookupError):
        _, hard = resource.prlimit(pid, resource.RLIMIT_FSIZE)
        resource.prlimit(pid, resource.RLIMIT_FSIZE, (0 if begin else hard, hard))


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

"""The processes of a rehearsal: the real ones, started, watched, killed or starved on purpose."""

import asyncio
import contextlib
import ctypes
import json
import os
import resource
import signal
import socket
import sys
from collections import Counter
from collections.abc import AsyncIterator, Mapping

import httpx

from models.errors import NotReady

_GRACE = 12.0
"""Seconds; their keeper gives them eight, then it insists (api/processes/supervise.py)."""
_PATIENCE = 60.0


class Crew:
    """Keeps processes alive: one that dies is started again, and the deaths are counted.

    A name may carry a number behind a slash: "worker/2" is another worker. They are forks of one
    process that has imported everything, as those of `saksi run` (api/processes/supervise.py).
    """

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self._living: dict[str, int] = {}
        self._expected: set[int] = set()
        self.deaths = 0
        self.by_themselves: Counter[str] = Counter()
        """Deaths that nobody caused, by name."""

    async def keep(self, *names: str) -> None:
        """Run processes until cancelled. Raises NotReady when nobody keeps them alive any more."""
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "api.rehearsal.supervised", *names),
            env=dict(self._environment),
            stdout=asyncio.subprocess.PIPE,
            start_new_session=True,
            preexec_fn=_end_with_us,
        )
        assert process.stdout is not None
        try:
            async for line in process.stdout:
                self._changed(json.loads(line))
        finally:
            await _end(process)
        raise NotReady("whoever keeps the processes of the rehearsal alive has ended")

    def _changed(self, living: dict[str, int]) -> None:
        for name, pid in self._living.items():
            if pid and living[name] != pid:
                self.deaths += 1
                self.by_themselves[name] += pid not in self._expected
        self._living = living

    def pids(self) -> dict[str, int]:
        """The living processes by name."""
        return {name: pid for name, pid in self._living.items() if pid}

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
        try:
            os.kill(pid, what)
        except ProcessLookupError:  # dead already; its parent has not told yet
            return False
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
    keeping = asyncio.create_task(crew.keep(*names))
    try:
        yield crew
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


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

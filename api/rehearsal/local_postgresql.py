"""The PostgreSQL of a rehearsal on this machine: its processes, where they are ours to kill."""

import contextlib
import os
import random
import signal
from pathlib import Path

from api.rehearsal.crew import starve
from models.stores.base.database import Database
from models.stores.rehearsal import server_processes

_TICKS = os.sysconf("SC_CLK_TCK")


class Server:
    """A server on this machine; `pid` of its first process, None where it is elsewhere."""

    def __init__(self, pid: int | None, *, ours: bool) -> None:
        self.pid, self._ours = pid, ours

    def children(self) -> list[int]:
        """Its sessions and helpers."""
        return [pid for pid, parent in _parents().items() if parent == self.pid]

    def kill_session(self, chance: random.Random) -> bool:
        """One of its processes dies: all sessions end, and it recovers by itself."""
        return self._kill(chance.choice(self.children() or [0]))

    def kill(self) -> bool:
        """The whole server dies. False where nobody would start it again."""
        return self._ours and self._kill(self.pid or 0)

    def starve(self, *, begin: bool) -> None:
        """Its disk is full: what its sessions write fails until there is room."""
        for pid in self.children():
            starve(pid, begin=begin)

    def seconds(self) -> float:
        """Processor time of the server and of the sessions that it had."""
        whole = _ticks(self.pid, ended=True) if self.pid else 0
        return (whole + sum(_ticks(pid) for pid in self.children())) / _TICKS

    def _kill(self, pid: int) -> bool:
        if not pid:
            return False
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        return True


async def server_of(database: Database, *, ours: bool) -> Server:
    """The server behind this database, where it is a process of this machine; `ours`: embedded."""
    async with database.transaction() as tx:
        session = await server_processes.session(tx)
    here = _name(session).startswith("postgres")
    return Server(_parents().get(session) if here else None, ours=ours)


def seconds_of(pid: int) -> float:
    """Processor time that a process has used so far; 0 where it is gone."""
    return _ticks(pid) / _TICKS


def _name(pid: int) -> str:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text("utf-8")
    return ""


def _fields(pid: int) -> list[str]:
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    return []


def _ticks(pid: int, *, ended: bool = False) -> int:
    """utime and stime of proc(5); `ended`: with those of children that ended."""
    fields = _fields(pid)
    return sum(int(one) for one in fields[11 : 15 if ended else 13])


def _parents() -> dict[int, int]:
    found = {}
    for place in Path("/proc").glob("[0-9]*"):
        fields = _fields(int(place.name))
        if fields:
            found[int(place.name)] = int(fields[1])
    return found

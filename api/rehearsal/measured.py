"""What a rehearsal cost and how long things took: processor time, database, answers, the recap."""

import asyncio
import contextlib
import math
import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from api.rehearsal import score
from api.rehearsal.crew import Crew
from api.rehearsal.hours import NightClock
from api.rehearsal.local_postgresql import seconds_of, server_of
from api.rehearsal.witness import Account
from models.stores.base.database import Database, DatabaseTrouble
from models.stores.rehearsal import server_processes
from models.values import Json

_LOOK = 0.5
_RARELY = 10
"""Every so many looks the processes of the database are found again: one may be killed."""


class Watch:
    """Looks twice a second at the processes and at the recap, whatever dies meanwhile."""

    def __init__(self, database: Database, crew: Crew, ballots: Sequence[str]) -> None:
        self._database, self._crew, self._ballots = database, crew, ballots
        self._used: dict[int, float] = {}
        self._over = asyncio.Event()
        self.seconds: dict[str, float] = {}
        """Processor time by process: web, workers, reader, clock, database."""
        self.reported: list[tuple[float, int]] = []
        """How many results the recap had, and when."""

    async def run(self) -> None:
        """Look until `end`."""
        looks = 0
        while not self._over.is_set():
            self._processes()
            with contextlib.suppress(DatabaseTrouble, OSError):  # down now; the next look tells
                if looks % _RARELY == 0:
                    await self._server()
                await self._recap()
            looks += 1
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), _LOOK)

    def end(self) -> None:
        """The look in hand is the last: none is broken off amid a statement."""
        self._over.set()

    def _processes(self) -> None:
        for name, pid in self._crew.pids().items():
            self._add(name.partition("/")[0], pid, seconds_of(pid))

    async def _server(self) -> None:
        server = await server_of(self._database, ours=False)
        if server.pid is not None:
            self._add("database", server.pid, server.seconds())

    def _add(self, name: str, pid: int, seconds: float) -> None:
        more = max(seconds - self._used.get(pid, seconds), 0.0)
        self.seconds[name] = self.seconds.get(name, 0.0) + more
        self._used[pid] = max(seconds, self._used.get(pid, 0.0))

    async def _recap(self) -> None:
        async with self._database.transaction() as tx:
            tops = await score.tops(tx, self._ballots)
        self.reported.append((time.monotonic(), sum(row.reported for row in tops.values())))


async def bytes_of(database: Database) -> int:
    """Bytes of the database."""
    async with database.transaction() as tx:
        return await server_processes.size(tx)


def spread(waits: Iterable[float]) -> dict[str, Json]:
    """How long it took, in seconds: half, 95 and 99 of 100 below, and the longest."""
    found = sorted(waits)
    if not found:
        return {"count": 0}
    parts = {f"p{share}": found[math.ceil(len(found) * share / 100) - 1] for share in (50, 95, 99)}
    rounded = {name: round(value, 3) for name, value in {**parts, "longest": found[-1]}.items()}
    return {"count": len(found), **rounded}


def until_recap(
    accounts: Mapping[int, Account],
    stations: Mapping[int, int],
    reported: Sequence[tuple[float, int]],
) -> list[float]:
    """Seconds from each result's first receipt until the recap had so many more.

    `stations` by witness. The recap is looked at twice a second: it is quicker than this says.
    """
    first: dict[tuple[int, str], float] = {}
    for number, account in accounts.items():
        for ballot, moment in account.saved_at.items():
            key = (stations[number], ballot)
            first[key] = min(moment, first.get(key, moment))
    if not reported:
        return []
    before, place, found = reported[0][1], 0, []
    for count, moment in enumerate(sorted(first.values()), 1):
        while place < len(reported) and reported[place][1] - before < count:
            place += 1
        if place == len(reported):
            break  # never seen; the card's comparison says whether it is there
        found.append(max(reported[place][0] - moment, 0.0))
    return found


def by_hour(
    said: Sequence[float], waits: Sequence[tuple[float, float]], clock: NightClock
) -> list[dict[str, Json]]:
    """The curve of the night: messages said in each hour, and how long answers took then.

    Minutes from the start where the night has no hours; `from` is the hour that it begins at.
    """
    parts = 1 if clock.speed else 60

    def part(moment: float) -> int:
        return math.floor(clock.hour(moment) * parts)

    spoken = Counter(part(moment) for moment in said)
    answers: dict[int, list[float]] = {}
    for moment, wait in waits:
        answers.setdefault(part(moment), []).append(wait)
    found = range(min(spoken, default=0), max([*spoken, *answers], default=-1) + 1)
    return [{"from": n / parts, "said": spoken[n], **spread(answers.get(n, ()))} for n in found]

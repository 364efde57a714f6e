"""Bounds, projection and findings of a whole nation with every second station reported.

`python -m tests.bench.outlook ppwp` measures one ballot only; president, DPR, DPRD without names.
"""

import asyncio
import resource
import sys
import time
from collections.abc import Awaitable, Callable

import asyncpg

from api.findings import Source, Wanted, found
from api.outlook import can_it_change
from api.projection import projected
from models.stores.audit import sources
from models.stores.base import areas, elections
from models.stores.base.database import Database
from models.stores.base.wake import plain_url
from models.stores.recap.rebuild import rebuild
from models.stores.recap.recap import Question
from models.values import Ballot
from tests.bench.machine import machine, place
from tests.bench.nation import build

BALLOTS = ["ppwp", "dpr", "dprd_kab"]


def main(names: list[str] | None = None) -> None:
    """Build the nation, measure and print, slowest last."""
    ballots = names or BALLOTS
    print(f"outlook of a nation, {', '.join(ballots)}; {machine()}")
    with place() as there:
        asyncio.run(_measure(there.url, ballots))


async def _measure(url: str, ballots: list[str]) -> None:
    connection = await asyncpg.connect(plain_url(url))
    await build(connection, ballots, lambda said: print(f"  ... {said}", file=sys.stderr))
    await connection.execute("delete from station_result where station_id % 2 = 0")
    await connection.execute("update area set timezone = 'Asia/Jakarta'")
    await connection.execute("vacuum analyze station_result")
    await connection.close()
    database = Database(url)
    try:
        for name in ballots:
            await _ballot(database, Ballot(name))
    finally:
        await database.close()


async def _ballot(database: Database, ballot: Ballot) -> None:
    question = Question(ballot)
    async with database.transaction() as tx:
        await rebuild(tx, 1, ballot)

    async def bounds() -> int:
        async with database.transaction() as tx:
            return len((await can_it_change(tx, question))["stations"])

    async def findings() -> int:
        async with database.transaction() as tx:
            loaded = await elections.election(tx)
            top = await areas.area(tx, loaded.id, await areas.top(tx, loaded.id))
            contests = await sources.layouts_of(tx, loaded, ballot)
        wanted = Wanted(loaded, top, contests, source=Source.CROWD)
        return len([row async for row in found(database, wanted)])

    async def projection() -> int:
        async with database.transaction() as tx:
            return len((await projected(tx, question))["rows"])

    await _tell(f"{ballot.value}: bounds and stations that matter most", bounds)
    await _tell(f"{ballot.value}: findings of the crowd", findings)
    await _tell(f"{ballot.value}: projection, 1,000 draws, with reading", projection)


async def _tell(what: str, work: Callable[[], Awaitable[int]]) -> None:
    began, used = time.perf_counter(), time.process_time()
    rows = await work()
    wall, own = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  {what}: {wall:.1f} s ({own:.1f} s of ours), {rows:,} rows, peak {peak:.2f} GB")


if __name__ == "__main__":
    main(sys.argv[1:])

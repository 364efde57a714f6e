"""A round of digests for 10,000 leaders of a whole nation, and how fast their words are told.

Everybody leads another area: the nation, provinces, kab/kota, kecamatan, then kelurahan, so that
nothing is shared but what areas share. Half of the stations have reported by the first round.
"""

import asyncio
import resource
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import asyncpg
from sqlalchemy import text

from bot.base.media import Media, open_store
from bot.capabilities import CONVERSATION
from bot.digests.news import tell_news, tell_seats
from bot.digests.rounds import send_round
from bot.messaging.notices import Notices
from bot.messaging.runner import Runner
from bot.processes.worker import TELLERS
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.base.wake import plain_url
from models.stores.recap.rebuild import rebuild
from models.values import Ballot
from tests.bench.machine import machine, place
from tests.bench.nation import build

LEADERS = 10_000
TOLD = 1_000
BALLOTS = ["ppwp", "dpr"]
WIB = ZoneInfo("Asia/Jakarta")
SETTINGS = Settings.model_validate({"secret_key": "a secret of measurements"})


def main() -> None:
    """Build the nation and its leaders, make two rounds, tell some of them."""
    print(f"digests for {LEADERS:,} leaders, {', '.join(BALLOTS)} of a nation; {machine()}")
    with place() as there, tempfile.TemporaryDirectory() as folder:
        asyncio.run(_measure(there.url, Path(folder)))


async def _measure(url: str, folder: Path) -> None:
    connection = await asyncpg.connect(plain_url(url))
    await build(connection, BALLOTS, lambda said: print(f"  ... {said}", file=sys.stderr))
    await connection.execute("delete from station_result where station_id % 2 = 0")
    await _leaders(connection)
    await connection.execute("vacuum analyze")
    database = Database(url)
    try:
        async with database.transaction() as tx:
            for ballot in BALLOTS:
                await rebuild(tx, 1, Ballot(ballot))
        await _tell("the day's round, with presence", lambda: _round(database, 14, 10, 0))
        await _tell("the night's first round", lambda: _round(database, 14, 21, 0))
        await connection.execute(
            "update recap set votes[1] = votes[1] + 1, reported = reported + 1"
        )
        await _tell("the next one, all areas changed", lambda: _round(database, 14, 21, 15))
        await _tell("the same slot again", lambda: _round(database, 14, 21, 16))
        await _tell("news of all areas", lambda: _news(database, tell_news))
        await _tell("news again, nothing new", lambda: _news(database, tell_news))
        await _tell("seats of the DPR", lambda: _news(database, tell_seats))
        await _words(database, Media(open_store(folder)))
    finally:
        await connection.close()
        await database.close()


async def _leaders(connection: asyncpg.Connection) -> None:
    """Persons, roles and contacts."""
    await connection.execute(
        "insert into person (id, name, language, active) overriding system value "
        f"select 1 + n, 'Pak ' || n, 'id', true from generate_series(1, {LEADERS}) n"
    )
    await connection.execute(
        "insert into role (person_id, role, election_id, area_id) "
        f"select 1 + n, 'coordinator', 1, n from generate_series(1, {LEADERS}) n"
    )
    await connection.execute(
        "insert into contact (channel, account, sender, person_id, name, language, state, "
        "activation_tries, last_order, stopped, last_inbound_at) "
        "select 'telegram', 'saksi', n::text, 1 + n, '', 'id', '{}', 0, 0, false, now() "
        f"from generate_series(1, {LEADERS}) n"
    )


async def _round(database: Database, day: int, hour: int, minute: int) -> int:
    now = datetime(2024, 2, day, hour, minute, tzinfo=WIB)
    async with database.transaction() as tx:
        return await send_round(tx, SETTINGS, now) or 0


async def _news(database: Database, work: Callable[..., Awaitable[None]]) -> int:
    """How many notices the look at the count writes."""
    now = datetime(2024, 2, 14, 21, 16, tzinfo=WIB)
    count = text("select count(*) from notice where event = 'digest_event'")
    async with database.transaction() as tx:
        before = int(await tx.scalar(count) or 0)
        await work(tx, SETTINGS, now)
        return int(await tx.scalar(count) or 0) - before


async def _words(database: Database, media: Media) -> None:
    """The loops of one worker process tell them, with a chart of every area."""
    runner = Runner(CONVERSATION, Keys(b"a secret of measurements, long enough"), media)
    now = datetime(2024, 2, 14, 21, 16, tzinfo=WIB)
    left = iter(range(TOLD))

    async def loop() -> None:
        teller = Notices(database, runner.handle, clock=lambda: now)
        for _ in left:
            assert await teller.once()

    began, used = time.perf_counter(), time.process_time()
    await asyncio.gather(*(loop() for _ in range(TELLERS)))
    wall, own = time.perf_counter() - began, time.process_time() - used
    each = f"{1e3 * wall / TOLD:.1f} ms each, {1e3 * own / TOLD:.1f} ms of ours"
    print(f"  {TOLD:,} told by {TELLERS} loops: {wall:.1f} s, {each}; {TOLD / wall:.0f}/s")


async def _tell(what: str, work: Callable[[], Awaitable[int]]) -> None:
    began, used = time.perf_counter(), time.process_time()
    told = await work()
    wall, own = time.perf_counter() - began, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"  {what}: {wall:.1f} s ({own:.1f} s of ours), {told:,} told, peak {peak:.2f} GB")


if __name__ == "__main__":
    main()

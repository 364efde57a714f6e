"""Two real clocks on one database: one leads, everybody hears once."""

import asyncio
import json
from datetime import UTC, datetime, timedelta

from bot.digests.rounds import send_round
from bot.processes.clock import Clock, Job
from models.stores.base.database import Database
from tests.cases.desk import Desk
from tests.digests.test_rounds import SETTINGS, leader

TODAY = """
update election set held_on = :day, fingerprint = 'today', config = config || cast(:more as jsonb)
"""


async def tonight(desk: Desk) -> None:
    """The election is today, and its night began an hour ago."""
    now = datetime.now(UTC)
    hour = timedelta(hours=1)
    digests = {
        "night_begins": (now - hour).isoformat(),
        "night_ends": (now + hour).isoformat(),
        "every_minutes": 5,
    }
    more = {
        "date": now.date().isoformat(),
        "digests": digests,
        "publication": {"not_before": (now - hour).isoformat(), "quiet_days": []},
    }
    await desk.do(TODAY, day=now.date(), more=json.dumps(more))


async def test_two_clocks_that_start_together_send_one_digest(desk: Desk) -> None:
    dedi = await leader(desk, "Pak Dedi", 90, "9801")
    await tonight(desk)
    timetable = [Job("digests", 0.2, send_round)]
    stop = asyncio.Event()
    databases = [Database(desk.database.url, size=2) for _ in range(2)]
    clocks = [Clock(SETTINGS, database, timetable) for database in databases]
    clocks[0].owner, clocks[1].owner = "one", "other"
    running = [asyncio.create_task(clock.run(stop)) for clock in clocks]
    async with asyncio.timeout(20):
        while not await desk.rows("select 1 from notice"):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)
    stop.set()
    await asyncio.gather(*running)
    for database in databases:
        await database.close()
    assert [clock.leads for clock in clocks].count(True) == 1
    rounds = await desk.rows("select told from digest_round")
    assert sum(row.told for row in rounds) == 1
    await desk.notices.drain()
    assert (await dedi.hear()).count("Kabar Kabupaten Melati") == 1

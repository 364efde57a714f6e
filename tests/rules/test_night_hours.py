"""The night that is rehearsed is a real one: few before 15:00, the president first, till dawn."""

import asyncio
import random
import time
from statistics import median

from api.rehearsal.hours import DAWN, START, NightClock, station_hours, witness_hours

BALLOTS = ("ppwp", "dpr", "dpd", "dprd_prov", "dprd_kab")


def test_few_report_before_15_the_president_comes_first_and_the_last_at_dawn() -> None:
    chance = random.Random(1)
    stations = [station_hours(BALLOTS, chance) for _ in range(2000)]
    reports = [hour for station in stations for hour in station.values()]
    assert sum(hour < 15 for hour in reports) / len(reports) < 0.02
    assert all(next(iter(s.values())) == min(s.values()) for s in stations)
    middles = [median(s[ballot] for s in stations) for ballot in BALLOTS]
    assert middles == sorted(middles)
    assert 15.5 < middles[0] < 18
    assert 25 < middles[-1] < 30  # 01:00 to 06:00 of the next day
    assert max(reports) < DAWN


def test_nobody_reports_before_being_there() -> None:
    chance = random.Random(2)
    for _ in range(500):
        one = witness_hours(station_hours(BALLOTS, chance), chance)
        assert START <= one.check_in <= min(one.ballots.values())


async def test_the_night_passes_as_many_times_faster_as_asked() -> None:
    """A second is an hour here; how long the machine takes to wake up is not the clock's."""
    clock, before = NightClock(3600.0), time.monotonic()
    clock.begin()
    after = time.monotonic()
    async with asyncio.timeout(60):  # twelve minutes where it did not
        await clock.until(START + 0.2)
        await clock.until(START)  # over already
    now = time.monotonic()
    assert now - before > 0.19
    for moment in (after, now, now + 3):
        assert moment - after - 1e-6 <= clock.hour(moment) - START <= moment - before + 1e-6
    at_once = NightClock(None)
    await at_once.until(DAWN)

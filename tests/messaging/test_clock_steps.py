"""The machine's clock jumps by two hours, either way: nothing stops for longer than a minute."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import text

from bot.base.capability import Job
from bot.base.ports import SendFailed
from bot.messaging.outbox import Sender
from bot.processes.clock import Clock
from models.settings import Settings
from models.stores.base import leases
from models.stores.base.database import Database, Transaction
from models.stores.messaging import held_up, sending
from tests.messaging.station import Station
from tests.messaging.test_outbox import Desk

STEP = timedelta(hours=2)
_MOMENTS = (
    ("lease", "until"),
    ("outbox", "not_before"),
    ("outbox", "created_at"),
    ("outbox", "sent_at"),
    ("notice", "not_before"),
    ("notice", "created_at"),
    ("file_fetch", "not_before"),
    ("file_fetch", "created_at"),
)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    database = Database(database_url)
    yield Desk(database)
    await database.close()


async def step(database: Database, by: timedelta) -> None:
    """The clock goes `by`: seen from it, everything that was noted moves the other way."""
    async with database.transaction() as tx:
        for table, column in _MOMENTS:
            change = text(f"update {table} set {column} = {column} - cast(:by as interval)")
            await tx.execute(change, {"by": by})


@pytest.mark.parametrize("by", [-STEP, STEP])
async def test_a_duty_is_taken_by_another_process_when_its_owner_is_gone(
    desk: Desk, by: timedelta
) -> None:
    async with desk.database.transaction() as tx:
        assert await leases.take(tx, "clock", "dead", 15)
        assert not await leases.take(tx, "clock", "alive", 15)
    await step(desk.database, by)
    async with desk.database.transaction() as tx:
        assert await leases.take(tx, "clock", "alive", 15)
        assert not await leases.take(tx, "clock", "third", 15)


@pytest.mark.parametrize("by", [-STEP, STEP])
async def test_the_rate_of_an_account_goes_on(desk: Desk, by: timedelta) -> None:
    await desk.write("a", to="1")
    await desk.drain(limited=True)
    await step(desk.database, by)
    await desk.write("b", to="2")
    await desk.drain(limited=True)
    assert [text for _, text in desk.line.sent] == ["a", "b"]


@pytest.mark.parametrize("by", [-STEP, STEP])
async def test_a_chat_keeps_its_pace_and_no_more(desk: Desk, by: timedelta) -> None:
    for n in range(4):
        await desk.write(f"{n}", paced=True)
    await desk.drain()
    await step(desk.database, by)
    await desk.write("next", paced=True)
    waits = await desk.rows("extract(epoch from not_before - clock_timestamp())::float, body")
    assert max(wait for wait, body in waits if body["text"] == "next") < 60


async def test_what_waits_is_due_again_and_what_was_planned_keeps_its_hour(desk: Desk) -> None:
    await desk.write("new", to="1")
    await desk.write("tried", to="2")
    await desk.run("update outbox set attempts = 3, error = 'down' where body->>'text' = 'tried'")
    await desk.run("update outbox set created_at = created_at - interval '5 hours'")
    await step(desk.database, -STEP)
    later = datetime.now(UTC) + STEP
    await desk.write("planned", to="3", not_before=later)
    async with desk.database.transaction() as tx:
        await tx.execute(
            text("update outbox set created_at = created_at + interval '5 hours' where id = 1")
        )
        assert await held_up.mend(tx) == 2
        assert await held_up.mend(tx) == 0
    await desk.drain()
    assert sorted(text for _, text in desk.line.sent) == ["new", "tried"]


async def test_backing_off_is_no_step_of_the_clock(desk: Desk) -> None:
    await desk.write("a")
    await desk.run(
        "update outbox set attempts = 9, error = 'x', not_before = now() + interval '10 minutes'"
    )
    async with desk.database.transaction() as tx:
        assert await held_up.mend(tx) == 0


async def test_a_provider_that_asks_for_two_hours_is_asked_again_within_a_minute(
    desk: Desk,
) -> None:
    await desk.write("a", to="1")
    desk.line.failures = [SendFailed("slow down", again=True, after=7200.0)]
    sender = Sender(desk.database, desk.line, limited=True)
    assert await sender.once() == 0.0
    [(wait,)] = await desk.rows("extract(epoch from not_before - clock_timestamp())::float")
    assert wait <= sending.LONGEST_PAUSE
    pause = await sender.once()
    assert pause is None or pause <= sending.LONGEST_PAUSE + 1


async def test_a_worker_answers_at_once_after_the_clock_was_set_back(station: Station) -> None:
    database, siti = Database(station.url), station.person()
    async with station.website():
        async with station.worker():
            siti.say("satu")
            assert await siti.hear_text() == "> satu"
            await station.until("select count(*) = 0 from outbox where state = 0")
        siti.say("dua")
        await asyncio.gather(*station.telegram.postman.on_the_way)
        await step(database, -STEP)
        async with station.worker():
            assert await siti.hear_text() == "> dua"
    await database.close()


@pytest.mark.parametrize("by", [-STEP, STEP])
async def test_the_timetable_goes_on(database_url: str, by: timedelta) -> None:
    database, stop, seen = Database(database_url), asyncio.Event(), []

    async def note(_tx: Transaction, _settings: Settings, _now: datetime) -> None:
        seen.append(1)

    clock = Clock(Settings(), database, [Job("note", 0.1, note)])
    running = asyncio.create_task(clock.run(stop))
    async with asyncio.timeout(20):
        while not seen:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        with time_machine.travel(datetime.now(UTC) + by, tick=True):
            before = len(seen)
            while len(seen) < before + 3:  # noqa: ASYNC110
                await asyncio.sleep(0.01)
    stop.set()
    await running
    await database.close()


async def test_timed_work_that_breaks_or_hangs_leaves_the_rest_alone(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.processes.clock.LONGEST_JOB", 0.2)
    database, stop, seen = Database(database_url), asyncio.Event(), []

    async def breaks(_tx: Transaction, _settings: Settings, _now: datetime) -> None:
        raise KeyError("odd")

    async def hangs(tx: Transaction, _settings: Settings, _now: datetime) -> None:
        seen.append("hangs")
        await tx.execute(text("select pg_sleep(60)"))

    async def goes_on(_tx: Transaction, _settings: Settings, _now: datetime) -> None:
        seen.append("goes on")

    jobs = [Job("a", 1.0, breaks), Job("b", 0.05, hangs), Job("c", 0.05, goes_on)]
    running = asyncio.create_task(Clock(Settings(), database, jobs).run(stop))
    async with asyncio.timeout(90):
        while seen.count("hangs") < 2 or seen.count("goes on") < 5:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    stop.set()
    await running
    await database.close()

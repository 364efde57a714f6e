"""Many are taken in one statement, sent at once, noted in one; a stop finishes what is in hand."""

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event

from bot.base.ports import Outgoing, SendFailed
from bot.messaging.outbox import LANES, Sender, Senders
from models.stores.base.database import Database
from models.stores.messaging import sending
from tests.messaging.server import own_server
from tests.messaging.station import Station
from tests.messaging.test_outbox import Desk, Line, _until


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    database = Database(database_url)
    yield Desk(database)
    await database.close()


@contextmanager
def counted(database: Database) -> Iterator[Counter[str]]:
    """Statements and transactions of this pool while the block runs."""
    found: Counter[str] = Counter()
    engine = database.engine.sync_engine

    def statement(*_: Any) -> None:
        found["statements"] += 1

    def commit(_: Any) -> None:
        found["commits"] += 1

    event.listen(engine, "before_cursor_execute", statement)
    event.listen(engine, "commit", commit)
    yield found
    event.remove(engine, "before_cursor_execute", statement)
    event.remove(engine, "commit", commit)


async def running(sender: Sender) -> "asyncio.Task[None]":
    return asyncio.create_task(sender.run())


async def stopped(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


@pytest.mark.parametrize(("limited", "statements", "begun"), [(False, 2, 0), (True, 4, 1)])
async def test_twenty_replies_cost_two_commits(
    desk: Desk, limited: bool, statements: int, begun: int
) -> None:
    """A single statement is its own transaction: no trips to begin and to end one."""
    await desk.write("first", to="0")
    await desk.drain(limited=limited)  # the account's mark is there
    for number in range(LANES):
        await desk.write("x", to=f"p{number}")
    sender = Sender(desk.database, desk.line, limited=limited)
    with counted(desk.database) as found:
        taken, _ = await sender._take(LANES)
        await sender._send_all(taken)
    assert len(desk.line.sent) == LANES + 1
    assert (found["statements"], found["commits"]) == (statements, begun)
    assert {row[0] for row in await desk.rows("state")} == {1}


async def test_a_stop_finishes_the_sends_in_hand_and_takes_no_more(desk: Desk) -> None:
    desk.line.hold = asyncio.Event()
    for number in range(LANES + 5):
        await desk.write("x", to=f"p{number}")
    task = await running(Sender(desk.database, desk.line, limited=False))
    await _until(lambda: len(desk.line.asked) == LANES)
    task.cancel()
    await asyncio.sleep(0.1)
    assert not task.done()
    desk.line.hold.set()
    await asyncio.gather(task, return_exceptions=True)
    assert len(desk.line.sent) == LANES
    assert Counter(row[0] for row in await desk.rows("state")) == {1: LANES, 0: 5}
    await desk.run("update outbox set not_before = now() where state = 0")
    await desk.drain()
    assert len(desk.line.sent) == LANES + 5
    assert {row[0] for row in await desk.rows("repeats")} == {0}


async def test_a_rolling_restart_doubles_no_reply(station: Station) -> None:
    people = [station.person(n) for n in range(6)]
    said = 0
    async with station.website():
        for _ in range(8):
            async with station.worker(), station.worker():
                for person in people:
                    person.say(f"{said}")
                    said += 1
                await asyncio.gather(*station.telegram.postman.on_the_way)
                await asyncio.sleep(random.Random(said).uniform(0.0, 0.08))
        async with station.worker():
            await station.until(f"select count(*) = {said} from outbox where state = 1", 30)
    assert station.telegram.counts.sent == said
    assert station.telegram.counts.doubled == 0
    assert await station.rows("select 1 from outbox where repeats > 0") == []


async def test_a_send_that_lasts_is_nobody_elses(desk: Desk) -> None:
    await desk.write("a")
    desk.line.hold = asyncio.Event()
    first = await running(Sender(desk.database, desk.line, limited=False))
    other = Sender(desk.database, desk.line, limited=False)
    await _until(lambda: len(desk.line.asked) == 1)
    await asyncio.sleep(sending.BEGUN + 1)
    assert await other.once() is None
    desk.line.hold.set()
    await _until(lambda: len(desk.line.sent) == 1)
    await stopped(first)
    assert await other.once() is None
    assert await desk.rows("state, repeats") == [(1, 0)]


async def test_slow_sends_hold_no_connection(database_url: str) -> None:
    """More of them than connections: each is noted, none goes twice, others may use the pool."""
    desk = Desk(Database(database_url, size=1))
    for number in range(LANES):
        await desk.write(f"{number}", to=f"{number}")
    desk.line.hold = asyncio.Event()
    senders = [Sender(desk.database, desk.line, limited=False, lanes=1) for _ in range(LANES)]
    tasks = [await running(sender) for sender in senders]
    await _until(lambda: len(desk.line.asked) == LANES)
    await asyncio.sleep(sending.BEGUN + 1)  # longer than they are left alone without a word
    assert await Sender(desk.database, desk.line, limited=False).once() is None
    desk.line.hold.set()
    await _until(lambda: len(desk.line.sent) == LANES)
    for task in tasks:
        await stopped(task)
    assert await desk.rows("state, repeats") == [(1, 0)] * LANES
    await desk.database.close()


async def test_each_chat_keeps_its_order_and_nobody_waits_for_a_slow_one(desk: Desk) -> None:
    dice = random.Random(1)
    slow = desk.line.send

    async def send(recipient: str, message: Outgoing) -> str:
        await asyncio.sleep(0.5 if recipient == "slow" else dice.uniform(0, 0.02))
        return await slow(recipient, message)

    desk.line.send = send  # type: ignore[method-assign]
    for turn in range(6):
        for person in ("slow", "a", "b", "c"):
            await desk.write(f"{turn}", to=person)
    task = await running(Sender(desk.database, desk.line, limited=False))
    others = lambda: [line for line in desk.line.sent if line[0] != "slow"]  # noqa: E731
    await _until(lambda: len(others()) == 18)
    assert len(desk.line.sent) < 24
    await _until(lambda: len(desk.line.sent) == 24)
    await stopped(task)
    for person in ("slow", "a", "b", "c"):
        assert [text for who, text in desk.line.sent if who == person] == list("012345")


class NoPicture(Line):
    """A channel whose store of files is away."""

    async def send(self, recipient: str, message: Outgoing) -> str:
        if message.photo is not None:
            raise OSError("the store does not answer")
        return await super().send(recipient, message)


async def test_an_answer_goes_without_its_chart_when_the_store_is_away(desk: Desk) -> None:
    desk.line = NoPicture()
    await desk.write("rekap")
    await desk.run("update outbox set body = jsonb_set(body, '{photo}', '\"charts/x.png\"')")
    await desk.drain()
    assert desk.line.sent == [("1", "rekap")]


async def test_a_message_that_kills_its_process_each_time_is_given_up(desk: Desk) -> None:
    await desk.write("racun", "next")
    await desk.run("update outbox set attempts = 15, error = null where id = 1")
    await desk.drain()
    assert desk.line.sent == [("1", "next")]
    assert (await desk.rows("state, error"))[0] == (2, "it ends its process")


async def test_a_reason_that_no_database_takes_is_noted_all_the_same(desk: Desk) -> None:
    await desk.write("a", "b")
    desk.line.failures = [SendFailed("odd \x00 answer", again=False)]
    await desk.drain()
    assert await desk.rows("state, error") == [(2, "odd  answer"), (1, None)]


async def test_thirty_accounts_that_rest_cost_two_looks_a_second(desk: Desk) -> None:
    each = {}
    for number in range(30):
        line = Line()
        line.account = f"bot{number}"
        sender = Sender(desk.database, line, limited=False, poll=15.0)
        each["telegram", f"bot{number}"] = sender
    senders = Senders(desk.database, each)
    tasks = [asyncio.create_task(one.run()) for one in (senders, *each.values())]
    await asyncio.sleep(1.0)  # each looks once at its start
    with counted(desk.database) as found:
        await asyncio.sleep(2.0)
    for task in tasks:
        await stopped(task)
    assert found["statements"] <= 6


async def test_what_was_sent_while_the_database_was_away_is_noted_and_not_sent_again() -> None:
    with _server() as server:
        database = Database(server.url)
        desk = Desk(database)
        desk.line.hold = asyncio.Event()
        await desk.write("a", to="1")
        await desk.write("b", to="2")
        task = await running(Sender(database, desk.line, limited=False))
        await _until(lambda: len(desk.line.asked) == 2)
        server.die()
        desk.line.hold.set()
        async with asyncio.timeout(60):
            while {row[0] for row in await _states(desk)} != {1}:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
        await stopped(task)
        assert sorted(desk.line.sent) == [("1", "a"), ("2", "b")]
        await database.close()


async def _states(desk: Desk) -> list[Any]:
    try:
        return await desk.rows("state")
    except Exception:
        return [(0,)]


@contextmanager
def _server() -> Iterator[Any]:
    """Made in a thread of its own: a migration runs an event loop."""
    from concurrent.futures import ThreadPoolExecutor

    manager = own_server()
    with ThreadPoolExecutor(1) as thread:
        server = thread.submit(manager.__enter__).result()
        try:
            yield server
        finally:
            thread.submit(manager.__exit__, None, None, None).result()

"""What goes out: answers first, each chat in its order, limits kept, repeats counted."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from datetime import datetime
from typing import Any

import pytest

from bot.base.ports import Envelope, Outgoing, SendFailed
from bot.engine.messages import FileRef, Inbound
from bot.messaging.outbox import LANES, RESERVED, Sender
from models.stores.base.database import Database
from models.stores.messaging import outbox
from models.stores.messaging.outbox import NewOutgoing


class Line:
    """A provider that keeps what it gets and fails as it is told."""

    name, account = "telegram", "saksi"

    def __init__(self) -> None:
        self.sent: list[tuple[str, str]] = []
        self.asked: list[str] = []
        self.failures: list[Exception] = []
        self.hold: asyncio.Event | None = None

    async def send(self, recipient: str, message: Outgoing) -> str:
        """Take it, or fail."""
        self.asked.append(recipient)
        if self.hold is not None:
            await self.hold.wait()
        if self.failures:
            raise self.failures.pop(0)
        self.sent.append((recipient, message.text))
        return f"id{len(self.sent)}"

    def envelopes(self, payload: bytes) -> list[Envelope]:
        raise NotImplementedError

    def inbound(self, payload: bytes, part: int, received_at: datetime) -> Inbound:
        raise NotImplementedError

    async def fetch(self, file: FileRef) -> bytes:
        raise NotImplementedError


class Desk:
    """A database with some contacts, and senders on it."""

    def __init__(self, database: Database) -> None:
        self.database, self.line, self.people = database, Line(), dict[str, int]()

    async def write(self, *texts: str, to: str = "1", paced: bool = False, **more: Any) -> None:
        """Messages for one person, in this order."""
        async with self.database.transaction() as tx:
            if to not in self.people:
                from models.stores.messaging import inbox

                key = inbox.Sender("telegram", "saksi", to)
                contact = await inbox.claim(tx, key, "id")
                assert contact is not None
                self.people[to] = contact["id"]
            new = [
                NewOutgoing(f"{to}:{text}", self.people[to], Outgoing(text).to_json(), **more)
                for text in texts
            ]
            await outbox.enqueue(tx, new, paced=paced)

    async def drain(self, *, limited: bool = False) -> None:
        """Send all that may go now."""
        sender = Sender(self.database, self.line, limited=limited)
        while await sender.once() == 0.0:
            pass

    async def rows(self, columns: str) -> list[Any]:
        """What the outbox holds."""
        async with self.database.transaction() as tx:
            found = await tx.exec_driver_sql(f"select {columns} from outbox order by id")
            return [tuple(row) for row in found]

    async def run(self, statement: str) -> None:
        """Change something behind everyone's back."""
        async with self.database.transaction() as tx:
            await tx.exec_driver_sql(statement)


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    database = Database(database_url)
    yield Desk(database)
    await database.close()


async def test_the_same_purpose_is_written_once(desk: Desk) -> None:
    await desk.write("a", "b")
    await desk.write("a")
    await desk.drain()
    assert desk.line.sent == [("1", "a"), ("1", "b")]
    assert await desk.rows("state, provider_id, attempts") == [(1, "id1", 1), (1, "id2", 1)]


async def test_answers_go_before_bulk_that_was_written_earlier(desk: Desk) -> None:
    await desk.write("kabar", to="1", priority=2)
    await desk.write("kabar", to="2", priority=2)
    await desk.write("jawaban", to="2")
    await desk.drain()
    assert desk.line.sent == [("2", "jawaban"), ("1", "kabar"), ("2", "kabar")]


async def test_a_reply_that_fails_for_now_holds_back_its_own_chat_alone(desk: Desk) -> None:
    await desk.write("a", "b", to="1")
    await desk.write("c", to="2")
    desk.line.failures = [SendFailed("down", again=True)]
    await desk.drain()
    assert desk.line.sent == [("2", "c")]
    assert (await desk.rows("error"))[0] == ("down",)
    await desk.run("update outbox set not_before = now() where state = 0")
    await desk.drain()
    assert desk.line.sent == [("2", "c"), ("1", "a"), ("1", "b")]
    assert [row[0] for row in await desk.rows("repeats")] == [0, 0, 0]


async def test_what_cannot_be_delivered_is_given_up_with_its_reason(desk: Desk) -> None:
    await desk.write("a", "b")
    desk.line.failures = [SendFailed("blocked", again=False)]
    await desk.drain()
    assert desk.line.sent == [("1", "b")]
    assert await desk.rows("state, error") == [(2, "blocked"), (1, None)]


async def test_after_many_attempts_it_is_given_up(desk: Desk) -> None:
    await desk.write("a")
    await desk.run("update outbox set attempts = 11, error = 'down'")
    desk.line.failures = [SendFailed("still down", again=True)]
    await desk.drain()
    assert await desk.rows("state, error") == [(2, "still down")]


async def test_a_flood_error_pauses_the_account_for_every_process(desk: Desk) -> None:
    await desk.write("a", to="1")
    await desk.write("b", to="2")
    desk.line.failures = [SendFailed("slow down", again=True, after=30.0)]
    one, other = (Sender(desk.database, desk.line, limited=True) for _ in range(2))
    assert await one.once() == 0.0
    wait = await other.once()
    assert wait is not None
    assert 25 < wait <= 30
    assert desk.line.sent == []
    assert await desk.rows("attempts, state") == [(0, 0), (0, 0)]


async def test_all_processes_together_keep_the_accounts_rate(desk: Desk) -> None:
    for number in range(50):
        await desk.write("x", to=str(number))
    senders = [Sender(desk.database, desk.line, limited=True) for _ in range(2)]
    sent, began = 0, time.monotonic()
    while (await senders[sent % 2].once()) == 0.0:
        sent += 1
    # One second's worth at once, then as permits come; a busy machine takes longer and gets more.
    assert 30 <= sent <= min(50, 31 + 30 * (time.monotonic() - began))


async def test_a_chat_gets_a_burst_and_then_its_pace(desk: Desk) -> None:
    await desk.write("a", "b", "c", "d", "e", paced=True)
    moments = [row[0] for row in await desk.rows("not_before")]
    gaps = [(moment - moments[0]).total_seconds() for moment in moments]
    assert max(gaps[:3]) < 1
    assert 2.5 < gaps[3] < 4
    assert 2.5 < gaps[4] < 4


async def test_a_person_on_whatsapp_gets_ten_a_minute(desk: Desk) -> None:
    await desk.write("a")
    await desk.run("update contact set channel = 'whatsapp'")
    await desk.run("update outbox set channel = 'whatsapp'")
    await desk.write(*(f"{n}" for n in range(10)), paced=True)
    moments = [row[0] for row in await desk.rows("not_before")]
    assert (moments[9] - moments[0]).total_seconds() < 5
    assert 55 < (moments[10] - moments[0]).total_seconds() < 65  # one per 6 s (131056)


async def test_one_message_is_sent_by_one_process_only(desk: Desk) -> None:
    await desk.write("a")
    desk.line.hold = asyncio.Event()
    senders = [Sender(desk.database, desk.line, limited=False) for _ in range(3)]
    first = asyncio.create_task(senders[0].once())
    await asyncio.sleep(0.2)
    assert await senders[1].once() is None
    assert await senders[2].once() is None
    desk.line.hold.set()
    await first
    assert desk.line.sent == [("1", "a")]


async def test_a_crash_between_sending_and_noting_repeats_that_message_and_counts_it(
    desk: Desk,
) -> None:
    await desk.write("a", "b")
    desk.line.hold = asyncio.Event()
    lines = Database(desk.database.url)
    dying = asyncio.create_task(Sender(lines, desk.line, limited=False).once())
    await asyncio.sleep(0.2)
    dying.cancel()
    await asyncio.gather(dying, return_exceptions=True)
    await lines.close()
    desk.line.hold = None
    await desk.run("update outbox set not_before = now()")
    await desk.drain()
    assert desk.line.sent == [("1", "a"), ("1", "b")]
    assert await desk.rows("repeats") == [(1,), (0,)]
    async with desk.database.transaction() as tx:
        counts = await outbox.counts(tx)
    assert counts == {"waiting": 0, "sent": 2, "given_up": 0, "repeats": 1}


async def test_the_delivery_that_a_provider_reports_is_kept(desk: Desk) -> None:
    await desk.write("a")
    await desk.drain()
    async with desk.database.transaction() as tx:
        await outbox.delivered(tx, "telegram", "saksi", "id1", "read", None)
    assert await desk.rows("delivery") == [("read",)]


async def test_bulk_never_has_all_lanes(desk: Desk) -> None:
    desk.line.hold = asyncio.Event()  # a provider that answers nothing for now
    for number in range(12):
        await desk.write("siaran", to=f"b{number}", priority=2)
    sender = Sender(desk.database, desk.line, limited=False)
    running = asyncio.create_task(sender.run())
    try:
        await _until(lambda: sender._bulk == LANES - RESERVED)
        await desk.write("jawaban", to="a1")
        sender.ring()
        await _until(lambda: "a1" in desk.line.asked)
        assert len(desk.line.asked) == LANES - RESERVED + 1
        desk.line.hold.set()
        await _until(lambda: len(desk.line.sent) == 13)
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    assert sender._bulk == 0


async def _until(done: Callable[[], bool]) -> None:
    async with asyncio.timeout(20):
        while not done():  # noqa: ASYNC110
            await asyncio.sleep(0.01)

"""Hundreds of greetings from strangers: a witness is answered before them, within what is left."""

import asyncio
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy.event import listen as event_of

from bot.channels.console import Console, event
from bot.messaging import lanes
from bot.messaging.lanes import Lanes
from bot.messaging.outbox import LIMITS, STRANGERS_SHARE, Sender
from models.stores.base.database import Database
from models.stores.messaging import inbox, next_sender, outbox
from models.stores.persons import people
from tests.cases.desk import Desk, Phone, open_desk
from tests.messaging.test_outbox import Desk as Line

STRANGERS, GREETINGS = 45, 10


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(database_url, tmp_path) as opened:
        yield opened


async def keep(desk: Desk, phone: Phone, text: str) -> None:
    payload = event(phone.number, text, desk.now, press=False)
    assert await desk.entrance.keep(Console(), payload) is None


async def test_a_witness_is_served_before_450_greetings_that_came_first(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 999)
    await siti.say("halo")
    crowd = [desk.stranger(number) for number in range(100, 100 + STRANGERS)]
    for turn in range(GREETINGS):
        for one in crowd:
            await keep(desk, one, f"halo {turn}")
    await keep(desk, siti, "belum")
    working = asyncio.create_task(desk.worker.run())
    try:
        async with asyncio.timeout(60):
            while await desk.rows(  # noqa: ASYNC110
                "select 1 from inbox where sender = :s and state = 0", s=siti.number
            ):
                await asyncio.sleep(0.02)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    ((before,),) = await desk.rows(
        "select count(*) from inbox i join inbox w on w.sender = :s and w.id = "
        "(select max(id) from inbox where sender = :s) where i.sender <> :s"
        " and i.handled_at <= w.handled_at",
        s=siti.number,
    )
    assert before <= 6 - lanes.FREE, "as many as had begun, and each with one message"


async def test_strangers_are_all_answered_in_the_end(desk: Desk) -> None:
    crowd = [desk.stranger(number) for number in range(100, 110)]
    for turn in range(3):
        for one in crowd:
            await keep(desk, one, f"halo {turn}")
    working = asyncio.create_task(desk.worker.run())
    try:
        async with asyncio.timeout(60):
            while await desk.rows("select 1 from inbox where state = 0 limit 1"):  # noqa: ASYNC110
                await asyncio.sleep(0.02)
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
    ((told, lowest),) = await desk.rows("select count(*), min(priority) from outbox")
    assert (told, lowest) == (30, outbox.STRANGERS)


async def test_one_stranger_who_floods_has_a_dozen_answers_waiting_at_most(desk: Desk) -> None:
    flood = desk.stranger(100)
    for turn in range(40):
        await keep(desk, flood, f"halo {turn}")
    await desk.worker.drain()
    ((waiting,),) = await desk.rows("select count(*) from outbox")
    assert waiting == outbox.MOST_WAITING
    ((left,),) = await desk.rows("select count(*) from inbox where state = 0")
    assert left == 0, "the others were heard"


@pytest.fixture
async def line(database_url: str) -> AsyncIterator[Line]:
    database = Database(database_url)
    yield Line(database)
    await database.close()


async def test_a_witness_s_answer_goes_before_450_that_strangers_wait_for(line: Line) -> None:
    for number in range(STRANGERS):
        told = (f"selamat datang {n}" for n in range(GREETINGS))
        await line.write(*told, to=f"s{number}", priority=outbox.STRANGERS)
    await line.write("siaran", to="b", priority=outbox.BULK)
    await line.write("belum apa", to="siti")
    sender = Sender(line.database, line.line, limited=True)
    assert [await sender.once(), await sender.once()] == [0.0, 0.0]
    assert [recipient for recipient, _ in line.line.sent] == ["siti", "b"]


async def test_strangers_together_have_a_third_of_the_limit(line: Line) -> None:
    for number in range(STRANGERS):
        await line.write("selamat datang", to=f"s{number}", priority=outbox.STRANGERS)
    sender, began = Sender(line.database, line.line, limited=True), time.monotonic()
    while await sender.once() == 0.0:
        continue
    share = LIMITS["telegram"] / STRANGERS_SHARE
    lasted = time.monotonic() - began
    assert share <= len(line.line.sent) <= (2 + lasted) * share
    await line.write("belum apa", to="siti")
    assert await sender.once() == 0.0, "and that is no wait for a witness"
    assert line.line.sent[-1][0] == "siti"


def test_lanes_keep_two_free_from_strangers() -> None:
    row = Lanes(6, clock=lambda: 0.0)
    for _ in range(6 - lanes.FREE):
        assert row.order() == (True, False), "people that we know first"
        row.begin(stranger=True)
    assert row.order() == (True,), "two lanes stay free"
    row.end(stranger=True)
    assert row.order() == (True, False)


def test_while_a_witness_writes_strangers_have_one_lane_and_a_sixth_of_the_time() -> None:
    now = [0.0]
    row = Lanes(6, clock=lambda: now[0])
    row.begin(stranger=False)
    assert row.order() == (True,), "nobody begins beside a witness"
    row.end(stranger=False)
    assert row.order() == (True,), "the witness's reply is sent first"
    now[0] += lanes.REPLY + 0.001
    assert row.order() == (True, False)
    row.begin(stranger=True)
    assert row.order() == (True,), "one at a time"
    now[0] += 0.02
    row.end(stranger=True)
    assert row.order() == (True,)
    assert row.rest() == pytest.approx(lanes.REST * 0.02)
    now[0] += lanes.REST * 0.02 + 0.001
    assert row.order() == (True, False)
    now[0] += lanes.CALM
    row.looked()
    for _ in range(6 - lanes.FREE):  # nobody that we know has written for a while
        assert row.order() == (True, False)
        row.begin(stranger=True)


def test_under_a_load_of_witnesses_one_stranger_a_second_is_served() -> None:
    now = [0.0]
    row = Lanes(6, clock=lambda: now[0])
    for _ in range(6):
        row.begin(stranger=False)
    assert row.order() == (True,)
    now[0] += lanes.PATIENCE
    assert row.order() == (False, True)
    row.looked()
    assert row.order() == (True,)


def test_strangers_never_have_the_lanes_that_are_kept_free_however_long_they_wait() -> None:
    now, most = [0.0], 0
    row = Lanes(6, clock=lambda: now[0])
    for _ in range(60):  # slow turns: nobody is through for a minute
        now[0] += lanes.PATIENCE
        if False in row.order():
            row.begin(stranger=True)
            most += 1
        row.looked()
    assert most == 6 - lanes.FREE


async def test_a_look_for_a_witness_costs_no_more_with_a_thousand_strangers_before(
    desk: Desk,
) -> None:
    siti = await desk.witness("Bu Siti", 999)
    await siti.say("halo")
    crowd = "insert into inbox (event_id, channel, account, external_id, sender, position, state,"
    crowd += " part, stranger) select gen_random_uuid(), 'console', :account, 'x' || n, 's' || n,"
    crowd += " n, 0, 0, true from generate_series(1, 3000) n"
    await desk.do(crowd, account=Console().account)
    await keep(desk, siti, "belum")
    await desk.do("analyze inbox")
    async with desk.database.transaction() as tx:
        accounts = [("console", Console().account)]
        look = await next_sender.claim_oldest(tx, accounts, (), "id", (True,))
        ring = await inbox.waiting(tx, inbox.Sender("", "", ""), 24)
    assert look.claimed is not None
    assert look.claimed.sender.sender == siti.number
    assert not look.crowded, "strangers are not even seen"
    assert len(ring) == 24, "and a walk round the ring ends after so many senders"


async def test_a_witness_is_welcomed_in_the_lane_of_witnesses(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    async with desk.database.transaction() as tx:
        code = await people.new_code(tx, desk.keys, siti.person)
    chat = desk.stranger(80)
    await keep(desk, chat, "halo")
    await keep(desk, chat, code)
    await desk.worker.drain()
    rows = await desk.rows("select priority from outbox order by id")
    assert [row.priority for row in rows] == [outbox.STRANGERS, 0]


async def test_taking_what_is_to_be_sent_reads_no_mark_of_strangers_apart(line: Line) -> None:
    asked: list[str] = []

    def noted(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    sender = Sender(line.database, line.line, limited=True)
    await sender._take(1)  # makes the account's own mark
    event_of(line.database.engine.sync_engine, "before_cursor_execute", noted)
    await sender._take(1)
    assert len(asked) == 2, "the account's own mark, and what may go"

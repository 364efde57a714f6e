"""Whoever waits longest is next, whatever the channel; no file server delays anybody's words."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from uuid import uuid4

import asyncpg
import pytest
from sqlalchemy import event

from api.rehearsal.telegram_person import Person
from bot.base.claimed_turns import OutboxNew, Turn
from bot.base.media import Media, open_store
from bot.base.ports import Channel
from bot.channels.console import Console
from bot.channels.console import event as console_event
from bot.messaging.files import Files
from bot.messaging.handling import Handling
from bot.messaging.lanes import Lanes
from bot.messaging.worker import Worker, _Look
from models.sealing import Keys
from models.stores.base.database import Database, Transaction
from models.stores.base.wake import plain_url
from models.stores.messaging import inbox, next_sender
from models.stores.messaging.inbox import NewEvent, NewMessage, Sender
from tests.messaging.station import Station, echo
from tests.messaging.test_files import picture


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


async def keep(database: Database, *said: tuple[str, str, int]) -> None:
    """Messages of (channel, sender, number), each in a commit of its own."""
    connection = await asyncpg.connect(plain_url(database.url))
    for channel, sender, number in said:
        message = NewMessage(f"{sender}/{number}", sender, number, 0, "saksi")
        one = NewEvent(uuid4(), channel, "saksi", b"{}", (message,))
        await inbox.keep(connection, [one])
    await connection.close()


async def whoever(database: Database, resting: tuple[Sender, ...] = ()) -> Sender | None:
    accounts = [("telegram", "saksi"), ("whatsapp", "saksi")]
    async with database.transaction() as tx:
        found = await next_sender.claim_oldest(tx, accounts, resting, "id")
    return found.claimed.sender if found.claimed else None


async def test_the_oldest_goes_first_over_all_channels(database: Database) -> None:
    await keep(database, ("whatsapp", "62", 1), ("telegram", "1", 1), ("telegram", "2", 1))
    whatsapp = Sender("whatsapp", "saksi", "62")
    assert await whoever(database) == whatsapp
    assert await whoever(database, (whatsapp,)) == Sender("telegram", "saksi", "1")


async def test_two_who_look_at_once_take_different_senders(database: Database) -> None:
    await keep(database, ("telegram", "1", 1), ("telegram", "1", 2), ("telegram", "2", 1))
    first, second = Sender("telegram", "saksi", "1"), Sender("telegram", "saksi", "2")
    for sender in (first, second):
        async with database.transaction() as tx:
            await inbox.claim(tx, sender, "id")
    accounts = [("telegram", "saksi")]
    async with database.transaction() as one, database.transaction() as other:
        mine = (await next_sender.claim_oldest(one, accounts, (), "id")).claimed
        theirs = (await next_sender.claim_oldest(other, accounts, (), "id")).claimed
        assert mine is not None
        assert theirs is not None
        assert (mine.sender, theirs.sender) == (first, second)
        assert mine.contact["sender"] == "1"


async def test_channels_of_other_processes_are_left_to_them(database: Database) -> None:
    others = (("webchat", f"w{n}", n) for n in range(next_sender.WINDOW + 50))
    await keep(database, *others, ("telegram", "1", 1))
    assert await whoever(database) == Sender("telegram", "saksi", "1")


async def test_a_flood_that_is_being_served_hides_nobody(station: Station) -> None:
    flooder, siti = station.person(1), station.person(2)
    release = asyncio.Event()

    async def slow(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        if turn.message["sender"] == str(flooder.chat.id):
            await release.wait()
        return await echo(tx, turn)

    async with station.website():
        for turn in range(next_sender.WINDOW + 20):
            flooder.say(f"{turn}")
        await asyncio.gather(*station.telegram.postman.on_the_way)
        siti.say("Hadir")
        await asyncio.gather(*station.telegram.postman.on_the_way)
        async with station.worker(slow):
            assert await siti.hear_text() == "> Hadir"
            release.set()


async def _known(database: Database) -> None:
    """Everybody who wrote is somebody: strangers have turns of their own (test_strangers_wait)."""
    async with database.transaction() as tx:
        await tx.exec_driver_sql(
            "insert into person (name, language, active) values ('Bu Siti', 'id', true)"
        )
        await tx.exec_driver_sql(
            "insert into contact (channel, account, sender, person_id, name, language, state,"
            " activation_tries, last_order, stopped) select distinct channel, account, sender,"
            " (select min(id) from person), '', 'id', cast('{}' as jsonb), 0, 0, false from inbox"
            " on conflict (channel, account, sender) do update set person_id = excluded.person_id"
        )
        await tx.exec_driver_sql("update inbox set stranger = false")


async def test_an_idle_look_at_the_queue_is_one_statement(
    database: Database, station: Station
) -> None:
    asked: list[str] = []

    def noted(_c: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    channel: Channel = Console()
    files = Files(Media(open_store(station.settings.var / "photos")))
    keys = Keys.of(station.settings)
    handling = Handling(database, {("console", channel.account): channel}, echo, keys, files)
    worker = Worker(database, handling)
    event.listen(database.engine.sync_engine, "before_cursor_execute", noted)
    gate = worker._gate
    await gate.acquire()
    assert not await worker._anybody(_Look(gate, Lanes(6)))
    assert len(asked) == 1


@pytest.mark.parametrize("workers", [1, 4])
async def test_each_message_costs_about_one_claim_however_many_workers_there_are(
    database: Database, station: Station, workers: int
) -> None:
    claims, handled = 0, 0

    def counted(_c: object, _cursor: object, statement: str, *_: object) -> None:
        nonlocal claims
        claims += "for update skip locked" in statement and "of_sender" in statement

    async def handler(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        nonlocal handled
        handled += 1
        await asyncio.sleep(0.002)
        return []

    channel: Channel = Console()
    connection = await asyncpg.connect(plain_url(database.url))
    keys = Keys.of(station.settings)
    for number in range(200):
        payload = console_event(f"+62812{number % 100:08}", "halo", datetime.now(UTC))
        (found,) = channel.envelopes(payload)
        message = NewMessage(found.external_id, found.sender, found.position, 0, channel.account)
        one = NewEvent(uuid4(), "console", channel.account, keys.seal_payload(payload), (message,))
        await inbox.keep(connection, [one])
    await _known(database)
    await connection.close()
    files = Files(Media(open_store(station.settings.var / "photos")))
    tasks = []
    event.listen(database.engine.sync_engine, "before_cursor_execute", counted)
    for _ in range(workers):
        handling = Handling(database, {("console", channel.account): channel}, handler, keys, files)
        tasks.append(asyncio.create_task(Worker(database, handling, lanes=3).run()))
    async with asyncio.timeout(60):
        while handled < 200:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
    event.remove(database.engine.sync_engine, "before_cursor_execute", counted)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    # Two messages of each sender are one turn; looks that find nothing are few.
    assert handled == 200
    assert claims / 100 < 1.3


async def test_a_file_server_that_hangs_delays_no_words_by_more_than_a_second(
    station: Station,
) -> None:
    people = [station.person(n) for n in range(12)]
    telegram = station.telegram
    telegram.files_come.clear()
    async with station.website():
        siti = station.person(90)
        for person in (*people, siti):
            person.say("halo")
        await asyncio.gather(*telegram.postman.on_the_way)
        database = Database(station.url)
        await _known(database)
        await database.close()
        try:
            async with station.worker():
                for person in (*people, siti):
                    assert await person.hear_text() == "> halo"
                await _while_files_hang(station, siti, people)
        finally:
            telegram.files_come.set()


async def _while_files_hang(station: Station, siti: Person, people: list[Person]) -> None:
    for person in people:
        person.send_photo(picture())
    await asyncio.gather(*station.telegram.postman.on_the_way)
    await asyncio.sleep(0.3)
    siti.say("Hadir")
    assert await siti.hear_text() == "> Hadir"
    people[0].say("sesudah foto")
    assert await people[0].hear_text() == "> photo"
    assert await people[0].hear_text() == "> sesudah foto"
    assert not station.telegram.files_come.is_set(), "both were answered while no file came"
    station.telegram.files_come.set()
    for person in people[1:]:
        assert "True" in await person.hear_text(30)
    await station.rows("update file_fetch set not_before = now()")
    assert "True" in await people[0].hear_text(30)

"""One odd item ends no loop: it is set aside with its reason, and the next ones go on."""

import asyncio
import json
import shutil
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text

from bot.base.claimed_turns import OutboxNew, Turn
from bot.base.media import Media, open_store
from bot.base.ports import Outgoing
from bot.channels.console import Console
from bot.channels.console import event as console_event
from bot.messaging.files import Files
from bot.messaging.handling import Handling
from bot.messaging.ingest import ingest
from bot.messaging.notices import Notices
from bot.messaging.removals import Removals
from bot.messaging.worker import Worker
from bot.processes.folding import Folding
from bot.processes.reader import Reading
from bot.processes.wiring import by_account
from bot.reading.photo_pages import Read, Shown
from models.sealing import Keys
from models.stores.base.database import Database, Transaction
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
from models.stores.reading import photos, readings
from models.stores.reading.photos import NewPhoto
from models.stores.reports import reports
from models.stores.reports.reports import Origin
from models.values import Tally
from tests.messaging.station import Station, echo
from tests.messaging.test_files import picture
from tests.messaging.test_webhook import UPDATE, post
from tests.stores.conftest import *  # noqa: F403
from tests.stores.places import Places


async def test_a_photo_that_names_no_file_is_told_and_leaves_the_worker_alive(
    station: Station,
) -> None:
    siti = station.person()
    async with station.website(), station.worker():
        for sizes in ([{"width": 90, "height": 90}], [None], [{"file_id": 7}]):
            station.telegram.update(siti.chat, "message", {"photo": sizes})
            assert await siti.hear_text() == "> file_gone"
        siti.say("lanjut")
        assert await siti.hear_text() == "> lanjut"
    assert await station.rows("select 1 from file_fetch") == []


@pytest.mark.parametrize(
    "odd",
    [
        {"message_reaction": {"chat": {"id": 7, "type": "private"}, "new_reaction": 5}},
        {"message_reaction": {"chat": {"id": 7}, "new_reaction": [[]], "old_reaction": 1.5}},
    ],
)
async def test_an_update_of_an_odd_shape_is_kept_with_its_reason_and_acknowledged(
    station: Station, odd: dict[str, object]
) -> None:
    async with (
        station.website() as web,
        httpx.AsyncClient(base_url=web, trust_env=False) as client,
    ):
        assert await post(client, json.dumps({"update_id": 5, **odd}).encode()) == 200
        assert await post(client, json.dumps(UPDATE).encode()) == 200
    reasons = [row["reason"] for row in await station.rows("select reason from event order by id")]
    assert len(reasons) == 2
    assert reasons[0]
    assert reasons[1] is None


async def test_a_late_file_that_breaks_its_handler_is_set_aside_and_the_next_one_comes(
    station: Station,
) -> None:
    siti, data, tries = station.person(), picture(), []

    async def picky(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        if turn.key.endswith(":file") and turn.inbound.text == "racun":
            tries.append(turn.key)
            raise ValueError("no such page")
        return await echo(tx, turn)

    station.telegram.broken_files = True
    async with station.website(), station.worker(picky):
        siti.send_photo(data, caption="racun")
        await siti.hear_text(30)
        siti.send_photo(picture(seed=2), caption="baik")
        await siti.hear_text(30)
        station.telegram.broken_files = False
        for _ in range(6):
            await station.rows("update file_fetch set not_before = now()")
            await asyncio.sleep(0.1)
            due = "select count(*) = 0 from file_fetch where state = 0 and not_before < now()"
            await station.until(due, 30)
    rows = await station.rows("select state, error from file_fetch order by inbox_id")
    assert [tuple(row) for row in rows] == [(2, "ValueError"), (1, None)]
    assert len(tries) == 5


async def test_a_file_that_cannot_be_deleted_does_not_keep_the_others(
    station: Station, tmp_path: Path
) -> None:
    folder = tmp_path / "photos"
    (folder / "aa" / "full").mkdir(parents=True)
    (folder / "aa" / "full" / "x").write_text("a folder that is not empty")
    (folder / "bb").write_text("unwanted")
    await station.rows("insert into file_removal (path, asked_at) values ('aa/full', '2024-1-1')")
    await station.rows("insert into file_removal (path) values ('bb')")
    database = Database(station.url)
    removals = Removals(database, Media(open_store(folder)))
    for _ in range(3):
        await removals.once()
    await database.close()
    assert not (folder / "bb").exists()
    left = await station.rows("select path, reason <> '' as said from file_removal")
    assert [tuple(row) for row in left] == [("aa/full", True)]


async def test_a_mark_that_cannot_be_folded_is_set_aside_and_all_others_are_folded(
    database: Database, places: Places
) -> None:
    folding = Folding(database)
    async with database.transaction() as tx:
        for number in range(8):
            tally = Tally((10 * number, 5, 1), None, 2)
            origin = Origin(places.people[0])
            await reports.submit(tx, origin, places.station(number), places.president, tally)
        # Numbers that no form has room for: their sum is none that the recap can hold.
        await tx.execute(text("alter table revision disable trigger user"))
        await tx.execute(
            text(
                "update revision set total = 2000000000 where id in (select revision_id"
                " from station_result where kelurahan_id = (select min(kelurahan_id)"
                " from station_result))"
            )
        )
        count = text("select count(distinct kelurahan_id) from recap_dirty")
        marked = await tx.scalar(count)
    running = asyncio.create_task(folding.run())
    async with asyncio.timeout(30):
        while await _one(database, "select count(*) from recap_dirty where reason is null"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    kelurahan = "select count(*) from recap r join area a on a.id = r.area_id where trust = 0 "
    assert await _one(database, kelurahan + "and a.level = 4") == marked - 1
    assert await _one(database, "select min(reason) from recap_dirty") == "DBAPIError"


async def _one(database: Database, query: str) -> object:
    async with database.transaction() as tx:
        return await tx.scalar(text(query))


async def test_a_notice_whose_trouble_never_passes_is_set_aside(station: Station) -> None:
    console, keys, database = Console(), Keys.of(station.settings), Database(station.url)
    handling = Handling(database, by_account([console]), echo, keys, _files(station))
    async with ingest(station.url, keys) as entrance:
        await entrance.keep(console, console_event("+6281200000001", "halo", datetime.now(UTC)))
    await Worker(database, handling).drain()
    contact = await _one(database, "select id from contact")
    assert isinstance(contact, int)
    async with database.transaction() as tx:
        new = [NewNotice(f"test:{n}", "odd", {"n": n}, contact_id=contact) for n in range(2)]
        await notices.put(tx, new)

    async def picky(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        assert turn.inbound.outcome is not None
        if turn.inbound.outcome.data["n"] == 0:
            raise FileNotFoundError("its picture is gone, and stays so")
        return [OutboxNew(f"{turn.key}:0", Outgoing("kabar"))]

    running = asyncio.create_task(Notices(database, picky).run())
    async with asyncio.timeout(60):
        while await _one(database, "select count(*) from notice where state = 0"):
            await _all_due(database)
    assert not running.done()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    aside = await station.rows("select purpose, reason from notice where state = 2")
    assert [tuple(row) for row in aside] == [("test:0", "FileNotFoundError")]
    await database.close()


async def _all_due(database: Database) -> None:
    await asyncio.sleep(0.05)
    async with database.transaction() as tx:
        await tx.execute(text("update notice set not_before = now() where state = 0"))


def _files(station: Station) -> Files:
    return Files(Media(open_store(station.settings.var / "photos")))


def _nothing(data: bytes, shown: Shown) -> Read:
    return Read([], [], readings.Hashes())


async def _photo(reading: Reading, seed: int, inbox_id: int | None = None) -> None:
    kept = await reading.media.keep(picture(seed=seed))
    new = NewPhoto(
        sha256=kept.sha256,
        path=kept.path,
        mime=kept.mime,
        size=kept.size,
        purpose="form",
        person_id=None,
        inbox_id=inbox_id,
    )
    async with reading.database.transaction() as tx:
        await photos.put_photo(tx, new)


async def test_a_store_that_is_away_lets_photos_wait_and_calls_none_of_them_bad(
    station: Station, tmp_path: Path
) -> None:
    settings = station.settings.model_copy(update={"var": tmp_path / "v"})
    database = Database(station.url)
    reading = Reading(settings, database, _nothing)
    await _photo(reading, 1)
    folder = settings.var / "photos"
    shutil.move(folder, tmp_path / "away")
    folder.write_text("the disk is not mounted")
    for _ in range(5):
        assert not await reading.read_one()
        await station.rows("update photo set not_before = now()")
    assert [tuple(r) for r in await station.rows("select state, attempts from photo")] == [
        ("waiting", 0)
    ]
    folder.unlink()
    shutil.move(tmp_path / "away", folder)
    assert await reading.read_one()
    await database.close()


async def test_a_reading_that_breaks_its_telling_is_left_and_the_others_are_told(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(station.url)
    reading = Reading(station.settings, database, _nothing)
    siti, budi = station.person(1), station.person(2)
    async with station.website(), station.worker():
        for person in (siti, budi):
            person.say("halo")
            await person.hear_text()
    first, second = (r["id"] for r in await station.rows("select id from inbox order by id"))
    await _photo(reading, 1, first)
    await _photo(reading, 2, second)
    while await reading.read_one():
        pass
    told = []

    async def picky(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        if turn.message["id"] == first:
            raise KeyError("page")
        told.append(turn.message["id"])
        return []

    monkeypatch.setattr(type(reading.runner), "handle", lambda _, s, t: picky(s, t))
    for _ in range(8):
        await reading.tell()
        await station.rows("update photo set not_before = now()")
    assert told == [second]
    rows = await station.rows("select state, reading->>'untold' as why from photo order by id")
    assert [tuple(row) for row in rows] == [("told", "KeyError"), ("told", None)]
    await database.close()

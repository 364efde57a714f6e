"""Whose photo is read next: by turns, tallies first, and hostile ones delay nobody for long."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.processes.reader import Reading
from bot.reading.photo_pages import Read, Shown, read_photo
from models.settings import Settings
from models.stores.base.database import Database, Transaction
from models.stores.packs.pack_load import load_pack
from models.stores.reading import photos, readings
from models.stores.reading.photos import NewPhoto
from ocr.apart import READING, Apart
from ocr.drawing import draw_blank
from ocr.layout import layout_by_id
from ocr.synthetic import Photo, photograph
from tests.attacks import hostile_files as hostile
from tests.ocr.test_synthetic_forms import drawn
from tests.packs.tiny import make_tiny_pack


@pytest.fixture
async def database(database_url: str):
    database = Database(database_url)
    async with database.transaction() as tx:
        await _people(tx)
    yield database
    await database.close()


async def _people(tx: Transaction) -> None:
    for number in (1, 2, 3):
        await tx.execute(
            text("insert into person (id, name, language, active) values (:id, :name, 'id', true)"),
            {"id": number, "name": f"Orang Contoh {number}"},
        )


def photo(name: str, person: int | None, **more: object) -> NewPhoto:
    values = {"sha256": f"{abs(hash(name)):064x}"[-64:], "mime": "image/jpeg", "size": 9, **more}
    return NewPhoto(path=name, purpose="form", person_id=person, **values)  # type: ignore[arg-type]


async def order(database: Database) -> list[str]:
    found = []
    async with database.transaction() as tx:
        while claimed := await readings.claim(tx):
            found.append(claimed.path)
    return found


async def test_one_who_sends_a_hundred_waits_behind_those_who_send_one(database: Database) -> None:
    async with database.transaction() as tx:
        for number in range(100):
            await photos.put_photo(tx, photo(f"flood {number}", 1))
        await photos.put_photo(tx, photo("second", 2))
        await photos.put_photo(tx, photo("third", 3))
    read = await order(database)
    assert {"second", "third"} < set(read[:4])
    assert [name for name in read if name.startswith("flood")] == [f"flood {n}" for n in range(100)]


async def test_those_whom_nobody_knows_share_one_turn(database: Database) -> None:
    async with database.transaction() as tx:
        for number in range(20):
            await photos.put_photo(tx, photo(f"unknown {number}", None))
        await photos.put_photo(tx, photo("known", 1))
    assert "known" in (await order(database))[:3]


async def test_what_belongs_to_no_tally_waits_behind_photos_of_tallies(
    database: Database, tmp_path: Path
) -> None:
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(tmp_path / "tiny"))
        place = (await tx.execute(text("select min(id) from station"))).scalar_one()
        contest = (await tx.execute(text("select min(id) from contest"))).scalar_one()
        of_a_tally = {"station_id": place, "contest_id": contest}
        await photos.put_photo(tx, photo("of nothing", 1))
        await photos.put_photo(tx, photo("forwarded", 2, forwarded=True, **of_a_tally))
        await photos.put_photo(tx, photo("tally", 3, **of_a_tally))
    assert await order(database) == ["tally", "of nothing", "forwarded"]


async def test_a_scan_of_many_pages_takes_three_turns(database: Database) -> None:
    async with database.transaction() as tx:
        await photos.put_photo(tx, photo("scan", 1, mime="application/pdf"))
        await photos.put_photo(tx, photo("after the scan", 1, mime="application/pdf"))
        for number in range(3):
            await photos.put_photo(tx, photo(f"photo {number}", 2))
    assert (await order(database))[-1] == "after the scan"


async def test_a_witness_hears_of_her_photo_while_a_stranger_sends_bombs(
    database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten files that hold a reader for as long as it lets them; her photo is third at most."""
    reader = Apart(replace(READING.limits, processor=1.0))  # a photo has its own, page by page
    monkeypatch.setattr("bot.processes.reader.READING", reader)
    settings = Settings.model_validate(
        {"database_url": database_url, "var": tmp_path, "secret_key": "of this test alone"}
    )
    reading = Reading(settings, database, quick)
    bombs = [hostile.nested_forms(7, 14 + n) for n in range(10)]
    page = drawn(layout_by_id("c-hasil-ppwp-2024-2"))
    good = photograph(draw_blank(page), Photo(), 1)
    kept = [await reading.media.keep(data) for data in (*bombs, good)]
    async with database.transaction() as tx:
        for number, file in enumerate(kept):
            sender = 2 if number == len(bombs) else 1
            await photos.put_photo(tx, photo(file.path, sender, sha256=file.sha256))
    for _ in range(3):
        assert await reading.read_one()
    reader.close()
    async with database.transaction() as tx:
        states = (await tx.execute(text("select state from photo where person_id = 2"))).all()
    assert [row.state for row in states] == ["read"]


def quick(data: bytes, shown: Shown) -> Read:
    return read_photo(data, shown)

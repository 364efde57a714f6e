"""A photo of a form on its way: kept, read, proposed, confirmed by a person, in the recap."""

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from PIL import Image
from sqlalchemy import text

from bot.base.media import media_of
from bot.capabilities import CONVERSATION
from bot.channels.console import Console, event
from bot.messaging.files import Files
from bot.messaging.handling import Handling
from bot.messaging.ingest import ingest
from bot.messaging.runner import Runner
from bot.messaging.worker import Worker
from bot.processes.folding import Folding
from bot.processes.reader import Reading
from bot.processes.wiring import by_account
from bot.reading.disputed_crops import cut_next
from bot.reading.photo_pages import Read, Shown, read_with
from models.sealing import Keys
from models.settings import Settings
from models.stores.base import elections
from models.stores.base.database import Database
from models.stores.mandates.witnesses import import_witnesses
from models.stores.messaging import terminal
from models.stores.packs.pack_load import load_pack
from models.stores.reports import open_disputes
from ocr.derive import copy_pages
from ocr.layout import layout_by_id
from ocr.read import FormReader, form_reader
from ocr.synthetic import Photo, fill, photograph, signs_for, values_for
from tests.ocr.test_synthetic_forms import drawn
from tests.packs.tiny import make_tiny_pack

PHONES = {
    "Siti": "+6281200000001",
    "Budi": "+6281200000002",
    "Wati": "+6281200000003",
    "Rina": "+6281200000004",
}
STATIONS = {
    "Siti": "9801012001001",
    "Budi": "9801012001001",
    "Wati": "9801012001002",
    "Rina": "9801012001001",
}
PARTICIPANTS = {"Rina": "party:2"}
WRITTEN = {"suara_1": 112, "suara_2": 46, "suara_3": 30}


class Evening:
    """Two witnesses at one station and one at another, in the terminal's channel."""

    def __init__(self, database: Database, settings: Settings, entrance: Any) -> None:
        keys, self.channel = Keys.of(settings), Console()
        self.database, self.entrance = database, entrance
        files = Files(media_of(settings))
        handler, channels = Runner(CONVERSATION, keys).handle, by_account([self.channel])
        handling = Handling(database, channels, handler, keys, files, paced=False)
        self.worker = Worker(database, handling)
        self.reading = Reading(settings, database, _read_drawn)

    async def say(self, who: str, line: str) -> str:
        payload = event(PHONES[who], line, datetime.now(UTC))
        await self.entrance.keep(self.channel, payload)
        await self.worker.drain()
        return await self.heard(who)

    async def heard(self, who: str) -> str:
        async with self.database.transaction() as tx:
            bodies = await terminal.collect(tx, self.channel.name, PHONES[who])
        return "\n".join(body["text"] for body in bodies)

    async def read(self) -> None:
        """Read all that waits and tell it; who is just being served is told a second later."""
        while await self.reading.read_one():
            pass
        query = text("select exists (select from photo where state in ('read', 'failed'))")
        async with asyncio.timeout(60):
            while True:
                told = await self.reading.tell()
                async with self.database.transaction() as tx:
                    if not await tx.scalar(query):
                        return
                await asyncio.sleep(0 if told else 0.1)

    async def result(self) -> Any:
        await Folding(self.database).turn()
        async with self.database.transaction() as tx:
            query = text("select state, evidence, cells from station_result")
            return (await tx.execute(query)).one()


def _reader() -> FormReader:
    layouts = tuple(drawn(layout_by_id(f"c-hasil-ppwp-2024-{page}")) for page in (2, 3))
    return FormReader(form_reader().network, layouts)


def _read_drawn(data: bytes, shown: Shown) -> Read:
    return read_with(_reader(), data, Shown(ballot=shown.ballot, sheets=shown.sheets))


def sheet(folder: Path, page: int, values: dict[str, int]) -> Path:
    layout = drawn(layout_by_id(f"c-hasil-ppwp-2024-{page}"))
    signs = {name: signs_for(value, 3) for name, value in values.items()}
    file = folder / f"page{page}.jpg"
    file.write_bytes(photograph(fill(layout, signs, 5), Photo(), 5))
    return file


@pytest.fixture
async def evening(database_url: str, tmp_path: Path) -> AsyncIterator[Evening]:
    settings = Settings.model_validate(
        {"database_url": database_url, "var": tmp_path, "secret_key": "of this test alone"}
    )
    database = Database(database_url)
    people = tmp_path / "people.csv"
    rows = [
        f"{name},{phone},{STATIONS[name]},{PARTICIPANTS.get(name, 'pair:1')}"
        for name, phone in PHONES.items()
    ]
    people.write_text("\n".join(["name,phone,station,participant", *rows]))
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(tmp_path / "tiny"))
        await import_witnesses(tx, Keys.of(settings), 1, people)
    async with ingest(database_url, Keys.of(settings)) as entrance:
        yield Evening(database, settings, entrance)
    await database.close()


async def test_a_photo_is_proposed_and_only_a_person_makes_it_a_report(
    evening: Evening, tmp_path: Path
) -> None:
    kept = await evening.say("Siti", f"@{sheet(tmp_path, 2, WRITTEN)}")
    assert "Tersimpan" in kept
    await evening.read()
    proposed = await evening.heard("Siti")
    assert "Terbaca dari foto" in proposed
    assert ": 112" in proposed
    async with evening.database.transaction() as tx:
        assert await tx.scalar(text("select count(*) from revision")) == 0
    await evening.say("Siti", "1=112 2=46 3=30 sah 188 tidak sah 4 jumlah 192")
    assert "Tersimpan" in await evening.say("Siti", "benar")
    result = await evening.result()
    # Her own photo proposed the numbers, so it is no second pair of eyes for them.
    assert (result.state, result.evidence) == ("reported", [])


async def test_a_photo_that_agrees_with_what_was_typed_confirms_the_station(
    evening: Evening, tmp_path: Path
) -> None:
    await evening.say("Siti", "PPWP 1=112 2=46 3=30 sah 188 tidak sah 4 jumlah 192")
    assert "Tersimpan" in await evening.say("Siti", "benar")
    await evening.say("Siti", f"@{sheet(tmp_path, 2, WRITTEN)}")
    closing = {"sah": 188, "tidak_sah": 4, "total": 192}
    await evening.say("Siti", f"@{sheet(tmp_path, 3, closing)}")
    await evening.read()
    assert "cocok" in await evening.heard("Siti")
    result = await evening.result()
    assert (result.state, result.evidence) == ("confirmed", ["reading"])


async def test_a_photo_that_breaks_its_reading_is_marked_and_the_next_one_is_read(
    evening: Evening, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes(sheet(tmp_path, 2, WRITTEN).read_bytes()[:4000])
    await evening.say("Siti", f"@{broken}")
    await evening.say("Budi", f"@{sheet(tmp_path, 2, WRITTEN)}")
    await evening.read()
    assert "Terbaca dari foto" in await evening.heard("Budi")


async def test_the_same_photo_for_another_station_is_noticed_though_it_was_made_smaller(
    evening: Evening, tmp_path: Path
) -> None:
    photo = sheet(tmp_path, 2, WRITTEN)
    small = tmp_path / "small.jpg"
    picture = cv2.imread(str(photo))
    cv2.imwrite(str(small), cv2.resize(picture, None, fx=0.7, fy=0.7, interpolation=cv2.INTER_AREA))
    await evening.say("Siti", f"@{photo}")
    await evening.read()
    await evening.heard("Siti")
    await evening.say("Wati", f"@{small}")
    await evening.read()
    assert "mirip foto dari TPS lain" in await evening.heard("Wati")


async def test_a_pdf_scan_of_all_pages_is_read_in_one_answer(
    evening: Evening, tmp_path: Path
) -> None:
    closing = {"sah": 188, "tidak_sah": 4, "total": 192}
    sheets = [sheet(tmp_path, 2, WRITTEN), sheet(tmp_path, 3, closing)]
    pages = [Image.open(path).convert("L") for path in sheets]
    pages[0].save(tmp_path / "scan.pdf", save_all=True, append_images=pages[1:], resolution=150)
    await evening.say("Siti", f"@{tmp_path / 'scan.pdf'}")
    await evening.read()
    proposed = await evening.heard("Siti")
    assert ": 112" in proposed
    assert "Sah 188" in proposed


async def test_party_pages_are_told_apart_and_the_missing_one_is_named(
    evening: Evening, tmp_path: Path
) -> None:
    async with evening.database.transaction() as tx:
        query = text("select id from contest where ballot = 'dpr' and code = '9801'")
        contest, election = await elections.of_contest(tx, await tx.scalar(query))
    pages = copy_pages(contest, election.held_on.year, election.config.station.voter_cap)
    parties, last = pages[1:-1], pages[-1]
    written = {page.id: values_for(page, np.random.default_rng(7)) for page in (*parties, last)}
    await evening.say("Rina", "isi dpr")
    for page in (last, *reversed(parties[1:])):
        signs = {name: signs_for(value, 3) for name, value in written[page.id].items()}
        file = tmp_path / f"{page.id}.jpg"
        file.write_bytes(photograph(fill(page, signs, 5), Photo(tilt=0.2), 5))
        await evening.say("Rina", f"@{file}")
    await evening.read()
    proposed = await evening.heard("Rina")
    print(proposed, written)
    assert "Halaman partai 1 PMB belum ada" in proposed
    for party, page in zip(contest.parties()[1:], parties[1:], strict=True):
        assert f"{party.code} {party.short}: {written[page.id]['jumlah']}" in proposed
    assert f"Sah {written[last.id]['sah']}" in proposed


async def test_the_boxes_of_numbers_in_dispute_are_cut_out_for_the_reviewer(
    evening: Evening, tmp_path: Path
) -> None:
    await evening.say("Siti", "PPWP 1=112 2=46 3=30 sah 188 tidak sah 4 jumlah 192")
    await evening.say("Siti", "benar")
    await evening.say("Siti", f"@{sheet(tmp_path, 2, WRITTEN)}")
    await evening.read()
    assert not await cut_next(evening.database, evening.reading.media)
    await evening.say("Budi", "PPWP 1=112 2=40 3=36 sah 188 tidak sah 4 jumlah 192")
    await evening.say("Budi", "benar")
    while await cut_next(evening.database, evening.reading.media):
        pass
    async with evening.database.transaction() as tx:
        rows = await open_disputes.photos(
            tx, [await tx.scalar(text("select station_id from dispute"))]
        )
    assert set(rows[0].crops) == {"2", "3"}
    assert cv2.imdecode(
        np.frombuffer(await evening.reading.media.read(rows[0].crops["2"]), np.uint8), 0
    ).shape[0] == 96  # fmt: skip

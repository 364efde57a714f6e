"""The real conversation in a real browser: a newcomer's first minutes, from page to report."""

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from bot.capabilities import CONVERSATION
from bot.messaging.runner import Runner
from models.stores.base.database import Database
from models.stores.packs.pack_load import load_pack
from tests.packs.tiny import make_tiny_pack
from tests.pages.app import Site, running, settings

pytestmark = pytest.mark.browser


async def load_tiny(url: str, folder: Path) -> None:
    """Load a small made-up election."""
    database = Database(url, size=1)
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(folder))
    await database.close()


@pytest.fixture(scope="module")
def site(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Saksi with a small election, as a newcomer starts it."""
    var = tmp_path_factory.mktemp("var")
    with ThreadPoolExecutor(1) as thread:
        thread.submit(asyncio.run, load_tiny(module_database_url, var / "pack")).result()
    own = Site(settings(module_database_url, var))
    with running(own, Runner(CONVERSATION, own.keys).handle) as started:
        yield started


def say(where: Locator, text: str, answer: str) -> None:
    """Type, and wait until the answer stands below it."""
    field = where.get_by_label("Ketik pesan")
    field.fill(text)
    field.press("Enter")
    expect(where.locator(".message:not(.mine)").last).to_contain_text(answer)


def test_a_newcomer_becomes_a_witness_checks_in_and_reports(page: Page, site: Site) -> None:
    page.goto(site.url)
    expect(page.get_by_text("Pemilu Contoh 2024")).to_be_visible()
    page.get_by_role("link", name="Buka HP latihan").click()
    siti = page.get_by_role("region", name="Siti Rahayu")
    expect(siti.get_by_text("TPS 01")).to_be_visible()
    siti.get_by_role("button", name="Bagikan nomor saya").click()
    expect(siti.locator(".bubble").last).to_contain_text("Selamat datang, Siti Rahayu")
    say(siti, "Hadir", "Mohon kirim lokasi")
    siti.get_by_role("button", name="Bagikan lokasi").click()
    siti.get_by_role("button", name="Kirim lokasi ini").click()
    expect(siti.locator(".talk")).to_contain_text("Hadir tercatat")
    say(siti, "ISI", "Presiden")
    say(siti, "1=60 2=87 3=45 sah 192 tidak sah 3 jumlah 195", "Jumlah 195")
    siti.get_by_role("button", name="Benar").last.click()
    expect(siti.locator(".talk")).to_contain_text("Tersimpan")
    assert rows(site, "select votes from revision") == [[60, 87, 45]]


def rows(site: Site, query: str) -> list[Any]:
    """The first column of what the database answers."""

    async def ask() -> list[Any]:
        import asyncpg

        from models.stores.base.wake import plain_url

        connection = await asyncpg.connect(plain_url(site.database_url))
        found = [row[0] for row in await connection.fetch(query)]
        await connection.close()
        return found

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result()

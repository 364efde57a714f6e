"""The desks in a real browser: by keyboard, on a phone and on a wall, for everybody."""

import asyncio
import csv
import re
import threading
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import TypeVar

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from bot.base.claimed_turns import OutboxNew, Turn
from models.sealing import Keys
from models.stores.base.database import Database, Transaction
from models.stores.persons import screen_sessions
from tests.cases.desk import open_desk
from tests.desks.office import Office, busy_day
from tests.pages.app import Site, running, settings
from tests.pages.conftest import ARGUMENTS as ARGUMENTS
from tests.pages.conftest import chromium as chromium

pytestmark = pytest.mark.browser
AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
SECRET = "the secret key of these tests"
PAGES = ("incidents", "deliveries", "operations", "imports")
"""Every kind of page: the tables are one template, with acts and without."""
T = TypeVar("T")


def apart(work: Callable[[], Coroutine[object, object, T]]) -> T:
    """The result of asynchronous work, in a thread of its own: Playwright holds this one."""
    found: list[T] = []
    thread = threading.Thread(target=lambda: found.append(asyncio.run(work())))
    thread.start()
    thread.join()
    return found[0]


@pytest.fixture(scope="module")
def day(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Site, Office, dict[str, str]]]:
    """The running pages of a busy day, and the cookies of the leaders' browsers."""
    own = settings(module_database_url, tmp_path_factory.mktemp("var"), secret_key=SECRET)

    async def lived() -> tuple[Office, dict[str, str]]:
        async with open_desk(module_database_url, tmp_path_factory.mktemp("office")) as desk:
            office = await busy_day(desk)
        return office, await _cookies(own.database_url or "", Keys.of(own), office)

    office, cookies = apart(lived)
    with running(Site(own), _silent) as site:
        yield site, office, cookies


async def _silent(tx: Transaction, turn: Turn) -> list[OutboxNew]:
    """Nobody answers here: what is looked at is the pages."""
    return []


async def _cookies(url: str, keys: Keys, office: Office) -> dict[str, str]:
    database, found = Database(url), {}
    async with database.transaction() as tx:
        for name in ("near", "chief"):
            person = getattr(office, name).person
            found[name] = (await screen_sessions.open_one(tx, keys, person, "Chrome"))[1]
    await database.close()
    return found


Day = tuple[Site, Office, dict[str, str]]


def opened(chromium: Browser, day: Day, who: str, width: int = 1440) -> Page:
    """A leader's browser of this width."""
    site, _, cookies = day
    context = chromium.new_context(viewport={"width": width, "height": 900}, locale="id-ID")
    context.add_cookies([{"name": "saksi_screen", "value": cookies[who], "url": site.url}])
    context.set_default_timeout(8000)
    page = context.new_page()
    page.on("pageerror", lambda trouble: pytest.fail(str(trouble)))
    return page


def test_an_incident_is_filtered_taken_and_closed_by_keyboard(chromium: Browser, day: Day) -> None:
    page = opened(chromium, day, "near")
    page.goto(f"{day[0].url}/screen/work")
    expect(page).to_have_url(re.compile("/screen/incidents$"))
    page.get_by_label("Kata").focus()
    page.keyboard.type("depan TPS")
    page.keyboard.press("Enter")
    expect(page.locator("table.desk tbody tr")).to_have_count(1)
    page.get_by_role("columnheader", name="Waktu").get_by_role("link").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("columnheader", name="Waktu")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_role("button", name=re.compile("^Tangani: I-")).focus()
    page.keyboard.press("Enter")
    said = page.get_by_role("status").filter(has_text="Kejadian")
    expect(said).to_be_focused()
    expect(page.get_by_role("cell", name="ditangani", exact=True)).to_be_visible()
    page.locator("summary").filter(has_text="Selesai").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.type("sudah dicek, diserahkan ke Panwas")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("cell", name="selesai", exact=True)).to_be_visible()
    assert page.url.count("depan") == 1, "the question stays as it was"
    page.context.close()


def test_a_file_of_the_question_at_hand_opens(chromium: Browser, day: Day, tmp_path: Path) -> None:
    page = opened(chromium, day, "near")
    page.goto(f"{day[0].url}/screen/witnesses?presence=here")
    for kind in ("CSV", "XLSX"):
        with page.expect_download() as coming:
            page.get_by_role("link", name=f"Unduh Saksi sebagai {kind}").click()
        file = tmp_path / coming.value.suggested_filename
        coming.value.save_as(file)
        assert file.suffix == f".{kind.lower()}"
        rows = _rows(file)
        assert [row[0] for row in rows[2:]] == ["Saksi 10"]
        assert "Pak Dedi (person:" in str(rows[0][0])
    page.context.close()


def _rows(file: Path) -> list[list[object]]:
    if file.suffix == ".xlsx":
        return CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    with file.open(encoding="utf-8", newline="") as lines:
        return [list(row) for row in csv.reader(lines)]


def test_a_list_is_seen_and_its_headings_are_there_to_confirm(chromium: Browser, day: Day) -> None:
    page = opened(chromium, day, "chief")
    page.goto(f"{day[0].url}/screen/imports")
    content = b"Nama,Kontak,TPS,Partai\nSiti Rahayu,0812-0000-0201,4711,3\n"
    page.get_by_label("Berkas daftar").set_input_files(
        {"name": "saksi.csv", "mimeType": "text/csv", "buffer": content}
    )
    page.get_by_role("button", name="Lihat dulu").click()
    expect(page.get_by_role("heading", name="saksi.csv: begini kami membacanya")).to_be_focused()
    expect(page.get_by_label("Kami baca sebagai: Kontak")).to_have_value("Kontak=phone")
    expect(page.get_by_text("bukan TPS di pemilihan ini")).to_be_visible()
    page.context.close()


def test_operations_renew_themselves(chromium: Browser, day: Day) -> None:
    page = opened(chromium, day, "chief")
    page.goto(f"{day[0].url}/screen/operations")
    with page.expect_response(re.compile("/screen/operations/now$"), timeout=9000) as renewed:
        expect(page.get_by_role("heading", level=2).first).to_be_visible()
    assert renewed.value.ok
    expect(page.get_by_role("heading", name="Mesin", level=1)).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("width", [390, pytest.param(1440, marks=pytest.mark.long)])
def test_axe_finds_nothing_in_both_languages_and_no_page_is_wider_than_its_screen(
    chromium: Browser, day: Day, width: int
) -> None:
    page, found = opened(chromium, day, "chief", width), []
    for name in PAGES:
        for language in ("id", "en"):
            page.goto(f"{day[0].url}/screen/{name}?lang={language}")
            page.evaluate(AXE.read_text("utf-8"))
            broken = page.evaluate("axe.run().then(found => found.violations)")
            found += [(name, language, one["id"], one["nodes"][0]["html"]) for one in broken]
            wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            found += [(name, language, "wide", wide)] if wide > 0 else []
    page.context.close()
    assert found == []

"""A station, its photos and the review queue in a real browser, by keyboard and for everybody."""

import asyncio
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.capabilities import CONVERSATION
from bot.messaging.runner import Runner
from models.values import Role
from tests.cases.desk import STATION, Desk, open_desk
from tests.cases.test_disputes import report
from tests.pages.app import Site, running, settings
from tests.screen.browsing import AXE, NARROW, WIDE, axe, enter
from tests.screen.conftest import cookie_of
from tests.screen.forms import photographed, sheet

pytestmark = pytest.mark.browser
SECOND = "9801012001002"


@dataclass
class Night:
    """The night of the count: who may look, and what waits."""

    site: Site
    reviewer: str
    administrator: str
    photo: int


async def differ(desk: Desk, number: int, station: str, sheet_: bytes) -> int:
    """Two witnesses of a station differ in what the photo says; its id."""
    one = await desk.witness(f"Bu Siti {number}", number, station)
    two = await desk.witness(f"Pak Budi {number}", number + 1, station)
    await one.say("hadir")
    await one.say("@loc:-7.7953,110.3689")
    await report(one, "ppwp 102 87 3 sah 192 tidak sah 3 jumlah 195")
    await two.say("hadir")
    await two.say("@loc:-7.7968,110.3712")
    await report(two, "ppwp 102 78 3 sah 183 tidak sah 3 jumlah 186")
    return await photographed(desk, one, sheet_, station)


async def night(url: str, folder: Path) -> tuple[str, str, int]:
    """Two disputes, a photo under a wrong ballot; cookies of a reviewer and an administrator."""
    async with open_desk(url, folder) as desk:
        await differ(desk, 1, STATION, sheet(102, 87, 3))
        await differ(desk, 3, SECOND, sheet(102, 87, 3))
        siti = await desk.person("Bu Siti 1", 1)
        photo = await photographed(desk, siti, sheet(100, 50, 25), STATION, "dpd")
        await desk.do("update dispute set opened_at = now() - interval '31 minutes'")
        rini = await desk.holder("Bu Rini", 7, Role.REVIEWER, "9801")
        await desk.holder("Bu Rini", 7, Role.AUDITOR, "9801")
        admin = await desk.holder("Pak Dedi", 8, Role.ADMINISTRATOR)
        cookies = [
            (await cookie_of(desk, desk.keys, one.person))["saksi_screen"] for one in (rini, admin)
        ]
        return cookies[0], cookies[1], photo


@pytest.fixture(scope="module")
def seeded(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Night]:
    folder = tmp_path_factory.mktemp("var")
    reviewer, admin, photo = asyncio.run(night(module_database_url, folder))
    own = settings(module_database_url, folder, secret_key="the secret key of these tests")
    site = Site(own)
    with running(site, Runner(CONVERSATION, site.keys).handle):
        yield Night(site, reviewer, admin, photo)


@pytest.mark.skipif(not AXE.exists(), reason="axe-core is not set up (bin/vendor)")
@pytest.mark.parametrize("language", ["id", pytest.param("en", marks=pytest.mark.long)])
def test_axe_finds_nothing_on_these_pages(
    seeded: Night,
    chromium: Browser,
    language: str,
) -> None:
    url = seeded.site.url
    found = {}
    for cookie, viewport, scheme in (
        (seeded.administrator, WIDE, "dark"),
        (seeded.reviewer, NARROW, "light"),
    ):
        page = enter(chromium, url, cookie, viewport=viewport, color_scheme=scheme)
        paths = [f"/screen/station/{STATION}", "/screen/photos", "/screen/photos?show=elsewhere"]
        paths += ["/screen/queue"] if cookie == seeded.reviewer else []
        for path in paths:
            page.goto(f"{url}{path}{'&' if '?' in path else '?'}lang={language}")
            wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
            if wrong := axe(page) + (["wider than the screen"] if wide else []):
                found[path, viewport["width"]] = wrong
        page.context.close()
    assert found == {}


def test_a_dispute_is_decided_and_a_photo_moved_by_keyboard(
    seeded: Night,
    chromium: Browser,
) -> None:
    url = seeded.site.url
    page = enter(chromium, url, seeded.reviewer)
    page.goto(f"{url}/screen/station/{STATION}")
    boxes = page.locator("svg.boxes polygon")
    expect(boxes).to_have_count(6)
    page.locator(".sheet img").first.scroll_into_view_if_needed()
    expect(page.locator("svg.boxes").first).to_have_attribute(
        "viewBox", re.compile(r"0 0 \d{4} \d{4}"), timeout=20_000
    )
    picture = page.locator(".sheet img").first.bounding_box()
    first = boxes.first.bounding_box()
    assert picture
    assert first
    assert picture["x"] < first["x"] < picture["x"] + picture["width"]
    decide(page, url)
    move(page, url, seeded.photo)


def decide(page: Page, url: str) -> None:
    """Both disputes, with nothing but keys."""
    page.goto(f"{url}/screen/queue")
    item = page.locator("form.item")
    first = item.get_attribute("data-id")
    field = page.locator("input.number").first
    expect(field).to_be_focused()
    expect(field).to_have_value("87")
    page.keyboard.press("f")
    expect(page.locator(".whole img").first).to_be_visible()
    page.keyboard.press("b")
    expect(field).to_have_value("78")
    page.keyboard.type("87")
    for key in ("Enter", "a", "Enter", "a", "Enter"):
        page.keyboard.press(key)
    expect(page.locator("input.number").nth(2)).to_have_value("195")
    expect(page.get_by_label("Alasan")).to_be_focused()
    page.keyboard.type("sesuai foto plano")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tersimpan.")).to_be_visible()
    expect(item).not_to_have_attribute("data-id", first or "")
    expect(page.locator("input.number").first).to_be_focused()
    page.keyboard.press("s")
    expect(page.get_by_text("Tidak ada selisih yang menunggu Anda.")).to_be_visible()


def move(page: Page, url: str, photo: int) -> None:
    """The photo that lies under the DPD is one of the president's ballot of TPS 02."""
    page.goto(f"{url}/screen/photos")
    card = page.locator(".gallery li").filter(has=page.get_by_label(f"Pindahkan foto {photo}"))
    expect(card.get_by_role("img")).to_be_visible()
    page.get_by_label(f"Pindahkan foto {photo}").press("Enter")
    card.get_by_label("Kode TPS").fill(SECOND)
    card.get_by_label("Surat suara").select_option("ppwp")
    card.get_by_role("button", name="Pindahkan").press("Enter")
    expect(card.get_by_role("link", name="TPS 02 Sukamaju Kidul", exact=True)).to_be_visible()
    expect(card.get_by_text("menunggu dibaca")).to_be_visible()

"""The war room in a real browser: in by the phone, live in every tab, the map, for everybody."""

import asyncio
import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, FilePayload, Page, expect

from api.pages import missing_libraries
from bot.capabilities import CONVERSATION
from bot.messaging.runner import Runner
from models.stores.base import elections
from models.stores.base.areas import area
from models.stores.base.database import Database
from models.stores.packs.pack_load import load_pack
from models.stores.persons import people, roles, screen_sessions
from models.stores.persons.roles import NewRole
from models.values import Role
from tests.pages.app import Site, running, settings

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bool(missing_libraries()), reason="no libraries of the pages: bin/vendor"),
]
ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "packs" / "yogyakarta-2024"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
SITI = "+6281200000001"
REPORT = "PPWP 1: 100, 2: 50, 3: 30 sah 180 tidak sah 4 jumlah 184"


def do(work: Callable[[], object]) -> object:
    """Asynchronous work beside the browser's own loop."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work()).result()  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def site(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Saksi with the sample election."""

    async def load() -> None:
        database = Database(module_database_url, size=1)
        async with database.transaction() as tx:
            await load_pack(tx, SAMPLE)
        await database.close()

    do(load)
    own = Site(settings(module_database_url, tmp_path_factory.mktemp("var")))
    with running(own, Runner(CONVERSATION, own.keys).handle) as started:
        yield started


def come_in(context: BrowserContext, site: Site, code: str | None) -> None:
    """A browser that is in for a coordinator of an area, or an administrator."""

    async def work() -> str:
        database = Database(site.database_url, size=1)
        async with database.transaction() as tx:
            election = await elections.election(tx)
            person, _ = await people.put_person(
                tx, site.keys, "Bu Rini", f"+62812000{int(code or 0):07}"
            )
            where = (await area(tx, election.id, code)).id if code else None
            role = Role.COORDINATOR if code else Role.ADMINISTRATOR
            await roles.grant(tx, NewRole(person, role, election.id, where))
            _, cookie = await screen_sessions.open_one(tx, site.keys, person, "Chrome, Linux")
        await database.close()
        return cookie

    value = str(do(work))
    context.add_cookies([{"name": "saksi_screen", "value": value, "url": site.url}])


@pytest.fixture
def quiet(context: BrowserContext) -> Iterator[BrowserContext]:
    """A browser whose console stays empty: nothing is blocked by our own policy."""
    said: list[str] = []
    context.on("console", lambda message: said.append(message.text))
    yield context
    wrong = [text for text in said if "status of 404" not in text and "status of 401" not in text]
    assert wrong == []


def enrolled(page: Page, name: str) -> None:
    """A made-up witness who has shared the number."""
    own = page.get_by_role("region", name=name)
    own.get_by_role("button", name="Bagikan nomor saya").click()
    expect(own.locator(".bubble").last).to_contain_text(f"Selamat datang, {name}")


def say(page: Page, text: str, answer: str, name: str = "Siti Rahayu") -> str:
    """Type on a made-up phone, and wait until the answer stands there."""
    own = page.get_by_role("region", name=name)
    field = own.get_by_label("Ketik pesan")
    field.fill(text)
    field.press("Enter")
    last = own.locator(".message:not(.mine)").filter(has_text=answer).last
    expect(last).to_be_visible()
    return last.inner_text()


def test_the_phone_lets_in_and_a_report_shows_in_every_tab_without_reloading(
    quiet: BrowserContext, site: Site
) -> None:
    phone = quiet.new_page()
    phone.goto(site.url + "/phone")
    enrolled(phone, "Siti Rahayu")

    async def appoint() -> None:
        database = Database(site.database_url, size=1)
        async with database.transaction() as tx:
            election = await elections.election(tx)
            person = await people.person_by_phone(tx, site.keys, SITI)
            await roles.grant(tx, NewRole(person or 0, Role.ADMINISTRATOR, election.id))
        await database.close()

    do(appoint)
    told = say(phone, "LAYAR", "/screen/in/")
    found = re.search(r"/screen/in/[\w-]+", told)
    assert found is not None
    page = quiet.new_page()
    page.goto(site.url + found[0])
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hitungan Kota Yogyakarta")
    tabs = [page, *(quiet.new_page() for _ in range(7))]
    for tab in tabs[1:]:
        tab.goto(site.url + "/screen/area/3471")
    for tab in tabs:
        expect(tab.locator("#live")).to_have_class(re.compile(r"\bon\b"))
        expect(tab.get_by_text("0 dari 1.298 TPS")).to_be_visible()
    say(phone, REPORT, "Sudah benar?")
    say(phone, "BENAR", "ersimpan")
    for tab in tabs:
        expect(tab.get_by_text("1 dari 1.298 TPS")).to_be_visible(timeout=2500)
    page.close()  # the tab that kept the stream
    phone.bring_to_front()
    enrolled(phone, "Wayan Lestari")
    say(phone, REPORT, "Sudah benar?", "Wayan Lestari")
    say(phone, "BENAR", "ersimpan", "Wayan Lestari")
    for tab in tabs[1:]:
        expect(tab.get_by_text("2 dari 1.298 TPS")).to_be_visible(timeout=6000)


def test_the_map_opens_a_kemantren_by_mouse_and_by_keyboard(
    quiet: BrowserContext, site: Site
) -> None:
    come_in(quiet, site, "3471")
    page = quiet.new_page()
    page.goto(site.url + "/screen")
    shape = page.get_by_role("link", name=re.compile("^Umbulharjo:"))
    expect(page.locator(".drawn path.shape")).to_have_count(14)
    shape.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Hitungan Kemantren Umbulharjo")
    expect(page.locator(".drawn path.shape")).to_have_count(7)
    expect(page.get_by_text("Ungu: sedikit")).to_be_visible()
    page.get_by_role("radio", name="Yang unggul").check()
    expect(page.get_by_text("Ungu: sedikit")).to_be_hidden()
    page.get_by_role("link", name=re.compile("^Semaki:")).focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Semaki")
    expect(page.locator(".drawn rect.shape")).not_to_have_count(0)


SWAP = """async () => {
  const before = document.querySelector("#part-areas"), after = before.cloneNode(true);
  after.querySelector(".drawn").replaceChildren();
  const row = after.querySelector("tr[data-code='347113']");
  row.dataset.coverage = "0.99";
  row.dataset.told = "Umbulharjo: 99 %";
  const changed = [], seen = new MutationObserver((all) => changed.push(...all));
  for (const one of before.querySelectorAll(".drawn a"))
    seen.observe(one, { subtree: true, attributes: true });
  before.replaceWith(after);
  document.dispatchEvent(new Event("htmx:oobAfterSwap"));
  while (!after.querySelector(".drawn .names")) await new Promise((then) => setTimeout(then, 5));
  return changed.map((one) => one.target.closest("a").dataset.code + " " + one.attributeName);
}"""


def test_an_update_changes_of_the_map_what_changed_and_leaves_the_rest(
    quiet: BrowserContext, site: Site
) -> None:
    come_in(quiet, site, "3471")
    page = quiet.new_page()
    page.goto(site.url + "/screen")
    expect(page.locator(".drawn path.shape")).to_have_count(14)
    names = page.locator(".drawn .names text")
    expect(names).not_to_have_count(0)
    told = names.all_inner_texts()
    assert sorted(page.evaluate(SWAP)) == ["347113 aria-label", "347113 fill"]
    expect(page.locator(".drawn path.shape")).to_have_count(14)
    assert names.all_inner_texts() == told
    shape = page.get_by_role("link", name="Umbulharjo: 99 %").locator(".shape")
    expect(shape).to_have_attribute("fill", "#fde725")
    page.get_by_role("radio", name="Yang unggul").check()
    expect(shape).not_to_have_attribute("fill", "#fde725")


def test_who_goes_by_keyboard_stays_where_they_were_when_the_count_changes(
    quiet: BrowserContext, site: Site
) -> None:
    come_in(quiet, site, "3471")
    page = quiet.new_page()
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(site.url + "/screen")
    table = page.locator("#part-areas .wide")
    for place in (
        page.locator(".drawn").get_by_role("link", name=re.compile("^Umbulharjo:")),
        table.get_by_role("link", name="Umbulharjo"),
        page.get_by_role("radio", name="Yang masuk"),
    ):
        place.focus()
        table.evaluate("one => one.scrollLeft = 40")
        page.evaluate(
            """() => {
                document.querySelectorAll("[data-part]").forEach((one) => (one.dataset.part = ""));
                const asks = document.querySelector("[data-parts]");
                htmx.ajax("GET", asks.getAttribute("hx-get"), { source: asks, swap: "none" });
            }"""
        )
        expect(page.locator("#part-areas")).not_to_have_attribute("data-part", "")
        expect(place).to_be_focused()
        assert table.evaluate("one => one.scrollLeft") == 40


def test_another_areas_coordinator_is_refused(quiet: BrowserContext, site: Site) -> None:
    come_in(quiet, site, "347101")
    page = quiet.new_page()
    page.goto(site.url + "/screen")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Tegalrejo")
    answer = page.goto(site.url + "/screen/area/347113")
    assert answer is not None
    assert answer.status == 404
    expect(page.get_by_text("Tidak ada yang seperti itu di wilayah Anda.")).to_be_visible()


PAGES = (
    "/screen",
    "/screen/area/347113?ballot=dpr",
    "/screen/seats",
    "/screen/quickcount?size=20&seed=LAUT&funding=iuran",
    "/screen/sessions",
    "/screen/code",
)


@pytest.mark.skipif(not AXE.exists(), reason="axe is not installed: bin/vendor")
@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [
        (390, "id", "dark"),
        (1440, "en", "light"),
        pytest.param(390, "en", "light", marks=pytest.mark.long),
        pytest.param(1440, "id", "dark", marks=pytest.mark.long),
        pytest.param(1440, "id", "light", marks=pytest.mark.long),
    ],
)
def test_axe_finds_nothing(
    chromium: Browser, site: Site, width: int, language: str, scheme: str
) -> None:
    context = chromium.new_context(
        viewport={"width": width, "height": 900},
        color_scheme=scheme,  # type: ignore[arg-type]
    )
    come_in(context, site, None)
    page = context.new_page()
    for path in PAGES:
        page.goto(f"{site.url}{path}{'&' if '?' in path else '?'}lang={language}")
        if path.startswith(("/screen?", "/screen/area")) or path == "/screen":
            expect(page.locator(".drawn .shape").first).to_be_visible()
        page.evaluate(AXE.read_text())
        found = page.evaluate(
            "axe.run().then(r => r.violations.map(v => v.id + ' ' + v.nodes[0].html.slice(0, 150)))"
        )
        assert found == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= width, path
    context.close()


def test_a_refusal_says_why_and_leaving_takes_every_tab_along(
    context: BrowserContext, site: Site
) -> None:
    come_in(context, site, None)
    page, other = context.new_page(), context.new_page()
    other.goto(site.url + "/screen/area/3471")
    page.goto(site.url + "/screen/imports")
    for size, told in ((9, "Kirim berkas .xlsx atau .csv"), (5_000_000, "paling besar 4 MB")):
        file = FilePayload(name="list.pdf", mimeType="application/pdf", buffer=b"x" * size)
        page.locator("input[type=file]").set_input_files(file)
        page.get_by_role("button", name="Lihat dulu").click()
        expect(page.get_by_role("alert")).to_contain_text(told)
    page.get_by_role("button", name="Keluar").click()
    for tab in (page, other):
        expect(tab.get_by_text("ketik LAYAR kepada Saksi")).to_be_visible(timeout=2500)

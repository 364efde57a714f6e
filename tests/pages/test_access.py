"""The pages for everybody: names for every control, room for a thumb, contrast, keyboard, zoom."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.pages.app import Site

pytestmark = pytest.mark.browser

LOOK = (Path(__file__).parent / "access.js").read_text()


@pytest.fixture(params=["light", "dark"])
def narrow(chromium: Browser, request: pytest.FixtureRequest):  # type: ignore[no-untyped-def]
    """An old phone's screen, by day and by night."""
    context = chromium.new_context(
        viewport={"width": 360, "height": 740}, color_scheme=request.param, locale="id-ID"
    )
    context.set_default_timeout(5000)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("path", ["/", "/p", "/docs"])
def test_plain_pages_are_for_everybody(narrow: Page, site: Site, path: str) -> None:
    narrow.goto(site.url + path)
    expect(narrow.get_by_role("heading", level=1)).to_be_visible()
    assert narrow.evaluate(LOOK) == []


def test_the_phones_are_for_everybody(narrow: Page, site: Site) -> None:
    narrow.goto(site.url + "/phone")
    siti = narrow.get_by_role("region", name="Siti Rahayu")
    for text in ("tombol", "location"):
        siti.get_by_label("Ketik pesan").fill(text)
        siti.get_by_label("Ketik pesan").press("Enter")
        expect(siti.get_by_text(f"text: {text}")).to_be_visible()
    assert narrow.evaluate(LOOK) == []
    siti.get_by_label("Lampirkan").click()
    assert narrow.evaluate(LOOK) == []
    siti.get_by_role("button", name="Lokasi", exact=True).click()
    assert narrow.evaluate(LOOK) == []
    narrow.context.set_offline(True)
    expect(narrow.get_by_text("Tidak ada sinyal")).to_be_visible()
    assert narrow.evaluate(LOOK) == []


def test_everything_is_in_reach_of_the_keyboard(page: Page, site: Site) -> None:
    page.goto(site.url + "/phone")
    siti = page.get_by_role("region", name="Siti Rahayu")
    siti.get_by_label("Ketik pesan").focus()
    page.keyboard.press("Shift+Tab")
    expect(siti.get_by_label("Lampirkan")).to_be_focused()
    page.keyboard.press("Enter")
    expect(siti.get_by_role("button", name="Foto")).to_be_focused()
    page.keyboard.press("Escape")
    expect(siti.get_by_role("dialog")).to_have_count(0)
    expect(siti.get_by_label("Lampirkan")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.type("satu")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("dua")
    page.keyboard.press("Enter")
    expect(siti.locator(".bubble").last).to_contain_text("text: satu\ndua")


def test_new_messages_are_read_out(page: Page, site: Site) -> None:
    page.goto(site.url + "/phone")
    siti = page.get_by_role("region", name="Siti Rahayu")
    log = siti.get_by_role("log", name="Percakapan")
    expect(log).to_have_attribute("aria-live", "polite")
    siti.get_by_label("Ketik pesan").fill("a")
    siti.get_by_label("Ketik pesan").press("Enter")
    expect(log.get_by_text("text: a")).to_be_visible()
    first = log.locator("li.message").first.element_handle()
    for _ in range(20):  # its mark becomes two ticks when the worker is done with it
        page.wait_for_timeout(300)
        if first.evaluate("(e) => e.isConnected"):
            break
        first = log.locator("li.message").first.element_handle()
    siti.get_by_label("Ketik pesan").fill("b")
    siti.get_by_label("Ketik pesan").press("Enter")
    expect(log.get_by_text("text: b")).to_be_visible()
    # What was read out stays the same element: a redrawn list would be read out again.
    assert first.evaluate("(e) => e.isConnected")

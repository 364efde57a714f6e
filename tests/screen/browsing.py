"""A real browser in the war room: a session's cookie, and what axe finds."""

from pathlib import Path

from playwright.sync_api import Browser, Page

ROOT = Path(__file__).parents[2]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 390, "height": 844}
_ASK = """async () => (await axe.run(document, {resultTypes: ["violations"]})).violations.map(
    (one) => `${one.id}: ${one.nodes.map((node) => node.target.join(" ")).join(", ")}`)"""


def enter(chromium: Browser, url: str, cookie: str, **more: object) -> Page:
    """A browser that is in, with a fresh page."""
    context = chromium.new_context(**{"viewport": WIDE, "locale": "id-ID", **more})  # type: ignore[arg-type]
    context.set_default_timeout(5000)
    context.add_cookies([{"name": "saksi_screen", "value": cookie, "url": url}])
    return context.new_page()


def axe(page: Page) -> list[str]:
    """What axe-core finds wrong with the page as it is now."""
    page.evaluate(AXE.read_text("utf-8"))
    found: list[str] = page.evaluate(_ASK)
    return found

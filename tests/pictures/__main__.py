"""Takes the pictures of the guides: `make pictures`. Everything in them is made up.

Needs Chromium and the libraries of the pages (bin/vendor); the database is one of its own.
"""

import asyncio
import tempfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from bot.capabilities import CONVERSATION
from bot.messaging.runner import Runner
from models.embedded import embedded
from models.stores.base.migrate import migrate
from tests.pages.app import Site, running, settings
from tests.pages.conftest import ARGUMENTS, CHROMIUM
from tests.pictures.evening import PLACE, Evening, evening
from tests.screen.browsing import enter

IMAGES = Path(__file__).parents[2] / "docs" / "images" / "screen"
DESK, PHONE = {"width": 1200, "height": 820}, {"width": 390, "height": 844}
TABLES = (
    *("witnesses", "attendance", "recruits", "roles", "incidents", "findings"),
    *("questions", "register", "broadcasts", "deliveries"),
)
_THUMBS = "Array.from(document.querySelectorAll('.thumb img')).every((one) => one.naturalWidth)"
SECRET = "the secret key of these tests"


def pages(night: Evening) -> Mapping[str, str]:
    """Every page of an administrator by the name of its picture."""
    quick = "/screen/quickcount?size=300&seed=LAUT&funding=iuran+anggota"
    return {
        "count": "/screen",
        "area": f"/screen/area/{PLACE}",
        "seats": "/screen/seats?ballot=dpr",
        "official": "/screen/official",
        "projection": "/screen/projection?ballot=dpr&run=1",
        "quickcount": quick,
        "station": f"/screen/station/{night.station}",
        "photos": "/screen/photos",
        "imports": "/screen/imports",
        "operations": "/screen/operations",
        "sessions": "/screen/sessions",
        "public": "/public",
        **{name: f"/screen/{name}" for name in TABLES},
    }


def take(chromium: Browser, url: str, night: Evening) -> None:
    """Each page once as on a desk in the dark; the count also on a phone, by day, and as a map."""
    page = enter(chromium, url, night.administrator, viewport=DESK, color_scheme="dark")
    for name, path in pages(night).items():
        page.goto(url + path)
        page.wait_for_timeout(700)
        page.wait_for_function(_THUMBS)
        _keep(page.screenshot(), name)
    page.goto(f"{url}/screen?ballot=ppwp")
    page.get_by_role("radio", name="Yang unggul").check()
    page.evaluate("document.querySelector('[data-map]').scrollIntoView()")
    page.wait_for_timeout(300)
    _keep(page.screenshot(), "map")
    page.goto(f"{url}/screen/station/{night.station}")
    page.evaluate("document.querySelector('article.photo').scrollIntoView()")
    page.locator("svg.boxes[viewBox]").first.wait_for()
    page.locator("table.read tbody tr").nth(1).hover()
    _keep(page.screenshot(), "photo")
    page.context.close()
    _others(chromium, url, night)


def _others(chromium: Browser, url: str, night: Evening) -> None:
    page = enter(chromium, url, night.administrator, viewport=PHONE, color_scheme="light")
    for name, path in (("phone", "/screen"), ("phone-incidents", "/screen/incidents")):
        page.goto(url + path)
        page.wait_for_timeout(700)
        _keep(page.screenshot(), name)
    page.context.close()
    page = enter(chromium, url, night.reviewer, viewport=DESK, color_scheme="dark")
    page.goto(f"{url}/screen/queue")
    page.locator(".crop img").first.wait_for()
    page.wait_for_timeout(700)
    _keep(page.screenshot(), "queue")
    page.context.close()
    _keep(_stranger(chromium, url).screenshot(), "signin")


def _stranger(chromium: Browser, url: str) -> Page:
    page = chromium.new_context(viewport={"width": 800, "height": 420}).new_page()
    page.goto(f"{url}/screen")
    return page


def _keep(picture: bytes, name: str) -> None:
    whole = Image.open(BytesIO(picture)).convert("RGB")
    whole.save(IMAGES / f"{name}.webp", quality=72, method=6)


def main() -> None:
    """Live through the evening on a database of its own, and keep the pictures."""
    IMAGES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(
        prefix="saksi-pictures-", ignore_cleanup_errors=True
    ) as folder:
        var = Path(folder)
        with embedded(var / "database") as url:
            migrate(url)
            night = asyncio.run(evening(url, var))
            site = Site(settings(url, var, secret_key=SECRET))
            with running(site, Runner(CONVERSATION, site.keys).handle), sync_playwright() as play:
                browser = play.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
                take(browser, site.url, night)
                browser.close()


if __name__ == "__main__":
    main()

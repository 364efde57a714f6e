"""Takes the guide's pictures of a station and the queue: `python -m tests.screen.station_pictures`.

Everything in them is made up. Needs an empty database (DATABASE_URL), Chromium, and the libraries
of the pages (bin/vendor).
"""

import asyncio
import os
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, sync_playwright

from bot.capabilities import CONVERSATION
from bot.messaging.runner import Runner
from models.stores.base.migrate import migrate
from tests.cases.desk import STATION
from tests.pages.app import Site, running, settings
from tests.pages.conftest import ARGUMENTS, CHROMIUM
from tests.screen.browsing import enter
from tests.screen.test_station_browser import night

IMAGES = Path(__file__).parents[2] / "docs" / "images"


def take(chromium: Browser, url: str, cookie: str) -> None:
    """The station from above and at its photo, and the queue."""
    page = enter(chromium, url, cookie, viewport={"width": 1100, "height": 760})
    page.goto(f"{url}/screen/station/{STATION}")
    _keep(page.screenshot(), "screen-station.png")
    page.locator("article.photo").first.scroll_into_view_if_needed()
    page.evaluate("document.querySelector('article.photo').scrollIntoView()")
    page.locator("svg.boxes[viewBox]").first.wait_for()
    page.locator("table.read tbody tr").nth(1).hover()
    _keep(page.screenshot(), "screen-photo.png")
    page.goto(f"{url}/screen/queue")
    page.locator(".crop img").first.wait_for()
    page.wait_for_timeout(1_000)
    _keep(page.screenshot(), "screen-queue.png")
    page.goto(f"{url}/screen/photos")
    page.wait_for_timeout(1_000)
    _keep(page.screenshot(clip={"x": 0, "y": 0, "width": 1100, "height": 560}), "screen-photos.png")


def _keep(picture: bytes, name: str) -> None:
    whole = Image.open(BytesIO(picture)).convert("RGB")
    small = whole.resize((whole.width * 4 // 5, whole.height * 4 // 5), Image.Resampling.LANCZOS)
    small.quantize(16, dither=Image.Dither.NONE).save(IMAGES / name, optimize=True)


def main() -> None:
    """Start Saksi on an empty database, seed the night, and keep the pictures."""
    url, var = os.environ["DATABASE_URL"], Path(tempfile.mkdtemp())
    migrate(url)
    cookie, _, _ = asyncio.run(night(url, var))
    site = Site(settings(url, var, secret_key="the secret key of these tests"))
    with running(site, Runner(CONVERSATION, site.keys).handle), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        take(browser, site.url, cookie)
        browser.close()


if __name__ == "__main__":
    main()

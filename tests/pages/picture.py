"""Takes the README's picture of the browser phone: `python -m tests.pages.picture OUT.png`.

Everything in it is made up: the election, the people, their numbers. Needs an empty database
(DATABASE_URL) and Chromium.
"""

import asyncio
import os
import sys
import tempfile
from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import Locator, Page, sync_playwright

from bot.capabilities import CONVERSATION
from bot.messaging.runner import Runner
from models.stores.base.migrate import migrate
from tests.pages.app import Site, running, settings
from tests.pages.conftest import ARGUMENTS, CHROMIUM
from tests.pages.test_conversation import load_tiny


def say(phone: Locator, text: str) -> None:
    """Type, and wait for the answer."""
    _answered(phone, lambda: _send(phone, text))


def press(phone: Locator, name: str) -> None:
    """Press the newest button of this name, and wait for the answer."""
    _answered(phone, lambda: phone.get_by_role("button", name=name).last.click())


def _send(phone: Locator, text: str) -> None:
    phone.get_by_label("Ketik pesan").fill(text)
    phone.get_by_label("Ketik pesan").press("Enter")


def _answered(phone: Locator, act) -> None:  # type: ignore[no-untyped-def]
    answers = phone.locator(".message:not(.mine)")
    before = answers.count()
    act()
    answers.nth(before).wait_for()


def play(page: Page) -> None:
    """Four phones, each at another point of the night."""
    siti, budi, wayan, neng = (page.locator(".phone").nth(place) for place in range(4))
    for phone in (siti, budi, wayan):
        press(phone, "Bagikan nomor saya")
        say(phone, "Hadir")
    siti.get_by_role("button", name="Bagikan lokasi").last.click()
    press(siti, "Kirim lokasi ini")
    press(siti, "Sudah")
    say(budi, "gak bisa, gps mati")
    say(wayan, "BELUM")
    say(neng, "Assalamualaikum, saya nyoblos di mana ya")
    say(siti, "ISI")
    say(siti, "60 87 45 sah 129 tidak sah 3 jumlah 195")
    say(siti, "sah 192")
    press(siti, "Benar")
    page.mouse.click(640, 20)


def main(out: Path) -> None:
    """Start Saksi on an empty database, play, and keep the picture."""
    url = os.environ["DATABASE_URL"]
    migrate(url)
    var = Path(tempfile.mkdtemp())
    asyncio.run(load_tiny(url, var / "pack"))
    site = Site(settings(url, var))
    with running(site, Runner(CONVERSATION, site.keys).handle), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_page(
            viewport={"width": 1280, "height": 800}, locale="id-ID", timezone_id="Asia/Jakarta"
        )
        page.goto(site.url + "/phone")
        page.locator(".phone").nth(3).wait_for()
        play(page)
        page.wait_for_timeout(500)
        picture = Image.open(BytesIO(page.screenshot()))
        browser.close()
    picture.convert("RGB").quantize(256, dither=Image.Dither.NONE).save(out, optimize=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

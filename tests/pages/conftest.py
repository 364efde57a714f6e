"""A running browser phone for the tests of a module, and a real Chromium."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.pages.app import Site, running, settings

CHROMIUM = shutil.which("chromium") or "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    "--renderer-process-limit=1",  # no process is made for a page that may come
]


@pytest.fixture(scope="module")
def site(module_database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The pages with made-up phones, and a worker that echoes."""
    own = settings(module_database_url, tmp_path_factory.mktemp("var"))
    with running(Site(own)) as started:
        yield started


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser; tests that need it are skipped where there is none.

    Not longer than a module: while Playwright runs, no asynchronous test can.
    """
    if not Path(CHROMIUM).exists():
        pytest.skip("chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def context(chromium: Browser) -> Iterator[BrowserContext]:
    """A browser without any memory, on a screen wide enough for all phones."""
    fresh = chromium.new_context(
        viewport={"width": 1280, "height": 800},
        locale="id-ID",
        geolocation={"latitude": -7.8014, "longitude": 110.3647, "accuracy": 12},
        permissions=["geolocation"],
    )
    fresh.set_default_timeout(5000)
    yield fresh
    fresh.close()


@pytest.fixture
def new_page(chromium: Browser) -> Iterator[Callable[[], Page]]:
    """Pages of other people's browsers."""
    others: list[BrowserContext] = []

    def open_one() -> Page:
        others.append(chromium.new_context(locale="id-ID"))
        others[-1].set_default_timeout(5000)
        return others[-1].new_page()

    yield open_one
    for other in others:
        other.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    """A page that fails the test when a script of ours fails."""
    opened = context.new_page()
    troubles: list[str] = []
    opened.on("pageerror", lambda trouble: troubles.append(str(trouble)))
    yield opened
    assert not troubles

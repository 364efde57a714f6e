"""The guide at /docs/guide: every page is in it, every link leads somewhere, search finds words."""

import shutil
import subprocess
from pathlib import Path

import httpx
import pytest
import yaml
from playwright.sync_api import BrowserContext, ConsoleMessage, expect

from api.pages import GUIDE, has_guide
from tests.pages.app import Site

ROOT = Path(__file__).parents[2]
MAKER = ROOT / ".tools" / "guide" / "bin" / "mkdocs"
made = pytest.mark.skipif(not has_guide() or not MAKER.exists(), reason="no guide: make docs")


def listed() -> list[str]:
    """The pages that the guide's list names, in its order."""

    def pages(part: object) -> list[str]:
        if isinstance(part, str):
            return [part]
        inside = part.values() if isinstance(part, dict) else part
        return [name for one in inside for name in pages(one)]  # type: ignore[attr-defined]

    return pages(yaml.safe_load((ROOT / "mkdocs.yml").read_text("utf-8"))["nav"])


def test_every_page_of_the_documentation_is_in_the_guide_once() -> None:
    there = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")}
    assert set(listed()) == there
    assert len(listed()) == len(there)


@made
@pytest.mark.parametrize(
    "broken",
    [
        "[kosong](tidak-ada.md)",
        "[kosong](lists.md#tidak-ada)",
        "![kosong](../images/tidak-ada.png)",
    ],
)
def test_a_link_that_leads_nowhere_stops_the_guide(tmp_path: Path, broken: str) -> None:
    for name in ("docs", "bin"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mkdocs.yml", tmp_path)
    with (tmp_path / "docs" / "operators" / "roles.md").open("a") as page:
        page.write(f"\n{broken}\n")
    words = [str(MAKER), "build", "-d", str(tmp_path / "site")]
    done = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert done.returncode != 0
    assert "tidak-ada" in done.stderr


@made
def test_a_page_is_served_with_all_that_it_loads_and_no_script_inside(site: Site) -> None:
    with httpx.Client(base_url=site.url, follow_redirects=True) as client:
        first = client.get("/docs/guide")
        assert (first.status_code, "Panduan Saksi" in first.text) == (200, True)
        deep = client.get("/docs/guide/operators/lists.html")
        assert "sha256" not in (policy := deep.headers["content-security-policy"])
        assert "unsafe" not in policy
        assert "<script>" not in deep.text
        nothing = client.get("/docs/guide/operators/none.html")
        assert (nothing.status_code, "/docs/guide" in nothing.text) == (404, True)
        outside = client.get("/docs/guide/..%2f..%2fapp.py")
        assert outside.status_code in (400, 404)


def test_a_guide_that_was_not_made_is_told_in_a_sentence(
    site: Site, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from api.routers import guide

    monkeypatch.setattr(guide, "has_guide", lambda: False)
    answer = httpx.get(f"{site.url}/docs/guide/none.html")
    assert (answer.status_code, "make docs" in answer.text) == (404, True)


@made
@pytest.mark.browser
@pytest.mark.parametrize(
    ("said", "found"), [("gladi bersih", "Gladi bersih"), ("lewati bundel", "Cadangan")]
)
def test_an_operator_finds_a_page_by_its_words(
    context: BrowserContext, site: Site, said: str, found: str
) -> None:
    page = context.new_page()
    told: list[str] = []

    def hear(message: ConsoleMessage) -> None:
        told.append(message.text)

    page.on("console", hear)
    page.goto(f"{site.url}/docs/guide/operators/roles.html")
    page.get_by_placeholder("Cari").click()
    expect(page.locator(".md-search-result__meta")).to_contain_text("Ketik", timeout=30_000)
    page.get_by_placeholder("Cari").press_sequentially(said)  # the search listens to keys
    result = page.locator(".md-search-result__list a", has_text=found).first
    expect(result).to_be_visible(timeout=30_000)
    result.click()
    expect(page.locator("h1")).to_contain_text(found)
    assert [text for text in told if "Content Security" in text] == []


def test_what_the_guide_shows_is_loaded_from_nowhere_else() -> None:
    if not has_guide():
        pytest.skip("no guide: make docs")
    for page in GUIDE.rglob("*.html"):
        text = page.read_text("utf-8")
        assert 'src="http' not in text
        assert 'rel="stylesheet" href="http' not in text

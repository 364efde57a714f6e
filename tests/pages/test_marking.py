"""The page that `saksi forms layout` makes, used in a browser as a person marks a blank form."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from ocr.derive import copy_votes_page
from ocr.drawing import draw_blank
from ocr.newform import make_layout, marking_page, prepared
from tests.ocr.test_synthetic_forms import PAIRS

NAMES = ("suara_1", "suara_2", "suara_3", "sah", "tidak_sah", "total")


def mark(page: Page, box: tuple[int, int, int, int], zoom: float) -> None:
    x, y, w, h = (value * zoom for value in box)
    page.evaluate(f"document.querySelector('main').scrollTo({x - 300}, {y - 200})")
    left, top = page.evaluate(
        "(() => { const r = document.getElementById('sheet').getBoundingClientRect();"
        " return [r.left, r.top]; })()"
    )
    page.mouse.move(left + x + 2, top + y - 1)
    page.mouse.down()
    page.mouse.move(left + x + w, top + y + h + 2)
    page.mouse.up()


def test_a_person_marks_a_blank_form_and_gets_its_layout(chromium: Browser, tmp_path: Path) -> None:
    meant = copy_votes_page(PAIRS, "UJI", 2029)
    blank = draw_blank(meant)
    zoom = prepared(blank).shape[1] / blank.shape[1]
    html = tmp_path / "uji.html"
    html.write_text(marking_page(blank, "uji-2029-2"), "utf-8")
    page = chromium.new_page(viewport={"width": 1200, "height": 760}, accept_downloads=True)
    page.set_default_timeout(5000)
    page.goto(html.as_uri())
    page.get_by_text("Save description").click()
    assert page.get_by_role("status").inner_text() == "No number is marked yet."
    for box, name in zip(meant.fields, NAMES, strict=True):
        mark(page, box.box, zoom)
        page.get_by_label("name").last.fill(name)
        page.get_by_label("means").last.fill(box.means)
    mark(page, meant.fields[0].box, zoom)
    page.get_by_title("Remove").last.click()
    page.get_by_label("Page").fill("2")
    page.locator("#sums").fill("sah = suara_1 + suara_2 + suara_3\ntotal = sah + tidak_sah")
    with page.expect_download() as download:
        page.get_by_text("Save description").click()
    description = json.loads(Path(download.value.path()).read_text("utf-8"))
    made = make_layout(blank, description, tmp_path)
    page.close()
    assert (made.page, made.ballot, len(made.sums)) == (2, "ppwp", 2)
    for box, name in zip(meant.fields, NAMES, strict=True):
        assert made.field(name).means == box.means
        assert made.field(name).box == pytest.approx([v * zoom for v in box.box], abs=3)

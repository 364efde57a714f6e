"""The browser phone in a real Chromium, on a real server and database."""

import re
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from bot.engine.messages import Kind, SharedContact
from models.values import Location
from tests.pages.app import Site

pytestmark = pytest.mark.browser


def phone(page: Page, name: str = "Siti Rahayu") -> Locator:
    """One made-up phone of the page."""
    return page.get_by_role("region", name=name)


def say(where: Locator, text: str) -> None:
    """Type and send."""
    field = where.get_by_label("Ketik pesan")
    field.fill(text)
    field.press("Enter")


def bubbles(where: Locator) -> Locator:
    return where.locator(".bubble")


def opened(page: Page, site: Site) -> Page:
    page.goto(site.url + "/phone")
    expect(phone(page).get_by_text("Mulai dengan tombol")).to_be_visible()
    return page


@pytest.fixture
def jpeg(tmp_path: Path) -> Path:
    """A picture as a phone makes it."""
    file = tmp_path / "form.jpg"
    cv2.imwrite(str(file), np.full((48, 64, 3), 200, np.uint8))
    return file


def test_a_text_is_stored_answered_and_ticked_twice(page: Page, site: Site) -> None:
    siti = phone(opened(page, site))
    say(siti, "Hadir, <b>sudah</b> di TPS\nya")
    expect(bubbles(siti)).to_have_count(2)
    expect(bubbles(siti).first.get_by_label("tersimpan dan dijawab")).to_be_visible()
    expect(bubbles(siti).last.locator("p")).to_have_text("text: Hadir, <b>sudah</b> di TPS\nya")
    assert page.locator(".bubble b").count() == 0
    assert siti.get_by_label("Ketik pesan").input_value() == ""


def test_a_button_sends_its_data_and_shows_its_label(page: Page, site: Site) -> None:
    siti = phone(opened(page, site))
    say(siti, "tombol")
    siti.get_by_role("button", name="Benar").click()
    expect(bubbles(siti).nth(2).locator("p")).to_have_text("Benar")
    expect(bubbles(siti).nth(3).locator("p")).to_have_text("press: yes")


def test_a_document_can_be_kept_under_its_name(page: Page, site: Site) -> None:
    siti = phone(opened(page, site))
    say(siti, "surat")
    link = siti.get_by_role("link", name="surat 1.pdf")
    expect(link).to_have_attribute("download", "surat 1.pdf")
    file = page.request.get(site.url + (link.get_attribute("href") or ""))
    assert (file.body(), file.headers["content-type"]) == (b"%PDF-1.7 a letter", "application/pdf")
    assert file.headers["content-disposition"] == "attachment; filename*=UTF-8''surat%201.pdf"


def test_a_photo_arrives_byte_for_byte_and_is_shown_to_its_phone_alone(
    page: Page, site: Site, jpeg: Path
) -> None:
    siti = phone(opened(page, site))
    siti.locator("input[type=file]").set_input_files(jpeg)
    expect(bubbles(siti).last.locator("p")).to_have_text(re.compile("photo: "))
    assert site.bytes_of(site.heard[-1][1]) == jpeg.read_bytes()
    shown = siti.locator(".picture img").last
    expect(shown).to_have_js_property("naturalWidth", 64)
    address = shown.get_attribute("src") or ""
    own = page.request.get(site.url + address)
    assert own.body() == jpeg.read_bytes()
    assert own.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert page.request.get(site.url + address.replace("/1/", "/2/")).status == 404
    page.context.clear_cookies()
    assert page.request.get(site.url + address).status == 403


def test_a_large_photo_is_made_smaller_and_two_of_them_are_an_album(
    page: Page, site: Site, tmp_path: Path
) -> None:
    siti = phone(opened(page, site))
    noise = np.random.default_rng(1).integers(0, 256, (1500, 4000), np.uint8)
    files = [tmp_path / "a.jpg", tmp_path / "b.jpg"]
    for file in files:
        cv2.imwrite(str(file), noise)
    siti.locator("input[type=file]").set_input_files(files)
    expect(siti.get_by_label("tersimpan dan dijawab")).to_have_count(2)
    first, second = (inbound for _, inbound in site.heard[-2:])
    arrived = cv2.imdecode(np.frombuffer(site.bytes_of(first), np.uint8), cv2.IMREAD_GRAYSCALE)
    assert arrived is not None
    assert arrived.shape == (1125, 3000)
    assert len(site.bytes_of(first)) < files[0].stat().st_size
    assert first.album
    assert first.album == second.album


def test_the_place_of_the_phone_is_sent(page: Page, site: Site) -> None:
    siti = phone(opened(page, site))
    siti.get_by_label("Lampirkan").click()
    siti.get_by_role("button", name="Lokasi").click()
    siti.get_by_role("button", name="Lokasi saya sekarang").click()
    expect(bubbles(siti)).to_have_count(2)
    assert site.heard[-1][1].location == Location(-7.8014, 110.3647, 12)


def test_in_training_a_place_may_be_typed(page: Page, site: Site) -> None:
    siti = phone(opened(page, site))
    say(siti, "location")
    siti.get_by_role("button", name="Bagikan lokasi").click()
    siti.get_by_label("Lintang").fill("abc")
    siti.get_by_role("button", name="Kirim lokasi ini").click()
    expect(siti.get_by_text("Contoh: -7.8014")).to_be_visible()
    siti.get_by_label("Lintang").fill("-7,75")
    siti.get_by_label("Bujur").fill("110.5")
    siti.get_by_role("button", name="Kirim lokasi ini").click()
    expect(bubbles(siti)).to_have_count(4)
    assert site.heard[-1][1].location == Location(-7.75, 110.5)


def test_without_a_place_the_page_says_what_to_do_instead(
    context: BrowserContext, page: Page, site: Site
) -> None:
    context.clear_permissions()
    siti = phone(opened(page, site))
    siti.get_by_label("Lampirkan").click()
    siti.get_by_role("button", name="Lokasi").click()
    siti.get_by_role("button", name="Lokasi saya sekarang").click()
    expect(siti.get_by_text("Kirim foto papan TPS saja")).to_be_visible()
    siti.get_by_role("button", name="Tutup").click()
    expect(siti.get_by_role("dialog")).to_have_count(0)


def test_two_phones_side_by_side_are_two_people(page: Page, site: Site) -> None:
    opened(page, site)
    siti, budi = phone(page), phone(page, "Budi Santoso")
    before = len(site.heard)
    siti.get_by_role("button", name="Bagikan nomor saya").click()
    expect(bubbles(siti)).to_have_count(2)
    budi.get_by_role("button", name="Bagikan nomor saya").click()
    expect(bubbles(budi)).to_have_count(2)
    (one, first), (other, second) = site.heard[before:]
    assert one != other
    assert first.contact == SharedContact("+6281200000001", own=True)
    assert second.contact == SharedContact("+6281200000002", own=True)
    assert first.sender_name == "Siti Rahayu"
    expect(siti.get_by_role("group").get_by_text("Bagikan nomor saya")).to_be_hidden()


def test_another_browser_has_phones_of_its_own(
    page: Page, site: Site, new_page: Callable[[], Page]
) -> None:
    say(phone(opened(page, site)), "rahasia")
    expect(bubbles(phone(page))).to_have_count(2)
    other = opened(new_page(), site)
    expect(bubbles(phone(other))).to_have_count(0)


def test_what_is_typed_without_signal_is_sent_once_and_in_order(
    context: BrowserContext, page: Page, site: Site, jpeg: Path
) -> None:
    siti = phone(opened(page, site))
    before = len(site.heard)
    context.set_offline(True)
    for text in ("satu", "dua"):
        say(siti, text)
    siti.locator("input[type=file]").set_input_files(jpeg)
    say(siti, "empat")
    expect(siti.get_by_label("menunggu sinyal")).to_have_count(4)
    expect(page.get_by_role("status").get_by_text("Tidak ada sinyal")).to_be_visible()
    assert len(site.heard) == before
    context.set_offline(False)
    expect(siti.get_by_label("tersimpan dan dijawab")).to_have_count(4)
    arrived = [said for _, said in site.heard[before:]]
    assert [said.text or said.kind for said in arrived] == ["satu", "dua", Kind.PHOTO, "empat"]
    assert site.bytes_of(arrived[2]) == jpeg.read_bytes()
    expect(page.get_by_role("status").get_by_text("Tidak ada sinyal")).to_be_hidden()


def test_the_page_opens_without_signal_and_keeps_what_waits(
    context: BrowserContext, page: Page, site: Site
) -> None:
    siti = phone(opened(page, site))
    say(siti, "sebelum")
    expect(bubbles(siti)).to_have_count(2)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()  # the service worker keeps the page at its first visit through it
    expect(bubbles(siti)).to_have_count(2)
    context.set_offline(True)
    say(siti, "tanpa sinyal")
    expect(siti.get_by_label("menunggu sinyal")).to_have_count(1)
    page.reload()
    expect(bubbles(siti).locator("p")).to_have_text(["sebelum", "text: sebelum", "tanpa sinyal"])
    context.set_offline(False)
    expect(siti.get_by_label("tersimpan dan dijawab")).to_have_count(2)
    assert site.texts().count("tanpa sinyal") == 1


def test_an_answer_that_was_lost_does_not_send_twice(chromium: Browser, site: Site) -> None:
    # What goes through a service worker is not seen by page.route (Playwright, "Network").
    context = chromium.new_context(locale="id-ID", service_workers="block")
    page = context.new_page()
    siti = phone(opened(page, site))
    lost: list[int] = []

    def lose(route) -> None:  # type: ignore[no-untyped-def]
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch().status)
            route.abort()

    page.route("**/phone/message", lose)
    say(siti, "sekali saja")
    say(siti, "lalu ini")
    expect(siti.get_by_label("tersimpan dan dijawab")).to_have_count(2)
    page.unroute("**/phone/message")
    page.wait_for_timeout(1300)  # longer than the pause before the second attempt
    assert lost == [200]
    assert site.texts().count("sekali saja") == 1
    assert site.texts()[-2:] == ["sekali saja", "lalu ini"]
    context.close()


def test_ticks_tell_waiting_stored_and_answered_apart(page: Page, site: Site) -> None:
    siti = phone(opened(page, site))
    site.paused = True
    try:
        say(siti, "belum dijawab")
        expect(siti.get_by_label("tersimpan", exact=True)).to_have_count(1)
        page.reload()
        expect(siti.get_by_label("tersimpan", exact=True)).to_have_count(1)
    finally:
        site.paused = False
    expect(siti.get_by_label("tersimpan dan dijawab")).to_have_count(1)


def test_a_nik_is_dots_once_it_is_stored(page: Page, site: Site) -> None:
    neng = phone(opened(page, site), "Neng Astuti")
    say(neng, "NIK 9999990101900001")
    expect(bubbles(neng).first.locator("p")).to_have_text("NIK " + "•" * 16)
    expect(bubbles(neng)).to_have_count(2)
    assert "NIK 9999990101900001" in site.texts()


def test_on_a_narrow_screen_one_phone_is_shown_at_a_time(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    opened(page, site)
    expect(phone(page, "Budi Santoso")).to_be_hidden()
    tab = page.get_by_role("button", name="Budi")
    tab.click()
    expect(phone(page)).to_be_hidden()
    say(phone(page, "Budi Santoso"), "dari Budi")
    expect(bubbles(phone(page, "Budi Santoso"))).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_page_speaks_english_when_asked(page: Page, site: Site) -> None:
    opened(page, site)
    page.get_by_role("button", name="English").click()
    expect(phone(page).get_by_label("Type a message")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    page.reload()
    expect(phone(page).get_by_label("Type a message")).to_be_visible()


def test_every_hint_below_a_phone_is_whole_on_a_wide_screen(page: Page, site: Site) -> None:
    opened(page, site)
    for width in (1400, 1280, 1920):
        page.set_viewport_size({"width": width, "height": 900})
        for place in range(page.locator(".phone").count()):
            one = page.locator(".phone").nth(place)
            edge = one.bounding_box()
            assert edge is not None
            for hint in one.locator(".hints button").all():
                box = hint.bounding_box()
                assert box is not None
                assert edge["x"] <= box["x"]
                assert box["x"] + box["width"] <= edge["x"] + edge["width"], width

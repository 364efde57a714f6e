"""The personal phone in a real Chromium: link, code, cookie; the address keeps no secret."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from playwright.sync_api import Page, expect

from api.phone import gate
from api.phone.gate import Handout
from models.stores.base.database import Database
from models.stores.persons.people import put_person
from tests.pages.app import Site

pytestmark = pytest.mark.browser


def hand_out(site: Site) -> Handout:
    """A fresh link and code of an enrolled witness; an earlier one ends."""

    async def make() -> Handout:
        database = Database(site.database_url, size=1)
        async with database.transaction() as tx:
            person, _ = await put_person(tx, site.keys, "Siti Rahayu", "+6281200000009")
            made = await gate.hand_out(tx, gate.keyed_by(site.keys), person)
        await database.close()
        return made

    with ThreadPoolExecutor(1) as thread:  # Playwright holds this thread's event loop
        return thread.submit(asyncio.run, make()).result()


@pytest.fixture
def handout(site: Site) -> Handout:
    """What the coordinator gave to the witness."""
    return hand_out(site)


def enter(page: Page, site: Site, made: Handout) -> None:
    page.goto(f"{site.url}/p/{made.token}")
    page.get_by_label("Kode").fill(made.code)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("heading", name="Siti Rahayu")).to_be_visible()


def test_link_and_code_open_the_phone_and_leave_no_trace_in_the_address(
    page: Page, site: Site, handout: Handout
) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url + str(request.headers)))
    page.goto(f"{site.url}/p/{handout.token}")
    expect(page).to_have_url(site.url + "/p")
    page.get_by_label("Kode").fill(handout.code)
    page.get_by_role("button", name="Masuk").click()
    siti = page.get_by_role("region", name="Siti Rahayu")
    siti.get_by_label("Ketik pesan").fill("Hadir")
    siti.get_by_role("button", name="Kirim").click()
    expect(siti.get_by_label("tersimpan dan dijawab")).to_be_visible()
    assert not [one for one in asked[1:] if handout.token in one]
    assert page.evaluate("document.cookie").find("saksi_phone") == -1
    page.go_back()
    assert handout.token not in page.url
    sender, inbound = next(one for one in site.heard if one[1].text == "Hadir")
    assert sender.startswith("p-")
    assert inbound.sender_name == "Siti Rahayu"


def test_a_wrong_code_is_told_and_too_many_make_wait(
    page: Page, site: Site, handout: Handout
) -> None:
    page.goto(f"{site.url}/p/{handout.token}")
    wrong = "000000" if handout.code != "000 000" else "111111"
    for _ in range(gate.FREE_TRIES):
        page.get_by_label("Kode").fill(wrong)
        with page.expect_response("**/phone/enter"):
            page.get_by_role("button", name="Masuk").click()
        expect(page.get_by_role("alert")).to_have_text("Kode belum cocok. Periksa lagi 6 angkanya.")
    page.get_by_label("Kode").fill(handout.code)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_contain_text("Coba lagi 60 detik lagi.")


def test_without_a_link_the_page_says_where_to_get_one(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/p")
    page.get_by_label("Kode").fill("123456")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_contain_text("Buka dulu tautan pribadi")


def test_the_cookie_opens_the_phone_again_until_it_is_left(
    page: Page, site: Site, handout: Handout
) -> None:
    enter(page, site, handout)
    page.goto(f"{site.url}/p")
    expect(page.get_by_role("heading", name="Siti Rahayu")).to_be_visible()
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_label("Kode")).to_be_visible()
    page.goto(f"{site.url}/p")
    expect(page.get_by_label("Kode")).to_be_visible()


def test_a_replaced_link_closes_the_phone_and_keeps_what_waits(
    page: Page, site: Site, handout: Handout
) -> None:
    enter(page, site, handout)
    field = page.get_by_label("Ketik pesan")
    page.context.set_offline(True)
    field.fill("masih menunggu")
    field.press("Enter")
    expect(page.get_by_label("menunggu sinyal")).to_have_count(1)
    renewed = hand_out(site)
    page.context.set_offline(False)
    expect(page.get_by_label("Kode")).to_be_visible()
    enter(page, site, renewed)
    own = page.locator(".bubble").filter(has_not_text="text:")
    waited = own.filter(has_text="masih menunggu").first
    expect(waited.get_by_label("tersimpan dan dijawab")).to_be_visible()
    assert site.texts().count("masih menunggu") == 1


def test_a_used_link_says_where_a_new_one_comes_from(
    page: Page, site: Site, handout: Handout
) -> None:
    enter(page, site, handout)
    page.once("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Keluar").click()
    expect(page.get_by_label("Kode")).to_be_visible()
    page.goto(f"{site.url}/p/{handout.token}")
    page.get_by_label("Kode").fill(handout.code)
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_role("alert")).to_contain_text("sudah dipakai satu kali")

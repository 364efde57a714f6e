"""Seats on the page are those of chat and API; what-if says that it is one, and changes nothing."""

import re

import pytest

from models.values import Role
from tests.cases.desk import Desk
from tests.screen.conftest import Screen, screen_of

SAID = "dpr 1: 40, 2: 30, 3: 110 sah 180 tidak sah 5 jumlah 185"


async def report(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say(SAID)
    await siti.say("benar")
    await desk.recap("dpr")


@pytest.fixture
async def screen(desk: Desk) -> Screen:
    await report(desk)
    return await screen_of(desk, Role.ADMINISTRATOR)


def seats_of(page: str) -> dict[str, str]:
    """The seats of each party, from the table beside the half-circle."""
    table = page[page.index('id="parties-head"') : page.index("</table>")]
    return dict(re.findall(r'class="no">(\d+)</span>.*?<td class="n">(\d+)</td>', table, re.S))


async def test_the_page_shows_the_seats_of_the_api(screen: Screen) -> None:
    page = await screen.get("/screen/seats?ballot=dpr")
    assert seats_of(page)
    assert sum(map(int, seats_of(page).values())) == page.count("<circle") - len(seats_of(page))
    assert "ANDAI-ANDAI" not in page
    assert "Tabel bilangan" in page


async def test_what_if_is_marked_and_another_method_counts_otherwise(screen: Screen) -> None:
    law = seats_of(await screen.get("/screen/seats?ballot=dpr"))
    other = await screen.get("/screen/seats?ballot=dpr&method=dhondt&threshold=30")
    assert "ANDAI-ANDAI: D&#39;Hondt, ambang 30,0" in other
    assert seats_of(other) != law
    assert seats_of(await screen.get("/screen/seats?ballot=dpr")) == law


@pytest.mark.parametrize("typed", ["nan", "-4", "1e999", "abc", "100", "1/0", "²", "4" * 40])
async def test_a_threshold_that_is_none_is_told_and_counts_nothing_otherwise(
    screen: Screen, typed: str
) -> None:
    law = seats_of(await screen.get("/screen/seats?ballot=dpr"))
    page = await screen.get("/screen/seats", params={"ballot": "dpr", "threshold": typed})
    assert "Ambang itu bukan persen" in page
    assert "ANDAI-ANDAI" not in page
    assert seats_of(page) == law


async def test_a_method_that_is_none_is_told(screen: Screen) -> None:
    page = await screen.get("/screen/seats", params={"ballot": "dpr", "method": "🎲"})
    assert "Cara itu tidak kami kenal" in page
    assert "ANDAI-ANDAI" not in page


async def test_without_a_station_its_votes_are_gone(screen: Screen) -> None:
    page = await screen.get("/screen/seats?ballot=dpr&hidden=9801012001001")
    assert "tanpa 1 TPS" in page
    assert "Belum ada suara" in page


async def test_a_part_of_a_district_sees_nothing_of_its_seats(desk: Desk) -> None:
    await report(desk)
    far = await screen_of(desk, Role.COORDINATOR, "9871")
    page = await far.get("/screen/seats?ballot=dpr")
    assert "110" not in page
    assert "Hanya dapil yang seluruhnya" in page
    hidden = await far.client.get("/screen/seats?ballot=dpr&hidden=9801012001001")
    assert hidden.status_code == 404


@pytest.mark.parametrize("query", ["ballot=ppwp", "ballot=x", "threshold=4&ballot=dpr&hidden=9"])
async def test_what_cannot_be_is_a_page_and_no_crash(screen: Screen, query: str) -> None:
    answer = await screen.client.get(f"/screen/seats?{query}")
    assert answer.status_code in (400, 404)
    assert "<h1>" in answer.text


async def test_official_and_projection_say_what_they_are(desk: Desk, screen: Screen) -> None:
    assert "Belum ada angka resmi" in await screen.get("/screen/official")
    before = await screen.get("/screen/projection")
    assert "PROYEKSI: perkiraan" in before
    assert "<table>" not in before
    drawn = await screen.get("/screen/projection?ballot=dpr&run=1")
    assert "Selang 90 %" in drawn
    assert "Peluang kursi" in drawn
    assert "Baru sedikit TPS yang masuk" in drawn
    parties = re.findall(r'<th scope="row">(\d+) ', drawn)
    assert parties[:3] == ["3", "1", "2"], "the largest share first"
    siti = await desk.witness("Pak Budi", 2, "9801012001002")
    await siti.say("ppwp 1: 40, 2: 30, 3: 110 sah 180 tidak sah 5 jumlah 185")
    await siti.say("benar")
    await desk.recap("ppwp")
    president = await screen.get("/screen/projection?ballot=ppwp&run=1")
    assert "Peluang menang" in president
    assert "Peluang kursi" not in president
    far = await screen_of(desk, Role.COORDINATOR, "9871", number=8)
    assert (await far.client.get("/screen/projection?ballot=dpr&run=1")).status_code == 404
    assert (await far.client.get("/screen/official?area=9801")).status_code == 404

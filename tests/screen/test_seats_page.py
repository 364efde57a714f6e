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


async def test_a_station_that_is_named_twice_is_left_out_once(desk: Desk, screen: Screen) -> None:
    budi = await desk.witness("Pak Budi", 2, "9801012001002")
    await budi.say("dpr 1: 10, 2: 20, 3: 30 sah 60 tidak sah 1 jumlah 61")
    await budi.say("benar")
    await desk.recap("dpr")
    whole = re.search(COUNTED, await screen.get("/screen/seats?ballot=dpr"))
    assert whole is not None
    twice = "9801012001001,9801012001001 9801012001001"
    page = await screen.get("/screen/seats", params={"ballot": "dpr", "hidden": twice})
    less = re.search(COUNTED, page)
    assert less is not None
    assert "tanpa 1 TPS" in page
    assert (int(less[1]), int(less[2])) == (int(whole[1]) - 1, int(whole[2]) - 1) == (1, 20)
    votes = dict(re.findall(r'class="no">(\d)</span>[^<]*</th><td class="n">(\d+)</td>', page)[-3:])
    assert votes == {"1": "10", "2": "20", "3": "30"}


COUNTED = r"TPS masuk (\d+)/(\d+)"


async def test_more_stations_than_can_be_left_out_are_told_and_not_cut_off(screen: Screen) -> None:
    law = seats_of(await screen.get("/screen/seats?ballot=dpr"))
    many = " ".join(f"98010120010{number:02}" for number in range(1, 52))
    page = await screen.get("/screen/seats", params={"ballot": "dpr", "hidden": many})
    assert "Paling banyak 50 TPS" in page
    assert "ANDAI-ANDAI" not in page
    assert seats_of(page) == law


async def test_before_the_hour_of_the_law_nothing_official_is_compared(
    desk: Desk, screen: Screen
) -> None:
    await desk.do(
        "update election set config = jsonb_set(config, '{publication}',"
        """ '{"not_before": "2099-02-14T15:00:00+07:00"}'), fingerprint = 'another'"""
    )
    for page in ("official", "seats"):
        assert (await screen.client.get(f"/screen/{page}")).status_code == 403, page


async def test_a_part_of_a_district_sees_nothing_of_its_seats(desk: Desk) -> None:
    await report(desk)
    far = await screen_of(desk, Role.COORDINATOR, "9871")
    page = await far.get("/screen/seats?ballot=dpr")
    assert "110" not in page
    assert "Hanya dapil yang seluruhnya" in page
    assert "Kursi tiap partai" not in page  # no table without a row
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

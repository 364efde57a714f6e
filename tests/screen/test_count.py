"""The count's page: the figures of the recap as Indonesians write them, one's own areas alone."""

import re

import pytest

from api.screen.shared_making import Shared
from models.values import Role
from tests.cases.desk import Desk
from tests.screen.conftest import Screen, screen_app, screen_of


async def report(desk: Desk, number: int = 1, station: str = "9801012001001") -> None:
    siti = await desk.witness("Bu Siti", number, station)
    await siti.say("ppwp 1: 102, 2: 45, 3: 30 sah 177 tidak sah 5 jumlah 182")
    await siti.say("benar")
    await desk.recap()


@pytest.fixture
async def screen(desk: Desk) -> Screen:
    return await screen_of(desk, Role.COORDINATOR, "9801")


async def test_the_own_area_opens_with_its_votes_and_what_lies_below(
    desk: Desk, screen: Screen
) -> None:
    await report(desk)
    page = await screen.get("/screen")
    assert re.search(r"ANIES|Pasangan 1|<td class=\"n\">102</td>", page)
    assert "57,6\u00a0%" in page
    assert "/screen/area/980101?ballot=ppwp" in page
    area = await screen.get("/screen/area/9801012001")
    assert "/screen/station/9801012001001?ballot=ppwp" in area


@pytest.mark.parametrize("path", ["area", "parts", "shapes"])
async def test_another_area_is_not_there(screen: Screen, path: str) -> None:
    for code in ("9871", "98", "0", "nowhere"):
        answer = await screen.client.get(f"/screen/{path}/{code}")
        assert answer.status_code == 404, code
        assert "Tidak ada yang seperti itu di wilayah Anda" in answer.text


async def test_areas_above_are_named_and_do_not_open(screen: Screen) -> None:
    page = await screen.get("/screen/area/980101")
    crumbs = page[page.index('class="crumbs"') : page.index("<main")]
    assert "Indonesia" in crumbs
    assert re.findall(r"/screen/area/(\d+)", crumbs) == ["9801"]


async def test_only_what_changed_is_sent_again(desk: Desk, screen: Screen) -> None:
    page = await screen.get("/screen/area/9801")
    has = " ".join(
        f"{name}={hash_}"
        for name, hash_ in re.findall(r'id="(part-\w+)" class="part" data-part="(\w+)"', page)
    )
    assert len(has.split()) == 5
    same = await screen.get("/screen/parts/9801", headers={"X-Parts": has})
    assert same == ""
    await report(desk)
    screen.client._transport.app.state.screen_counts = None  # type: ignore[attr-defined]
    del screen.client._transport.app.state.screen_counts  # type: ignore[attr-defined]
    news = await screen.get("/screen/parts/9801?ballot=ppwp", headers={"X-Parts": has})
    assert re.findall(r'id="part-(\w+)"', news) == [
        "coverage",
        "votes",
        "curve",
        "areas",
        "batches",
    ]
    assert news.count('hx-swap-oob="true"') == 5
    dpr = await screen.get("/screen/parts/9801?ballot=dpr", headers={"X-Parts": has})
    assert 'hx-swap-oob="true"' in dpr


async def test_both_languages_write_numbers_their_own_way(desk: Desk, screen: Screen) -> None:
    await report(desk)
    assert "57.6\u00a0%" in await screen.get("/screen?lang=en")
    assert "Hitungan internal, bukan hasil resmi KPU." in await screen.get("/screen?lang=id")


async def test_confirmed_alone_is_another_count(desk: Desk, screen: Screen) -> None:
    await report(desk)
    one = await screen.get("/screen?ballot=ppwp&trust=confirmed")
    assert "Belum ada angka yang masuk" in one


async def test_before_the_hour_of_the_law_no_votes_are_told(desk: Desk, screen: Screen) -> None:
    await report(desk)
    await desk.do(
        "update election set config = jsonb_set(config, '{publication}',"
        " '{\"not_before\": \"2099-02-14T15:00:00+07:00\"}'), fingerprint = 'another'"
    )
    page = await screen.get("/screen/area/9801")
    assert "pasal 449" in page
    assert '<td class="n">102</td>' not in page
    assert "Unggul" in page
    assert 'data-leader="1"' not in page


async def test_who_has_several_areas_chooses(desk: Desk) -> None:
    app = screen_app(desk)
    await desk.holder("Bu Rini", 7, Role.COORDINATOR, "9871")
    screen = await screen_of(desk, Role.COORDINATOR, "9801", number=7, app=app)
    page = await screen.get("/screen")
    assert "/screen/area/9801" in page
    assert "/screen/area/9871" in page


async def test_what_was_seen_stands_in_the_audit_log(desk: Desk, screen: Screen) -> None:
    await screen.get("/screen/area/980101")
    seen = await desk.rows("select subject from audit_entry where action = 'saw'")
    assert ("area:980101",) in [tuple(row) for row in seen]


async def test_many_who_ask_at_once_wait_for_one_making(desk: Desk) -> None:
    shared: Shared[int] = Shared(desk.database)
    made = 0

    async def make() -> int:
        nonlocal made
        made += 1
        return made

    assert {await shared.get("a", make) for _ in range(50)} == {1}
    await report(desk)
    shared._looked = float("-inf")
    assert await shared.get("a", make) == 2


async def test_an_error_is_not_kept(desk: Desk) -> None:
    shared: Shared[int] = Shared(desk.database)

    async def fails() -> int:
        raise ValueError("no")

    async def works() -> int:
        return 1

    with pytest.raises(ValueError, match="no"):
        await shared.get("a", fails)
    assert await shared.get("a", works) == 1

"""The count's page: the figures of the recap as Indonesians write them, one's own areas alone."""

import asyncio
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import count as numbers
from typing import Self

import pytest

from api.http import recap_state
from api.http.recap_state import RecapState
from api.screen import kept_counts, shared_making
from api.screen.kept_counts import Counts
from api.screen.place_count import Asked, PlaceCount
from api.screen.public_page import document
from api.screen.shared_making import LAG, Lagging, Shared
from models.stores.base.database import Transaction
from models.stores.recap.rebuild import rebuild
from models.values import Ballot, Role
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
    crumbs = page[page.index('class="crumbs"') : page.index("<details")]
    assert "Indonesia" in crumbs
    assert re.findall(r"/screen/area/(\d+)", crumbs) == ["9801"]


@dataclass
class Clock:
    """The seconds by which what is kept grows old."""

    at: float = 1_000.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(shared_making, "monotonic", made)
    monkeypatch.setattr(recap_state, "monotonic", made)
    return made


async def test_only_what_changed_is_sent_again(desk: Desk, screen: Screen, clock: Clock) -> None:
    page = await screen.get("/screen/area/9801")
    has = " ".join(
        f"{name}={hash_}"
        for name, hash_ in re.findall(r'id="(part-\w+)" class="part" data-part="(\w+)"', page)
    )
    assert len(has.split()) == 5
    same = await screen.get("/screen/parts/9801", headers={"X-Parts": has})
    assert same == ""
    await report(desk)
    clock.at += 0.5
    news = await screen.get("/screen/parts/9801?ballot=ppwp", headers={"X-Parts": has})
    assert re.findall(r'id="part-(\w+)"', news) == ["coverage", "votes", "areas"]
    clock.at += LAG
    news = await screen.get("/screen/parts/9801?ballot=ppwp", headers={"X-Parts": has})
    assert re.findall(r'id="part-(\w+)"', news) == [
        "coverage",
        "votes",
        "curve",
        "areas",
        "batches",
    ], "what may lag does not stay behind until the next report"
    assert news.count('hx-swap-oob="true"') == 5
    dpr = await screen.get("/screen/parts/9801?ballot=dpr", headers={"X-Parts": has})
    assert 'hx-swap-oob="true"' in dpr


async def test_both_languages_write_numbers_their_own_way(desk: Desk, screen: Screen) -> None:
    await report(desk)
    english = await screen.get("/screen?lang=en")
    assert "57.6\u00a0%" in english
    assert "Votes: President<" in english
    assert ">DPR (House)</option>" in english
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


async def test_the_hour_of_the_law_comes_without_a_report(
    desk: Desk, screen: Screen, monkeypatch: pytest.MonkeyPatch
) -> None:
    await report(desk)
    hour = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
    await desk.do(
        "update election set config = jsonb_set(config, '{publication}',"
        " jsonb_build_object('not_before', cast(:hour as text))), fingerprint = 'another'",
        hour=hour,
    )
    assert '<td class="n">102</td>' not in await screen.get("/screen/area/9801")

    class TwoHoursOn(datetime):
        @classmethod
        def now(cls, tz: object = None) -> Self:  # type: ignore[override]
            return super().now(UTC) + timedelta(hours=2)

    monkeypatch.setattr(kept_counts, "datetime", TwoHoursOn)
    page = await screen.get("/screen/area/9801")
    assert "pasal 449" not in page
    assert '<td class="n">102</td>' in page
    assert 'data-leader="1"' in page


async def test_an_hour_that_is_put_off_takes_the_votes_out_of_every_line(
    desk: Desk, clock: Clock
) -> None:
    await report(desk)
    counts = Counts(desk.database, RecapState(desk.database))
    open_ = document(await counts.place(Asked("9801")))
    assert open_["votes"] == {"1": 102, "2": 45, "3": 30}
    await desk.do(
        "update election set config = jsonb_set(config, '{publication}',"
        " '{\"not_before\": \"2099-02-14T15:00:00+07:00\"}'), fingerprint = 'put off'"
    )
    clock.at += 0.5
    told = document(await counts.place(Asked("9801")))
    assert told["votes"] == {}
    rows = told["rows"]
    assert isinstance(rows, list)
    assert [row["votes"] for row in rows] == [{}] * len(rows) != []
    assert sum(row["reported"] for row in rows) == 1


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The areas whose counts were read from the database, as often as they were."""
    read, place_count = list[str](), kept_counts.place_count.place_count

    async def noted(tx: Transaction, asked: Asked) -> PlaceCount:
        read.append(asked.area)
        return await place_count(tx, asked)

    monkeypatch.setattr(kept_counts.place_count, "place_count", noted)
    return read


async def test_a_report_makes_the_pages_of_its_own_areas_anew_and_no_others(
    desk: Desk, clock: Clock, made: list[str]
) -> None:
    counts = Counts(desk.database, RecapState(desk.database))
    open_ = ("0", "98", "9801", "980101", "9801012001", "9801012002", "9871")
    for code in open_:
        await counts.parts(Asked(code), "id")
    assert sorted(made) == sorted(open_)
    made.clear()
    await report(desk)
    clock.at += 0.5
    for language in ("id", "en", "id"):
        for code in open_:
            await counts.parts(Asked(code), language)
    assert made == ["0", "98", "9801", "980101", "9801012001"], "once for both languages"


async def test_a_line_that_is_put_right_is_shown_by_the_page_above_it(
    desk: Desk, clock: Clock
) -> None:
    await report(desk)
    counts = Counts(desk.database, RecapState(desk.database))
    await desk.do(
        "update recap set reported = 5 where area_id = (select id from area where code = '980101')"
    )

    async def lines() -> list[int]:
        clock.at += 0.5
        return [one.row.reported for one in (await counts.place(Asked("9801"))).lines]

    assert max(await lines()) == 5
    async with desk.database.transaction() as tx:
        await rebuild(tx, 1, Ballot.PPWP)
    assert max(await lines()) == 1


async def test_another_election_is_meant_as_soon_as_it_is_chosen(desk: Desk, clock: Clock) -> None:
    counts = Counts(desk.database, RecapState(desk.database))
    first = (await counts.named(Asked("0"))).election.code
    await desk.do(
        "insert into election (code, name, held_on, config, fingerprint)"
        " select 'other', name, held_on, config, 'other' from election"
    )
    await desk.do(
        "insert into area (election_id, code, path, level, name, local_word, timezone, noken,"
        " contests) select (select id from election where code = 'other'), code, path, level,"
        " name, local_word, timezone, noken, contests from area where code = '0'"
    )
    clock.at += 0.5
    assert (await counts.named(Asked("0"))).election.code == first
    await desk.do("update election set chosen = false")
    await desk.do("update election set chosen = true where code = 'other'")
    clock.at += 0.5
    assert (await counts.named(Asked("0"))).election.code == "other"


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


async def test_many_who_ask_at_once_wait_for_one_making(desk: Desk, clock: Clock) -> None:
    shared: Shared[int] = Shared(RecapState(desk.database))
    made, began, may_end = numbers(1), asyncio.Event(), asyncio.Event()

    async def make() -> int:
        number = next(made)
        began.set()
        await may_end.wait()
        return number

    first = asyncio.ensure_future(shared.get("a", make))
    await began.wait()
    others = [asyncio.ensure_future(shared.get("a", make)) for _ in range(49)]
    first.cancel()
    with pytest.raises(asyncio.CancelledError):
        await first
    late = asyncio.ensure_future(shared.get("a", make))
    await asyncio.sleep(0.05)
    may_end.set()
    assert set(await asyncio.gather(*others, late)) == {1}, "who leaves takes nothing along"
    await report(desk)
    assert await shared.get("a", make) == 1, "the look at the counter holds a moment"
    clock.at += 0.5
    assert await shared.get("a", make) == 2


async def test_a_slower_look_puts_no_older_state_over_a_newer_one(
    desk: Desk, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks = numbers(1)

    async def state(_tx: Transaction) -> str:
        look = next(looks)
        await asyncio.sleep(0.1 if look == 1 else 0)
        return f"{look}"

    monkeypatch.setattr(recap_state.changes, "state", state)
    recap = RecapState(desk.database)
    slow = asyncio.ensure_future(recap.now())
    await asyncio.sleep(0.05)
    assert await recap.now() == await slow == "1", "one look for all who ask at once"
    clock.at += 0.5
    assert await recap.now() == "2"
    assert await recap.now() == "2"


@pytest.mark.parametrize("most", [0, 25_000])
async def test_the_curve_of_a_large_area_is_the_same_line_and_nobody_waits_for_it(
    desk: Desk, screen: Screen, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    await report(desk)
    drawn = re.findall(r'<polyline class="line" points="([^"]+)"', await screen.get("/screen"))
    assert len(drawn) == 1
    monkeypatch.setattr(kept_counts, "BESIDE", 0)
    monkeypatch.setattr(kept_counts, "MOST_STATIONS", most)
    app = screen_app(desk)
    screen = await screen_of(desk, Role.COORDINATOR, "9801", 9, app)
    first = await screen.get("/screen")
    assert "sedang dihitung" in first
    assert "points=" not in first
    for _ in range(100):
        await asyncio.sleep(0.02)
        page = await screen.get("/screen")
        if found := re.findall(r'<polyline class="line" points="([^"]+)"', page):
            break
    assert found == drawn
    assert ("terlalu besar untuk dirinci per jam" in page) == (most == 0)


async def test_what_takes_long_is_made_once_beside_and_again_when_it_is_old(clock: Clock) -> None:
    lagging: Lagging[int] = Lagging()
    made = numbers(1)

    async def make() -> int:
        return next(made)

    async def fails() -> int:
        raise ValueError("no")

    assert lagging.get("a", fails, 60)[1] is None
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    assert lagging.get("a", make, 60)[1] is None, "after an error it is made again"
    await asyncio.sleep(0.01)
    assert lagging.get("a", make, 60)[1] == 1
    clock.at += 61
    assert lagging.get("a", make, 60)[1] == 1, "the old one meanwhile"
    await asyncio.sleep(0.01)
    assert lagging.get("a", make, 60)[1] == 2


async def test_an_error_is_not_kept(desk: Desk) -> None:
    shared: Shared[int] = Shared(RecapState(desk.database))

    async def fails() -> int:
        raise ValueError("no")

    async def works() -> int:
        return 1

    with pytest.raises(ValueError, match="no"):
        await shared.get("a", fails)
    assert await shared.get("a", works) == 1

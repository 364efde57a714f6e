"""The page of the quick count: the sample anybody can draw again, and what the law wants beside."""

import re
from pathlib import Path

import pytest

from api.cli.sample import draw
from models.stores.base import elections
from models.stores.seats import sampling
from models.values import Ballot, Role
from tests.cases.desk import Desk
from tests.screen.conftest import Screen, screen_of

ASKED = "/screen/quickcount?size=4&seed=LAUT&funding=iuran+anggota"


@pytest.fixture
async def whole(desk: Desk) -> Screen:
    """Somebody who may see the whole election."""
    return await screen_of(desk, Role.COORDINATOR, None, 7)


@pytest.mark.parametrize(("size", "seed"), [(1, "LAUT"), (5, "LAUT"), (5, "gunung"), (8, "x")])
async def test_the_page_draws_what_the_command_draws_from_the_pack(
    desk: Desk, tmp_path: Path, size: int, seed: str
) -> None:
    wanted = draw(tmp_path / "pack", size, seed, "systematic", "provinsi")["stations"]
    assert isinstance(wanted, list)
    async with desk.database.transaction() as tx:
        election = await elections.election(tx)
        lines, population = await sampling.drawn(tx, election.id, size, seed, 1)
        assert Ballot.PPWP in await sampling.voted_by_all(tx, election.id)
    assert [(one.code, one.stratum) for one in lines] == [
        (one["code"], one["stratum"]) for one in wanted
    ]
    assert population >= size


async def test_shares_stand_with_method_funding_and_what_they_are_not(
    desk: Desk, whole: Screen
) -> None:
    before = await whole.get("/screen/quickcount")
    assert "HITUNG CEPAT: perkiraan" in before
    assert "<table" not in before
    async with desk.database.transaction() as tx:
        lines, _ = await sampling.drawn(tx, (await elections.election(tx)).id, 4, "LAUT", 1)
    for number, line in enumerate(lines[:2], 1):
        witness = await desk.witness(f"Saksi {number}", number, line.code)
        total = 60 * (number + 1)
        await witness.say(f"ppwp {60 * number} 30 30 sah {total} tidak sah 0 jumlah {total}")
        await witness.say("benar")
    await desk.recap()
    shown = await whole.get(ASKED)
    assert "Baru 2 dari 4 TPS sampel yang masuk" in shown
    assert re.search(r'class="no">1</span> .*?<td class="n">60,00', shown, re.S)
    for told in ("kata acak “LAUT”", "iuran anggota", "bukan hasil resmi KPU", "Selang 95"):
        assert told in shown


async def test_a_sample_of_which_nobody_reported_says_so(whole: Screen) -> None:
    assert "Belum cukup TPS sampel" in await whole.get(ASKED)


async def test_without_the_word_or_who_pays_nothing_is_counted(whole: Screen) -> None:
    for asked in ("?size=4&seed=LAUT", "?size=4&funding=iuran"):
        assert "<table" not in await whole.get(f"/screen/quickcount{asked}")


async def test_a_sample_larger_than_the_election_is_told(whole: Screen) -> None:
    shown = await whole.get(ASKED.replace("size=4", "size=5000"))
    assert "lebih besar daripada jumlah TPS" in shown


async def test_who_sees_a_part_sees_no_quick_count_and_no_link_to_it(
    desk: Desk, whole: Screen
) -> None:
    assert "/screen/quickcount" in await whole.get("/screen/projection")
    far = await screen_of(desk, Role.COORDINATOR, "9871", 8)
    assert (await far.client.get(ASKED)).status_code == 404
    assert "/screen/quickcount" not in await far.get("/screen/projection")


async def test_before_the_hour_of_the_law_there_is_none(desk: Desk, whole: Screen) -> None:
    await desk.do(
        "update election set config = jsonb_set(config::jsonb, '{publication}',"
        """ '{"not_before": "2094-02-14T15:00:00+07:00"}'), fingerprint = 'another'"""
    )
    assert (await whole.client.get(ASKED)).status_code == 403

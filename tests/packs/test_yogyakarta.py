"""The sample election that Saksi ships: Kota Yogyakarta, 2024, against what is known of it."""

from collections import Counter
from pathlib import Path

import pytest

from models.packs.official_results import read_official_results
from models.packs.pack import Pack, read_pack
from models.values import Contest

FOLDER = Path(__file__).parents[2] / "packs" / "yogyakarta-2024"


@pytest.fixture(scope="module")
def pack() -> Pack:
    return read_pack(FOLDER)


@pytest.fixture(scope="module")
def contests(pack: Pack) -> dict[tuple[str, str], Contest]:
    return {(one.ballot.value, one.code): one for one in pack.contests()}


def test_the_areas_are_those_of_the_kota(pack: Pack) -> None:
    assert Counter(area.level for area in pack.areas.values()) == {0: 1, 1: 1, 2: 1, 3: 14, 4: 45}
    assert pack.areas["347113"].name == "Umbulharjo"
    assert {area.local_word for area in pack.areas.values() if area.level == 3} == {"Kemantren"}
    assert pack.areas["3471011001"].path == "0.34.3471.347101.3471011001"
    assert {area.timezone for area in pack.areas.values()} == {"Asia/Jakarta"}


def test_check_ins_are_measured_everywhere_against_the_middle_of_the_kelurahan(pack: Pack) -> None:
    villages = [area for area in pack.areas.values() if area.level == 4]
    for area in villages:  # the kota is 32 km2 around -7.80, 110.37
        assert -7.85 < (area.lat or 0) < -7.75, area
        assert 110.33 < (area.lon or 0) < 110.42, area
    assert len({(area.lat, area.lon) for area in villages}) == 45


def test_the_stations_are_1298_of_which_14_are_special(pack: Pack) -> None:
    stations = list(pack.stations())
    assert len(stations) == 1298
    special = [station for station in stations if station.special]
    assert len(special) == 14
    assert all(station.number > 900 for station in special)
    known = [station.voters for station in stations if station.voters is not None]
    assert len(known) > 450
    assert max(known) <= 300


def test_five_ballots_with_their_districts_and_seats(
    contests: dict[tuple[str, str], Contest],
) -> None:
    seats = {key: contest.seats for key, contest in contests.items()}
    assert seats == {
        ("ppwp", "0"): 0,
        ("dpr", "3401"): 8,
        ("dpd", "34"): 4,
        ("dprd_prov", "340001"): 7,
        ("dprd_kab", "347101"): 9,
        ("dprd_kab", "347102"): 7,
        ("dprd_kab", "347103"): 8,
        ("dprd_kab", "347104"): 6,
        ("dprd_kab", "347105"): 10,
    }
    assert list(contests)[:2] == [("ppwp", "0"), ("dpr", "3401")], "counting order"


def test_every_national_party_stands_and_no_local_one(
    contests: dict[tuple[str, str], Contest],
) -> None:
    parties = [choice.code for choice in contests["dprd_kab", "347104"].parties()]
    assert parties == [*map(str, range(1, 18)), "24"]
    assert [choice.code for choice in contests["ppwp", "0"].choices] == ["1", "2", "3"]
    assert contests["dpr", "3401"].within("3")[1].code == "3.1"


def test_every_kelurahan_votes_in_five_contests(pack: Pack) -> None:
    for area in pack.areas.values():
        if area.level == 4:
            voted = pack.voting[area.code]
            assert set(voted) == {"ppwp", "dpr", "dpd", "dprd_prov", "dprd_kab"}


def test_published_figures_of_stations_are_there_for_rehearsals(pack: Pack) -> None:
    codes = {station.code for station in pack.stations()}
    results = list(read_official_results(FOLDER))
    stations = [one for one in results if one.level == "tps"]
    assert len(stations) == 593
    assert {one.area for one in stations} <= codes
    assert all(set(one.votes) == {"1", "2", "3"} for one in stations)
    house = {one.version: one.valid for one in results if one.ballot == "dpr"}
    assert house == {"kpu-360-2024": 151_796_631, "kpu-1050-2024": 151_793_293}
    total = next(one for one in results if one.area == "34")
    assert total.votes == {"1": 496280, "2": 1269265, "3": 741220}

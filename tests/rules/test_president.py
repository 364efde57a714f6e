"""Article 416: half of the votes, a fifth in most provinces, else a second round."""

import csv
from pathlib import Path

import pytest

from models.rules.president import Province, decide


def country(*provinces: tuple[int, ...], outstanding: int = 0) -> dict[str, Province]:
    return {
        str(place): Province(
            {str(pair): votes for pair, votes in enumerate(numbers, 1)}, outstanding
        )
        for place, numbers in enumerate(provinces)
    }


def test_half_of_the_votes_and_a_fifth_in_most_provinces_elect() -> None:
    outcome = decide(country((60, 40), (90, 10), (10, 90)))
    assert (outcome.winner, outcome.needed) == ("1", 2)


def test_exactly_half_is_not_more_than_half() -> None:
    outcome = decide(country((60, 40), (40, 60)))
    assert (outcome.winner, outcome.runoff) == (None, ("1", "2"))


def test_votes_of_one_region_alone_do_not_elect() -> None:
    outcome = decide(country((900, 100), (19, 81), (20, 80), (19, 81)))
    assert outcome.pairs["1"].provinces == 2
    assert (outcome.winner, outcome.needed) == (None, 3)


def test_exactly_a_fifth_counts() -> None:
    outcome = decide(country((900, 100), (20, 80), (20, 80), (19, 81)))
    assert outcome.winner == "1"


def test_provinces_without_votes_count_among_those_needed() -> None:
    outcome = decide(country((90, 10), (0, 0), (0, 0)))
    assert (outcome.winner, outcome.provinces, outcome.needed) == (None, 3, 2)


def test_abroad_counts_for_the_nation_and_is_no_province() -> None:
    outcome = decide(country((50, 51)), Province({"1": 10, "2": 0}))
    assert (outcome.winner, outcome.provinces, outcome.valid) == ("1", 1, 111)


def test_equal_votes_for_the_second_place_are_reported() -> None:
    outcome = decide(country((40, 30, 30)))
    assert (outcome.runoff, outcome.tied) == (("1",), ("2", "3"))


def test_what_is_outstanding_keeps_the_outcome_open() -> None:
    close = decide(country((600, 400), (600, 400), outstanding=150)).pairs
    assert (close["1"].elected, close["1"].safe, close["2"].possible) == (True, True, False)
    open_ = decide(country((600, 400), (600, 400), outstanding=200)).pairs
    assert (open_["1"].elected, open_["1"].safe, open_["2"].possible) == (True, False, False)
    assert decide(country((600, 400), (600, 400), outstanding=201)).pairs["2"].possible


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "prefix", "winner", "votes", "spread"),
    [
        ("pilpres2019_provinsi_resmi_vs_situng.csv", "rekap_resmi_", "01", 85_607_362, 32),
    ],
)
def test_the_official_results(
    election: Path, file: str, prefix: str, winner: str, votes: int, spread: int
) -> None:
    with (election / "results" / file).open() as rows:
        places = {
            row["provinsi"]: Province(
                {n.removeprefix(prefix): int(v or 0) for n, v in row.items() if prefix in n}
            )
            for row in csv.DictReader(rows)
        }
    abroad = places.pop("LUAR NEGERI", None)
    outcome = decide(places, abroad)
    assert outcome.winner == winner
    assert (outcome.pairs[winner].votes, outcome.pairs[winner].provinces) == (votes, spread)

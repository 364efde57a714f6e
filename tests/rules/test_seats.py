"""Seats agree with what the law gave: real districts, ties, persons, what is needed and spare."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from models.errors import BadInput
from models.rules.persons import Elected, PersonTie, elect
from models.rules.seats import Method, Tie, allocate, below_threshold

# Valid votes of the nation and votes of three parties, DPR 2024: Keputusan KPU 1050/2024.
NATION_2024 = {"PDIP": 25_384_673, "Golkar": 23_208_488, "PPP": 5_878_708}
VALID_2024 = 151_793_293
# DPR 2024, district Banten II, 6 seats, parties above the threshold and PPP: the same decision.
BANTEN_II = {
    **{"PKB": 86_768, "Gerindra": 197_424, "PDIP": 142_154, "Golkar": 174_570, "NasDem": 208_801},
    **{"PKS": 165_424, "PAN": 244_974, "Demokrat": 142_129, "PPP": 64_366},
}


def test_threshold_is_exact() -> None:
    below = below_threshold(NATION_2024, Fraction("0.04"), VALID_2024)
    assert below == {"PPP"}, "3.87 % rounds to 4 and is below it"


def test_a_party_with_exactly_the_share_takes_part() -> None:
    assert below_threshold({"A": 4, "B": 96}, Fraction("0.04")) == frozenset()
    assert below_threshold({"A": 3_999_999, "B": 96_000_001}, Fraction("0.04")) == {"A"}


def test_a_difference_of_25_votes_decides_the_tightest_seat_of_2024() -> None:
    allocation = allocate(BANTEN_II, 6, excluded=frozenset({"PPP"}))
    winners = ["PAN", "NasDem", "Gerindra", "Golkar", "PKS", "PDIP"]
    assert [seat.party for seat in allocation.order] == winners
    assert (allocation.next, allocation.needs("Demokrat")) == ("Demokrat", 26)
    assert allocation.margin("PDIP") == 24
    assert allocation.excluded == ("PPP",)


def test_equal_quotients_for_the_last_seat_are_a_tie() -> None:
    allocation = allocate({"A": 300, "B": 100, "C": 100}, 3)
    assert allocation.seats == {"A": 1}
    assert allocation.tie == Tie(("A", "B", "C"), 2), "300/3 = 100/1 = 100/1"
    assert allocation.needs("B") == 1


def test_equal_quotients_that_all_win_are_no_tie() -> None:
    allocation = allocate({"A": 300, "B": 100, "C": 100}, 4)
    assert (allocation.seats, allocation.tie) == ({"A": 2, "B": 1, "C": 1}, None)


def test_the_tie_that_rounded_numbers_break_is_found() -> None:
    votes = (2000, 22000, 188000, 278000, 14000, 244000, 110000)
    allocation = allocate(dict(zip("ABCDEFG", votes, strict=True)), 26, Method.HARE)
    assert allocation.tie == Tie(("D", "E"), 1), "278,000 - 8 x 33,000 = 14,000"


def test_hare_gives_full_quotas_first_then_the_largest_remainders() -> None:
    # Quota 100: A has 2 full and 40 left, B 1 full and 30 left, C 80.
    allocation = allocate({"A": 240, "B": 130, "C": 80, "D": 50}, 5, Method.HARE)
    assert [(s.party, s.quotient) for s in allocation.order] == [
        *(("A", 240), ("A", 140), ("B", 130), ("C", 80), ("D", 50)),
    ]


def test_dhondt_divides_by_1_2_3() -> None:
    allocation = allocate({"A": 100, "B": 80, "C": 30, "D": 20}, 8, Method.DHONDT)
    assert allocation.seats == {"A": 4, "B": 3, "C": 1}


def test_without_votes_nothing_is_allocated() -> None:
    allocation = allocate({"A": 0, "B": 0}, 3)
    assert (allocation.seats, allocation.unallocated, allocation.next) == ({}, 3, None)


def test_one_party_alone_takes_all_and_needs_nothing() -> None:
    allocation = allocate({"A": 5, "B": 0}, 3)
    assert allocation.seats == {"A": 3}
    assert (allocation.next, allocation.needs("A"), allocation.margin("A")) == (None, None, 4)


@pytest.mark.parametrize(("votes", "seats"), [({"A": -1, "B": 5}, 3), ({"A": 1}, 0)])
def test_impossible_input_is_refused(votes: dict[str, int], seats: int) -> None:
    with pytest.raises(BadInput):
        allocate(votes, seats)


def test_persons_come_by_their_votes() -> None:
    assert elect({"3.1": 10, "3.2": 30, "3.3": 20}, 2) == Elected(("3.2", "3.3"))


def test_a_short_list_leaves_seats_unfilled() -> None:
    assert elect({"3.1": 10}, 3) == Elected(("3.1",), 2)
    assert elect({}, 1) == Elected((), 1)


def test_equal_votes_for_the_last_seat_are_reported() -> None:
    assert elect({"3.1": 10, "3.2": 30, "3.3": 10, "3.4": 2}, 2) == Elected(
        ("3.2",), 0, PersonTie(("3.1", "3.3"), 1)
    )


def test_equal_votes_that_all_get_in_are_no_tie() -> None:
    assert elect({"3.1": 10, "3.2": 10, "3.3": 1}, 2) == Elected(("3.1", "3.2"))


# --- the districts of the material outside of the project ---


def cases(election: Path, group: str) -> list[dict[str, object]]:
    found = json.loads((election / "open" / "kasus_dapil.json").read_text())[group]
    assert found, "an empty list would prove nothing"
    return list(found)


def nation(election: Path, year: int) -> dict[str, int]:
    data = json.loads((election / "results" / f"dpr{year}_nasional.json").read_text())
    if year == 2019:
        return {party: numbers[0] for party, numbers in data["partai"].items()}
    key = "suara_final" if year == 2024 else "suara"
    return {party["singkatan"]: party[key] for party in data["partai"]}


@pytest.mark.shared
def test_all_districts_of_2024_seats_and_order(election: Path) -> None:
    below = below_threshold(nation(election, 2024), Fraction("0.04"), VALID_2024)
    for case in cases(election, "dpr2024"):
        allocation = allocate(case["suara_final"], case["kursi"], excluded=below)  # type: ignore[arg-type]
        assert allocation.seats == case["kursi_resmi"], case["id"]
        assert [s.party for s in allocation.order] == case["urutan_kursi"], case["id"]
        assert allocation.tie is None
        free = allocate(case["suara_final"], case["kursi"])  # type: ignore[arg-type]
        assert case["kursi_jika_tanpa_ambang"] in (None, free.seats), case["id"]


@pytest.mark.shared
def test_all_districts_of_2014_by_hare(election: Path) -> None:
    below = below_threshold(nation(election, 2014), Fraction("0.035"))
    for case in cases(election, "dpr2014"):
        votes, seats = case["suara_final"], case["kursi"]
        allocation = allocate(votes, seats, Method.HARE, below)  # type: ignore[arg-type]
        assert (allocation.seats, allocation.tie) == (case["kursi_resmi"], None), case["id"]


@pytest.mark.shared
def test_the_other_districts(election: Path) -> None:
    below = below_threshold(nation(election, 2019), Fraction("0.04"))
    for case in cases(election, "lain"):
        method = Method.HARE if "Hare" in str(case["metode"]) else Method.SAINTE_LAGUE
        excluded = below if case["ambang_batas_nasional"] else frozenset()
        allocation = allocate(case["suara_final"], case["kursi"], method, excluded)  # type: ignore[arg-type]
        assert allocation.seats == case["kursi_resmi"], case["id"]

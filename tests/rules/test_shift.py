"""Shifts between two counts: their kind, their size, and what is not compared."""

from hypothesis import given
from hypothesis import strategies as st

from models.rules.shift import Figures, shift

FORM = Figures({"1": 60, "1.0": 10, "1.1": 20, "1.2": 30, "2": 50}, 110, 4, 114)


def test_equal_counts_have_no_shift() -> None:
    found = shift(FORM, FORM)
    assert (found.differences, found.within, found.between, found.weight) == ({}, {}, 0, 0)


def test_votes_moved_between_candidates_of_a_party() -> None:
    later = Figures({"1": 60, "1.0": 10, "1.1": 35, "1.2": 15, "2": 50}, 110, 4, 114)
    found = shift(FORM, later)
    assert found.differences == {"1.1": 15, "1.2": -15}
    assert (found.within, found.between, found.invalid, found.added) == ({"1": 15}, 0, 0, 0)


def test_votes_moved_between_parties() -> None:
    found = shift(FORM, Figures({"1": 40, "2": 70}, 110, 4, 114))
    assert (found.between, found.invalid, found.added, found.weight) == (20, 0, 0, 20)


def test_votes_moved_into_the_invalid_ones() -> None:
    found = shift(FORM, Figures({"1": 50, "2": 50}, 100, 14, 114))
    assert (found.between, found.invalid, found.added) == (0, 10, 0)


def test_votes_that_came_from_nowhere() -> None:
    found = shift(FORM, Figures({"1": 160, "2": 50}, 210, 4, 214))
    assert (found.between, found.invalid, found.added, found.weight) == (0, 0, 100, 100)


def test_what_only_one_side_gives_is_not_compared() -> None:
    found = shift(FORM, Figures({"2": 50, "3": 7}))
    assert found.differences == {}


votes = st.dictionaries(st.sampled_from(["1", "2", "3", "1.1", "1.2"]), st.integers(0, 300))


@given(votes, votes, st.integers(0, 50), st.integers(0, 50))
def test_turning_the_sides_turns_the_signs(
    one: dict[str, int], two: dict[str, int], first: int, second: int
) -> None:
    there = shift(Figures(one, invalid=first), Figures(two, invalid=second))
    back = shift(Figures(two, invalid=second), Figures(one, invalid=first))
    assert there.differences == {name: -value for name, value in back.differences.items()}
    assert (there.within, there.between) == (back.within, back.between)
    assert (there.invalid, there.added) == (-back.invalid, -back.added)

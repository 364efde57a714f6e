"""What can still change: safe and open seats, the threshold, the stations that matter most."""

from fractions import Fraction

from models.rules.bounds import (
    OpenStation,
    Range,
    Rule,
    ThresholdBounds,
    most_important,
    seat_bounds,
    threshold_bounds,
)

VOTES = {"A": 900, "B": 600, "C": 190, "D": 180}


def test_open_seats_name_those_who_can_still_win_them() -> None:
    bounds = seat_bounds(VOTES, 4, 15)
    assert bounds.safe == {"A": 2, "B": 1}
    assert (bounds.open_seats, bounds.between) == (1, ("B", "C"))


def test_a_seat_hanging_on_fewer_votes_than_outstanding_is_open() -> None:
    bounds = seat_bounds({"A": 1000, "C": 190, "D": 180}, 3, 11, Rule.DHONDT)
    assert bounds.safe == {"A": 3}
    assert seat_bounds({"C": 190, "D": 180}, 1, 9).safe == {"C": 1}
    assert seat_bounds({"C": 190, "D": 180}, 1, 10).between == ("C", "D")


def test_most_votes_for_the_dpd() -> None:
    bounds = seat_bounds({"21": 500, "22": 400, "23": 300, "24": 290}, 2, 90, Rule.MOST_VOTES)
    assert bounds.ranges == {
        **{"21": Range(1, 1), "22": Range(1, 1), "23": Range(0, 0), "24": Range(0, 0)}
    }
    later = seat_bounds({"21": 500, "22": 400, "23": 300}, 2, 100, Rule.MOST_VOTES)
    assert later.between == ("22", "23")


def test_parties_near_the_threshold_make_seats_open() -> None:
    national = {"A": 9000, "B": 500, "C": 390, "D": 110}
    limits = threshold_bounds(national, Fraction("0.04"), 20)
    assert limits == ThresholdBounds(frozenset({"D"}), frozenset({"C"}))
    assert threshold_bounds(national, Fraction("0.04"), 0).open == frozenset()
    district = seat_bounds({"A": 50, "C": 60, "D": 55}, 1, 0, Rule.SAINTE_LAGUE, limits)
    assert (district.safe, district.between) == ({}, ("A", "C"))


def test_stations_that_can_turn_the_closest_seat_come_first() -> None:
    stations = [
        *(OpenStation("1", "far", 300), OpenStation("2", "near", 100)),
        *(OpenStation("3", "near", 306), OpenStation("4", "settled", 306)),
    ]
    ranked = most_important(stations, {"far": 9000, "near": 26})
    assert [station.code for station, _ in ranked] == ["3", "2", "1"]
    assert ranked[1][1] == 100 / 26

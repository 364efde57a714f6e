"""Folding stations into areas: nothing is lost, differences pass upward, parties merge."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.recap import RecapRow, Sums, add, merge, party_votes, row

from .ballots import PAIRS, PARTIES

votes = st.lists(st.none() | st.integers(0, 999), min_size=3, max_size=3).map(tuple)
station = st.builds(
    Sums, votes, *[st.integers(0, 999)] * 3, *[st.integers(0, 1)] * 4, *[st.integers(0, 300)] * 2
)


@given(st.lists(station, max_size=6), st.randoms())
@settings(max_examples=50, deadline=None)
def test_folding_is_the_sum_in_any_order(stations: list[Sums], shuffle: object) -> None:
    total = sum(stations, Sums())
    assert total == sum(reversed(stations), Sums())
    assert total.valid == sum(s.valid for s in stations)
    assert [v or 0 for v in total.votes] == [
        sum(s.votes[place] or 0 for s in stations) for place in range(len(total.votes))
    ]


@given(station, station, station)
@settings(max_examples=50, deadline=None)
def test_a_change_passed_upward_equals_adding_anew(area: Sums, old: Sums, new: Sums) -> None:
    folded = area + old + (new - old)
    anew = area + new
    assert [v or 0 for v in folded.votes] == [v or 0 for v in anew.votes]
    assert (folded.valid, folded.reported, folded.voters) == (
        *(anew.valid, anew.reported, anew.voters),
    )


def test_what_nobody_gave_stays_unknown() -> None:
    assert add((1, None, None), (2, 5, None)) == (3, 5, None)


def test_an_older_shorter_array_is_understood() -> None:
    assert add((1, 2), (1, 2, 3)) == (2, 4, 3)


def test_party_totals_leave_out_the_votes_inside_parties() -> None:
    sums = (67, 12, 40, 15, 3, 1, 2, None, None)
    assert party_votes(PARTIES, sums) == {"1": 67, "2": 3, "3": 0}


def test_row_shows_candidates_only_where_somebody_gave_them() -> None:
    sums = Sums((67, 12, 40, 15, 3, None, None, None, None), 70, 1, 71, 2, 1)
    line = row("3471", "Kota Yogyakarta", PARTIES, sums)
    assert line.votes == {"1": 67, "1.0": 12, "1.1": 40, "1.2": 15, "2": 3, "3": 0}
    assert row("3471", "Kota Yogyakarta", PARTIES, sums, details=False).votes == {
        **{"1": 67, "2": 3, "3": 0}
    }


def test_an_area_without_reports_shows_zero_for_every_choice() -> None:
    assert row("34", "DIY", PAIRS, Sums(stations=9)).votes == {"1": 0, "2": 0, "3": 0}


def test_contests_merge_at_party_level() -> None:
    one = RecapRow("a", "A", 2, 1, 1, 0, {"1": 5, "1.1": 5}, 5, 1, 6, 300, 150)
    two = RecapRow("b", "B", 3, 2, 0, 1, {"1": 7, "1.1": 2, "2": 1}, 8, 0, 8, 400, 200)
    both = merge("nasional", "Indonesia", [one, two])
    assert both == RecapRow(
        *("nasional", "Indonesia", 5, 3, 1, 1, {"1": 12, "2": 1}, 13, 1, 14, 700, 350)
    )


def test_shares_say_nothing_about_nothing() -> None:
    empty = RecapRow("x", "X", 0, 0, 0, 0)
    assert (empty.coverage, empty.turnout, empty.invalid_share, empty.voter_coverage) == (
        *(None, None, None, None),
    )
    some = RecapRow("x", "X", 4, 1, 0, 0, {}, 190, 10, 200, 1000, 250)
    assert (some.coverage, some.turnout, some.invalid_share, some.voter_coverage) == (
        *(0.25, 0.8, 0.05, 0.25),
    )


def test_a_turnout_that_cannot_be_true_is_not_told() -> None:
    """Two stations of 240 votes each reported, and the register of one alone is known."""
    lacking = RecapRow("x", "X", 2, 2, 0, 0, {}, 470, 10, 480, 123, 123)
    assert lacking.turnout is None, "391 % was printed"
    moved_in = RecapRow("x", "X", 1, 1, 0, 0, {}, 250, 5, 255, 250, 250)
    assert moved_in.turnout == 1.02, "DPTb may come beside the register"


def test_json_has_the_keys_that_others_rely_on() -> None:
    line = json.loads(json.dumps(RecapRow("34", "DIY", 1, 1, 0, 0, {"1": 3}).as_json()))
    keys = ("code", "name", "stations", "reported", "confirmed", "disputed", "votes", "valid")
    assert {*keys, "invalid", "total"} <= line.keys()
    assert line["votes"] == {"1": 3}

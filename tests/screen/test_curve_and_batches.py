"""Curve and table of batches: what is told of the hours is worked out by hand here."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from api.screen.curve import HEIGHT, WIDTH, curve
from models.rules.batches import Arrived, batches

NIGHT = datetime(2024, 2, 14, 10, 0, tzinfo=UTC)


def at(minutes: int, stations: int, **votes: int) -> Arrived:
    named = {code.removeprefix("p"): number for code, number in votes.items()}
    return Arrived(NIGHT + timedelta(minutes=minutes), stations, named)


def test_an_hour_tells_leader_difference_rest_split_and_what_the_second_needs() -> None:
    first, second = batches(
        [at(0, 1, p1=60, p2=40), at(50, 1, p1=60, p2=40), at(70, 2, p1=70, p2=130)], stations=10
    )
    assert (first.stations, first.first, first.difference) == (2, "1", 40)
    # 200 votes of 2 stations: 100 each, so 800 in the other 8; (800 + 40) / 2 / 800.
    assert (first.rest_stations, first.rest_votes) == (8, 800)
    assert first.needs == 0.525
    assert (second.first, second.second, second.difference) == ("2", "1", 20)
    assert second.split == (0.65, 0.35)
    assert second.needs == (600 + 20) / 2 / 600


def test_votes_of_others_are_not_there_for_the_first_two() -> None:
    (only,) = batches([at(0, 1, p1=50, p2=30, p3=20)], stations=2)
    assert only.rest_votes == 100
    assert only.needs == (80 + 20) / 2 / 80


def test_more_than_there_is_is_told_as_more_than_one_and_nothing_left_as_nothing() -> None:
    (hopeless,) = batches([at(0, 9, p1=900, p2=100)], stations=10)
    assert hopeless.needs is not None
    assert hopeless.needs > 1
    (done,) = batches([at(0, 10, p1=900, p2=100)], stations=10)
    assert done.needs is None
    assert done.rest_votes == 0


def test_one_alone_and_no_votes_at_all_are_told_without_a_second() -> None:
    (alone,) = batches([at(0, 1, p1=10)], stations=2)
    assert (alone.first, alone.second, alone.needs, alone.split) == ("1", "", None, None)
    (empty,) = batches([at(0, 1)], stations=2)
    assert (empty.first, empty.difference, empty.needs) == ("", 0, None)


@given(
    st.lists(st.tuples(st.integers(0, 2000), st.integers(1, 50), st.integers(0, 900)), max_size=30)
)
def test_batches_hold_every_station_once_and_the_last_one_all_votes(
    came: list[tuple[int, int, int]],
) -> None:
    arrived = [at(minutes, stations, p1=votes) for minutes, stations, votes in came]
    found = batches(arrived, stations=5_000)
    assert sum(one.stations for one in found) == sum(one[1] for one in came)
    if found:
        assert found[-1].difference == sum(one[2] for one in came)


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(1, 40)), min_size=1, max_size=40))
def test_the_curve_stays_in_its_frame_and_never_falls(came: list[tuple[int, int]]) -> None:
    arrived = sorted((at(10 * m, n) for m, n in came), key=lambda one: one.at)
    drawn = curve(arrived, 100, "Asia/Jakarta")
    assert drawn is not None
    points = [tuple(map(float, one.split(","))) for one in drawn.line.split()]
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in points)
    assert [x for x, _ in points] == sorted(x for x, _ in points)
    assert [y for _, y in points] == sorted((y for _, y in points), reverse=True)
    assert drawn.last.stations == sum(n for _, n in came)
    assert 1 <= len(drawn.hours) <= 9


def test_before_the_first_report_there_is_no_curve() -> None:
    assert curve([], 100, "Asia/Jakarta") is None

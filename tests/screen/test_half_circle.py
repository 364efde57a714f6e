"""A house drawn as a half-circle: every seat once, apart from the others, parties side by side."""

from itertools import groupby
from math import hypot

from hypothesis import given, settings
from hypothesis import strategies as st

from api.screen.half_circle import HEIGHT, WIDTH, half_circle

HOUSES = st.dictionaries(st.integers(1, 24).map(str), st.integers(1, 110), min_size=1, max_size=18)


@settings(deadline=None)
@given(HOUSES)
def test_every_seat_stands_once_in_the_frame_and_none_covers_another(seats: dict[str, int]) -> None:
    places = half_circle(seats)
    assert len(places) == sum(seats.values())
    assert {one.party: sum(p.party == one.party for p in places) for one in places} == seats
    for one in places:
        assert one.r <= one.x <= WIDTH - one.r
        assert one.r <= one.y <= HEIGHT - one.r
    some = places[:60]
    apart = (hypot(a.x - b.x, a.y - b.y) for n, a in enumerate(some) for b in some[n + 1 :])
    assert places[0].r * 2 <= min(apart, default=99.0) + 0.5


@given(HOUSES)
def test_a_party_sits_together_from_left_to_right(seats: dict[str, int]) -> None:
    assert [party for party, _ in groupby(one.party for one in half_circle(seats))] == list(seats)


def test_an_empty_house_has_no_seats() -> None:
    assert half_circle({}) == []

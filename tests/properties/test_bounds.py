"""Bounds against every possible way in which the outstanding ballots can fall."""

from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from models.rules.bounds import Rule, seat_bounds
from models.rules.persons import elect
from models.rules.seats import Method, allocate


def ways(ballots: int, parties: int) -> Iterator[tuple[int, ...]]:
    """Every distribution of at most so many ballots over the parties."""
    if parties == 0:
        yield ()
        return
    for first in range(ballots + 1):
        for rest in ways(ballots - first, parties - 1):
            yield (first, *rest)


def held(votes: dict[str, int], seats: int, rule: Rule) -> dict[str, tuple[int, int]]:
    """Certain seats, and those with every tie falling its way, of each participant."""
    if rule is Rule.MOST_VOTES:
        elected = elect(votes, seats)
        tied = elected.tie.candidates if elected.tie else ()
        sure = {party: int(party in elected.candidates) for party in votes}
        return {party: (sure[party], sure[party] + (party in tied)) for party in votes}
    result = allocate(votes, seats, Method(rule))
    lucky = set(result.tie.parties if result.tie else ())
    return {p: (n := result.seats.get(p, 0), n + (p in lucky)) for p in votes}


@given(
    st.lists(st.integers(0, 15), min_size=2, max_size=3),
    st.integers(1, 4),
    st.integers(0, 5),
    st.sampled_from(list(Rule)),
)
@settings(max_examples=120, deadline=None)
def test_no_way_of_counting_the_rest_leaves_the_bounds(
    numbers: list[int], seats: int, outstanding: int, rule: Rule
) -> None:
    votes = {str(place): number for place, number in enumerate(numbers)}
    bounds = seat_bounds(votes, seats, outstanding, rule)
    for way in ways(outstanding, len(numbers)):
        final = {p: n + extra for (p, n), extra in zip(votes.items(), way, strict=True)}
        for party, (least, most) in held(final, seats, rule).items():
            assert bounds.ranges[party].low <= least
            assert most <= bounds.ranges[party].high


@given(st.lists(st.integers(1, 900_000), min_size=2, max_size=12), st.integers(1, 12))
@settings(max_examples=80, deadline=None)
def test_with_nothing_outstanding_all_but_a_tie_is_safe(numbers: list[int], seats: int) -> None:
    votes = {str(place): number for place, number in enumerate(numbers)}
    result, bounds = allocate(votes, seats), seat_bounds(votes, seats, 0)
    assert bounds.safe == result.seats
    assert set(bounds.between) == set(result.tie.parties if result.tie else ())
    assert bounds.open_seats == (result.tie.seats if result.tie else 0)

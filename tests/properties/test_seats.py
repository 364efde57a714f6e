"""Laws of seat allocation on random districts, and the exact oracle `apportionment`."""

import random

import pytest
from apportionment.methods import TiesException, compute
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from models.rules.seats import Method, SeatAllocation, allocate

ORACLE = {
    Method.SAINTE_LAGUE: "saintelague",
    Method.HARE: "largest_remainder",
    Method.DHONDT: "dhondt",
}
methods = st.sampled_from(list(Method))
small = st.lists(st.integers(0, 40), min_size=2, max_size=6)
large = st.lists(st.integers(0, 900_000), min_size=2, max_size=18)
houses = st.integers(1, 14)
laws = settings(max_examples=150, deadline=None)


def named(votes: list[int]) -> dict[str, int]:
    assume(any(votes))
    return {str(place): number for place, number in enumerate(votes)}


def counts(allocation: SeatAllocation) -> list[int]:
    return [allocation.seats.get(party, 0) for party in allocation.votes]


def taken(allocation: SeatAllocation) -> int:
    return len(allocation.order) + (allocation.tie.seats if allocation.tie else 0)


@given(small | large, houses, methods)
@laws
def test_agrees_with_the_oracle(votes: list[int], seats: int, method: Method) -> None:
    allocation = allocate(named(votes), seats, method)
    try:
        expected = compute(ORACLE[method], votes, seats, fractions=True, tiesallowed=False)
    except TiesException:
        assert allocation.tie is not None
        return
    assert allocation.tie is None
    assert counts(allocation) == [int(number) for number in expected]


@given(small | large, houses, methods)
@laws
def test_seats_add_up_and_ties_are_real(votes: list[int], seats: int, method: Method) -> None:
    allocation = allocate(named(votes), seats, method)
    assert taken(allocation) == seats
    if allocation.tie:
        assert 0 < allocation.tie.seats < len(allocation.tie.parties)


@given(small, houses, methods, st.randoms(use_true_random=False))
@laws
def test_order_of_parties_is_irrelevant(
    votes: list[int], seats: int, method: Method, chance: random.Random
) -> None:
    given_votes = named(votes)
    shuffled = dict(chance.sample(list(given_votes.items()), len(given_votes)))
    one, two = allocate(given_votes, seats, method), allocate(shuffled, seats, method)
    assert one.seats == two.seats
    assert set(one.tie.parties if one.tie else ()) == set(two.tie.parties if two.tie else ())


@given(small, houses, methods, st.integers(2, 1000))
@laws
def test_multiplying_all_votes_changes_nothing(
    votes: list[int], seats: int, method: Method, factor: int
) -> None:
    one = allocate(named(votes), seats, method)
    many = allocate(named([number * factor for number in votes]), seats, method)
    assert (one.seats, one.tie) == (many.seats, many.tie)


@given(small | large, houses, methods)
@laws
def test_more_votes_never_fewer_seats(votes: list[int], seats: int, method: Method) -> None:
    pairs = list(zip(votes, counts(allocate(named(votes), seats, method)), strict=True))
    assert all(mine >= theirs for more, mine in pairs for fewer, theirs in pairs if more > fewer)


@given(small | large, houses, st.sampled_from([Method.SAINTE_LAGUE, Method.DHONDT]))
@laws
def test_a_larger_house_costs_nobody_a_seat(votes: list[int], seats: int, method: Method) -> None:
    before, after = (counts(allocate(named(votes), size, method)) for size in (seats, seats + 1))
    assert all(one <= two for one, two in zip(before, after, strict=True))


@given(small | large, houses, st.sampled_from([Method.HARE, Method.DHONDT]))
@laws
def test_nobody_falls_below_the_floor_of_the_quota(
    votes: list[int], seats: int, method: Method
) -> None:
    allocation = allocate(named(votes), seats, method)
    tied = allocation.tie.parties if allocation.tie else ()
    for party, number in allocation.votes.items():
        held = allocation.seats.get(party, 0) + (party in tied)
        assert held >= number * seats // sum(votes)


@given(small, st.integers(1, 8), methods, st.integers(0, 5))
@laws
def test_needs_is_the_smallest_number_that_wins_a_seat(
    votes: list[int], seats: int, method: Method, place: int
) -> None:
    given_votes = named(votes)
    party = str(place % len(votes))
    before = allocate(given_votes, seats, method)
    needs = before.needs(party)
    held = before.seats.get(party, 0)
    if needs is None:
        assert held == seats or sum(votes) == given_votes[party]
        return

    def with_more(extra: int) -> int:
        changed = {**given_votes, party: given_votes[party] + extra}
        return allocate(changed, seats, method).seats.get(party, 0)

    assert needs >= 1
    assert with_more(needs) > held
    assert all(with_more(fewer) == held for fewer in range(max(0, needs - 30), needs))


@given(small, st.integers(1, 8), methods, st.integers(0, 5))
@laws
def test_margin_is_the_largest_number_that_keeps_the_seats(
    votes: list[int], seats: int, method: Method, place: int
) -> None:
    given_votes = named(votes)
    party = str(place % len(votes))
    before = allocate(given_votes, seats, method)
    margin, held = before.margin(party), before.seats.get(party, 0)
    if margin is None:
        assert held == 0
        return

    def with_fewer(lost: int) -> int:
        changed = {**given_votes, party: given_votes[party] - lost}
        return allocate(changed, seats, method).seats.get(party, 0)

    assert with_fewer(margin) == held
    assert margin + 1 > given_votes[party] or with_fewer(margin + 1) < held


@given(large, houses, methods)
@laws
def test_next_is_who_takes_the_seat_that_a_larger_house_has(
    votes: list[int], seats: int, method: Method
) -> None:
    allocation = allocate(named(votes), seats, method)
    bigger = allocate(named(votes), seats + 1, method)
    if method is Method.HARE or allocation.tie or bigger.tie or allocation.next is None:
        return
    assert bigger.order[-1].party == allocation.next


def test_floats_break_the_tie_that_fractions_find() -> None:
    """The reason for fractions: floats silently decide this one."""
    votes = [2000, 22000, 188000, 278000, 14000, 244000, 110000]
    compute("largest_remainder", votes, 26, tiesallowed=False)
    with pytest.raises(TiesException):
        compute("largest_remainder", votes, 26, fractions=True, tiesallowed=False)

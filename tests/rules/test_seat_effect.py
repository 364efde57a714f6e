"""What a difference does to seats: exactly as if the contest were allocated again."""

from hypothesis import given
from hypothesis import strategies as st

from models.rules.house import District
from models.rules.seat_effect import Standing, added, standings
from models.rules.seats import Method, allocate


def district(votes: dict[str, int], size: int = 3) -> District:
    return District("9801", "Contoh I", size, votes, {}, 0)


def test_one_vote_that_takes_the_last_seat_is_told() -> None:
    contest = Standing(district({"1": 100, "2": 99}), Method.SAINTE_LAGUE)
    found = contest.effect(contest.now(), {"1": -1, "2": 1}, 1)
    assert found.seats == {"1": -1, "2": 1}
    assert found.rank == (1, 0, 0.5)
    assert (found.margin, found.share) == (2, 0.5)


def test_a_large_shift_that_moves_no_seat_ranks_behind_a_small_one_that_does() -> None:
    close = Standing(district({"1": 100, "2": 99}), Method.SAINTE_LAGUE)
    wide = Standing(district({"1": 90_000, "2": 10_000}), Method.SAINTE_LAGUE)
    small = close.effect(close.now(), {"1": -1, "2": 1}, 1)
    large = wide.effect(wide.now(), {"1": -900, "2": 900}, 900)
    assert large.seats == {}
    assert small.rank > large.rank


def test_votes_moved_between_candidates_of_one_party_change_who_sits() -> None:
    votes = {"1": 100, "1.0": 20, "1.1": 45, "1.2": 35, "2": 10, "2.0": 10}
    contest = Standing(district(votes, 1), Method.SAINTE_LAGUE)
    found = contest.effect(contest.now(), {"1.1": -6, "1.2": 6}, 6)
    assert found.seats == {}
    assert (found.persons_in, found.persons_out) == (("1.2",), ("1.1",))


def test_a_tie_takes_a_certain_seat_away() -> None:
    contest = Standing(district({"1": 100, "2": 99}, 1), Method.SAINTE_LAGUE)
    assert contest.effect(contest.now(), {"2": 1}, 1).seats == {"1": -1}


def test_persons_and_the_president_are_weighed_by_their_own_rules() -> None:
    dpd = Standing(district({"1": 50, "2": 40, "3": 39}, 2), "plurality")
    assert dpd.effect(dpd.now(), {"2": -2}, 2).seats == {"2": -1, "3": 1}
    pairs = Standing(district({"1": 52, "2": 30, "3": 18}, 1), "majority")
    assert pairs.now().margin == 5
    found = pairs.effect(pairs.now(), {"1": -3, "2": 3}, 3)
    assert found.seats == {"2": 1}, "nobody has more than half: two meet again"


def test_a_party_below_the_threshold_moves_nothing() -> None:
    one = standings([district({"1": 96, "2": 3}, 1)], Method.SAINTE_LAGUE)["9801"]
    assert one.excluded == frozenset()
    votes = district({"1": 96, "2": 3}, 1)
    barred = Standing(votes, Method.SAINTE_LAGUE, frozenset({"2"}))
    assert barred.effect(barred.now(), {"2": 500}, 500).seats == {}


def test_a_contest_without_votes_has_no_margin() -> None:
    empty = Standing(district({"1": 0, "2": 0}), Method.SAINTE_LAGUE)
    assert empty.effect(empty.now(), {"1": 5}, 5).seats == {"1": 3}
    assert empty.now().margin is None
    assert added([{"1": 2}, {"1": -2, "2": 1}]) == {"2": 1}


numbers = st.lists(st.integers(0, 3_000), min_size=2, max_size=6)


@given(numbers, st.data(), st.sampled_from(list(Method)), st.integers(1, 8))
def test_small_differences_that_are_passed_over_could_move_no_seat(
    votes: list[int], data: st.DataObject, method: Method, size: int
) -> None:
    counted = {str(n): number for n, number in enumerate(votes, 1)}
    shifts = data.draw(st.lists(st.integers(-60, 60), min_size=len(votes), max_size=len(votes)))
    differences = dict(zip(counted, shifts, strict=True))
    contest = Standing(district(counted, size), method)
    after = {code: max(n + differences[code], 0) for code, n in counted.items()}
    now, then = allocate(counted, size, method).seats, allocate(after, size, method).seats
    expected = {c: d for c in counted if (d := then.get(c, 0) - now.get(c, 0))}
    assert contest.effect(contest.now(), differences, 1).seats == expected

"""Can it still change? What is certain about seats whatever the outstanding stations hold.

Bounds assume nothing about the outstanding ballots: any of them may go to anybody, or be invalid.
They never call a seat safe that could be lost; the projection, which guesses, is another module.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from models.rules.seats import Method


class Rule(StrEnum):
    """How a contest is won: by one of the seat methods, or by most votes (DPD, Pilkada)."""

    SAINTE_LAGUE = Method.SAINTE_LAGUE
    HARE = Method.HARE
    DHONDT = Method.DHONDT
    MOST_VOTES = "most-votes"


@dataclass(frozen=True, slots=True)
class Range:
    """Fewest and most seats that a participant can still have."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class SeatBounds:
    """What is safe and what is open in one contest.

    `safe`: certain seats by participant; `open_seats`: the others; `between`: who can still win
    one of them. With nothing outstanding a tie stays open.
    """

    ranges: Mapping[str, Range]
    safe: Mapping[str, int]
    open_seats: int
    between: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ThresholdBounds:
    """Parties surely below the national threshold, and those that may pass it or not."""

    below: frozenset[str]
    open: frozenset[str]


def threshold_bounds(
    national: Mapping[str, int], threshold: Fraction, outstanding: int
) -> ThresholdBounds:
    """Which parties pass whatever the outstanding ballots of the nation hold."""
    total = sum(national.values())
    num, den = threshold.numerator, threshold.denominator
    whole = num * (total + outstanding)
    below = {p for p, votes in national.items() if (votes + outstanding) * den < whole}
    unsure = {p for p, votes in national.items() if votes * den < whole} - below
    return ThresholdBounds(frozenset(below), frozenset(unsure) if outstanding else frozenset())


def seat_bounds(
    votes: Mapping[str, int],
    seats: int,
    outstanding: int,
    rule: Rule = Rule.SAINTE_LAGUE,
    threshold: ThresholdBounds | None = None,
) -> SeatBounds:
    """Safe and open seats of a contest.

    `votes` are those that can no longer change; `outstanding` the ballots of all stations that
    are missing, disputed or not confirmed, at most the ballots printed for them. Exact for the
    divisor methods and for most votes but for a few votes of rounding, always on the side of
    "open"; for Hare by the quota rule (never below the floor nor above the ceiling of the share).
    """
    unsure = threshold.open if threshold else frozenset()
    surely_out = threshold.below if threshold else frozenset()
    part = {p: number for p, number in votes.items() if p not in surely_out}
    sure = [number for p, number in part.items() if p not in unsure]
    ranges = {}
    for party, own in part.items():
        others = [number for p, number in part.items() if p != party]
        rivals = list(sure)
        if party not in unsure:
            rivals.remove(own)
        low = 0 if party in unsure else _fewest(own, others, seats, outstanding, rule)
        ranges[party] = Range(low, _most(own, rivals, seats, outstanding, rule))
    safe = {party: span.low for party, span in ranges.items() if span.low}
    between = tuple(party for party, span in ranges.items() if span.high > span.low)
    return SeatBounds(ranges, safe, seats - sum(safe.values()), between)


def _fewest(own: int, others: list[int], seats: int, outstanding: int, rule: Rule) -> int:
    """Seats that all outstanding ballots together, given to rivals, cannot take away."""
    if rule is Rule.HARE:
        whole = own + sum(others) + outstanding
        return own * seats // whole if whole else 0
    limit = min(seats, 1) if rule is Rule.MOST_VOTES else seats
    held = 0
    while held < limit and _denial(own, others, seats, held + 1, rule) > outstanding * _divisor(
        rule, held + 1
    ):
        held += 1
    return held


def _denial(own: int, others: list[int], seats: int, number: int, rule: Rule) -> int:
    """Fewest votes, times the divisor of the seat, that rivals need to deny seat `number`.

    They need seats - number + 1 quotients as high as own / divisor. A rival's first additional
    one costs what is missing; each further one costs a whole step more.
    """
    if not own:
        return 0
    divisor = _divisor(rule, number)
    single = rule is Rule.MOST_VOTES
    step = 2 if rule is Rule.SAINTE_LAGUE else 1
    missing = seats - number + 1
    costs = []
    for votes in others:
        have = (votes * divisor // own + step - 1) // step
        missing -= min(have, 1) if single else have
        if not (single and have):
            costs.append(own * (step * have + 1) - votes * divisor)
    if missing <= 0:
        return 0
    costs.sort()
    first = costs[:missing]
    if single and len(first) < missing:
        return 1 << 62  # fewer rivals than seats: nobody can take it away
    return sum(first) + (missing - len(first)) * step * own if others else 1 << 62


def _most(own: int, rivals: list[int], seats: int, outstanding: int, rule: Rule) -> int:
    """Seats when every outstanding ballot is for this participant and ties fall its way."""
    best = own + outstanding
    if not best and rule is not Rule.MOST_VOTES:
        return 0
    if rule is Rule.HARE:
        return min(seats, -(-best * seats // (best + sum(rivals))))
    limit = min(seats, 1) if rule is Rule.MOST_VOTES else seats
    held = 0
    while held < limit and _above(best, rivals, held + 1, rule) <= seats - held - 1:
        held += 1
    return held


def _above(own: int, rivals: list[int], number: int, rule: Rule) -> int:
    """How many quotients of rivals are higher than own / divisor of seat `number`."""
    if rule is Rule.MOST_VOTES:
        return sum(votes > own for votes in rivals)
    step = 2 if rule is Rule.SAINTE_LAGUE else 1
    divisor = _divisor(rule, number)
    return sum((-(-votes * divisor // own) + step - 2) // step for votes in rivals if votes)


def _divisor(rule: Rule, number: int) -> int:
    return 2 * number - 1 if rule is Rule.SAINTE_LAGUE else number


@dataclass(frozen=True, slots=True)
class OpenStation:
    """A station whose result may still change a contest: `ballots` that it can hold at most."""

    code: str
    contest: str
    ballots: int


def most_important(
    stations: Iterable[OpenStation], gaps: Mapping[str, int]
) -> list[tuple[OpenStation, float]]:
    """Open stations of open contests, those that matter most first, each with its weight.

    `gaps`: for each open contest the votes that its closest seat hangs on (SeatAllocation.needs
    of the next party). The weight is ballots per vote of the gap: at 1 the station alone can
    decide. Stations of contests without a gap here change nothing and are left out.
    """
    weighed = [
        (station, station.ballots / max(gaps[station.contest], 1))
        for station in stations
        if station.contest in gaps and station.ballots
    ]
    return sorted(weighed, key=lambda pair: (-pair[1], pair[0].contest, pair[0].code))

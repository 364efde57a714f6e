"""Exact allocation of seats to parties; integers and fractions only, a tie is never guessed.

Law: UU 7/2017 art. 414 (threshold), 415 (divide by 1, 3, 5, 7 ...: Sainte-Lague) and 419-420;
until 2014 UU 8/2012: Hare quota (BPP) with largest remainder.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import cached_property
from heapq import heapify, heapreplace, nlargest

from models.errors import BadInput


class Method(StrEnum):
    """How votes become seats."""

    SAINTE_LAGUE = "sainte-lague"
    HARE = "hare"
    DHONDT = "dhondt"


@dataclass(frozen=True, slots=True)
class Seat:
    """One seat won: by whom and with what.

    `quotient` is the party's votes divided by 1, 3, 5 ... (Sainte-Lague) or 1, 2, 3 ... (D'Hondt);
    by Hare the votes that the party still had, a quota being taken away for each earlier seat.
    """

    party: str
    quotient: Fraction


@dataclass(frozen=True, slots=True)
class Tie:
    """Parties with equal quotients for the last seats, which are fewer than the parties."""

    parties: tuple[str, ...]
    seats: int


@dataclass(frozen=True)
class SeatAllocation:
    """The seats (perolehan kursi) of one district.

    `votes` of the parties that took part; `order`: the certain seats as they were won; `tie`: the
    last seats where the votes do not decide; `unallocated`: seats left because nobody has votes.
    """

    method: Method
    size: int
    votes: Mapping[str, int]
    order: tuple[Seat, ...]
    tie: Tie | None = None
    excluded: tuple[str, ...] = ()
    unallocated: int = 0

    @cached_property
    def seats(self) -> dict[str, int]:
        """Certain seats of each party that won any, in the order of their first seat."""
        won: dict[str, int] = {}
        for seat in self.order:
            won[seat.party] = won.get(seat.party, 0) + 1
        return won

    @property
    def next(self) -> str | None:
        """The party that one more seat would go to; None where no other party has votes."""
        if self.tie:
            return self.tie.parties[0]
        claims = {p: _claim(self, p, self.seats.get(p, 0)) for p, v in self.votes.items() if v}
        best = max(claims, key=lambda party: claims[party], default=None)
        return best if len(claims) > 1 else None

    def needs(self, party: str) -> int | None:
        """Votes that a party lacks for one more certain seat, all else unchanged.

        None where it holds every seat. Raises KeyError for a party that took no part.
        """
        held, votes = self.seats.get(party, 0), self.votes[party]
        if held >= self.size:
            return None
        if self.method is Method.HARE:
            return _hare_needs(self, party)
        rival = _rival(self, party, self.size - held)
        return rival * _divisor(self.method, held) // 1 + 1 - votes

    def margin(self, party: str) -> int | None:
        """Votes that a party can lose, all else unchanged, and still keep all certain seats.

        None where it has no seat. Raises KeyError for a party that took no part.
        """
        held, votes = self.seats.get(party, 0), self.votes[party]
        if not held:
            return None
        if self.method is Method.HARE:
            return _hare_margin(self, party)
        rival = _rival(self, party, self.size - held + 1)
        return votes - (rival * _divisor(self.method, held - 1) // 1 + 1)


def below_threshold(
    national: Mapping[str, int], threshold: Fraction, total: int | None = None
) -> frozenset[str]:
    """Parties below a share of the nation's valid votes (ambang batas, UU 7/2017 art. 414(1)).

    Exact: PPP's 5,878,708 of 151,793,293 votes are below 4 % because 5,878,708 x 100 is less than
    4 x 151,793,293; a party that has exactly the share takes part. `total` where the valid votes
    are known apart from the parties' sum.
    """
    whole = sum(national.values()) if total is None else total
    num, den = threshold.numerator, threshold.denominator
    return frozenset(party for party, votes in national.items() if votes * den < num * whole)


def allocate(
    votes: Mapping[str, int],
    seats: int,
    method: Method = Method.SAINTE_LAGUE,
    excluded: frozenset[str] = frozenset(),
) -> SeatAllocation:
    """The seats of a district from its votes; raises BadInput for negative votes or no seats.

    Parties in `excluded` (below the threshold) are left out; parties without a vote win nothing.
    """
    if seats < 1:
        raise BadInput(f"seats: {seats} is not a number of seats, it must be 1 or more")
    negative = next((party for party, number in votes.items() if number < 0), None)
    if negative is not None:
        raise BadInput(f"votes of {negative}: {votes[negative]} is negative", party=negative)
    part = {party: number for party, number in votes.items() if party not in excluded}
    left_out = tuple(party for party in votes if party in excluded)
    if not any(part.values()):
        return SeatAllocation(method, seats, part, (), None, left_out, seats)
    order, tie = _award(part, seats, method)
    return SeatAllocation(method, seats, part, order, tie, left_out)


def _award(
    votes: Mapping[str, int], seats: int, method: Method
) -> tuple[tuple[Seat, ...], Tie | None]:
    """The seats one by one to the highest claim; those of a tie at the end are taken back."""
    quota = Fraction(sum(votes.values()), seats) if method is Method.HARE else None
    # (minus the claim, place, party, seats held): heapq keeps the smallest first.
    queue = [
        (Fraction(-number), place, party, 0)
        for place, (party, number) in enumerate(votes.items())
        if number
    ]
    heapify(queue)
    order: list[Seat] = []
    for _ in range(seats):
        claim, place, party, held = queue[0]
        order.append(Seat(party, -claim))
        after = claim + quota if quota else -Fraction(votes[party], _divisor(method, held + 1))
        heapreplace(queue, (after, place, party, held + 1))
    last = order[-1].quotient
    if -queue[0][0] != last:
        return tuple(order), None
    tied = [seat.party for seat in order if seat.quotient == last]
    waiting = [party for claim, _, party, _ in queue if -claim == last]
    parties = tuple(party for party in votes if party in {*tied, *waiting})
    return tuple(order[: -len(tied)]), Tie(parties, len(tied))


def _divisor(method: Method, held: int) -> int:
    # UU 7/2017 art. 415(2): divided by 1 and then by the odd numbers 3, 5, 7 and so on.
    return 2 * held + 1 if method is Method.SAINTE_LAGUE else held + 1


def _claim(allocation: SeatAllocation, party: str, held: int) -> Fraction:
    """What a party brings for its next seat when it holds `held`."""
    votes = allocation.votes[party]
    if allocation.method is Method.HARE:
        return votes - held * Fraction(sum(allocation.votes.values()), allocation.size)
    return Fraction(votes, _divisor(allocation.method, held))


def _rival(allocation: SeatAllocation, party: str, rank: int) -> Fraction:
    """The claim that stands at `rank` (from 1) when `party` is not there; 0 where none does."""
    claims = [
        _claim(allocation, other, held)
        for other, votes in allocation.votes.items()
        if other != party and votes
        for held in range(allocation.seats.get(other, 0) + 3)
    ]
    best = nlargest(rank, claims)
    return best[rank - 1] if len(best) >= rank else Fraction(0)


def _hare_seats(allocation: SeatAllocation, party: str, votes: int) -> int:
    changed = {**allocation.votes, party: votes}
    return allocate(changed, allocation.size, Method.HARE).seats.get(party, 0)


def _hare_needs(allocation: SeatAllocation, party: str) -> int | None:
    """By bisection: the quota moves with the votes, and more votes never cost a seat."""
    held, votes = allocation.seats.get(party, 0), allocation.votes[party]
    others = sum(allocation.votes.values()) - votes
    if not others:
        return None
    high = 1
    while _hare_seats(allocation, party, votes + high) <= held:
        high *= 2
    low = high // 2
    while high - low > 1:
        middle = (low + high) // 2
        enough = _hare_seats(allocation, party, votes + middle) > held
        low, high = (low, middle) if enough else (middle, high)
    return high


def _hare_margin(allocation: SeatAllocation, party: str) -> int:
    held, votes = allocation.seats[party], allocation.votes[party]
    low, high = 0, votes
    while high - low > 1:
        middle = (low + high) // 2
        kept = _hare_seats(allocation, party, votes - middle) >= held
        low, high = (middle, high) if kept else (low, middle)
    return low

"""Seats of a whole house: every district of a ballot with one threshold over the nation; pure."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import ceil

from models.rules.bounds import Rule, SeatBounds, ThresholdBounds, seat_bounds, threshold_bounds
from models.rules.persons import Elected, elect
from models.rules.seats import Method, SeatAllocation, allocate, below_threshold


class SeatMethod(StrEnum):
    """How votes become seats; `majority` is the president's rule (art. 416), `none` no seats."""

    SAINTE_LAGUE = "sainte-lague"
    HARE = "hare"
    DHONDT = "dhondt"
    PLURALITY = "plurality"
    MAJORITY = "majority"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class HouseRules:
    """What the pack says of a ballot's seats; `threshold`: share of the nation's valid votes."""

    how: SeatMethod
    threshold: Fraction = Fraction(0)

    @property
    def by_quotient(self) -> bool:
        """Whether parties share the seats of a district; else persons or pairs win them."""
        return self.how.value in [one.value for one in Method]

    @property
    def method(self) -> Method:
        """The quotient. Raises ValueError where seats are not shared by one."""
        return Method(self.how.value)


@dataclass(frozen=True, slots=True)
class District:
    """What is counted in a district: votes by choice code, candidates' ones too where given.

    `firm` are the votes of confirmed stations; `outstanding` the ballots that all other stations
    can hold at most. `gone`: why a candidate (code) is never seated: died, disqualified, withdrew.
    """

    code: str
    name: str
    size: int
    votes: Mapping[str, int]
    firm: Mapping[str, int]
    outstanding: int
    gone: Mapping[str, str] = field(default_factory=dict)

    def parties(self) -> dict[str, int]:
        """Party sums alone."""
        return {code: votes for code, votes in self.votes.items() if "." not in code}

    def candidates(self, party: str) -> dict[str, int]:
        """A party's candidates, without the votes for the party itself ("3.0")."""
        own = f"{party}."
        return {c: v for c, v in self.votes.items() if c.startswith(own) and c != f"{own}0"}


@dataclass(frozen=True, slots=True)
class Counted:
    """A district's count with its contest's id and how complete it is, in stations."""

    contest: int
    district: District
    stations: int
    reported: int
    confirmed: int
    disputed: int


@dataclass(frozen=True, slots=True)
class DistrictSeats:
    """A district's seats as counted now, who takes them, and what can still change."""

    district: District
    allocation: SeatAllocation
    elected: Mapping[str, Elected]
    bounds: SeatBounds


@dataclass(frozen=True, slots=True)
class House:
    """All districts of a ballot. `seats` of each party together, without those of ties."""

    national: Mapping[str, int]
    excluded: frozenset[str]
    districts: tuple[DistrictSeats, ...]

    @property
    def seats(self) -> dict[str, int]:
        """Certain seats by party, most first."""
        won = _added(one.allocation.seats for one in self.districts)
        return dict(sorted(won.items(), key=lambda item: -item[1]))


@dataclass(frozen=True, slots=True)
class CountedHouse:
    """A ballot with its rules and the count of all its districts, by code: a house is made of it.

    Every district is there whoever asks, because a threshold is a share of the nation.
    """

    rules: HouseRules
    counted: tuple[Counted, ...]

    @property
    def districts(self) -> tuple[District, ...]:
        """What is counted in each."""
        return tuple(one.district for one in self.counted)

    @property
    def by_code(self) -> dict[str, Counted]:
        """Each district's count by its code."""
        return {one.district.code: one for one in self.counted}

    def seated(self, only: Collection[str] | None = None) -> House:
        """The seats, and what can still change; `only`: of the districts with these codes."""
        return seat(self.districts, self.rules.method, self.rules.threshold, only)

    def untied(self, only: Collection[str]) -> dict[str, dict[str, int]]:
        """Seats by party of districts (codes) where no tie is left; never what can change."""
        held = allocations(self.districts, self.rules.method, self.rules.threshold, only)
        return {code: dict(one.seats) for code, one in held.items() if not one.tie}


def seat(
    districts: Iterable[District],
    method: Method,
    threshold: Fraction,
    only: Collection[str] | None = None,
) -> House:
    """Allocate every district; parties below the threshold of the nation are left out of all.

    `only`: codes of the districts that are asked for; the others count for the threshold alone.
    """
    all_ = tuple(districts)
    national = _added(one.parties() for one in all_)
    excluded = below_threshold(national, threshold) if threshold else frozenset()
    unsure = None
    if threshold:
        firm = _added(_parties(one.firm) for one in all_)
        everyone = dict.fromkeys(national, 0) | firm
        unsure = threshold_bounds(everyone, threshold, sum(one.outstanding for one in all_))
    asked = [one for one in all_ if one.size and (only is None or one.code in only)]
    found = tuple(_district(one, method, excluded, unsure) for one in asked)
    return House(national, excluded, found)


def allocations(
    districts: Iterable[District], method: Method, threshold: Fraction, only: Collection[str]
) -> dict[str, SeatAllocation]:
    """The seats of some districts as counted, by code, without what can still change."""
    all_ = tuple(districts)
    national = _added(one.parties() for one in all_)
    excluded = below_threshold(national, threshold) if threshold else frozenset()
    return {
        one.code: allocate(one.parties(), one.size, method, excluded)
        for one in all_
        if one.size and one.code in only
    }


def ballots_at_most(stations: int, voters: int, reserve: float) -> int:
    """Ballots that stations can hold: their voters and the reserve, rounded up at each."""
    return ceil(voters * (1 + Fraction(str(reserve)))) + stations


def _district(
    one: District, method: Method, excluded: frozenset[str], unsure: ThresholdBounds | None
) -> DistrictSeats:
    parties = one.parties()
    allocation = allocate(parties, one.size, method, excluded)
    elected = {
        party: elect(candidates, seats, one.gone)
        for party, seats in allocation.seats.items()
        if any((candidates := one.candidates(party)).values())
    }
    firm = dict.fromkeys(parties, 0) | _parties(one.firm)
    bounds = seat_bounds(firm, one.size, one.outstanding, Rule(method.value), unsure)
    return DistrictSeats(one, allocation, elected, bounds)


def _parties(votes: Mapping[str, int]) -> dict[str, int]:
    return {code: number for code, number in votes.items() if "." not in code}


def _added(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    whole: dict[str, int] = {}
    for part in parts:
        for code, number in part.items():
            whole[code] = whole.get(code, 0) + number
    return whole

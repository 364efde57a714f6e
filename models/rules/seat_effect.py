"""What a difference between two counts would do to seats: moved seats, other persons; pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction

from models.rules.house import District
from models.rules.persons import elect
from models.rules.seats import Method, allocate, below_threshold

MAJORITY = "majority"
MOST_VOTES = "plurality"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Who wins in a contest: seats by party or person, candidates within parties.

    `margin`: votes that the closest seat hangs on; None where there is no next one.
    """

    seats: Mapping[str, int]
    persons: frozenset[str] = frozenset()
    margin: int | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference measured against its contest.

    `seats`: seats more or fewer by party (persons on ballots for persons; on the president's who
    passes half, or who is in the second round); `persons_in`, `persons_out`: candidates of parties;
    `share`: votes concerned by the margin of the contest's closest seat.
    """

    seats: Mapping[str, int] = field(default_factory=dict)
    persons_in: tuple[str, ...] = ()
    persons_out: tuple[str, ...] = ()
    margin: int | None = None
    share: float = 0.0

    @property
    def rank(self) -> tuple[int, int, float]:
        """For sorting, the largest first: seats moved, persons moved, share of the margin."""
        moved = sum(change for change in self.seats.values() if change > 0)
        moved = moved or sum(-change for change in self.seats.values())
        return moved, len(self.persons_in) or len(self.persons_out), self.share


@dataclass(frozen=True, slots=True)
class Standing:
    """A contest as counted: `rule` is a seat method, "plurality" (DPD, Pilkada) or "majority"."""

    district: District
    rule: str
    excluded: frozenset[str] = frozenset()

    def outcome(self, votes: Mapping[str, int]) -> Outcome:
        """Who wins with these votes."""
        mains = {code: number for code, number in votes.items() if "." not in code}
        if self.rule == MAJORITY:
            return _majority(mains)
        if self.rule == MOST_VOTES:
            return _most_votes(mains, self.district.size)
        found = allocate(mains, self.district.size, Method(self.rule), self.excluded)
        persons = set()
        for party, seats in found.seats.items():
            own = {c: n for c, n in votes.items() if c.startswith(f"{party}.")}
            own.pop(f"{party}.0", None)
            if any(own.values()):
                persons |= set(elect(own, seats, self.district.gone).candidates)
        margin = found.needs(found.next) if found.next else None
        return Outcome(found.seats, frozenset(persons), margin)

    def now(self) -> Outcome:
        """Who wins as counted."""
        return self.outcome(self.district.votes)

    def effect(self, now: Outcome, differences: Mapping[str, int], weight: int) -> Effect:
        """What the differences (later minus earlier) would change; `now` as given by now()."""
        share = weight / max(now.margin, 1) if now.margin is not None else 0.0
        if self._far(now, differences):
            return Effect(margin=now.margin, share=share)
        votes = {
            code: max(number + differences.get(code, 0), 0)
            for code, number in self.district.votes.items()
        }
        then = self.outcome(votes)
        codes = list(dict.fromkeys((*now.seats, *then.seats)))
        moved = {code: then.seats.get(code, 0) - now.seats.get(code, 0) for code in codes}
        return Effect(
            {code: change for code, change in moved.items() if change},
            tuple(sorted(then.persons - now.persons)),
            tuple(sorted(now.persons - then.persons)),
            now.margin,
            share,
        )

    def _far(self, now: Outcome, differences: Mapping[str, int]) -> bool:
        """Whether votes of parties moved so little that no seat can: a vote less for a rival
        counts at most 2 n - 1 times a vote more, the largest divisor of n seats being that."""
        if now.margin is None or self.rule == Method.HARE or any("." in c for c in differences):
            return False
        moved = sum(abs(d) for code, d in differences.items() if code in self.district.votes)
        return moved * 2 * max(self.district.size, 1) < now.margin


def _majority(votes: Mapping[str, int]) -> Outcome:
    """More than half, or the two in a second round; the fifth in most provinces is not seen here
    (UU 7/2017 art. 416)."""
    ranked = sorted(votes, key=lambda code: -votes[code])
    whole = sum(votes.values())
    if not whole:
        return Outcome({})
    half = abs(2 * votes[ranked[0]] - whole) + 1
    if 2 * votes[ranked[0]] > whole or len(ranked) < 3:
        return Outcome({ranked[0]: 1}, margin=half)
    third = votes[ranked[1]] - votes[ranked[2]] + 1
    return Outcome(dict.fromkeys(ranked[:2], 1), margin=min(half, third))


def _most_votes(votes: Mapping[str, int], size: int) -> Outcome:
    ranked = sorted((code for code in votes if votes[code]), key=lambda code: -votes[code])
    margin = votes[ranked[size - 1]] - votes[ranked[size]] + 1 if len(ranked) > size else None
    return Outcome(dict.fromkeys(ranked[:size], 1), margin=margin)


def added(parts: Iterable[Mapping[str, int]]) -> dict[str, int]:
    """Differences of several places together."""
    whole: dict[str, int] = {}
    for part in parts:
        for name, number in part.items():
            whole[name] = whole.get(name, 0) + number
    return {name: number for name, number in whole.items() if number}


def standings(
    districts: Iterable[District], rule: str, threshold: Fraction = Fraction(0)
) -> dict[str, Standing]:
    """Every contest by its code; parties below the threshold of the nation take no seats."""
    all_ = list(districts)
    national = added(one.parties() for one in all_)
    excluded = below_threshold(national, threshold) if threshold else frozenset()
    return {one.code: Standing(one, rule, excluded) for one in all_ if one.size}

"""The president's rule: half of the nation's votes, and a fifth in most provinces; pure, exact.

Law: UU 7/2017 art. 416 and UUD 1945 art. 6A (3): more than 50 % of the valid votes, and at least
20 % in each of more than half of the provinces; else the two pairs with most votes meet again.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

Votes = Mapping[str, int]
ABROAD = "99"
"""KPU's code for what lies abroad: no province of art. 416."""


@dataclass(frozen=True, slots=True)
class PairStanding:
    """One pair: its votes, the provinces where it has 20 %, and what can still become of it.

    `elected`: meets both conditions now; `safe`: whatever is outstanding; `possible`: could still.
    """

    votes: int
    provinces: int
    elected: bool
    safe: bool
    possible: bool


@dataclass(frozen=True, slots=True)
class PresidentialOutcome:
    """What the votes say: a winner in the first round, or who meets in the second.

    `runoff` is empty with a winner; `tied` are pairs with equal votes for the last runoff place,
    which the spread over provinces decides by law (art. 416 (3) to (5)), not this count.
    `valid`, `provinces` and `needed` (more than half of them) are what the shares refer to.
    """

    winner: str | None
    runoff: tuple[str, ...]
    tied: tuple[str, ...]
    pairs: Mapping[str, PairStanding]
    valid: int
    provinces: int
    needed: int


@dataclass(frozen=True, slots=True)
class Province:
    """A province's votes by pair, and the ballots that may still come or change there."""

    votes: Votes
    outstanding: int = 0

    @property
    def valid(self) -> int:
        """All valid votes so far."""
        return sum(self.votes.values())


def decide(
    provinces: Mapping[str, Province], abroad: Province | None = None
) -> PresidentialOutcome:
    """The outcome of the presidential ballot (PPWP), from all provinces, reported or not.

    Votes from abroad count for the nation and are no province. Give every province, also those
    without votes: they count among those of which more than half are needed.
    """
    everywhere = [*provinces.values(), *([abroad] if abroad else [])]
    codes = list(dict.fromkeys(code for place in everywhere for code in place.votes))
    valid = sum(place.valid for place in everywhere)
    outstanding = sum(place.outstanding for place in everywhere)
    needed = len(provinces) // 2 + 1
    nation = _Nation(everywhere, list(provinces.values()), valid, outstanding, needed)
    pairs = {code: _standing(code, nation) for code in codes}
    winner = next((code for code, pair in pairs.items() if pair.elected), None)
    runoff, tied = _runoff(pairs) if winner is None else ((), ())
    return PresidentialOutcome(winner, runoff, tied, pairs, valid, len(provinces), needed)


@dataclass(frozen=True, slots=True)
class _Nation:
    everywhere: list[Province]
    provinces: list[Province] = field(default_factory=list)
    valid: int = 0
    outstanding: int = 0
    needed: int = 1


def _standing(code: str, nation: _Nation) -> PairStanding:
    votes = sum(place.votes.get(code, 0) for place in nation.everywhere)
    more = nation.outstanding

    def spread(own: int, others: int) -> int:
        """Provinces with a fifth when a share `own`, `others` (0 or 1) of the open votes comes."""
        return sum(
            5 * (place.votes.get(code, 0) + own * place.outstanding)
            >= place.valid + (own + others) * place.outstanding
            for place in nation.provinces
            if place.valid + (own + others) * place.outstanding
        )

    def half(own: int, others: int) -> bool:
        return 2 * (votes + own * more) > nation.valid + (own + others) * more

    return PairStanding(
        votes,
        spread(0, 0),
        half(0, 0) and spread(0, 0) >= nation.needed,
        half(0, 1) and spread(0, 1) >= nation.needed,
        half(1, 0) and spread(1, 0) >= nation.needed,
    )


def _runoff(pairs: Mapping[str, PairStanding]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    ranked = sorted(pairs, key=lambda code: -pairs[code].votes)
    if len(ranked) < 3:
        return tuple(ranked), ()
    last = pairs[ranked[1]].votes
    if pairs[ranked[2]].votes != last:
        return tuple(ranked[:2]), ()
    certain = tuple(code for code in ranked if pairs[code].votes > last)
    return certain, tuple(code for code in ranked if pairs[code].votes == last)

"""Judges each number of a form by its boxes and by every sum that it is part of; pure arithmetic.

Sums are evidence and never repair: a value that only the sums prefer is not given as certain.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ocr.joint import Sum, Value, chances, single_cause, weights
from ocr.signs import Candidate

_BROKEN = 0.05
"""How often a sum is wrong on the paper itself: 2 of 66 pages of 2019, 3 of 20 of 2014; in 359,404
stations of 2019 that KPU and KawalPemilu read alike 0.9 % of sums of votes, 1.7 % of totals."""
_CHANCE = 1 / 300
"""How likely a wrong number fits a sum by chance: stations hold up to 300 voters."""
_SLIP, _UNSEEN = 3e-6, 1e-7
"""How likely a number is one that its boxes do not offer: one box read otherwise, or more."""
_LEAST = 1e-5
_RIVAL = 0.004
"""Candidates less likely than this, beside the first, are no rivals of it."""

BAR = 0.97
"""Confidence from which a number is given; below it the reader abstains (docs/form-reading.md)."""
SUMMED_BAR, RIVAL_BAR = 0.98, 0.1
"""The bars for a number of a sum that holds: its confidence, and what its rival may have."""
BROKEN_BAR = 0.995
"""The bar for numbers of sums that do not hold as read, and of no other: one may be misread."""
FAINT_BAR = 0.998
"""The bar for faint numbers that no sum vouches for."""
SEEN_BAR = 0.25
"""The boxes alone must say at least this much: sums may strengthen a reading, never make it."""


class Sums(StrEnum):
    """What the sums of a form say of a number as read: one holds, none does, or there is none."""

    HOLD = "hold"
    BROKEN = "broken"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Agreed:
    """A number after weighing. `seen` is what the boxes alone say, best first.

    `confidence` 0..1 belongs to `seen[0]`, sums weighed in; `wanted` is what boxes and sums
    together would rather have, None where that is `seen[0]`. `rival`, beside 1 for `seen[0]`, is
    how likely another reading is with which all sums that hold would hold as well. `shares` is the
    probability of each value by boxes and sums together.
    """

    seen: tuple[Candidate, ...]
    confidence: float
    sums: Sums = Sums.NONE
    wanted: int | None = None
    rival: float = 0.0
    shares: Mapping[Value, float] = field(default_factory=dict, repr=False)

    @property
    def certain(self) -> bool:
        """True when the number may be given without asking.

        One doubt can lie behind several numbers: a hand that writes its 7 like a 3 does so in all
        of them, and the wrong numbers are as consistent as the right ones. So a sum vouches for a
        number only where no likely rival would fit it as well.
        """
        if not self.seen or self.seen[0].probability < SEEN_BAR:
            return False
        if self.sums is Sums.HOLD:
            return self.confidence >= SUMMED_BAR and self.rival <= RIVAL_BAR
        if self.seen[0].probability < BAR:
            return self.confidence >= FAINT_BAR
        return self.confidence >= (BAR if self.sums is Sums.NONE else BROKEN_BAR)


def weigh(
    seen: Mapping[str, tuple[Candidate, ...]], sums: Sequence[tuple[str, Sequence[str]]]
) -> dict[str, Agreed]:
    """Each field's reading with the form's sums weighed in.

    `sums` are (total, parts) by field name; a sum with a field that is not there is left out.
    """
    read = {name: candidates for name, candidates in seen.items() if candidates}
    usable = [(t, tuple(p)) for t, p in sums if all(name in read for name in (t, *p))]
    first = {name: candidates[0].value for name, candidates in read.items()}
    held = [item for item in usable if _rest(first, item) == 0]
    shares = _shares(read, first, usable)
    rivals = _rivals(read, held)
    agreed = {name: Agreed((), 0.0) for name in seen}
    for name, candidates in read.items():
        share = shares[name]
        likeliest = max(share, key=lambda value: share[value])
        agreed[name] = Agreed(
            candidates,
            share.get(first[name], 0.0) if first[name] is not None else candidates[0].probability,
            _said(name, usable, held),
            likeliest if likeliest != first[name] else None,
            rivals.get(name, 0.0),
            share,
        )
    return agreed


def _said(name: str, usable: Sequence[Sum], held: Sequence[Sum]) -> Sums:
    for lines, said in ((held, Sums.HOLD), (usable, Sums.BROKEN)):
        if any(name in (total, *parts) for total, parts in lines):
            return said
    return Sums.NONE


def _shares(
    read: Mapping[str, tuple[Candidate, ...]], first: Mapping[str, Value], sums: Sequence[Sum]
) -> dict[str, dict[Value, float]]:
    """The probability of each value, over all ways to read the page and its sums."""
    domains: dict[str, dict[Value, float]] = {}
    for name, candidates in read.items():
        domains[name] = {c.value: c.probability for c in candidates if c.probability > _LEAST}
        rest = 1.0 - sum(c.probability for c in candidates)
        domains[name][None] = domains[name].get(None, 0.0) + max(_LEAST, rest)
    for line in sums:
        for name in (line[0], *line[1]):
            value = _implied(name, line, first)
            if value is not None and value >= 0:
                least = _SLIP if _one_box_apart(read[name][0].signs, value) else _UNSEEN
                domains[name][value] = max(domains[name].get(value, 0.0), least)
    whole = weights(domains, sums, chances(_closed))
    return {name: _of_one(share) for name, share in whole.items()}


def _of_one(share: Mapping[Value, float]) -> dict[Value, float]:
    mass = sum(share.values())
    return {value: weight / mass for value, weight in share.items()} if mass > 0 else dict(share)


def _closed(rest: Value) -> float:
    if rest is None:
        return _CHANCE
    return _BROKEN * _CHANCE + (1 - _BROKEN if rest == 0 else 0.0)


def _rest(values: Mapping[str, Value], line: Sum) -> Value:
    """What the parts of a sum leave of its total; None where a number is not known."""
    known = [values[name] for name in (line[0], *line[1])]
    numbers = [value for value in known if value is not None]
    return sum(numbers[1:]) - numbers[0] if len(numbers) == len(known) else None


def _implied(name: str, line: Sum, values: Mapping[str, Value]) -> Value:
    """What a number must be for the sum to hold, by the others as read."""
    rest = _rest({**values, name: 0}, line)
    if rest is None:
        return None
    return rest if name == line[0] else -rest


def _one_box_apart(signs: str, value: int) -> bool:
    """True when one box read otherwise makes the number; X and blanks count as the same."""
    written = str(value).rjust(len(signs), "X")
    differing = sum(
        a != b and not (b == "X" and not a.isdigit()) for a, b in zip(signs, written, strict=False)
    )
    return len(written) == len(signs) and differing <= 1


def _rivals(read: Mapping[str, tuple[Candidate, ...]], held: Sequence[Sum]) -> dict[str, float]:
    """How likely another value of each number is, beside the first, where every sum still holds."""
    names = {name for total, parts in held for name in (total, *parts)}
    domains: dict[str, dict[Value, float]] = {}
    for name in (name for name in read if name in names):
        first, *others = read[name]
        rivals = {c.value: c.probability / first.probability for c in others if c.value is not None}
        domains[name] = {first.value: 1.0}
        domains[name] |= {value: share for value, share in rivals.items() if share >= _RIVAL}
    whole = weights(domains, held, single_cause())
    return {
        name: max((w for v, w in share.items() if v != read[name][0].value), default=0.0)
        for name, share in whole.items()
    }


def broken_sums(
    values: Mapping[str, int | None], sums: Sequence[tuple[str, Sequence[str]]]
) -> list[tuple[str, tuple[str, ...], int]]:
    """Sums that do not hold among known values: (total, parts, what the parts make)."""
    out = []
    for total, parts in sums:
        known = [values.get(name) for name in (total, *parts)]
        if all(value is not None for value in known):
            made = sum(values[part] or 0 for part in parts)
            if made != values[total]:
                out.append((total, tuple(parts), made))
    return out

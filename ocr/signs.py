"""From the probabilities of signs in boxes to the numbers that they may mean; pure arithmetic."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

SIGNS = "0123456789X_-"
_FILLERS = "X_-"
_KEEP = 10


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a number: value, its signs per box, probability. None: left empty."""

    value: int | None
    signs: str
    probability: float


def value_of(signs: str) -> int | None:
    """The number that signs mean: "X20" 20, "83_" 83, "XXX" and "---" 0, "___" None."""
    digits = "".join(sign for sign in signs if sign.isdigit())
    if digits:
        return int(digits)
    return None if all(sign == "_" for sign in signs) else 0


def order_weight(signs: str) -> float:
    """How often numbers are written in this order of digits and fillers, against right-aligned."""
    core = signs.strip(_FILLERS)
    if not core:
        kinds = set(signs)
        return 1.0 if len(kinds) == 1 else 0.3 if kinds == {"X", "_"} else 0.1
    if any(sign in _FILLERS for sign in core):
        return 0.002
    tail = signs[len(signs.rstrip(_FILLERS)) :]
    if not tail:
        lead = signs[: len(signs) - len(core)]
        return 1.0 if len(set(lead)) <= 1 else 0.3
    if "X" in tail:
        return 0.004
    return 0.04


def read_signs(boxes: Sequence[Sequence[float]]) -> tuple[Candidate, ...]:
    """Candidates of a number from the probabilities of 13 signs in each of its boxes.

    Different signs of one value count together ("X20", "_20", "020"); best first.
    """
    totals: dict[int | None, float] = {}
    best: dict[int | None, tuple[float, str]] = {}
    options = [_likely(box) for box in boxes]
    mass = 0.0
    for combination in itertools.product(*options):
        signs = "".join(sign for sign, _ in combination)
        weight = order_weight(signs)
        for _, probability in combination:
            weight *= probability
        mass += weight
        value = value_of(signs)
        totals[value] = totals.get(value, 0.0) + weight
        if weight > best.get(value, (-1.0, ""))[0]:
            best[value] = (weight, signs)
    ranked = sorted(totals, key=lambda value: -totals[value])[:_KEEP]
    return tuple(Candidate(v, best[v][1], totals[v] / max(mass, 1e-12)) for v in ranked)


def _likely(box: Sequence[float]) -> list[tuple[str, float]]:
    """The signs of a box worth trying; at least two, those below a thousandth left out."""
    ranked = sorted(zip(SIGNS, box, strict=True), key=lambda pair: -pair[1])
    return [pair for place, pair in enumerate(ranked[:7]) if place < 2 or pair[1] > 1e-3]


def reweighed(
    candidates: Sequence[Candidate], weight: Callable[[int | None], float]
) -> tuple[Candidate, ...]:
    """The candidates after another witness spoke: `weight` says how well a value suits it."""
    weighed = [
        replace(item, probability=item.probability * weight(item.value)) for item in candidates
    ]
    rest = max(0.0, 1.0 - sum(item.probability for item in candidates)) * weight(None)
    mass = max(sum(item.probability for item in weighed) + rest, 1e-12)
    scaled = [replace(item, probability=item.probability / mass) for item in weighed]
    return tuple(sorted(scaled, key=lambda item: -item.probability))


def averaged(one: Sequence[Candidate], other: Sequence[Candidate]) -> tuple[Candidate, ...]:
    """The mean of two looks at one number; best first."""
    chances: dict[int | None, float] = {}
    signs: dict[int | None, str] = {}
    for item in sorted((*one, *other), key=lambda item: item.probability):
        chances[item.value] = chances.get(item.value, 0.0) + item.probability / 2
        signs[item.value] = item.signs
    ranked = sorted(chances, key=lambda value: -chances[value])
    return tuple(Candidate(value, signs[value], chances[value]) for value in ranked)

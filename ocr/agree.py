"""Weighs what was seen in the boxes against other marks and the form's sums; pure arithmetic.

Sums are evidence and never repair: a value that only the sums prefer is not given as certain.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

SIGNS = "0123456789X_-"
_FILLERS = "X_-"
_KEEP = 10
_BROKEN = 0.05
"""How often a sum is wrong on the paper itself: 2 of 66 pages of 2019, 3 of 20 of 2014."""
_CHANCE = 1 / 300
"""How likely a wrong number fits a sum by chance: stations hold up to 300 voters."""
_ROUNDS = 3
_CLEAR = 0.97


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to read a number: value, its signs per box, probability. None: left empty."""

    value: int | None
    signs: str
    probability: float


@dataclass(frozen=True, slots=True)
class Agreed:
    """A number after weighing. `seen` is what the boxes alone say, best first.

    `confidence` belongs to `seen[0]`, sums weighed in; `contested` is true when the sums would
    rather have another value, which is then `wanted`. `clear`: the boxes say it plainly, or it
    is the only faint number of a sum that holds. `broken`: it is part of a sum that does not hold.
    """

    seen: tuple[Candidate, ...]
    confidence: float
    contested: bool = False
    wanted: int | None = None
    clear: bool = False
    broken: bool = False


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


def weigh(
    seen: Mapping[str, tuple[Candidate, ...]],
    sums: Sequence[tuple[str, Sequence[str]]],
) -> dict[str, Agreed]:
    """Each field's reading with the form's sums weighed in by a few rounds of messages.

    `sums` are (total, parts) by field name; a sum with a field that is not there is left out.
    """
    usable = [(t, tuple(p)) for t, p in sums if t in seen and all(part in seen for part in p)]
    own = {name: _values(candidates) for name, candidates in seen.items()}
    told: dict[tuple[int, str], dict[int, float]] = {}
    for _ in range(_ROUNDS):
        told = {
            (number, name): _message(number, name, (total, parts), own, told, usable)
            for number, (total, parts) in enumerate(usable)
            for name in (total, *parts)
        }
    agreed = {name: _agreed(name, seen[name], own[name], told, usable) for name in seen}
    clear, broken = _clear(agreed, usable), _in_broken(agreed, usable)
    return {
        name: replace(item, clear=name in clear, broken=name in broken)
        for name, item in agreed.items()
    }


def _clear(agreed: Mapping[str, Agreed], usable: Sequence[tuple[str, tuple[str, ...]]]) -> set[str]:
    """Fields clear by themselves, or the only faint one in a sum that holds; step by step.

    Two faint numbers must not vouch for each other: one hand writes its 7 like a 3 in both, and
    the wrong pair is as consistent as the right one.
    """
    clear = {
        name
        for name, item in agreed.items()
        if item.seen and item.seen[0].probability >= _CLEAR and not item.contested
    }
    while True:
        more = set()
        for total, parts in usable:
            faint = [name for name in (total, *parts) if name not in clear]
            if len(faint) == 1 and not agreed[faint[0]].contested and _holds(agreed, total, parts):
                more.add(faint[0])
        if not more:
            return clear
        clear |= more


def _in_broken(
    agreed: Mapping[str, Agreed], usable: Sequence[tuple[str, tuple[str, ...]]]
) -> set[str]:
    """Fields of sums that do not hold as read: one of them may be the misread one."""
    return {
        name
        for total, parts in usable
        if not _holds(agreed, total, parts)
        for name in (total, *parts)
    }


def _holds(agreed: Mapping[str, Agreed], total: str, parts: Sequence[str]) -> bool:
    values = [agreed[name].seen[0].value for name in (total, *parts) if agreed[name].seen]
    known = [value for value in values if value is not None]
    return len(known) == len(parts) + 1 and known[0] == sum(known[1:])


def _values(candidates: Sequence[Candidate]) -> dict[int, float]:
    """Probabilities by number; an empty field has none to offer to a sum."""
    return {c.value: c.probability for c in candidates if c.value is not None}


def _belief(
    name: str,
    own: Mapping[str, Mapping[int, float]],
    told: Mapping[tuple[int, str], Mapping[int, float]],
    usable: Sequence[tuple[str, tuple[str, ...]]],
    but: int | None = None,
) -> dict[int, float]:
    belief = dict(own[name])
    for number, (total, parts) in enumerate(usable):
        if number != but and name in (total, *parts):
            message = told.get((number, name))
            if message:
                belief = {value: weight * message[value] for value, weight in belief.items()}
    mass = sum(belief.values())
    return {v: w / mass for v, w in belief.items()} if mass > 0 else belief


def _message(
    number: int,
    name: str,
    line: tuple[str, tuple[str, ...]],
    own: Mapping[str, Mapping[int, float]],
    told: Mapping[tuple[int, str], Mapping[int, float]],
    usable: Sequence[tuple[str, tuple[str, ...]]],
) -> dict[int, float]:
    """How well each value of a field lets this sum hold, by what the sum's other fields say."""
    total, parts = line
    others = [part for part in parts if part != name]
    reach: dict[int, float] = {0: 1.0}
    for other in others:
        reach = _added(reach, _belief(other, own, told, usable, number))
    if name == total:
        holds = {value: reach.get(value, 0.0) for value in own[name]}
    else:
        whole = _belief(total, own, told, usable, number)
        holds = {
            value: sum(p * whole.get(value + rest, 0.0) for rest, p in reach.items())
            for value in own[name]
        }
    return {value: (1 - _BROKEN) * chance + _BROKEN * _CHANCE for value, chance in holds.items()}


def _added(first: Mapping[int, float], second: Mapping[int, float]) -> dict[int, float]:
    out: dict[int, float] = {}
    for a, p in first.items():
        for b, q in second.items():
            out[a + b] = out.get(a + b, 0.0) + p * q
    return out


def _agreed(
    name: str,
    seen: tuple[Candidate, ...],
    own: Mapping[int, float],
    told: Mapping[tuple[int, str], Mapping[int, float]],
    usable: Sequence[tuple[str, tuple[str, ...]]],
) -> Agreed:
    if not seen:
        return Agreed((), 0.0)
    first = seen[0]
    if first.value is None:
        return Agreed(seen, first.probability)
    lines = [number for number, (total, parts) in enumerate(usable) if name in (total, *parts)]
    weights = dict(own)
    unknown = max(1e-4, 1.0 - sum(candidate.probability for candidate in seen))
    empty = sum(candidate.probability for candidate in seen if candidate.value is None)
    for number in lines:
        weights = {v: w * told[(number, name)][v] for v, w in weights.items()}
        unknown *= _CHANCE
        empty *= _CHANCE
    mass = sum(weights.values()) + unknown + empty
    favourite = max(weights, key=lambda value: weights[value])
    contested = favourite != first.value
    confidence = weights[first.value] / mass if mass > 0 else 0.0
    return Agreed(seen, confidence, contested, favourite if contested else None)


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

"""Weighs every way to read all numbers of a form at once, exactly; pure arithmetic.

One pass over the numbers and one back. It carries what the sums that are still open lack, and
readings that lack the same go on as one: so a page is weighed whole without trying every page.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Value = int | None
"""What a number may be; None is a number unlike all that are offered, or none at all."""
Sum = tuple[str, tuple[str, ...]]
"""A total and its parts, by name."""
Domains = Mapping[str, Mapping[Value, float]]
"""The values that each number may have, with their weights."""
_Rests = tuple[Value, ...]
_Move = tuple[_Rests, Value, _Rests, float]
_PRUNED = 1e-9


@dataclass(frozen=True, slots=True)
class Scale:
    """How weights go together: of two ways (`either`), of two numbers (`both`), of a sum.

    `closed` weighs a sum by what its parts leave of the total: 0 where it holds, None where one
    of its numbers is None.
    """

    either: Callable[[float, float], float]
    both: Callable[[float, float], float]
    closed: Callable[[Value], float]


def chances(closed: Callable[[Value], float]) -> Scale:
    """Probabilities: ways add up, numbers multiply."""
    return Scale(operator.add, operator.mul, closed)


def single_cause() -> Scale:
    """As likely as the least likely of its numbers, for one cause may lie behind them all.

    Only readings in which every sum holds have a weight.
    """
    return Scale(max, min, lambda rest: float(rest == 0))


@dataclass(frozen=True, slots=True)
class _Step:
    """One number on the way: its part in each open sum (-1 total, 1 part, 0 none), how many sums
    begin with it, the places of those that end with it and of those that go on."""

    name: str
    part: tuple[int, ...]
    begin: int
    end: tuple[int, ...]
    go_on: tuple[int, ...]


def weights(domains: Domains, sums: Sequence[Sum], scale: Scale) -> dict[str, dict[Value, float]]:
    """The weight of each value of each number over all ways to read the others.

    `sums` may name only numbers that have a domain.
    """
    out: dict[str, dict[Value, float]] = {}
    for names in groups(tuple(domains), sums):
        own = [item for item in sums if item[0] in names]
        out |= _group(_way(names, own), domains, scale)
    return out


def groups(names: Sequence[str], sums: Sequence[Sum]) -> list[tuple[str, ...]]:
    """Names that sums tie together, each group in the order given."""
    found: list[set[str]] = [{name} for name in names]
    for total, parts in sums:
        tied = [group for group in found if group & {total, *parts}]
        found = [group for group in found if group not in tied] + [set().union(*tied)]
    place = {name: at for at, name in enumerate(names)}
    ordered = [tuple(sorted(group, key=place.__getitem__)) for group in found]
    return sorted(ordered, key=lambda group: place[group[0]])


def _way(names: Sequence[str], sums: Sequence[Sum]) -> list[_Step]:
    last = [max(at for at, name in enumerate(names) if name in (t, *parts)) for t, parts in sums]
    open_: list[int] = []
    steps = []
    for at, name in enumerate(names):
        mine = [number for number, (total, parts) in enumerate(sums) if name in (total, *parts)]
        new = [number for number in mine if number not in open_]
        open_ += new
        part = tuple(0 if n not in mine else -1 if sums[n][0] == name else 1 for n in open_)
        end = tuple(place for place, number in enumerate(open_) if last[number] == at)
        go_on = tuple(place for place, number in enumerate(open_) if last[number] != at)
        steps.append(_Step(name, part, len(new), end, go_on))
        open_ = [open_[place] for place in go_on]
    return steps


def _group(way: Sequence[_Step], domains: Domains, scale: Scale) -> dict[str, dict[Value, float]]:
    reached: dict[_Rests, float] = {(): 1.0}
    before, moves = [], []
    for step in way:
        before.append(reached)
        mine = _moves(step, reached, domains[step.name], scale)
        reached = _ahead(mine, reached, scale)
        moves.append(mine)
    out = {}
    behind: dict[_Rests, float] = {(): 1.0}
    for step, mine, start in reversed(list(zip(way, moves, before, strict=True))):
        out[step.name], behind = _back(mine, start, behind, scale)
    return {step.name: out[step.name] for step in way}


def _moves(
    step: _Step, reached: Mapping[_Rests, float], domain: Mapping[Value, float], scale: Scale
) -> list[_Move]:
    out = []
    for start in reached:
        rests = start + (0,) * step.begin
        for value, weight in domain.items():
            now = tuple(map(_rest, rests, step.part, [value] * len(rests)))
            for place in step.end:
                weight = scale.both(weight, scale.closed(now[place]))
            if weight > 0:
                out.append((start, value, tuple(now[place] for place in step.go_on), weight))
    return out


def _rest(rest: Value, part: int, value: Value) -> Value:
    if not part or rest is None:
        return rest
    return None if value is None else rest + part * value


def _ahead(
    moves: Sequence[_Move], reached: Mapping[_Rests, float], scale: Scale
) -> dict[_Rests, float]:
    out: dict[_Rests, float] = {}
    for start, _, rests, weight in moves:
        weight = scale.both(reached[start], weight)
        out[rests] = scale.either(out[rests], weight) if rests in out else weight
    least = _PRUNED * max(out.values(), default=0.0)
    return {rests: weight for rests, weight in out.items() if weight > least}


def _back(
    moves: Sequence[_Move],
    start: Mapping[_Rests, float],
    behind: Mapping[_Rests, float],
    scale: Scale,
) -> tuple[dict[Value, float], dict[_Rests, float]]:
    values: dict[Value, float] = {}
    back: dict[_Rests, float] = {}
    for before, value, rests, weight in moves:
        if rests not in behind:
            continue
        after = scale.both(weight, behind[rests])
        back[before] = scale.either(back[before], after) if before in back else after
        whole = scale.both(start[before], after)
        values[value] = scale.either(values[value], whole) if value in values else whole
    return values, back

"""Numbers that only number a list's rows: "2. Gerindra" with nothing behind it holds no figure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from bot.filling.grammar.tokens import Bad
from bot.filling.grammar.units import Called, Kind, Label, Unit
from bot.filling.grammar.ways import is_own_number

_POINTS = frozenset((".", ")", "|", "#", "/"))
_HEADS = frozenset(("(", "#", "*", "-", "•", "[", "|", "."))
_PEOPLE = (Called.NAME, Called.CANDIDATE)


def unnumbered(units: list[Unit]) -> list[Unit]:
    """The units with the numbers of their rows made words; a row that is empty stays empty."""
    lines = list(_lines(units))
    rows = [row for line in lines if (row := _row(units, line)) is not None]
    behind, doubtful = _behind_names(rows)
    for place in (*_before_names(rows), *behind):
        units[place] = replace(units[place], kind=Kind.WORD)
    for number, dash in doubtful:
        units[number] = _or_nothing(units[number], units[dash])
        units[dash] = replace(units[dash], kind=Kind.WORD)
    return _bare(units, lines) if not rows else units


@dataclass(frozen=True, slots=True)
class _Row:
    """A line with one name: where the number before it stands (-1: none), the figures behind it.

    `own`: that number is the name's own; `pointed`: a point or bracket marks it.
    """

    label: Label | None
    head: int
    behind: tuple[int, ...]
    values: tuple[Unit, ...]
    own: bool
    pointed: bool
    number: int


def _lines(units: Sequence[Unit]) -> Iterator[list[int]]:
    """The places of the units of each line."""
    line: list[int] = []
    for place, unit in enumerate(units):
        if unit.kind is Kind.GAP and unit.sub == "line":
            yield from _parts(units, line)
            line = []
        else:
            line.append(place)
    yield from _parts(units, line)


def _parts(units: Sequence[Unit], line: list[int]) -> Iterator[list[int]]:
    """ "1. PKB 12 2. Gerindra 3. PDIP 40": a line whose names all have their number before them."""
    labels = [place for place in line if units[place].label is not None]
    heads = [_pointed_head(units, place) for place in labels]
    if len(heads) < 2 or -1 in heads or heads[0] != line[0]:
        yield line
        return
    for begin, end in pairwise([*heads, line[-1] + 1]):
        yield list(range(begin, end))


def _pointed_head(units: Sequence[Unit], label: int) -> int:
    """Where the name's own number stands with a point right before it; -1 for anything else."""
    head, found = label - 2, units[label].label
    pointed = head >= 0 and units[label - 1].kind is Kind.GAP and units[label - 1].sub in _POINTS
    if not pointed or found is None or units[head].kind is not Kind.VALUE:
        return -1
    return head if is_own_number(found, units[head].value) else -1


def _row(units: Sequence[Unit], line: Sequence[int]) -> _Row | None:
    """A line that names one pair, party or person, at its beginning or behind a number."""
    names = [p for p in line if units[p].label is not None or units[p].kind is Kind.UNKNOWN]
    labels = [label for p in names if (label := units[p].label) is not None]
    label = labels[0] if len(labels) == 1 else None
    if not names or len(labels) > 1 or (label is not None and label.called not in _PEOPLE):
        return None
    before = [place for place in line if place < names[0]]
    heads = [place for place in before if units[place].kind is Kind.VALUE]
    signs = {units[place].sub for place in before if units[place].kind is Kind.GAP}
    words = any(units[place].kind not in (Kind.VALUE, Kind.GAP) for place in before)
    if words or len(heads) > 1 or not signs <= _POINTS | _HEADS:
        return None
    behind = tuple(p for p in line if p > names[0] and units[p].kind is Kind.VALUE)
    head = heads[0] if heads else -1
    number = units[head].value if heads else -1
    after = {units[place].sub for place in before if place > head}
    return _Row(
        label,
        head,
        behind,
        tuple(units[place] for place in behind),
        label is not None and bool(heads) and is_own_number(label, number),
        bool(heads) and bool(after & _POINTS),
        number,
    )


def _before_names(rows: Sequence[_Row]) -> list[int]:
    """Numbers before names: their own ones, or those of a list that counts from one."""
    headed = [row for row in rows if row.head >= 0]
    filled = [row for row in headed if row.behind]
    numbers = [row.number for row in headed]
    first = numbers[0] if numbers else 0
    counted = numbers == list(range(first, first + len(numbers)))
    if not filled:  # "1. Anies", "2. Prabowo", "3. Ganjar": a list that is still empty
        empty = counted and len(headed) > 1 and all(row.own for row in headed)
        return [row.head for row in headed] if empty else []
    if counted and len(headed) > 1 and all(row.pointed for row in headed):
        return [row.head for row in headed]
    return [row.head for row in headed if row.own]


def _behind_names(rows: Sequence[_Row]) -> tuple[list[int], list[tuple[int, int]]]:
    """ "PKB 1. 12", "Gerindra 2.": the names' own numbers behind them, in every row.

    With them: those that may be figures all the same, each with its dash, as in "PAN 12 -".
    """
    bare = [row for row in rows if row.head < 0 and row.behind]
    own = [r for r in bare if r.label is not None and is_own_number(r.label, r.values[0].value)]
    second = [row.values[1] for row in own if len(row.behind) > 1]
    if second and all(unit.text == "-" for unit in second):
        pairs = [(row.behind[0], row.behind[1]) for row in own if len(row.behind) == 2]
        return [], [pair for pair in pairs if pair[1] == pair[0] + 1]
    if len(own) < 2 or len(own) < len(bare) or not second:
        return [], []
    return [row.behind[0] for row in own], []


def _or_nothing(unit: Unit, dash: Unit) -> Unit:
    """A figure that may be the name's own number with a dash for nothing behind it."""
    assert unit.token is not None
    text = f"{unit.text} {dash.text}"
    return replace(unit, text=text, token=replace(unit.token, bad=Bad.UNCLEAR, text=text))


def _bare(units: list[Unit], lines: Sequence[Sequence[int]]) -> list[Unit]:
    """ "1. 102", "2.", "3. 45": rows by number alone, where one of them is empty, or all are."""
    rows: list[tuple[int, int]] = []
    for line in lines:
        values = [place for place in line if units[place].kind is Kind.VALUE]
        said = [p for p in line if units[p].kind not in (Kind.VALUE, Kind.GAP, Kind.LINK)]
        if said and rows:
            break
        if values and (said or len(values) > 2):
            return units
        if values:
            rows.append((values[0], len(values)))
    numbers = [units[head].value for head, _ in rows]
    sizes = {size for _, size in rows}
    if len(rows) < 2 or 1 not in sizes or numbers != list(range(1, len(rows) + 1)):
        return units
    if sizes == {1} and not all(
        units[head + 1 : head + 2] and _points(units[head + 1]) for head, _ in rows
    ):
        return units
    for head, size in rows:
        number = Label(Called.NUMBER, number=units[head].value)
        kind = Kind.LABEL if size > 1 else Kind.WORD
        units[head] = replace(units[head], kind=kind, label=number if size > 1 else None)
    return units


def _points(unit: Unit) -> bool:
    return unit.kind is Kind.GAP and unit.sub in _POINTS

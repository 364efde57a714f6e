"""Lists as they are dictated to a phone: "satu itu empat sembilan terus dua seratus dua"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.filling.grammar.tidy import merge
from bot.filling.grammar.units import Called, Kind, Label, Unit
from bot.filling.grammar.ways import joined

_NEXT = frozenset("terus trus trs teras lalu lantas kemudian lanjut habis abis sudah udah".split())
"""Words by which whoever dictates goes on to the next row."""
_DIGITS = 3


def dictated(units: list[Unit]) -> list[Unit]:
    """The units with the number that begins each row as its label, where rows count from one.

    Only where words or a whole number show that the first number is not a digit of the figure.
    """
    rows = _rows(units)
    heads = [units[row[0]].value for row in rows]
    if len(rows) < 2 or heads != list(range(1, len(rows) + 1)):
        return units
    if any(u.label is not None or u.kind in (Kind.MARK, Kind.UNKNOWN) for u in units):
        return units
    if not all(_in_words(units[place]) for row in rows for place in row):
        return units
    if not all(_one_figure(units, row[1:]) for row in rows):
        return units
    if not any(_apart(units, row) for row in rows):
        return units
    for row in reversed(rows):
        _label(units, row)
    return units


def _rows(units: Sequence[Unit]) -> list[list[int]]:
    """Where the numbers of each row stand."""
    rows: list[list[int]] = [[]]
    for place, unit in enumerate(units):
        if unit.kind is Kind.VALUE:
            rows[-1].append(place)
        elif unit.kind is Kind.GAP or (unit.kind is Kind.WORD and unit.text in _NEXT):
            rows.append([])
    return [row for row in rows if row]


def _in_words(unit: Unit) -> bool:
    return unit.token is not None and unit.token.spelled and unit.token.bad is None


def _one_figure(units: Sequence[Unit], row: Sequence[int]) -> bool:
    """Whether numbers are one figure, or its digits one by one."""
    digits = all(units[place].value < 10 for place in row) and len(row) <= _DIGITS
    beside = bool(row) and row[-1] - row[0] == len(row) - 1
    return len(row) == 1 or (beside and digits and units[row[0]].value > 0)


def _apart(units: Sequence[Unit], row: Sequence[int]) -> bool:
    """Whether a word or a whole number parts the first number of a row from its figure."""
    return row[1] - row[0] > 1 or any(units[place].value > 9 for place in row[1:])


def _label(units: list[Unit], row: Sequence[int]) -> None:
    digits = [units[place] for place in row[1:]]
    value = int("".join(str(unit.value) for unit in digits))
    merge(units, row[1], row[-1] + 1, joined(digits, value))
    head = units[row[0]]
    label = Label(Called.NUMBER, number=head.value)
    units[row[0]] = replace(head, kind=Kind.LABEL, label=label, token=None)

"""Words that change a figure: "ubah 2 ke 90", "change 2 to 90", "ubah 2 90"."""

from dataclasses import replace

from bot.filling.grammar.not_yet import LABELS
from bot.filling.grammar.units import Called, Kind, Label, Unit, is_

CHANGE = frozenset(
    "ubah rubah ganti change koreksi koreksian ralat perbaiki edit revisi"
    " diubah dirubah diganti dikoreksi diralat dibenerin diperbaiki".split()
)
"""Words that begin a change."""


def turned(units: list[Unit]) -> list[Unit]:
    """The units with "ke" and "to" before a new figure as words of change."""
    changing = says_change(units)
    for place in range(1, len(units) - 1):
        if _leads(units, place) and (changing or units[place + 1].value > LABELS):
            units[place] = replace(units[place], kind=Kind.MARK, sub="becomes")
    return _of_number(units) if changing else units


def spoken_of(units: list[Unit]) -> list[Unit]:
    """ "yang 1 tadi bukan 102, harusnya 112": the number says whose figure is meant."""
    for place, unit in enumerate(units):
        told = place and units[place - 1].text in (
            "yg",
            "yang",
            "nyang",
            "sing",
            "nu",
            "nan",
            "nang",
        )
        if not told or unit.kind is not Kind.VALUE or not 0 < unit.value <= LABELS:
            continue
        at = place + 1
        while is_(units, at, Kind.WORD):
            at += 1
        if is_(units, at, Kind.MARK, "but") and is_(units, at + 1, Kind.VALUE):
            label = Label(Called.NUMBER, number=unit.value)
            units[place] = replace(unit, kind=Kind.LABEL, label=label, token=None)
    return units


def says_change(units: list[Unit]) -> bool:
    """Whether a message begins with a word of change."""
    return any(unit.kind is Kind.MARK and unit.text in CHANGE for unit in units[:5])


def _leads(units: list[Unit], place: int) -> bool:
    """Whether "ke" or "to" stands between what is changed and one figure."""
    unit = units[place]
    word = (unit.kind is Kind.LINK and unit.text in ("ke", "ka")) or (
        unit.kind is Kind.UPTO and unit.text == "to"
    )
    zero = is_(units, place + 2, Kind.VALUE) or is_(units, place + 2, Kind.EACH)
    from_ = units[place - 1].kind in (Kind.VALUE, Kind.LABEL)
    return word and from_ and is_(units, place + 1, Kind.VALUE) and not zero


def _of_number(units: list[Unit]) -> list[Unit]:
    """ "ubah 2 90", "ubah 2 dari 87 ke 90": the first number says whose figure is changed."""
    found = [place for place, unit in enumerate(units) if unit.kind is Kind.VALUE]
    turns = [u.text for u in units if u.kind is Kind.MARK and u.sub == "becomes"]
    told = [text for text in turns if text not in CHANGE]
    before = any(unit.kind is Kind.MARK and unit.sub == "before" for unit in units)
    two = len(found) == 2 and not told
    three = len(found) == 3 and before and bool(told)
    if any(unit.label is not None for unit in units) or not (two or three):
        return units
    first = units[found[0]]
    if 0 < first.value <= LABELS and first.token is not None and first.token.bad is None:
        label = Label(Called.NUMBER, number=first.value)
        units[found[0]] = replace(first, kind=Kind.LABEL, label=label)
    return units

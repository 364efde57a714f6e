"""Figures that nobody can be sure of: "102 atau 103", "sekitar 107", "9?"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.tidy import after
from bot.filling.grammar.tokens import Bad
from bot.filling.grammar.units import Kind, Unit, is_


def doubted(units: list[Unit]) -> list[Unit]:
    """ "102 atau 103", "sekitar 107", "9?": figures that nobody can be sure of."""
    for place, unit in enumerate(units):
        if unit.kind is not Kind.VALUE:
            continue
        either = after(units, place)
        between = is_(units, either, Kind.AND) and is_(units, place - 1, Kind.MARK, "hedge")
        says = between or is_(units, either, Kind.MARK, "either")
        other = after(units, either) if says else -1
        if is_(units, other, Kind.VALUE):
            text = f"{unit.text} {units[either].text} {units[other].text}"
            took = (*unit.took, units[other].start, *units[other].took)
            units[place] = replace(unclear(unit, text), took=took)
            units[other] = replace(units[other], kind=Kind.WORD)
        elif is_(units, place + 1, Kind.GAP, "?", "_") or _hedged(units, place):
            units[place] = unclear(unit, unit.text)
    return units


def unclear(unit: Unit, text: str) -> Unit:
    assert unit.token is not None
    return replace(unit, text=text, token=replace(unit.token, bad=Bad.UNCLEAR, text=text))


def _hedged(units: Sequence[Unit], place: int) -> bool:
    """Whether a word of doubt stands in the same clause."""
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(units):
            unit = units[at]
            if (
                unit.kind is Kind.GAP
                and unit.sub in (",", ".", "line", ";", ")", "(")
                and not (step > 0 and unit.sub in ("(", ","))
            ):
                break
            if unit.kind is Kind.VALUE and step > 0:
                break
            if step < 0 and _heads_a_list(units, at):
                break
            if step > 0 and unit.kind is Kind.WORD and is_a(unit.text.split()[-1], "rest"):
                break
            if unit.kind is Kind.MARK and unit.sub == "hedge":
                return step < 0 or not _of_next(units, place, at)
            if unit.kind is Kind.VALUE:
                break
            at += step
    return False


def _heads_a_list(units: Sequence[Unit], at: int) -> bool:
    """ "baru kebaca 3 partai: pan 16": what stands before the colon speaks of the list."""
    return is_(units, at, Kind.LINK, "=") and is_(units, at + 1, Kind.LABEL)


def _of_next(units: Sequence[Unit], place: int, hedge: int) -> bool:
    """ "102 prabowo sekitar 80": the word of doubt is about the figure behind it."""
    named = any(unit.kind is Kind.LABEL for unit in units[place + 1 : hedge])
    return named and is_(units, after(units, hedge), Kind.VALUE)

"""Figures written out or said twice: "12 + 40 + 5 = 57", "45 (empat puluh lima)"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.filling.grammar.doubtful import unclear
from bot.filling.grammar.not_yet import written_label
from bot.filling.grammar.tidy import merge
from bot.filling.grammar.tokens import Bad
from bot.filling.grammar.units import Kind, Unit, is_


def sums(units: list[Unit]) -> list[Unit]:
    """ "12 + 40 + 5 = 57": the sum that is written out; its parts are no figures of their own."""
    place = 0
    while place < len(units):
        if units[place].kind is Kind.VALUE:
            end, total = place, units[place].value
            while is_(units, end + 1, Kind.AND, "+") and is_(units, end + 2, Kind.VALUE):
                end += 2
                total += units[end].value
            written = end + 1
            while written < len(units) and units[written].kind in (Kind.LINK, Kind.WORD, Kind.MARK):
                written += 1
            if end > place and is_(units, written, Kind.VALUE) and units[written].value == total:
                parts = [u for u in units[place : end + 1] if u.kind is Kind.VALUE]
                whole = units[written]
                told = whole if _has_label(units, place) else _worked_out(parts, whole)
                merge(units, place, written + 1, told)
        place += 1
    return units


def _has_label(units: Sequence[Unit], place: int) -> bool:
    """Whether a label stands right before a figure: a name, or "02" at the head of a line."""
    at = place - 1
    while is_(units, at, Kind.LINK) or is_(units, at, Kind.WORD):
        at -= 1
    if is_(units, at, Kind.LABEL):
        return True
    heads = at == 0 or is_(units, at - 1, Kind.GAP)
    return at >= 0 and heads and written_label(units[at])


def _worked_out(parts: Sequence[Unit], whole: Unit) -> Unit:
    """A sum of figures without a label: whose it is only the figures given so far can tell."""
    text = " + ".join(part.text for part in parts)
    return unclear(whole, f"{text} = {whole.text}")


def echoes(units: list[Unit]) -> list[Unit]:
    """ "45 (empat puluh lima)": the same in digits and words; what differs is doubtful."""
    place = 0
    while place + 1 < len(units):
        one = units[place]
        after = place + 1
        bracket = is_(units, after, Kind.GAP, "(")
        after += bracket
        other = units[after] if after < len(units) else one
        pair = one.kind is Kind.VALUE and other.kind is Kind.VALUE and one is not other
        if pair and one.token and other.token and one.token.spelled != other.token.spelled:
            parens = bracket and is_(units, after + 1, Kind.GAP, ")")
            numbered = not other.token.spelled and is_(units, after + 2, Kind.VALUE)
            if bracket and (not parens or numbered):
                place += 1  # "kosong (8) 29": the number of the next in a list
                continue
            if one.value == other.value and (parens or one.value > 9):
                end = after + 1 + (parens and is_(units, after + 1, Kind.GAP, ")"))
                merge(units, place, end, one)
            elif parens:
                token = replace(one.token, bad=Bad.UNCLEAR, text=f"{one.text} ({other.text})")
                merge(units, place, after + 1, replace(one, token=token, text=token.text))
        place += 1
    return units

"""What only the figures known already decide: an old one denied, two for one, pairs of labels."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.bracketed import worked_out
from bot.filling.grammar.fixes import choice_of
from bot.filling.grammar.label_lists import joined_labels
from bot.filling.grammar.parsed import Parsed
from bot.filling.grammar.scope import Scope
from bot.filling.grammar.tidy import merge
from bot.filling.grammar.units import Called, Kind, Label, Unit, is_, values
from bot.filling.grammar.ways import joined
from models.rules.completeness import CLOSING

_FEW = 2


def known_figures(units: Sequence[Unit], scope: Scope) -> list[Unit]:
    """The units of a message, as far as the figures given so far tell more of them."""
    codes = {int(choice.code) for choice in scope.contest.parties()}
    units = worked_out(list(units), scope)
    units = _numbers_behind(_of_no_party(units, scope, codes), codes)
    told = joined_labels(
        _expected(_worked_out(_digit_by_digit(list(units), scope), scope), scope), codes
    )
    return _alternatives(_old_and_new(_denied(told, scope), scope), scope)


_TURNS = frozenset(
    "tadi td tadinya mau mawi sebelumnya sblmnya awalnya semula asale kok kan itu ternyata trnyata"
    " tertulis ditulis kecatat tercatat kasih was said".split()
)
"""Said of a figure that another one replaces."""


def _old_and_new(units: list[Unit], scope: Scope) -> list[Unit]:
    """ "demokrat yang tadi kosong itu ada 6", "tidak sah 3 itu sebenarnya 13": noted, then right.

    Only where the first of two figures behind a name is the one that was noted of it, and a word
    says so: two figures alone may be anything.
    """
    for place, unit in enumerate(units):
        name = choice_of(unit, scope) if unit.label is not None else None
        if name is None or name not in scope.given:
            continue
        end = next((n for n in range(place + 1, len(units)) if _cuts(units[n])), len(units))
        found = [n for n in range(place + 1, end) if units[n].kind is Kind.VALUE]
        words = {word for one in units[place:end] for word in one.text.split()}
        arrow = is_(units, found[0] + 1, Kind.LINK, "=") if found else False
        if len(found) != _FEW or not (words & _TURNS or arrow):
            continue
        old, new = (units[n] for n in found)
        if old.old is None and new.old is None and old.value == scope.given[name] != new.value:
            merge(units, found[0], found[1] + 1, replace(new, old=old.value))
            return _old_and_new(units, scope)
    return units


def _cuts(unit: Unit) -> bool:
    """Whether something else is told from here on, or which figure is meant is left open."""
    other = unit.label is not None or unit.kind in (Kind.FILL, Kind.EACH, Kind.AND, Kind.UPTO)
    open_ = unit.kind is Kind.MARK and unit.sub in ("either", "hedge", "swap", "more", "less")
    return other or open_ or (unit.kind is Kind.GAP and unit.sub in ("line", ";", "/"))


def _of_no_party(units: list[Unit], scope: Scope, codes: Collection[int]) -> list[Unit]:
    """ "dpr 21=500" where no party has that number: a label all the same, and refused."""
    if not scope.contest.has_parties or scope.page.party is not None or len(values(units)) != _FEW:
        return units
    for place, unit in enumerate(units[:-2]):
        sign = is_(units, place + 1, Kind.LINK, "=") and is_(units, place + 2, Kind.VALUE)
        head = not place or units[place - 1].kind in (Kind.GAP, Kind.WORD)
        if unit.kind is Kind.VALUE and sign and head and unit.value not in codes:
            number = Label(Called.NUMBER, number=unit.value)
            units[place] = replace(unit, kind=Kind.LABEL, label=number, token=None)
    return units


def _numbers_behind(units: list[Unit], codes: Collection[int]) -> list[Unit]:
    """ "62 (1), 110 (2), 41 (3)": each figure with the number of its choice in brackets."""
    inner = [at for at in range(2, len(units)) if _in_brackets(units, at)]
    numbers = [units[at].value for at in inner]
    figures = len(values(units)) - len(inner)
    told = len(set(numbers)) == len(numbers) == figures > 1 and set(numbers) <= set(codes)
    if not told or any(unit.label is not None for unit in units):
        return units
    for at in inner:
        label = Label(Called.NUMBER, number=units[at].value)
        units[at] = replace(units[at], kind=Kind.LABEL, label=label, token=None)
        units[at - 1] = replace(units[at - 1], kind=Kind.LINK, sub="for")
    return units


def _in_brackets(units: Sequence[Unit], at: int) -> bool:
    figure = is_(units, at - 2, Kind.VALUE) and is_(units, at, Kind.VALUE)
    return figure and is_(units, at - 1, Kind.GAP, "(") and is_(units, at + 1, Kind.GAP, ")")


_WORKED_OUT = re.compile(r"([0-9]+(?: \+ [0-9]+)+) = [0-9]+")


def _worked_out(units: list[Unit], scope: Scope) -> list[Unit]:
    """ "102 + 87 + 45 = 234" where valid votes are asked for: those given, and their sum."""
    for place, unit in enumerate(units):
        told = _WORKED_OUT.fullmatch(unit.token.text) if unit.token is not None else None
        if told is None or scope.asked != "valid" or unit.token is None:
            continue
        parts = sorted(int(one) for one in told[1].split(" + "))
        given = [scope.given.get(choice.code, 0) for choice in scope.contest.parties()]
        if parts == sorted(one for one in given if one or len(parts) == len(given)):
            token = replace(unit.token, bad=None)
            units[place] = replace(unit, token=token)
    return units


def _digit_by_digit(units: list[Unit], scope: Scope) -> list[Unit]:
    """ "2 3 4" where a sum is asked for: one figure, if our sum is that."""
    found = values(units)
    one = len({unit.value < 10 for unit in found}) == 1 and all(unit.value < 10 for unit in found)
    if scope.asked not in CLOSING or not 1 < len(found) < 4 or not one:
        return units
    first, last = units.index(found[0]), units.index(found[-1])
    beside = all(unit.kind is Kind.VALUE for unit in units[first : last + 1])
    if not beside or any(unit.label is not None or unit.old is not None for unit in units):
        return units
    value = int("".join(str(unit.value) for unit in found))
    whole = joined(found, value)
    counted = sum(scope.given.get(choice.code, 0) for choice in scope.contest.parties())
    if value == counted:
        merge(units, first, last + 1, whole)
    return units


def _expected(units: list[Unit], scope: Scope) -> list[Unit]:
    """ "87 harusnya 78" where 87 was noted is a correction; elsewhere it is asked about."""
    for place, unit in enumerate(units):
        if unit.sub == "expected":
            noted = unit.old in scope.given.values()
            units[place] = replace(unit, sub="" if noted else "maybe")
    return units


def _denied(units: list[Unit], scope: Scope) -> list[Unit]:
    """ "sah 234 indak 243" where 243 was noted: not that, and no invalid votes."""
    for place in range(len(units) - 3, -1, -1):
        if place + 3 > len(units):
            continue
        value, word, old = units[place : place + 3]
        bare = word.kind is Kind.LABEL and is_a(word.text, "not")
        bare = bare or (word.kind is Kind.WORD and word.text in _NOT)
        if not (value.kind is Kind.VALUE and bare and is_(units, place + 2, Kind.VALUE)):
            continue
        if old.value == scope.given.get("valid") != value.value:
            merge(units, place, place + 3, replace(value, old=old.value))
    return units


_NOT = ("lain", "sanes")
"""What Sundanese says for "not this one"; elsewhere "lain" is others."""


def _alternatives(units: list[Unit], scope: Scope) -> list[Unit]:
    """ "39/93" and nothing else where one figure of several is asked for: which of the two?"""
    one = scope.asked is not None and scope.asked not in CLOSING
    left = [name for name in scope.page.fields if name not in scope.given and name not in CLOSING]
    slash = len(units) == 3 and is_(units, 1, Kind.GAP, "/")
    if not (one and slash and len(left) > _FEW and len(values(units)) == _FEW):
        return units
    first = units[0]
    if str(first.value) in (*left, *scope.given):  # "3/85" is a label with its figure
        label = Label(Called.NUMBER, number=first.value)
        link = replace(units[1], kind=Kind.LINK, sub="=")
        return [replace(first, kind=Kind.LABEL, label=label, token=None), link, units[2]]
    return [units[0], replace(units[1], kind=Kind.MARK, sub="either"), units[2]]


def pairs(done: Parsed, units: Sequence[Unit], scope: Scope) -> Parsed:
    """ "2 124 3 51 1 39": each choice with its figure, where as a plain list no sum would fit."""
    found = values(units)
    told = {**done.proposed, **done.numbers}
    if len(found) != len(units) or len(found) % 2 or not told:
        return done
    labels = [str(one.value) for one in found[::2]]
    codes = [choice.code for choice in scope.contest.parties()]
    if sorted(labels) != sorted(codes) or labels == codes:
        return done
    listed = [told.get(code, 0) for code in codes]
    if sum(listed) == told.get("valid"):
        return done
    figures = {code: one.value for code, one in zip(labels, found[1::2], strict=True)}
    if [unit.token is not None and unit.token.lead for unit in found] == [True, False] * len(
        labels
    ):
        return replace(done, numbers=figures, refused=(), proposed={})  # "03 45 01 59 02 108"
    return replace(done, numbers={}, refused=(), proposed=figures)


_CLOSING = ("valid", "invalid")


def likely_valid(done: Parsed, scope: Scope) -> Parsed:
    """ "anies 54 prabowo 112 ganjar 47 jumlah 213": what all choices make are the valid votes."""
    told = {**scope.given, **done.proposed, **done.numbers}
    choices = [choice.code for choice in scope.contest.parties()]
    if "total" not in done.numbers or any(name in told for name in _CLOSING):
        return done
    if not choices or any(code not in told for code in choices):
        return done
    total = done.numbers["total"]
    if sum(told[code] for code in choices) != total:
        return done
    left = {name: number for name, number in done.numbers.items() if name != "total"}
    if scope.asked == "valid" or all(code in done.numbers for code in choices):
        return replace(done, numbers={**left, "valid": total})
    return replace(done, numbers=left, proposed={**done.proposed, "valid": total})

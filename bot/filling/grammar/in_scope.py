"""What only the figures known already decide: an old one denied, two for one, pairs of labels."""

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.bracketed import worked_out
from bot.filling.grammar.fixes import choice_of
from bot.filling.grammar.label_lists import joined_labels
from bot.filling.grammar.not_yet import written_label
from bot.filling.grammar.scope import Parsed, Scope
from bot.filling.grammar.tidy import after, merge
from bot.filling.grammar.tokens import Mark, Token
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
    told = _told_swapped(told)
    told = _new_before_old(_own_by_name(_denied(told, scope), scope), scope)
    return _alternatives(_old_and_new(told, scope), scope)


def _told_swapped(units: list[Unit]) -> list[Unit]:
    """ "02 dan 03 tertukar: 02=45, 03=87": what changed places is told figure by figure."""
    at = next((n for n, u in enumerate(units) if u.kind is Kind.MARK and u.sub == "swap"), -1)
    behind = units[at + 1 :]
    labels = sum(unit.label is not None or written_label(unit) for unit in behind)
    figures = sum(unit.kind is Kind.VALUE and not written_label(unit) for unit in behind)
    told = at >= 0 and labels == figures == _FEW
    bare = not any(u.kind is Kind.VALUE and not written_label(u) for u in units[:at]) if told else 0
    quiet = [replace(one, kind=Kind.WORD, label=None) for one in units[: at + 1]]
    return [*quiet, *behind] if told and bare else units


_ONLY = frozenset("aja saja doang thok tok wungkul hungkul mawon sahaja only tho".split())
_PRINTED = frozenset("gambar gbr logo lambang".split())
"""What is punched of a party itself."""


def _own_by_name(units: list[Unit], scope: Scope) -> list[Unit]:
    """ "gambar banteng 15", "suara moncong putih aja 25": on its page a party's own votes."""
    party = scope.page.party
    for place, unit in enumerate(units):
        if party is None or unit.label is None or unit.label.codes != {party}:
            continue
        before = units[place - 1].text.split()[-1:] if place else []
        behind = units[place + 1].text if is_(units, place + 1, Kind.WORD) else ""
        if _PRINTED.intersection(before) or behind in _ONLY:
            units[place] = replace(unit, label=Label(Called.OWN))
    return units


def _new_before_old(units: list[Unit], scope: Scope) -> list[Unit]:
    """ "prabowo ne 96, kleru maca 87" where 87 was noted: the other one is right."""
    for place, unit in enumerate(units):
        label = after(units, place, gaps=False, step=-1) if unit.old is not None else -1
        name = choice_of(units[label], scope) if is_(units, label, Kind.LABEL) else None
        noted = scope.given.get(name) if name is not None else None
        if noted is None or unit.token is None or unit.old is None:
            continue
        if unit.value == noted != unit.old:
            token = replace(unit.token, value=unit.old, text=str(unit.old))
            units[place] = replace(unit, token=token, text=token.text, old=noted)
    return units


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
        figures = [int(one) for one in re.findall("[0-9]+", unit.token.text)]
        if len(figures) == len(_ALL) and figures[0] == _counted(scope):
            return [*units[:place], *_each(unit, figures), *units[place + 1 :]]  # "234 + 3 = 237"
        parts = sorted(int(one) for one in told[1].split(" + "))
        given = [scope.given.get(choice.code, 0) for choice in scope.contest.parties()]
        if parts == sorted(one for one in given if one or len(parts) == len(given)):
            token = replace(unit.token, bad=None)
            units[place] = replace(unit, token=token)
    return units


_ALL = (Called.VALID, Called.INVALID, Called.TOTAL)


def _counted(scope: Scope) -> int:
    """What all choices given so far make."""
    return sum(scope.given.get(choice.code, 0) for choice in scope.contest.parties())


def _each(unit: Unit, figures: Sequence[int]) -> list[Unit]:
    """The sums of the form one by one, where they stood worked out."""
    found: list[Unit] = []
    for called, figure in zip(_ALL, figures, strict=True):
        token = Token(Mark.NUMBER, str(figure), figure, start=unit.start, end=unit.end)
        found.append(Unit(Kind.LABEL, unit.start, unit.start, "", Label(called)))
        found.append(replace(unit, text=token.text, token=token))
    return found


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
    if value == _counted(scope):
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

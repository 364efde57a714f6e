"""Figures said to be wrong without the right one, "prabowo salah", or all told once more."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.fixes import choice_of, code_of
from bot.filling.grammar.parsed import Parsed, Refused, Why
from bot.filling.grammar.scope import Scope
from bot.filling.grammar.turning import says_change
from bot.filling.grammar.units import Called, Kind, Unit, values

_RACE = frozenset("unggul kalah menang".split())
"""Who is ahead says nothing of a figure."""
_MOST = 3
"""More names in one complaint are rather talk."""


def reopened(units: Sequence[Unit], scope: Scope) -> Parsed | None:
    """The known figures that have to be asked for anew; None where the message says no such."""
    found = values(units)
    labels = [u for u in units if u.label is not None and u.label.called is not Called.OTHER]
    labels = [u for u in labels if not is_a(u.text, "all")]  # "salah semua"
    marks = {u.sub for u in units if u.kind is Kind.MARK and u.text not in _RACE}
    if "swap" in marks or len(found) > 1:
        return None
    if found:
        names = _numbered(found[0], labels, marks, units, scope)
    elif marks & {"oops", "more", "less", "but"} or scope.changing:
        names = [choice_of(unit, scope) for unit in labels[: _MOST + 1]]
    else:
        return None
    known = [name for name in names if name is not None and name in scope.given]
    if not 0 < len(names) <= _MOST or len(known) < len(names):
        return None
    asked = (Refused("", Why.CHANGE, scope.given[name], field=name) for name in known)
    return Parsed(refused=tuple(asked), heard=True, correcting=True)


_ANEW = frozenset("ulang ulangi diulang ulangin ulg baleni dibaleni mbaleni again redo".split())


def anew(units: Sequence[Unit], scope: Scope) -> Scope:
    """The scope, from its first field on where a whole row is told again: "ulang: 92 97 45"."""
    told = any(unit.text in _ANEW for unit in units)
    choices = [choice.code for choice in scope.contest.parties()]
    if not told or scope.asked in choices or len(values(units)) < len(choices):
        return scope
    return replace(scope, asked=choices[0], given={})


def _numbered(
    unit: Unit, labels: Sequence[Unit], marks: set[str], units: Sequence[Unit], scope: Scope
) -> list[str | None]:
    """ "ganjar bukan 45", "yang 1": whose figure one number speaks of, if it is no new figure."""
    if unit.old is not None or "becomes" in marks:
        return []
    if "but" in marks:
        named = [choice_of(label, scope) for label in labels]
        holding = [name for name, number in scope.given.items() if number == unit.value]
        return [name for name in (named or holding) if name in holding] if len(named) < 2 else []
    if labels or not (scope.changing or says_change(list(units))):
        return []
    return [code_of(unit.value, scope)]

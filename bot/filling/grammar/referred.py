"""Figures told by others or said to be wrong: "sama kayak anies", "separo anis", "ganjar salah"."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.bracketed import unclear
from bot.filling.grammar.fixes import choice_of, code_of
from bot.filling.grammar.not_yet import written_label
from bot.filling.grammar.scope import Parsed, Refused, Scope, Why
from bot.filling.grammar.turning import says_change
from bot.filling.grammar.units import Called, Kind, Label, Unit, values
from models.rules.completeness import CLOSING

_SAME = frozenset("sama sami podo padha persis kembar same sarua sarimbag seri plek".split())
_LIKE = frozenset("kayak kaya kyk kek karo ro sareng dengan dgn sm sama jeung as seperti".split())
_ALONE = frozenset("kayak kyk kembar seperti".split())
"""Say by themselves that one is as the other."""
_HALF = frozenset(
    "separo separone separonya separuh separuhnya setengah setengahnya satengah satengahna half"
    " sapalih sapalihna".split()
)
_TIED = (Kind.VALUE, Kind.LINK)
"""Behind the other's name: then its figure is told here too."""
_DOUBLE = frozenset("lipat lipatnya lipatnyo tikel tikele double".split())
_THAN = frozenset("dari dr daripada tinimbang timbang ketimbang tibang ti tina saka seko".split())
_MORE = frozenset("lebih luwih langkung leuwih menang unggul ngungkuli more".split())
_LESS = frozenset("kurang kirang kalah kalahe eleh less".split())
_BESIDE = frozenset("nya aja saja juga jg ya akeh banyak sithik dikit suara dia mereka".split())


@dataclass(frozen=True, slots=True)
class Reference:
    """A field that is told by another: so many times its figure, and so many more."""

    name: str
    other: str
    times: float = 1.0
    more: int = 0
    text: str = ""


def referred(units: Sequence[Unit], scope: Scope) -> tuple[list[Unit], list[Reference]]:
    """The units without what is told by another field's figure, and what is told so."""
    kept = _without_confirmed(units, scope)
    found: list[Reference] = []
    place = len(kept) - 1
    while place > 0:
        if _half_of_number(kept, place):
            kept[place] = unclear(kept[place], f"{kept[place - 1].text} {kept[place].text}")
        one = _ends_here(kept, place, scope)
        if one is not None:
            begin, reference = one
            found.append(reference)
            tied = place + 1 < len(kept) and kept[place + 1].kind in _TIED
            del kept[begin : place + (not tied)]
            place = begin
        place -= 1
    return kept, found


_BEFORE = frozenset("tadi td barusan mau tadinya".split())
_RIGHT = frozenset("betul bener benar bnr leres sudah udah sdh udh pas ok oke cocok".split())


def _without_confirmed(units: Sequence[Unit], scope: Scope) -> list[Unit]:
    """ "102 tadi betul, sekarang 87": without the figure that was given before, and is right."""
    for place, unit in enumerate(units):
        end = place + 1
        while end < len(units) and units[end].kind in (Kind.WORD, Kind.MARK):
            end += 1
        words = {word for one in units[place:end] for word in one.text.split()}
        pause = end < len(units) and units[end].kind is Kind.GAP
        bare = unit.kind is Kind.VALUE and unit.old is None and place == 0
        told = bare and pause and words & _BEFORE and words & _RIGHT
        if told and unit.value in {scope.given.get(name) for name in scope.last}:
            return list(units[end:])
    return list(units)


def _ends_here(units: Sequence[Unit], place: int, scope: Scope) -> tuple[int, Reference] | None:
    """A reference whose other field is named here, and where it begins."""
    other = _field(units[place], scope)
    if other is None or other in CLOSING:
        return None
    begin = place
    while begin and not _bounds(units[begin - 1]):
        begin -= 1
    words = [word for unit in units[begin:place] for word in unit.text.split()]
    figures = [unit for unit in units[begin:place] if unit.kind is Kind.VALUE]
    told = _told(words, [figure.value for figure in figures])
    tied = place + 1 < len(units) and units[place + 1].kind in _TIED
    if told is None or (tied and told != (1.0, 0)) or any(one.old is not None for one in figures):
        return None
    named = begin > 0 and units[begin - 1].kind is not Kind.GAP
    name = _field(units[begin - 1], scope) if named else scope.asked
    if name is None or name in CLOSING or name == other:
        return None
    times, more = told
    text = " ".join(unit.text for unit in units[begin - named : place + 1])
    return begin - named, Reference(name, other, times, more, text)


def _bounds(unit: Unit) -> bool:
    return unit.kind in (Kind.GAP, Kind.LABEL) or written_label(unit)


def _half_of_number(units: Sequence[Unit], place: int) -> bool:
    """ "separo dari 90": a figure that nobody has told."""
    begin = place
    while begin and units[begin - 1].kind in (Kind.WORD, Kind.UNKNOWN, Kind.MARK, Kind.LINK):
        begin -= 1
    words = {word for unit in units[begin:place] for word in unit.text.split()}
    return units[place].kind is Kind.VALUE and bool(words & _HALF and words & _THAN)


def _told(words: Sequence[str], figures: Sequence[int]) -> tuple[float, int] | None:
    """How many times the other's figure, and how many more; None where nothing is told so."""
    said = set(words)
    if not figures and said & _HALF:
        return 0.5, 0
    if said & _DOUBLE and len(figures) < 2:
        return float(figures[0]) if figures else 2.0, 0
    same = words and words[0] in _SAME and (len(words) > 1 and bool(said & _LIKE))
    alone = not figures and bool(words) and words[0] in _ALONE
    if not figures and (same or alone) and said <= _SAME | _LIKE | _BESIDE | _ALONE:
        return 1.0, 0
    if len(figures) != 1 or not said & _THAN or words[-1] not in _THAN:
        return None
    if said & _MORE and not said & _LESS:
        return 1.0, figures[0]
    return (1.0, -figures[0]) if said & _LESS and not said & _MORE else None


def _field(unit: Unit, scope: Scope) -> str | None:
    """The field that a label names, or "01"."""
    if written_label(unit):
        unit = replace(unit, kind=Kind.LABEL, label=Label(Called.NUMBER, number=unit.value))
    name = choice_of(unit, scope) if unit.label is not None else None
    return name if name in {choice.code for choice in scope.contest.choices} else None


def told_by_others(done: Parsed, found: Sequence[Reference], scope: Scope) -> Parsed:
    """The reading with what was told by other figures, which is always asked about."""
    proposed, refused = dict(done.proposed), list(done.refused)
    for one in found:
        known: Mapping[str, int] = {**scope.given, **proposed, **done.numbers}
        figure = known.get(one.other, -1) * one.times + one.more
        if one.other in known and figure == int(figure) >= 0:
            proposed[one.name] = int(figure)
        else:
            refused.append(Refused(one.text[:40], Why.WHOSE))
    if not found:
        return done
    numbers = {name: n for name, n in done.numbers.items() if name not in proposed}
    return replace(done, numbers=numbers, proposed=proposed, refused=tuple(refused), heard=True)


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

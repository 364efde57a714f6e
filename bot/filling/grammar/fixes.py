"""Corrections of figures that were given before: the last answer, by their old value, swapped."""

from collections.abc import Sequence
from dataclasses import replace

from bot.filling.grammar.mend import SORRY
from bot.filling.grammar.not_yet import LABELS
from bot.filling.grammar.scope import BAD, Parsed, Refused, Scope, Why
from bot.filling.grammar.units import Called, Kind, Label, Unit
from models.rules.completeness import CLOSING


def fixed(units: Sequence[Unit], scope: Scope) -> Parsed | None:
    """What a correction says; None where the message is none, or says it with labels."""
    labels = [unit for unit in units if unit.label is not None]
    found = [unit for unit in units if unit.kind is Kind.VALUE]
    marks = [unit for unit in units if unit.kind is Kind.MARK]
    pair = [unit for unit in units if unit.label is not None or unit.kind is Kind.VALUE]
    bare = all(unit.old is None and unit.value <= LABELS for unit in found)
    swap = any(mark.sub == "swap" for mark in marks)
    if swap and len(pair) == len(found) == 2 and not bare:
        return _exchanged(pair, scope)
    if len(pair) == 2 and bare and swap:
        return _swapped(pair, scope)
    if swap and len(found) == 1 and not labels and found[0].old is None:
        turned = _digits_turned(found[0], scope)
        if turned is not None:
            return turned
    if len(found) == 1 and not labels:
        if found[0].old is not None:
            return _by_value(found[0], scope)
        if any(mark.sub in ("oops", "becomes") for mark in marks):
            return _last(found[0], scope, units)
        if any(u.text in _JUST for u in units if u.kind is Kind.WORD):
            return _just(found[0], units, scope)
    small = [unit for unit in found if unit.value < 20]
    adds = any(mark.sub in ("more", "less") for mark in marks)
    if adds and not labels and len(found) == 2 and len(small) == 2 and found[1].old is None:
        return _relative_number(found[1], found[0], marks, scope)
    if len(found) == 1 and len(labels) == 1 and any(m.sub in ("more", "less") for m in marks):
        return _relative(labels[0], found[0], marks, scope)
    differs = any(m.sub in ("more", "less") for m in marks) and _between(units, labels, found)
    if differs:
        return _compared(labels, found[0], marks, scope)
    each = any(unit.kind is Kind.EACH for unit in units) and scope.asked not in CLOSING
    whole = all(u.label is not None and u.label.called is Called.TOTAL for u in labels)
    each = each and not _of_others(units)
    if len(found) == 1 and whole and each and len(scope.contest.parties()) < 10:
        choices = [choice.code for choice in scope.contest.parties()]
        return _heard(proposed=dict.fromkeys(choices, found[0].value))
    return None


def _digits_turned(unit: Unit, scope: Scope) -> Parsed | None:
    """ "kebalik, 234 yg bener" where 243 was noted: the one figure with the same digits."""
    digits = sorted(str(unit.value))
    alike = [
        name
        for name, number in scope.given.items()
        if number != unit.value and len(digits) > 1 and sorted(str(number)) == digits
    ]
    if len(alike) != 1 or unit.token is None or unit.token.bad is not None:
        return None
    return _heard(numbers={alike[0]: unit.value})


def _between(units: Sequence[Unit], labels: Sequence[Unit], found: Sequence[Unit]) -> bool:
    """Whether "dari" and a second name stand behind the only figure."""
    if len(labels) != 2 or len(found) != 1:
        return False
    start = found[0].start
    dari = any(u.text in ("dari", "dr", "daripada", "timbang", "tinimbang") for u in units)
    return dari and labels[0].start < start < labels[1].start


def _of_others(units: Sequence[Unit]) -> bool:
    """ "golkar masing2 0": said of a name that is not on this ballot."""
    at = next(n for n, unit in enumerate(units) if unit.kind is Kind.EACH)
    return any(unit.kind is Kind.UNKNOWN for unit in units[:at])


_JUST = frozenset("terakhir barusan tadi td mau".split())
_SORRY = SORRY | {"salah", "slah"}


def _just(unit: Unit, units: Sequence[Unit], scope: Scope) -> Parsed | None:
    """ "sori yg barusan 57": the last answer, where it is said to be wrong; else asked about."""
    words = [u.text for u in units if u.kind is Kind.WORD]
    one = next(n for n, word in enumerate(words) if word in _JUST)
    meant = one and words[one - 1] in ("yg", "yang", "sing", "nu", "angka", "suara")
    if not meant or not scope.last or unit.token is None or unit.token.bad is not None:
        return None
    if len(scope.last) == 1 and any(word in _SORRY for word in words):
        return _last(unit, scope, units)
    return _heard(proposed={scope.last[-1]: unit.value})


def _heard(**told: object) -> Parsed:
    return Parsed(heard=True, correcting=True, **told)  # type: ignore[arg-type]


def choice_of(unit: Unit, scope: Scope) -> str | None:
    """The pair, person or party that a label names."""
    label = unit.label
    if label is None:
        return None
    if len(label.codes) == 1:
        return next(iter(label.codes))
    if label.called in (Called.VALID, Called.INVALID, Called.TOTAL):
        return str(label.called)
    page = scope.page.party
    if page is not None and label.called in (Called.OWN, Called.PARTY_SUM):
        return f"{page}.0" if label.called is Called.OWN else page
    if page is not None and label.called in (Called.PLACE, Called.NUMBER):
        return f"{page}.{label.number}"
    return str(label.number) if label.number >= 0 else None


def _swapped(pair: Sequence[Unit], scope: Scope) -> Parsed:
    """ "kebalik 01 sama 02", "caleg 1 sama 2 ketuker": each gets the other's figure."""
    names = [_named(unit, pair, scope) for unit in pair]
    one, other = names
    if one is None or other is None or one == other or not {one, other} <= set(scope.given):
        text = " ".join(unit.text for unit in pair)
        return _heard(refused=(Refused(text, Why.WHOSE),))
    return _heard(numbers={one: scope.given[other], other: scope.given[one]})


def _exchanged(pair: Sequence[Unit], scope: Scope) -> Parsed:
    """ "45 sama 87 ketuker": the figures themselves say whose change places."""
    held = [[n for n, value in scope.given.items() if value == unit.value] for unit in pair]
    if not all(len(names) == 1 for names in held):
        text = " / ".join(unit.text for unit in pair)
        return _heard(refused=(Refused(text, Why.WHOSE),))
    (one,), (other,) = held
    return _heard(numbers={one: scope.given[other], other: scope.given[one]})


def _named(unit: Unit, pair: Sequence[Unit], scope: Scope) -> str | None:
    """The field of a label, or of a bare number beside one."""
    if unit.label is not None:
        return choice_of(unit, scope)
    beside = next((other.label for other in pair if other.label is not None), None)
    if beside is not None and beside.called is Called.NUMBER and scope.page.party is None:
        return str(unit.value)
    return code_of(unit.value, scope)


def _by_value(unit: Unit, scope: Scope) -> Parsed:
    """ "78 jadi 87", "yg 60 tadi harusnya 66": the field that holds the old figure."""
    token, old = unit.token, unit.old
    assert token is not None
    if token.bad is not None:
        return _heard(refused=(Refused(token.text[:20], BAD[token.bad]),))
    holding = [name for name, value in scope.given.items() if value == old]
    last = [name for name in holding if name in scope.last and len(scope.last) == 1]
    named = code_of(old, scope)
    if unit.first and named is not None and not holding:
        return _heard(numbers={named: token.value})
    if len(holding) == 1 or last:
        name = (last or holding)[0]
        if unit.first and named is not None and named != name:
            return _heard(proposed={named: token.value})
        return _heard(numbers={name: token.value})
    text = f"{old} → {token.value}"
    return _heard(refused=(Refused(text, Why.WHOSE),))


def labelled(units: Sequence[Unit], scope: Scope) -> list[Unit]:
    """ "2 jadi 80 sah 185": beside other labels the number before "jadi" is the pair's, if any."""
    if not any(unit.label is not None for unit in units):
        return list(units)
    found: list[Unit] = []
    for unit in units:
        named = code_of(unit.old, scope) if unit.first and unit.old is not None else None
        held = unit.old in scope.given.values()
        if named is None or held or unit.old is None:
            found.append(unit)
            continue
        number = Label(Called.NUMBER, number=unit.old)
        found.append(Unit(Kind.LABEL, unit.start, unit.start, str(unit.old), number))
        found.append(replace(unit, old=None, first=False))
    return found


def code_of(number: int | None, scope: Scope) -> str | None:
    """The field that a bare number names: a candidate of the page at hand, else a choice."""
    page = scope.page.party
    inner = f"{page}.{number}"
    if page is not None and inner in scope.page.fields and number:
        return inner
    codes = {choice.code for choice in scope.contest.parties()}
    return str(number) if str(number) in codes else None


def _last(unit: Unit, scope: Scope, units: Sequence[Unit]) -> Parsed | None:
    """ "eh salah, 45": the answer that was just given; "yg terakhir" may be the last of several."""
    token = unit.token
    assert token is not None
    if token.bad is not None:
        return _heard(refused=(Refused(token.text[:20], BAD[token.bad]),))
    if len(scope.last) == 1:
        return _heard(numbers={scope.last[0]: token.value})
    if scope.last and any(u.text == "terakhir" for u in units):
        return _heard(numbers={scope.last[-1]: token.value})
    if scope.last and any(u.text in _JUST for u in units):
        return _heard(proposed={scope.last[-1]: token.value})
    return _heard(refused=(Refused(token.text[:20], Why.WHOSE),))


def _relative_number(label: Unit, unit: Unit, marks: Sequence[Unit], scope: Scope) -> Parsed | None:
    """ "tambah 1 suara lagi utk 01"."""
    name = str(label.value)
    if name not in scope.given:
        return None
    change = unit.value if any(mark.sub == "more" for mark in marks) else -unit.value
    return _heard(proposed={name: max(0, scope.given[name] + change)})


def _relative(label: Unit, unit: Unit, marks: Sequence[Unit], scope: Scope) -> Parsed | None:
    """ "prabowo ditambah 2": asked about; "kurang 2", "lebih 2": either way, so both are told."""
    name = choice_of(label, scope)
    if name is None or name not in scope.given or unit.value > 20:
        return None
    given = scope.given[name]
    if any(mark.text in _EITHER for mark in marks):
        both = f"{max(0, given - unit.value)} / {given + unit.value}"
        return _heard(refused=(Refused(both, Why.EITHER, given, field=name),))
    change = unit.value if any(mark.sub == "more" for mark in marks) else -unit.value
    return _heard(proposed={name: max(0, given + change)})


_EITHER = frozenset("kurang kurange kurangnya lebih lebihe lebihnya langkung kirang".split())
"""Short of what? The form of what was typed, or what was typed of the form."""


def _compared(labels: Sequence[Unit], unit: Unit, marks: Sequence[Unit], scope: Scope) -> Parsed:
    """ "golkar lebih 2 dari pkb": a figure told by another one, asked about."""
    one, other = (choice_of(label, scope) for label in labels)
    if one is None or other is None or other not in scope.given:
        text = f"{labels[0].text} {marks[0].text} {unit.text}"
        return _heard(refused=(Refused(text, Why.WHOSE),))
    fewer = any(mark.text.startswith(("kurang", "kirang", "kalah")) for mark in marks)
    number = scope.given[other] + (-unit.value if fewer else unit.value)
    return _heard(proposed={one: max(0, number)})


def relatives(units: Sequence[Unit], scope: Scope) -> tuple[list[Unit], list[Parsed]]:
    """ "totalnya turun 9", "45 nya jadi 46": the units without it, and what it says by itself."""
    found = [unit for unit in units if unit.kind is not Kind.WORD]
    gone: set[int] = set()
    told: list[Parsed] = []
    for place in range(len(found) - 2):
        label, mark, unit = found[place : place + 3]
        differs = mark.kind is Kind.MARK and mark.sub in ("more", "less")
        if label.label is not None and differs and unit.kind is Kind.VALUE and unit.old is None:
            one = _relative(label, unit, [mark], scope)
            told += [one] if one is not None else []
            gone |= {label.start, mark.start, unit.start} if one is not None else set()
    for place, unit in enumerate(found):
        tied = bool(place) and found[place - 1].kind in (Kind.LABEL, Kind.LINK)
        held = [name for name, number in scope.given.items() if number == unit.old]
        if unit.kind is Kind.VALUE and unit.old is not None and not tied and len(held) == 1:
            told.append(_by_value(unit, scope))
            gone.add(unit.start)
    return [unit for unit in units if unit.start not in gone], told


def swaps(units: Sequence[Unit]) -> tuple[list[Unit], list[tuple[str, str]]]:
    """ "eh 4 sama 5 kebalik" behind figures: the units without it, and what changes places."""
    found = [unit for unit in units if unit.kind is not Kind.WORD]
    turned: list[tuple[str, str]] = []
    gone: set[int] = set()
    for place in range(len(found) - 3):
        one, link, other, mark = found[place : place + 4]
        pair = one.kind is Kind.VALUE and link.kind is Kind.AND and other.kind is Kind.VALUE
        if pair and mark.kind is Kind.MARK and mark.sub == "swap":
            turned.append((str(one.value), str(other.value)))
            gone |= {one.start, link.start, other.start, mark.start}
    return [unit for unit in units if unit.start not in gone], turned

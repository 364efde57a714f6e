"""Several labels with one figure, or none: "partai 6, 7, 9 s/d 11 nihil", "c3 - c4 - c5 5"."""

from collections.abc import Collection, Sequence
from dataclasses import replace

from bot.filling.grammar.tidy import merge
from bot.filling.grammar.tokens import Mark, Token
from bot.filling.grammar.units import Called, Kind, Label, Unit, is_
from models.values import Contest

_BOUNDS = 2
"""Labels of a range that stands alone: more of them are a list."""
_TOO = frozenset("juga jg jga ugo uga oge too idem".split())
_SEVERAL = 3
"""Labels of a list whose empty ones are written as dashes."""
_BACK = 12
"""Units that "too" looks back over."""
_COUNTED = (Called.NUMBER, Called.PARTY, Called.PLACE)


def joined_labels(units: list[Unit], codes: Collection[int]) -> list[Unit]:
    """The units with such labels as labels, and a turn that explains itself as one figure."""
    _likewise(dashed(units), codes)
    for place in range(len(units) - 1, -1, -1):
        if _bare_list(units, place, codes):
            continue
        if is_(units, place, Kind.FILL, "all"):
            _range_of_nothing(units, place)
        elif is_(units, place, Kind.VALUE) and units[place].value == 0:
            _list_of_nothing(units, place, codes)
        elif is_(units, place, Kind.EACH) and _one_figure_next(units, place):
            _list_of_each(units, place, codes)
        elif is_(units, place, Kind.MARK, "less", "more"):
            _explained(units, place)
    return units


def _likewise(units: list[Unit], codes: Collection[int]) -> None:
    """ "pks 0, hanura juga", "4 sampai 17 nol, 24 juga": the figure before, once more."""
    for place, unit in enumerate(units):
        if unit.text not in _TOO or not place or not _closes(units, place + 1):
            continue
        head = units[place - 1]
        near = units[max(0, place - _BACK) : place - 1]
        held = (u for u in reversed(near) if u.kind is Kind.VALUE)
        before = next(held, None)
        if before is None or before.token is None or before.token.bad is not None:
            continue
        if head.kind is Kind.VALUE and head.value in codes and not before.value:
            number = Label(Called.NUMBER, number=head.value)
            units[place - 1] = head = replace(head, kind=Kind.LABEL, label=number, token=None)
        if head.label is not None:
            sure = "" if not before.value else "maybe"
            units[place] = replace(unit, kind=Kind.VALUE, token=before.token, sub=sure)


def _closes(units: list[Unit], at: int) -> bool:
    """Whether what is told ends here: nothing behind, or a pause."""
    return at == len(units) or units[at].kind in (Kind.GAP, Kind.AND)


def _one_figure_next(units: list[Unit], place: int) -> bool:
    """ "masing-masing 5", "sama-sama dapat 3"."""
    at = place + 1
    while is_(units, at, Kind.LINK) or is_(units, at, Kind.WORD):
        at += 1
    return is_(units, at, Kind.VALUE)


def _bare_list(units: list[Unit], place: int, codes: Collection[int]) -> bool:
    """ "7, 8, 9 nol": likely labels with one nought, or figures in a row; so asked about."""
    unit = units[place]
    nothing = unit.kind is Kind.FILL and unit.sub == "all" and unit.token is not None
    word = unit.kind is Kind.VALUE and unit.token is not None and unit.token.spelled
    if not (nothing or word) or unit.value:
        return False
    begin = place
    while begin and (is_(units, begin - 1, Kind.VALUE) or _joined_by(units[begin - 1])):
        begin -= 1
    label = units[begin - 1].label if begin else None
    counted = label is not None and label.called in _COUNTED and not label.more
    begin -= counted
    run = [u for u in units[begin:place] if u.kind is Kind.VALUE]
    numbers = [label.number] * counted if label is not None else []
    numbers += [one.value for one in run]
    written = all(one.token is not None and not one.token.spelled for one in run)
    rising = numbers == sorted(set(numbers)) and set(numbers) <= set(codes)
    opens = not begin or units[begin - 1].kind in (Kind.WORD, Kind.GAP)
    within = not counted and is_(units, place + 1, Kind.VALUE)  # "1 2 kosong kosong 40": a list
    if len(numbers) < 2 or not (run and written and rising and opens) or within:
        return False
    called = label if counted and label is not None else Label(Called.NUMBER)
    for at in range(begin, place):
        if units[at].kind is Kind.VALUE:
            number = replace(called, number=units[at].value)
            units[at] = replace(units[at], kind=Kind.LABEL, label=number, token=None)
        elif units[at].kind is Kind.GAP:
            units[at] = replace(units[at], kind=Kind.AND)
    row = numbers[-1] - numbers[0] == len(numbers) - 1
    sure = counted and len(numbers) > 2 and (row or unit.kind is Kind.FILL)
    units[place] = replace(unit, kind=Kind.VALUE, sub="" if sure else "maybe")
    return True


def _joined_by(unit: Unit) -> bool:
    return unit.kind is Kind.AND or (unit.kind is Kind.GAP and unit.sub in (",", "/"))


def _range_of_nothing(units: list[Unit], place: int) -> None:
    """ "6 sampai dengan nomor 11 semuanya nihil": the range alone, not all the others."""
    begin = place - 1
    apart = is_(units, begin - 1, Kind.AND)
    upto = begin - (2 if apart else 1)
    ends = is_(units, begin, Kind.LABEL) or is_(units, begin, Kind.VALUE)
    if not (ends and is_(units, upto, Kind.UPTO) and is_(units, upto - 1, Kind.LABEL)):
        return
    if units[begin].kind is Kind.VALUE:
        called = Label(Called.NUMBER, number=units[begin].value)
        units[begin] = replace(units[begin], kind=Kind.LABEL, label=called, token=None)
    units[place] = replace(units[place], kind=Kind.VALUE, sub="")
    if apart:
        del units[begin - 1]


def _list_of_nothing(units: list[Unit], place: int, codes: Collection[int]) -> None:
    """ "partai 6, 7, 9 s/d 11 nihil": every number of the list is a label."""
    token = units[place].token
    if token is not None and token.spelled and place > 1:
        _labels(units, place, codes)


def _list_of_each(units: list[Unit], place: int, codes: Collection[int]) -> None:
    """ "caleg 2, 3 dan 4 masing-masing 6": likewise."""
    end = place
    while end and units[end - 1].kind is Kind.EACH:
        end -= 1
    if end > 2:
        _numbers_first(units, end, codes)
        _labels(units, end, codes)


def _numbers_first(units: list[Unit], end: int, codes: Collection[int]) -> None:
    """ "4 dan 5 masing-masing 7": numbers alone before it are those of choices."""
    begin = end
    while begin and (is_(units, begin - 1, Kind.VALUE) or _joined_by(units[begin - 1])):
        begin -= 1
    run = [unit.value for unit in units[begin:end] if unit.kind is Kind.VALUE]
    opens = not begin or units[begin - 1].kind in (Kind.WORD, Kind.GAP)
    if len(run) > 1 and opens and run == sorted(set(run)) and set(run) <= set(codes):
        label = Label(Called.NUMBER, number=units[begin].value)
        if is_(units, begin, Kind.VALUE):
            units[begin] = replace(units[begin], kind=Kind.LABEL, label=label, token=None)


def _labels(units: list[Unit], place: int, codes: Collection[int]) -> None:
    """Makes the numbers of the list that ends here labels, those between "s/d" too."""
    first = place - 1
    while first > 0 and _goes_on(units, first - 1) and not _pair(units, first):
        first -= 1
    label = units[first].label
    if not is_(units, first, Kind.LABEL) or label is None or label.called not in _COUNTED:
        return
    for at in range(first, place):
        unit = units[at]
        if unit.kind is Kind.VALUE:
            called = replace(label, number=unit.value)
            units[at] = replace(unit, kind=Kind.LABEL, label=called, token=None)
        elif unit.kind is Kind.GAP:
            units[at] = replace(unit, kind=Kind.AND)
    if sum(unit.kind is Kind.LABEL for unit in units[first:place]) > _BOUNDS:
        for at in range(place - 2, first, -1):
            one, two = units[at - 1].label, units[at + 1].label
            if units[at].kind is Kind.UPTO and one is not None and two is not None:
                between = [n for n in sorted(codes) if one.number < n < two.number]
                units[at : at + 1] = [
                    replace(units[at], kind=Kind.LABEL, label=replace(label, number=number))
                    for number in between
                ] or [replace(units[at], kind=Kind.AND)]


def _goes_on(units: list[Unit], place: int) -> bool:
    """Whether a list of labels goes on backwards over this unit."""
    unit = units[place]
    number = unit.kind is Kind.VALUE and not unit.soft and unit.value > 0
    comma = is_(units, place, Kind.GAP, ",")
    return number or comma or unit.kind in (Kind.AND, Kind.UPTO, Kind.LABEL)


def _pair(units: list[Unit], place: int) -> bool:
    """ "partai 5 8, ...": a label with its own figure is no part of the list."""
    items = (Kind.LABEL, Kind.VALUE)
    return units[place].kind in items and units[place - 1].kind in items


def _explained(units: list[Unit], place: int) -> None:
    """ "kebanyakan satu. 101 aja bukan 102": the figure itself follows with the old one."""
    told = place + 1
    if not (is_(units, told, Kind.VALUE) and is_(units, told + 1, Kind.GAP)):
        return
    new = told + 2
    old = units[new].old if is_(units, new, Kind.VALUE) else None
    if old is not None and abs(old - units[new].value) == units[told].value:
        merge(units, place, new + 1, units[new])


def dashed(units: list[Unit]) -> list[Unit]:
    """ "c1 26 c2 9 c3 - c4 - c5 5": empty fields of a list; "c6 - c7 1" alone is asked about."""
    labels = [place for place, unit in enumerate(units) if unit.label is not None]
    empty = {place + 1 for place in labels if _empty(units, place + 1)}
    whole = all(place + 1 in empty or _filled(units, place + 1) for place in labels)
    if len(labels) >= _SEVERAL and whole and any(_no_range(units, place) for place in empty):
        for place in empty:
            nothing = Token(Mark.NUMBER, "-", 0, zero=True)
            units[place] = replace(units[place], kind=Kind.VALUE, sub="", token=nothing)
        return units
    for place in empty:
        if is_(units, place + 2, Kind.VALUE) and units[place + 2].value:
            units[place + 2] = replace(units[place + 2], sub="maybe")
    return units


def _empty(units: Sequence[Unit], at: int) -> bool:
    """Whether a dash stands here, before the next label or the end."""
    return is_(units, at, Kind.GAP, "-") and (
        at + 1 == len(units) or is_(units, at + 1, Kind.LABEL)
    )


def _filled(units: Sequence[Unit], at: int) -> bool:
    return is_(units, at, Kind.VALUE) or (
        is_(units, at, Kind.LINK) and is_(units, at + 1, Kind.VALUE)
    )


def _no_range(units: Sequence[Unit], at: int) -> bool:
    """Whether the label behind a dash has a dash of its own: "c3 - c4 - c5 5"."""
    return _empty(units, at + 2)


def between(contest: Contest, first: str, last: str) -> list[str]:
    """The choices from one to another: parties, or candidates of one party; none backwards."""
    codes = [c.code for c in contest.choices if ("." in c.code) == ("." in first)]
    if first not in codes or last not in codes or codes.index(first) > codes.index(last):
        return []
    inside = codes[codes.index(first) : codes.index(last) + 1]
    party = first.partition(".")[0]
    return [code for code in inside if "." not in first or code.partition(".")[0] == party]

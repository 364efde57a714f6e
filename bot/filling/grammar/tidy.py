"""Units made plain before corrections are joined: templates, spoken digits, headings, sums."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.not_yet import LABELS, not_yet, written_label
from bot.filling.grammar.numbering import unnumbered
from bot.filling.grammar.spreadsheet import paired
from bot.filling.grammar.turning import spoken_of, turned
from bot.filling.grammar.units import Called, Kind, Label, Unit, is_

_QUIET = {Kind.WORD}
_WORDS = {Kind.WORD, Kind.UNKNOWN}


_OF_PARTY = {Called.OWN, Called.PLACE, Called.CANDIDATE}
_RACE = frozenset("unggul kalah menang".split())
_SMALL_GAPS = {",", ".", "-", ";", "(", ")", ":", "?", "!"}


def tidied(units: Sequence[Unit]) -> list[Unit]:
    """The units without what a template left open, with labels that only their place marks."""
    told = not_yet(_spoken(unnumbered(_filled(spoken_of(turned(_races(paired(list(units)))))))))
    return _headed(_summed(_totals(_of_one(_spoken_of(_heads_in_words(told))))))


def _of_one(units: list[Unit]) -> list[Unit]:
    """ "pdip total 67", "anies jumlahnya 45": the sum of whoever is named right before."""
    for place, unit in enumerate(units):
        if unit.label is None or unit.label.called is not Called.TOTAL:
            continue
        name = after(units, place, gaps=False, step=-1)
        label = units[name].label if name >= 0 else None
        value = after(units, place, gaps=False)
        tied = is_(units, value, Kind.VALUE) or is_(units, value, Kind.LINK)
        if label is None or label.called not in (Called.NAME, Called.PARTY) or not tied:
            continue
        before = after(units, name, gaps=False, step=-1)
        if not (is_(units, before, Kind.VALUE) or is_(units, before, Kind.LINK)):
            units[place] = replace(unit, kind=Kind.WORD, label=None)
    return units


def _spoken_of(units: list[Unit]) -> list[Unit]:
    """ "02 menang": the only number of a sentence, written as pairs are, names one."""
    found = [place for place, unit in enumerate(units) if unit.kind is Kind.VALUE]
    others = (Kind.LABEL, Kind.MARK, Kind.FILL, Kind.EACH)
    if len(found) != 1 or any(unit.kind in others for unit in units):
        return units
    place = found[0]
    if any(unit.kind is Kind.LINK for unit in units[:place]):
        return units  # "dapat 02"
    if written_label(units[place]) and _telling(units):
        number = Label(Called.NUMBER, number=units[place].value)
        units[place] = replace(units[place], kind=Kind.LABEL, label=number)
    return units


def _races(units: list[Unit]) -> list[Unit]:
    """ "unggul dengan 103", "58 to PDIP": who is ahead changes nothing; "to" says whose it is."""
    for place, unit in enumerate(units):
        if is_(units, place, Kind.UPTO) and unit.text == "to":
            if is_(units, place - 1, Kind.VALUE) and is_(units, place + 1, Kind.LABEL):
                units[place] = replace(unit, kind=Kind.LINK, sub="for")
        elif unit.kind is Kind.MARK and unit.text in _RACE:
            at = place + 1 + is_(units, place + 1, Kind.AND)
            if is_(units, at, Kind.VALUE) and units[at].value > LABELS:
                units[place:at] = [replace(unit, kind=Kind.LINK, sub="has")]
    return units


def _telling(units: Sequence[Unit]) -> bool:
    """Whether there are words that are more than kind ones."""
    kind = ("greeting", "address", "particle", "votes")
    said = [word for unit in units if unit.kind in _WORDS for word in unit.text.split()]
    return any(len(word) > 1 and not is_a(word, *kind) for word in said)


def _totals(units: list[Unit]) -> list[Unit]:
    """ "sah 234 + tidak sah 3 = 237": the figure behind "=" is the sum of labelled ones."""
    for place, unit in enumerate(units):
        if not is_(units, place, Kind.LINK, "=") or not is_(units, place + 1, Kind.VALUE):
            continue
        if not (is_(units, place - 1, Kind.VALUE) or is_(units, place - 1, Kind.GAP, ",")):
            continue
        names, at, plus, heads = set(), place - 1, 0, 0
        while at >= 0 and (
            units[at].kind in (Kind.VALUE, Kind.LABEL, Kind.WORD, Kind.AND, Kind.LINK)
            or is_(units, at, Kind.GAP, ",")
        ):
            plus += units[at].kind is Kind.AND
            label = units[at].label
            names |= {label.called} if label is not None else set()
            heads += label is not None
            at -= 1
        if plus and heads <= plus:
            continue  # "anies 40 + 25 + 6 = 71": the parts of one figure
        if names == {Called.VALID, Called.INVALID}:
            units[place] = replace(unit, kind=Kind.LABEL, label=Label(Called.TOTAL))
        elif plus > 1 and names and names <= {Called.NAME, Called.NUMBER}:
            units[place] = replace(unit, kind=Kind.LABEL, label=Label(Called.VALID))
        elif plus > 1 and names & _OF_PARTY and names <= _OF_PARTY | {Called.NUMBER}:
            units[place] = replace(unit, kind=Kind.LABEL, label=Label(Called.PARTY_SUM))
    return units


def _heads_in_words(units: list[Unit]) -> list[Unit]:
    """ "satu 45 dua 102 tiga 60": numbers in words before written ones are labels."""
    found = [place for place, unit in enumerate(units) if unit.kind is Kind.VALUE]
    if not found:
        return units
    labels = any(unit.label is not None for unit in units[: found[-1]])
    heads, rest = found[::2], found[1::2]
    words = [_in_words(units[place]) for place in heads]
    numbers = [units[place].value for place in heads]
    rising = numbers == sorted(set(numbers)) and all(0 < one <= LABELS for one in numbers)
    mixed = len(rest) > 1 and len(heads) == len(rest) and all(words) and rising
    if labels or not mixed or any(_in_words(units[place]) for place in rest):
        return units
    for place in heads:
        label = Label(Called.NUMBER, number=units[place].value)
        units[place] = replace(units[place], kind=Kind.LABEL, label=label, token=None)
    return units


def _in_words(unit: Unit) -> bool:
    return unit.token is not None and unit.token.spelled and not unit.token.zero


def _summed(units: list[Unit]) -> list[Unit]:
    """ "sah 122, hangus 4, jadi 126": a figure behind both that is their sum is the total."""
    held: dict[Called, int] = {}
    for place, unit in enumerate(units):
        called = unit.label.called if unit.label is not None else None
        if called is Called.TOTAL:
            return units
        if unit.kind is not Kind.VALUE:
            continue
        for name in (Called.VALID, Called.INVALID):
            if _labelled(units, place, name):
                held.setdefault(name, unit.value)
                break
        else:
            behind = units[place - 1] if place else unit
            free = behind.kind in (Kind.UNKNOWN, Kind.MARK, Kind.WORD, Kind.LINK)
            if free and len(held) > 1 and unit.value == sum(held.values()):
                units[place - 1] = replace(behind, kind=Kind.LABEL, label=Label(Called.TOTAL))
                return units
    return units


def _labelled(units: Sequence[Unit], place: int, called: Called) -> bool:
    """Whether a figure stands beside a sum of that name: "sah 122", "122 sah"."""
    for step in (-1, 1):
        at = place + step
        while 0 <= at < len(units) and units[at].kind in (Kind.WORD, Kind.LINK):
            at += step
        label = units[at].label if 0 <= at < len(units) else None
        if label is not None and label.called is called:
            return True
    return False


def _filled(units: list[Unit]) -> list[Unit]:
    """Without the lines of a template that end with "=": they say nothing yet."""
    for place, unit in enumerate(units):
        if unit.kind is not Kind.LINK or unit.sub != "empty":
            continue
        begin = place
        while begin and not (units[begin - 1].kind is Kind.GAP and units[begin - 1].sub == "line"):
            begin -= 1
        for at in range(begin, place + 1):
            units[at] = replace(units[at], kind=Kind.WORD, label=None)
    return _headings(units) if any(unit.sub == "empty" for unit in units) else units


def _headed(units: list[Unit]) -> list[Unit]:
    """ "3: caleg 1 = 40": the party that the candidates belong to."""
    inner = (Called.PLACE, Called.OWN, Called.CANDIDATE)
    for place in range(len(units) - 2):
        label = units[place + 2].label
        begins = not place or is_(units, place - 1, Kind.GAP, "line")
        sign = is_(units, place, Kind.VALUE) and is_(units, place + 1, Kind.LINK, "=")
        behind = units[place + 3].kind if place + 3 < len(units) else None
        if label is None or behind not in (Kind.VALUE, Kind.LINK, Kind.WORD):
            continue  # "12 = suara partai, 40 = Esti": the figures stand first
        if begins and sign and label.called in inner:
            party = Label(Called.PARTY, number=units[place].value)
            units[place] = replace(units[place], kind=Kind.LABEL, label=party)
    for place, unit in enumerate(units):
        if written_label(unit) and _corrected_next(units, place):
            number = Label(Called.NUMBER, number=unit.value)
            units[place] = replace(unit, kind=Kind.LABEL, label=number)
    return units


def _corrected_next(units: Sequence[Unit], place: int) -> bool:
    """ "03 ralat jadi 54": words of correction and a figure come next."""
    mark = after(units, place, gaps=False)
    new = mark
    while is_(units, new, Kind.MARK, "oops", "becomes"):
        new = after(units, new)
    return new != mark and is_(units, new, Kind.VALUE) and not written_label(units[new])


def _headings(units: list[Unit]) -> list[Unit]:
    """Lines of a template that hold a party's number and name alone: the number is no figure."""
    for place, unit in enumerate(units[:-1]):
        label, behind = units[place + 1].label, units[place + 2 : place + 3]
        begins = not place or units[place - 1].sub == "line"
        ends = not behind or behind[0].sub == "line"
        same = label is not None and str(unit.value) in label.codes
        if unit.kind is Kind.VALUE and begins and ends and same:
            units[place] = replace(unit, kind=Kind.WORD)
    return units


def _spoken(units: list[Unit]) -> list[Unit]:
    """ "hemas enam satu": digits spoken one by one beside a label are one number."""
    if not any(unit.kind is Kind.LABEL for unit in units) and not _rows_of_words(units):
        return units
    found: list[Unit] = []
    for unit in units:
        last = found[-1] if found else None
        if last is not None and _digit(unit) and _digits(last) and unit.start - last.end < 2:
            assert last.token is not None
            text, value = f"{last.text} {unit.text}", last.value * 10 + unit.value
            token = replace(last.token, text=text, value=value, zero=False)
            took = (*last.took, unit.start)
            found[-1] = replace(last, text=text, token=token, end=unit.end, took=took)
        else:
            found.append(unit)
    return found


def _rows_of_words(units: Sequence[Unit]) -> bool:
    """ "1 seratus dua", "2 delapan tujuh": each line a written number and one in words."""
    lines: list[list[bool]] = [[]]
    for unit in units:
        if unit.kind is Kind.GAP and unit.sub == "line":
            lines.append([])
        elif unit.kind is Kind.VALUE and unit.token is not None:
            lines[-1].append(unit.token.spelled)
    told = [line for line in lines if line]
    return len(told) > 1 and all(len(o) > 1 and not o[0] and all(o[1:]) for o in told)


def _digit(unit: Unit) -> bool:
    token = unit.token
    return (
        unit.kind is Kind.VALUE
        and token is not None
        and token.spelled
        and token.value < 10
        and not unit.soft
    )


def _digits(unit: Unit) -> bool:
    """Whether a number was spoken digit by digit so far, and may go on."""
    token = unit.token
    if unit.kind is not Kind.VALUE or token is None or not token.spelled or unit.soft:
        return False
    words = len(token.text.split())
    return (
        0 < token.value < 100 and words == len(str(token.value)) and (words > 1 or token.value < 10)
    )


def merge(units: list[Unit], begin: int, end: int, unit: Unit) -> None:
    """One unit for several; it remembers which numbers went into it."""
    gone = [one for one in units[begin:end] if one.kind is Kind.VALUE]
    took = {start for one in gone for start in (one.start, *one.took)} - {unit.start}
    units[begin:end] = [replace(unit, took=tuple(sorted(took | set(unit.took))))]


def after(units: Sequence[Unit], place: int, *, gaps: bool = True, step: int = 1) -> int:
    """The next unit that says something, -1 where there is none."""
    place += step
    while 0 <= place < len(units):
        unit = units[place]
        quiet = unit.kind in _QUIET or (gaps and unit.kind is Kind.GAP and unit.sub in _SMALL_GAPS)
        if not quiet:
            return place
        place += step
    return -1

"""Words of correction within a message: "30 eh 33", "bukan 45 tapi 54", "87 menjadi 78"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.filling.grammar.tokens import Bad
from bot.filling.grammar.units import Called, Kind, Label, Unit

_LABELS = 30
"""Numbers above it are no labels of pairs, persons or parties."""
_SORRY = frozenset("maaf maap mf sori sory sorry punten ampun".split())
_TRAILING = frozenset("ding dink maksudnya mksdnya maksudku maksude".split())
_QUIET = {Kind.WORD}
_SMALL_GAPS = {",", ".", "-", ";", "(", ")", ":", "?", "!"}


def mended(units: Sequence[Unit]) -> list[Unit]:
    """The units with figures that were taken back in the same breath made one with the new ones."""
    told = _headed(_totals(_later(_spoken(_filled(list(units))))))
    return _narrowed(_doubted(_echoes(_sums(_replaced(told)))))


def _narrowed(units: list[Unit]) -> list[Unit]:
    """ "2. praowo": the number before a name says which of two near names it is."""
    for place, unit in enumerate(units):
        if unit.label is None or len(unit.label.codes) < 2:
            continue
        before = _after(units, place, step=-1)
        code = str(units[before].value) if _is(units, before, Kind.VALUE) else ""
        if code in unit.label.codes:
            units[place] = replace(unit, label=replace(unit.label, codes=frozenset({code})))
    return units


_YET = frozenset("nyusul menyusul nanti nti belum blm blom durung acan belom ntar".split())


def _later(units: list[Unit]) -> list[Unit]:
    """ "yg 4 5 6 nyusul", "sing 1 durung": numbers of those whose figures come later."""
    for place, unit in enumerate(units):
        if unit.kind is not Kind.WORD or unit.text not in _YET or not place:
            continue
        begin = place
        while begin and (
            units[begin - 1].kind in (Kind.VALUE, Kind.AND) or _is(units, begin - 1, Kind.GAP, ",")
        ):
            begin -= 1
        heads = begin and units[begin - 1].text in ("yg", "yang", "sing", "nu", "no", "nomor")
        for at in range(begin, place) if heads else ():
            units[at] = replace(units[at], kind=Kind.WORD)
    return units


def _totals(units: list[Unit]) -> list[Unit]:
    """ "sah 234 + tidak sah 3 = 237": the figure behind "=" is the sum of labelled ones."""
    for place, unit in enumerate(units):
        if not _is(units, place, Kind.LINK, "=") or not _is(units, place + 1, Kind.VALUE):
            continue
        names, at, plus = set(), place - 1, 0
        while at >= 0 and (
            units[at].kind in (Kind.VALUE, Kind.LABEL, Kind.WORD) or _is(units, at, Kind.AND, "+")
        ):
            plus += units[at].kind is Kind.AND
            label = units[at].label
            names |= {label.called} if label is not None else set()
            at -= 1
        if plus and names == {Called.VALID, Called.INVALID}:
            units[place] = replace(unit, kind=Kind.LABEL, label=Label(Called.TOTAL))
        elif plus > 1 and names and names <= {Called.NAME, Called.NUMBER}:
            units[place] = replace(unit, kind=Kind.LABEL, label=Label(Called.VALID))
    return units


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
        begins = not place or _is(units, place - 1, Kind.GAP, "line")
        sign = _is(units, place, Kind.VALUE) and _is(units, place + 1, Kind.LINK, "=")
        if begins and sign and label is not None and label.called in inner:
            party = Label(Called.PARTY, number=units[place].value)
            units[place] = replace(units[place], kind=Kind.LABEL, label=party)
    for place, unit in enumerate(units):
        if _written_label(unit) and _corrected_next(units, place):
            number = Label(Called.NUMBER, number=unit.value)
            units[place] = replace(unit, kind=Kind.LABEL, label=number)
    return units


def _written_label(unit: Unit) -> bool:
    token = unit.token
    lead = token is not None and token.lead and len(token.text) == 2
    return unit.kind is Kind.VALUE and lead and 0 < unit.value <= _LABELS


def _corrected_next(units: Sequence[Unit], place: int) -> bool:
    """ "03 ralat jadi 54": words of correction and a figure come next."""
    mark = _after(units, place, gaps=False)
    new = mark
    while _is(units, new, Kind.MARK, "oops", "becomes"):
        new = _after(units, new)
    return new != mark and _is(units, new, Kind.VALUE) and not _written_label(units[new])


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
    if not any(unit.kind is Kind.LABEL for unit in units):
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


def _merge(units: list[Unit], begin: int, end: int, unit: Unit) -> None:
    """One unit for several; it remembers which numbers went into it."""
    gone = [one for one in units[begin:end] if one.kind is Kind.VALUE]
    took = {start for one in gone for start in (one.start, *one.took)} - {unit.start}
    units[begin:end] = [replace(unit, took=tuple(sorted(took | set(unit.took))))]


def _after(units: Sequence[Unit], place: int, *, gaps: bool = True, step: int = 1) -> int:
    """The next unit that says something, -1 where there is none."""
    place += step
    while 0 <= place < len(units):
        unit = units[place]
        quiet = unit.kind in _QUIET or (gaps and unit.kind is Kind.GAP and unit.sub in _SMALL_GAPS)
        if not quiet:
            return place
        place += step
    return -1


def _is(units: Sequence[Unit], place: int, kind: Kind, *subs: str) -> bool:
    return (
        0 <= place < len(units)
        and units[place].kind is kind
        and (not subs or units[place].sub in subs)
    )


def _replaced(units: list[Unit]) -> list[Unit]:
    place = 0
    while place < len(units):
        done = (
            _before(units, place)
            or _renamed(units, place)
            or _but(units, place)
            or _becomes(units, place)
            or _oops(units, place)
        )
        place = max(0, place - 3) if done else place + 1
    return units


def _but(units: list[Unit], place: int) -> bool:
    """ "bukan 45 tapi 54", "54 bukan 45"."""
    if not _is(units, place, Kind.MARK, "but"):
        return False
    old = _after(units, place)
    if not _is(units, old, Kind.VALUE):
        return False
    new = _after(units, old)
    while _is(units, new, Kind.MARK, "becomes", "oops"):
        new = _after(units, new)
    before = _after(units, place, step=-1)
    said_no = place + 1 < len(units) and units[place + 1].kind is Kind.GAP
    if said_no and _is(units, before, Kind.VALUE) and not _is(units, new, Kind.VALUE):
        _merge(units, before, old + 1, units[old])  # "70? bukan.. 71"
        return True
    if _is(units, new, Kind.VALUE) and not _is(units, before, Kind.VALUE):
        _merge(units, place, new + 1, replace(units[new], old=units[old].value))
        return True
    while before >= 0 and units[before].kind in (Kind.LABEL, Kind.LINK, Kind.WORD, Kind.MARK):
        before -= 1
    if _is(units, before, Kind.VALUE):
        took = (*units[before].took, units[old].start)
        units[before] = replace(units[before], old=units[old].value, took=took)
        del units[place : old + 1]
        return True
    return False


def _becomes(units: list[Unit], place: int) -> bool:
    """ "semula 87 menjadi 78", "yg 60 tadi harusnya 66"."""
    if not _is(units, place, Kind.VALUE):
        return False
    if units[place].old is not None:
        return _after_all(units, place)
    arrow = _is(units, place + 1, Kind.LINK, "=") and _is(units, place + 2, Kind.VALUE)
    tied = _is(units, place - 1, Kind.LINK, "=") or _is(units, place - 1, Kind.LABEL)
    if (
        arrow
        and (tied or _arrows(units) == 1)
        and units[place].value > _LABELS
        and not _is(units, place - 1, Kind.AND)
    ):
        told = units[place + 2]
        _merge(units, place, place + 3, replace(told, old=units[place].value, first=True))
        return True
    mark = _after(units, place)
    if not _is(units, mark, Kind.MARK, "becomes") or mark < 0:
        return False
    gap = any(unit.kind is Kind.GAP for unit in units[place + 1 : mark])
    if gap and units[mark].text.startswith(("jadi", "jd", "dadi")):
        return False
    new = _after(units, mark)
    while _is(units, new, Kind.MARK, "becomes", "oops") or _is(units, new, Kind.LINK):
        new = _after(units, new)
    if not _is(units, new, Kind.VALUE):
        return False
    begin = place - 1 if _is(units, place - 1, Kind.MARK, "more", "less") else place
    first = begin == place
    _merge(units, begin, new + 1, replace(units[new], old=units[place].value, first=first))
    return True


def _arrows(units: Sequence[Unit]) -> int:
    """How often "=" stands between two numbers."""
    return sum(
        _is(units, at - 1, Kind.VALUE)
        and _is(units, at, Kind.LINK, "=")
        and _is(units, at + 1, Kind.VALUE)
        for at in range(1, len(units))
    )


def _after_all(units: list[Unit], place: int) -> bool:
    """ "bukan 5 tapi 6, jadi 46": a digit was corrected, then the whole figure told."""
    mark = _after(units, place)
    said = _is(units, mark, Kind.MARK, "becomes") and units[mark].text in ("jadi", "jd", "dadi")
    new = _after(units, mark) if said else -1
    if not _is(units, new, Kind.VALUE):
        return False
    if units[new].value == units[place].value:  # "bukan 87 tp 78, jadi 78"
        _merge(units, place, new + 1, units[place])
        return True
    if units[place].value > 9:
        return False
    _merge(units, place, new + 1, replace(units[new], old=None))
    return True


def _before(units: list[Unit], place: int) -> bool:
    """ "awale amin 44, bar diitung meneh dadi 45": the first figure was taken back later."""
    if not _is(units, place, Kind.MARK, "before"):
        return False
    at = place + 1
    while at < len(units) and units[at].kind is not Kind.VALUE:
        at += 1
    mark = at + 1
    while mark < len(units) and units[mark].kind in (Kind.WORD, Kind.UNKNOWN, Kind.GAP):
        mark += 1
    new = _after(units, mark) if _is(units, mark, Kind.MARK, "becomes") else -1
    if not _is(units, at, Kind.VALUE) or not _is(units, new, Kind.VALUE):
        return False
    _merge(units, at, new + 1, replace(units[new], old=units[at].value))
    del units[place]
    return True


def _renamed(units: list[Unit], place: int) -> bool:
    """ "pkb 21. eh itu gerindra": the figure was somebody else's."""
    if not _is(units, place, Kind.MARK, "oops"):
        return False
    value, name = _after(units, place, step=-1), _after(units, place)
    label = _after(units, value, step=-1) if value >= 0 else -1
    if not (
        _is(units, value, Kind.VALUE)
        and _is(units, label, Kind.LABEL)
        and _is(units, name, Kind.LABEL)
    ):
        return False
    behind = units[name + 1] if name + 1 < len(units) else None
    if behind is not None and not (behind.kind is Kind.GAP and behind.sub in (".", "line", ";")):
        return False
    units[label] = replace(units[label], label=units[name].label, text=units[name].text)
    del units[place : name + 1]
    return True


def _oops(units: list[Unit], place: int) -> bool:
    """ "30 eh 33", "16, ralat 61": only the second stands."""
    if not _is(units, place, Kind.VALUE):
        return False
    then = _after(units, place)
    end = _after(units, then) if _is(units, then, Kind.VALUE) else -1
    gaps = units[place + 1 : then] if then > 0 else []
    trailing = _is(units, end, Kind.MARK, "oops") and units[end].text in _TRAILING
    sorry = any(unit.text in _SORRY for unit in units[place + 1 : then]) if then > 0 else False
    if sorry and all(unit.kind in (Kind.GAP, Kind.WORD) for unit in gaps):
        _merge(units, place, then + 1, units[then])  # "4 maaf 5"
        return True
    if trailing and gaps and all(unit.kind is Kind.GAP for unit in gaps):
        _merge(units, place, end + 1, units[then])  # "54.. 45 ding"
        return True
    if _is(units, place + 1, Kind.GAP, "*") and _is(units, place + 2, Kind.VALUE):
        _merge(units, place, place + 3, units[place + 2])  # "89 *98"
        return True
    mark = _after(units, place)
    if not _is(units, mark, Kind.MARK, "oops"):
        return False
    new = _after(units, mark)
    while _is(units, new, Kind.MARK, "oops", "becomes"):
        new = _after(units, new)
    if not _is(units, new, Kind.VALUE):
        return False
    if _is(units, new + 1, Kind.AND) and _is(units, new + 2, Kind.VALUE):
        return False
    following = _after(units, new, gaps=False)
    if _is(units, following, Kind.LABEL) and _is(units, place - 1, Kind.LABEL) is False:
        return False
    told = units[new]
    if units[mark].text in ("salah", "slah"):
        told = replace(told, old=units[place].value)  # "102 salah, yang benar 112"
    _merge(units, place, new + 1, told)
    return True


def _sums(units: list[Unit]) -> list[Unit]:
    """ "12 + 40 + 5 = 57": the sum that is written out; its parts are no figures of their own."""
    place = 0
    while place < len(units):
        if units[place].kind is Kind.VALUE:
            end, total = place, units[place].value
            while _is(units, end + 1, Kind.AND, "+") and _is(units, end + 2, Kind.VALUE):
                end += 2
                total += units[end].value
            written = end + 1
            while written < len(units) and units[written].kind in (Kind.LINK, Kind.WORD, Kind.MARK):
                written += 1
            if end > place and _is(units, written, Kind.VALUE) and units[written].value == total:
                _merge(units, place, written + 1, replace(units[written], sub="sum"))
        place += 1
    return units


def _echoes(units: list[Unit]) -> list[Unit]:
    """ "45 (empat puluh lima)": the same in digits and words; what differs is doubtful."""
    place = 0
    while place + 1 < len(units):
        one = units[place]
        after = place + 1
        bracket = _is(units, after, Kind.GAP, "(")
        after += bracket
        other = units[after] if after < len(units) else one
        pair = one.kind is Kind.VALUE and other.kind is Kind.VALUE and one is not other
        if pair and one.token and other.token and one.token.spelled != other.token.spelled:
            parens = bracket and _is(units, after + 1, Kind.GAP, ")")
            numbered = not other.token.spelled and _is(units, after + 2, Kind.VALUE)
            if bracket and (not parens or numbered):
                place += 1  # "kosong (8) 29": the number of the next in a list
                continue
            if one.value == other.value and (parens or one.value > 9):
                end = after + 1 + (parens and _is(units, after + 1, Kind.GAP, ")"))
                _merge(units, place, end, one)
            elif parens:
                token = replace(one.token, bad=Bad.UNCLEAR, text=f"{one.text} ({other.text})")
                _merge(units, place, after + 1, replace(one, token=token, text=token.text))
        place += 1
    return units


def _doubted(units: list[Unit]) -> list[Unit]:
    """ "102 atau 103", "sekitar 107", "9?": figures that nobody can be sure of."""
    for place, unit in enumerate(units):
        if unit.kind is not Kind.VALUE:
            continue
        either = _after(units, place)
        between = _is(units, either, Kind.AND) and _is(units, place - 1, Kind.MARK, "hedge")
        says = between or _is(units, either, Kind.MARK, "either")
        other = _after(units, either) if says else -1
        slash = _is(units, place + 1, Kind.GAP, "/") and False
        if _is(units, other, Kind.VALUE):
            text = f"{unit.text} {units[either].text} {units[other].text}"
            units[place] = replace(_unclear(unit, text), took=(*unit.took, units[other].start))
            units[other] = replace(units[other], kind=Kind.WORD)
        elif _is(units, place + 1, Kind.GAP, "?", "_") or slash or _hedged(units, place):
            units[place] = _unclear(unit, unit.text)
    return units


def _unclear(unit: Unit, text: str) -> Unit:
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
            if unit.kind is Kind.MARK and unit.sub == "hedge":
                return True
            if unit.kind is Kind.VALUE:
                break
            at += step
    return False

"""A figure told twice or not for sure: "12 + 40 = 52", "45 (empat lima)", "102 atau 103"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.not_yet import written_label
from bot.filling.grammar.scope import Scope
from bot.filling.grammar.tidy import after, merge
from bot.filling.grammar.tokens import Bad
from bot.filling.grammar.units import Called, Kind, Unit, is_
from models.rules.completeness import CLOSING

_PARTS = (Called.OWN, Called.PARTY, Called.PLACE, Called.CANDIDATES_SUM)
_INNER = (Kind.WORD, Kind.AND, Kind.GAP, Kind.VALUE, Kind.LABEL, Kind.LINK, Kind.FILL)
_OUT_OF = frozenset("dari dr saka ti from".split())


def once(units: list[Unit]) -> list[Unit]:
    """ "78 (tadinya 87)", "15, sebelumnya 5": the old figure behind the new one."""
    place = 0
    while place < len(units):
        if not is_(units, place, Kind.MARK, "before") or units[place].text in _OUT_OF:
            place += 1
            continue
        new, old = after(units, place, step=-1), after(units, place)
        if is_(units, new, Kind.VALUE) and is_(units, old, Kind.VALUE):
            turn = after(units, old)
            paused = any(unit.kind is Kind.GAP for unit in units[new + 1 : place])
            near = all(unit.kind in (Kind.WORD, Kind.LINK) for unit in units[place + 1 : old])
            if paused and near and not is_(units, turn, Kind.MARK, "becomes"):
                end = old + 1 + is_(units, old + 1, Kind.GAP, ")")
                merge(units, new, end, replace(units[new], old=units[old].value))
                place = new
        place += 1
    return units


def worked_out(units: list[Unit], scope: Scope) -> list[Unit]:
    """ "pdip 67 (partai 20 + caleg 47)": the parts of a figure that is told are none of their own.

    Only where the parts are not asked for: those of a party, or choices that are known already.
    """
    place = 0
    while place < len(units):
        if is_(units, place, Kind.VALUE) and is_(units, place + 1, Kind.GAP, "("):
            end = _closing(units, place + 2)
            inside = units[place + 2 : end]
            if end < len(units) and _adds_up(inside, units[place].value) and _known(inside, scope):
                merge(units, place, end + 1, units[place])
        place += 1
    return units


def _closing(units: Sequence[Unit], place: int) -> int:
    """Where the bracket ends; behind the last unit where it does not, or holds anything else."""
    while place < len(units) and not is_(units, place, Kind.GAP, ")"):
        if units[place].kind not in _INNER or units[place].sub == "line":
            return len(units)
        place += 1
    return place


def _adds_up(inside: Sequence[Unit], value: int) -> bool:
    parts = [unit.value for unit in inside if unit.kind is Kind.VALUE]
    for place, one in enumerate(inside):
        label = one.label
        number = any(two.kind in (Kind.VALUE, Kind.LINK) for two in inside[place + 1 : place + 2])
        if label is not None and label.called in (Called.PARTY, Called.PLACE) and not number:
            parts.append(label.number)  # "partai 20": how many, not which
    return len(parts) > 1 and sum(parts) == value


def _known(inside: Sequence[Unit], scope: Scope) -> bool:
    """Whether nobody asks for the parts."""
    called = [unit.label.called for unit in inside if unit.label is not None]
    if scope.contest.has_parties and scope.page.party is None and scope.asked not in CLOSING:
        return set(called) <= set(_PARTS)
    given = sorted(scope.given.get(choice.code, 0) for choice in scope.contest.parties())
    parts = sorted(unit.value for unit in inside if unit.kind is Kind.VALUE)
    return not called and scope.asked in CLOSING and parts == [one for one in given if one]


def titles(units: list[Unit]) -> list[Unit]:
    """ "dr Tugiman 4", "saksi lain": words of change that are a title, or say who else."""
    for place, unit in enumerate(units):
        before, behind = units[place - 1] if place else None, units[place + 1 : place + 2]
        named = bool(behind) and behind[0].label is not None and behind[0].label.called in _PEOPLE
        title = unit.text in ("dr", "d") and unit.kind is Kind.MARK and named
        other = unit.text == "lain" and before is not None and before.kind is Kind.WORD
        whose = other and before is not None and is_a(before.text.split()[-1], "things", "people")
        if title or (unit.kind is Kind.MARK and whose):
            units[place] = replace(unit, kind=Kind.WORD, sub="")
    return units


_PEOPLE = (Called.NAME, Called.CANDIDATE)


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


_NUMBERS = 24
"""A small number in brackets may be that of a party or person."""


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
        parens = bracket and is_(units, after + 1, Kind.GAP, ")")
        strokes = pair and one.token is not None and one.token.bad and not one.text.strip("il|")
        if pair and parens and strokes and one.value == other.value:
            merge(units, place, after + 2, other)  # "III (3)"
        elif pair and parens and one.text == other.text and one.value > _NUMBERS:
            merge(units, place, after + 2, one)  # "234 (234)"
        elif pair and one.token and other.token and one.token.spelled != other.token.spelled:
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

"""Words of correction within a message: "30 eh 33", "bukan 45 tapi 54", "87 menjadi 78"."""

from collections.abc import Sequence
from dataclasses import replace

from bot.engine.grammar.clean import ARROW
from bot.filling.grammar.bracketed import doubted, echoes, once, sums, titles
from bot.filling.grammar.dictated import dictated
from bot.filling.grammar.not_yet import LABELS, written_label
from bot.filling.grammar.tidy import after, merge, tidied
from bot.filling.grammar.units import Called, Kind, Label, Unit, is_

SORRY = frozenset("maaf maap mf sori sory sorry punten ampun".split())
_EXPECTED = ("harus", "hrs", "hrus", "seharus", "mesti", "mst", "semesti", "kudu", "musti")
"""Said of a figure before they may correct what was typed, or what the form says."""
_STRUCK = frozenset("dicoret coret dcoret dicoreti".split())
"""Said of a figure of the form that was struck out, and replaced where another one follows."""
_WRONG = ("salah", "slah", "kleru", "keliru", "kliru", "klentu", "kelentu", "lepat", "kaliru")
_TRAILING = frozenset("ding dink maksudnya mksdnya maksudku maksude".split())


def mended(units: Sequence[Unit]) -> list[Unit]:
    """The units with figures that were taken back in the same breath made one with the new ones."""
    told = once(titles(dictated(tidied(units))))
    return _narrowed(doubted(echoes(_replaced(sums(told)))))


def _narrowed(units: list[Unit]) -> list[Unit]:
    """ "2. praowo": the number before a name says which of two near names it is."""
    for place, unit in enumerate(units):
        if unit.label is None or len(unit.label.codes) < 2:
            continue
        before = after(units, place, step=-1)
        code = str(units[before].value) if is_(units, before, Kind.VALUE) else ""
        if code in unit.label.codes:
            units[place] = replace(unit, label=replace(unit.label, codes=frozenset({code})))
    return units


def _replaced(units: list[Unit]) -> list[Unit]:
    place = 0
    while place < len(units):
        done = (
            _moot(units, place)
            or _before(units, place)
            or _renamed(units, place)
            or _but(units, place)
            or _becomes(units, place)
            or _oops(units, place)
        )
        place = max(0, place - 3) if done else place + 1
    return units


def _moot(units: list[Unit], place: int) -> bool:
    """ "ganjarnya kurang, yg bener 54", "kurang 2 jadi 89": the right figure itself comes next."""
    if not is_(units, place, Kind.MARK, "more", "less"):
        return False
    turn = after(units, place)
    by = is_(units, turn, Kind.VALUE) and units[turn].value <= LABELS
    turn = after(units, turn) if by else turn
    new = after(units, turn)
    if not is_(units, turn, Kind.MARK, "becomes") or not is_(units, new, Kind.VALUE):
        return False
    if by:
        took = tuple(one.start for one in units[place:turn] if one.kind is Kind.VALUE)
        units[new] = replace(units[new], took=(*units[new].took, *took))
    del units[place : turn if by else place + 1]
    return True


def _but(units: list[Unit], place: int) -> bool:
    """ "bukan 45 tapi 54", "54 bukan 45"."""
    if not is_(units, place, Kind.MARK, "but"):
        return False
    old = after(units, place)
    if not is_(units, old, Kind.VALUE):
        return False
    new = after(units, old)
    while is_(units, new, Kind.MARK, "becomes", "oops"):
        new = after(units, new)
    if _named_behind(units, place, old):
        return True
    before = after(units, place, step=-1)
    while is_(units, before, Kind.MARK, "oops"):
        before = after(units, before, step=-1)  # "122 eh bukan, 112"
    if before >= 0 and written_label(units[before]) and is_(units, new, Kind.VALUE):
        number = Label(Called.NUMBER, number=units[before].value)  # "01 bukan 102 tp 112"
        units[before] = replace(units[before], kind=Kind.LABEL, label=number, token=None)
    pause = place + 1 < len(units) and units[place + 1].kind is Kind.GAP
    slip = is_(units, place - 1, Kind.MARK, "oops") and units[place - 1].text.startswith("e")
    slipped = slip and not pause  # "82 eh bukan 28", but "120 ding bkn 102"
    said_no = slipped or pause
    if said_no and is_(units, before, Kind.VALUE) and not is_(units, new, Kind.VALUE):
        made = replace(units[old], sub="maybe") if slipped else units[old]
        merge(units, before, old + 1, made)  # "70? bukan.. 71"
        return True
    if is_(units, new, Kind.VALUE) and not is_(units, before, Kind.VALUE):
        merge(units, place, new + 1, replace(units[new], old=units[old].value))
        return True
    while before >= 0 and units[before].kind in (Kind.LABEL, Kind.LINK, Kind.WORD, Kind.MARK):
        before -= 1
    if is_(units, before, Kind.VALUE):
        took = (*units[before].took, units[old].start, *units[old].took)
        units[before] = replace(units[before], old=units[old].value, took=took)
        del units[place : old + 1]
        return True
    return False


def _named_behind(units: list[Unit], place: int, old: int) -> bool:
    """ "bukan 45 yang ganjar, 54": whose figure it was, and then what it is."""
    label = after(units, old, gaps=False)
    end = label + 1
    while is_(units, end, Kind.WORD):
        end += 1
    new = after(units, end)
    bare = not is_(units, after(units, place, step=-1), Kind.VALUE)
    pause = is_(units, end, Kind.GAP, ",", ".") and is_(units, new, Kind.VALUE)
    if not (label > 0 and is_(units, label, Kind.LABEL) and bare and pause):
        return False
    told = replace(units[new], old=units[old].value, sub="expected")
    took = (units[old].start, *units[old].took)
    units[place : new + 1] = [units[label], replace(told, took=took)]
    return True


def _becomes(units: list[Unit], place: int) -> bool:
    """ "semula 87 menjadi 78", "yg 60 tadi harusnya 66"."""
    if not is_(units, place, Kind.VALUE):
        return False
    if units[place].old is not None:
        return _after_all(units, place)
    if _arrow(units, place):
        return True
    mark = after(units, place)
    struck = is_(units, mark, Kind.MARK, "hedge") and units[mark].text in _STRUCK
    if struck:
        mark = after(units, mark)  # "78 (dicoret jd 73 ada paraf)"
    if not is_(units, mark, Kind.MARK, "becomes") or mark < 0:
        return False
    gap = any(unit.kind is Kind.GAP for unit in units[place + 1 : mark])
    if gap and not struck and units[mark].text.startswith(("jadi", "jd", "dadi")):
        return False
    new = after(units, mark)
    while is_(units, new, Kind.MARK, "becomes", "oops") or is_(units, new, Kind.LINK):
        new = after(units, new)
    if not is_(units, new, Kind.VALUE):
        return False
    begin = place - 1 if is_(units, place - 1, Kind.MARK, "more", "less") else place
    first = begin == place
    sub = "expected" if first and units[mark].text.startswith(_EXPECTED) else ""
    made = replace(units[new], old=units[place].value, first=first, sub=sub)
    merge(units, begin, new + 1, made)
    return True


def _arrow(units: list[Unit], place: int) -> bool:
    """ "golkar 15 -> 45", "87 = 78": one figure turns into another."""
    arrow = is_(units, place + 1, Kind.LINK, "=") and is_(units, place + 2, Kind.VALUE)
    tied = is_(units, place - 1, Kind.LINK, "=") or is_(units, place - 1, Kind.LABEL)
    if arrow and tied and units[place + 1].text == ARROW and _arrows(units) == 1:
        told, few = units[place + 2], units[place].value <= LABELS
        made = replace(told, old=units[place].value, sub="expected" if few else "")
        merge(units, place, place + 3, made)  # "golkar 15 -> 45"
        return True
    if (
        arrow
        and units[place].value > LABELS
        and not is_(units, place - 1, Kind.AND)
        and not is_(units, place + 3, Kind.LINK, "for")
        and (tied or (_arrows(units) == 1 and not _lists(units, place)))
    ):
        told = units[place + 2]
        merge(units, place, place + 3, replace(told, old=units[place].value, first=True))
        return True
    return False


def _lists(units: Sequence[Unit], place: int) -> bool:
    """ "102, 87, 45 = 234": whether a figure is the last of several, and no arrow follows."""
    return units[place + 1].text != ARROW and is_(units, place - 2, Kind.VALUE)


def _arrows(units: Sequence[Unit]) -> int:
    """How often "=" stands between two numbers."""
    return sum(
        is_(units, at - 1, Kind.VALUE)
        and is_(units, at, Kind.LINK, "=")
        and is_(units, at + 1, Kind.VALUE)
        for at in range(1, len(units))
    )


def _after_all(units: list[Unit], place: int) -> bool:
    """ "bukan 5 tapi 6, jadi 46": a digit was corrected, then the whole figure told."""
    mark = after(units, place)
    said = is_(units, mark, Kind.MARK, "becomes") and units[mark].text in ("jadi", "jd", "dadi")
    new = after(units, mark) if said else -1
    if not is_(units, new, Kind.VALUE):
        return False
    if units[new].value == units[place].value:  # "bukan 87 tp 78, jadi 78"
        merge(units, place, new + 1, units[place])
        return True
    if units[place].value > 9:
        return False
    merge(units, place, new + 1, replace(units[new], old=None))
    return True


def _before(units: list[Unit], place: int) -> bool:
    """ "awale amin 44, bar diitung meneh dadi 45": the first figure was taken back later."""
    if not is_(units, place, Kind.MARK, "before"):
        return False
    at = place + 1
    while at < len(units) and units[at].kind is not Kind.VALUE:
        at += 1
    mark = at + 1
    while mark < len(units) and units[mark].kind in (Kind.WORD, Kind.UNKNOWN, Kind.GAP):
        mark += 1
    new = after(units, mark) if is_(units, mark, Kind.MARK, "becomes") else -1
    if not is_(units, at, Kind.VALUE) or not is_(units, new, Kind.VALUE):
        return False
    merge(units, at, new + 1, replace(units[new], old=units[at].value))
    del units[place]
    return True


def _renamed(units: list[Unit], place: int) -> bool:
    """ "pkb 21. eh itu gerindra": the figure was somebody else's."""
    if not is_(units, place, Kind.MARK, "oops"):
        return False
    value, name = after(units, place, step=-1), after(units, place)
    label = after(units, value, step=-1) if value >= 0 else -1
    if not (
        is_(units, value, Kind.VALUE)
        and is_(units, label, Kind.LABEL)
        and is_(units, name, Kind.LABEL)
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
    if not is_(units, place, Kind.VALUE):
        return False
    then = after(units, place)
    end = after(units, then) if is_(units, then, Kind.VALUE) else -1
    gaps = units[place + 1 : then] if then > 0 else []
    trailing = is_(units, end, Kind.MARK, "oops") and units[end].text in _TRAILING
    sorry = any(unit.text in SORRY for unit in units[place + 1 : then]) if then > 0 else False
    between = all(unit.kind in (Kind.GAP, Kind.WORD) for unit in gaps)
    if sorry and between and is_(units, then, Kind.VALUE):
        merge(units, place, then + 1, units[then])  # "4 maaf 5"
        return True
    if trailing and gaps and all(unit.kind is Kind.GAP for unit in gaps):
        merge(units, place, end + 1, units[then])  # "54.. 45 ding"
        return True
    if is_(units, place + 1, Kind.GAP, "*") and is_(units, place + 2, Kind.VALUE):
        merge(units, place, place + 3, units[place + 2])  # "89 *98"
        return True
    mark = after(units, place)
    if not is_(units, mark, Kind.MARK, "oops"):
        return False
    new = after(units, mark)
    while is_(units, new, Kind.MARK, "oops", "becomes"):
        new = after(units, new)
    if not is_(units, new, Kind.VALUE):
        return False
    if is_(units, new + 1, Kind.AND) and is_(units, new + 2, Kind.VALUE):
        return False
    following = after(units, new, gaps=False)
    if is_(units, following, Kind.LABEL) and is_(units, place - 1, Kind.LABEL) is False:
        return False
    told = units[new]
    if units[mark].text.split()[0] in _WRONG:
        told = replace(told, old=units[place].value)  # "102 salah, yang benar 112"
    trailing = is_(units, new + 1, Kind.MARK, "oops") and units[new + 1].text in _TRAILING
    merge(units, place, new + 1 + trailing, told)  # "14 eh 15 maksudku"
    return True

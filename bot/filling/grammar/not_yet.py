"""What is still to come: "02 masih dihitung", "yang lain kosong, formulirnya belum ditulis"."""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from bot.filling.grammar.tokens import Bad
from bot.filling.grammar.units import Called, Kind, Unit, is_

LABELS = 30
"""Numbers above it are no labels of pairs, persons or parties."""

_YET = frozenset("nyusul menyusul nanti nti belum blm blom durung acan belom ntar".split())
_WHICH = ("yg", "yang", "sing", "nu")
_STILL = frozenset("masih msh lagi lg".split())
_COUNTING = re.compile(r"(?:di|nge?|lagi)?(?:h?itung|buka|baca|umumkan|tulis|isi|ketik|salin)\w*")


def not_yet(units: list[Unit]) -> list[Unit]:
    """The units with numbers of whose figures come later as words, and doubt where nothing is."""
    return _empty(_names_later(_later(units)))


def _names_later(units: list[Unit]) -> list[Unit]:
    """ "87, punya ganjar belum": whose figure comes later has none of those told before."""
    for place, unit in enumerate(units):
        if unit.kind is not Kind.WORD or unit.text not in _YET or _figure_next(units, place):
            continue
        at = place - 1
        while at >= 0 and units[at].kind in (Kind.WORD, Kind.LINK, Kind.AND):
            at -= 1
        label = units[at].label if at >= 0 else None
        named = label is not None and label.called is Called.NAME
        begin = at - 1
        while begin >= 0 and units[begin].kind in (Kind.WORD, Kind.LINK):
            begin -= 1
        if named and begin >= 0 and units[begin].kind is Kind.GAP:
            units[at] = replace(units[at], kind=Kind.WORD, label=None)
    return units


def _figure_next(units: Sequence[Unit], place: int) -> bool:
    """Whether a figure of the same clause comes next: "ganjar belum 20"."""
    behind = (unit for unit in units[place + 1 :] if unit.kind is not Kind.WORD)
    following = next(behind, None)
    return following is not None and following.kind in (Kind.VALUE, Kind.LINK)


def _empty(units: list[Unit]) -> list[Unit]:
    """ "masih kosong", "nol, belum ditulis": a form that is not filled in holds no zeros."""
    for place, unit in enumerate(units):
        nothing = unit.kind is Kind.VALUE and unit.token is not None and unit.token.zero
        if not (nothing or unit.kind is Kind.FILL) or not _open(units, place):
            continue
        if unit.kind is Kind.FILL or unit.token is None:
            units[place] = replace(unit, kind=Kind.WORD, token=None)
            continue
        before = units[place - 1].text if place else ""
        text = f"{before} {unit.text}" if before in _YET | _STILL else unit.text
        token = replace(unit.token, bad=Bad.UNCLEAR, text=text)
        units[place] = replace(unit, text=text, token=token)
    return units


def _open(units: Sequence[Unit], place: int) -> bool:
    """Whether the form is said to be open beside a word for nothing, in its line."""
    before = units[place - 1] if place else None
    if before is not None and before.kind is Kind.WORD and before.text in _YET | _STILL:
        return place < 2 or units[place - 2].text not in _WHICH  # "yg belum, kosong semua"
    return _says_open(units, place, 1) or _says_open(units, place, -1)


def _says_open(units: Sequence[Unit], place: int, step: int) -> bool:
    """ "formulirnya belum ditulis": before another figure or label comes."""
    at = place + step
    while 0 <= at < len(units) and units[at].kind in (Kind.WORD, Kind.GAP, Kind.UNKNOWN):
        yet = units[at].kind is Kind.WORD and units[at].text in _YET | _STILL
        if yet and at + 1 < len(units) and _COUNTING.fullmatch(units[at + 1].text):
            return True
        if is_(units, at, Kind.GAP, "line"):
            return False
        at += step
    return False


def _later(units: list[Unit]) -> list[Unit]:
    """ "yg 4 5 6 nyusul", "02 masih dihitung": numbers of those whose figures come later."""
    for place, unit in enumerate(units):
        counting = _COUNTING.fullmatch(units[place + 1].text) if place + 1 < len(units) else None
        yet = unit.text in _YET or (unit.text in _STILL and counting is not None)
        if unit.kind is not Kind.WORD or not yet:
            continue
        begin = _run(units, place, lambda unit: True)
        heads = begin and units[begin - 1].text in (*_WHICH, "no", "nomor")
        if not heads:
            begin = _run(units, place, written_label)
        if begin == place and counting is not None:
            begin = _run(units, place, lambda unit: 0 < unit.value <= LABELS)
            begin = begin if not begin or units[begin - 1].kind in (Kind.GAP, Kind.WORD) else place
        for at in range(begin, place):
            units[at] = replace(units[at], kind=Kind.WORD)
    return units


def _run(units: Sequence[Unit], end: int, fits: Callable[[Unit], bool]) -> int:
    """Where the run of such numbers begins that ends here, over commas and "dan"."""
    begin = end
    while begin:
        unit = units[begin - 1]
        number = unit.kind is Kind.VALUE and fits(unit)
        joins = unit.kind is Kind.AND or is_(units, begin - 1, Kind.GAP, ",")
        if not (number or (joins and is_(units, begin - 2, Kind.VALUE) and fits(units[begin - 2]))):
            break
        begin -= 1
    return begin


def written_label(unit: Unit) -> bool:
    token = unit.token
    lead = token is not None and token.lead and len(token.text) == 2
    return unit.kind is Kind.VALUE and lead and 0 < unit.value <= LABELS

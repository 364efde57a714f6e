"""Words beside figures: only words of closed lists leave a figure as it stands.

Any word may change what a number says ("belum 20", "target 150", "22 kotak"), and most of them are
on no list. So it is the words that change nothing which are listed (`neutral` of the lexicon and
its like); beside any other the figure is asked about.
"""

import re
from collections.abc import Iterator, Sequence

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.units import Called, Kind, Unit

_NEUTRAL = (
    *(
        "neutral",
        "aside",
        "greeting",
        "address",
        "particle",
        "votes",
        "filler",
        "own",
        "politics",
        "and",
    ),
    *("for", "has", "total", "all", "yes", "ours", "number", "pair", "party", "candidate", "rest"),
)
_STOPS = frozenset(("line", ".", ";", "!", "?", "¤"))
_PAUSES = _STOPS | {",", "(", ")", "="}
_LAUGHS = re.compile(r"(?:w?k(?:w?k)+w?|(?:ha|he|hi|hu|ho|xi|we)+h?){1}")
_NEAR = 2
"""Words that stand next to a labelled figure; farther ones count only where they are loaded."""


def changed_by_words(units: Sequence[Unit], listed: frozenset[int]) -> set[int]:
    """Where figures stand that a word beside them may change.

    `listed`: where those stand that go by their place alone; for them their whole clause counts.
    """
    found: set[int] = set()
    for place, unit in enumerate(units):
        if unit.kind is not Kind.VALUE:
            continue
        if _partial(units, place):
            found.add(unit.start)
        elif unit.start in listed:
            if any(
                _changes(one) or _is(one, "aside") or _is(one, "around") or _is(one, "rest")
                for one in _clause(units, place)
            ):
                found.add(unit.start)
        elif _touched(units, place, -1) or _touched(units, place, 1):
            found.add(unit.start)
    return found


def _partial(units: Sequence[Unit], place: int) -> bool:
    """ "baru 20", "20 ke atas": the figure is not the last one."""
    before = units[place - 1] if place else None
    after = [unit.text for unit in units[place + 1 : place + 3]]
    told = before is not None and before.kind is Kind.WORD and _is(before, "partial")
    return told or after in (["ke", "atas"], ["ke", "bawah"])


def _is(unit: Unit, tag: str) -> bool:
    words = unit.text.split() if unit.kind in (Kind.WORD, Kind.UNKNOWN) else ()
    return any(is_a(word, tag) for word in words)


def _changes(unit: Unit) -> bool:
    """Whether a unit may change what a figure beside it says."""
    if unit.label is not None:
        return unit.label.called is Called.OTHER
    if unit.kind is Kind.MARK:
        return unit.sub not in ("becomes", "oops")
    if unit.kind not in (Kind.WORD, Kind.UNKNOWN):
        return False
    return any(not _quiet(word) for word in unit.text.split()) or _is(unit, "loaded")


def _quiet(word: str) -> bool:
    if len(word) < 3 or not word.isalpha() or is_a(word, *_NEUTRAL):
        return True
    return _LAUGHS.fullmatch(word) is not None


def _clause(units: Sequence[Unit], place: int) -> Iterator[Unit]:
    """The sentence around a place, without parts between commas that hold no figure."""
    for step in (-1, 1):
        held: list[Unit] = []
        at, first = place + step, True
        while True:
            unit = units[at] if 0 <= at < len(units) else None
            if unit is not None and step > 0 and _of_its_own(units, at):
                unit = None  # "102 87 45, saksi yg hadir 4"
            if unit is None or (unit.kind is Kind.GAP and unit.sub in _PAUSES):
                if first or any(one.kind is Kind.VALUE for one in held):
                    yield from held
                held, first = [], False
                if unit is None or unit.sub in _STOPS:
                    break
            else:
                held.append(unit)
            at += step


def _of_its_own(units: Sequence[Unit], at: int) -> bool:
    """Whether a word tells another row or things of the station, with a figure of their own."""
    row = units[at].label is not None or _is(units[at], "things")
    while row and at + 1 < len(units) and units[at + 1].kind in (Kind.WORD, Kind.LABEL, Kind.LINK):
        at += 1
    return row and at + 1 < len(units) and units[at + 1].kind is Kind.VALUE


def _touched(units: Sequence[Unit], place: int, step: int) -> bool:
    """Whether a word between a labelled figure and its neighbour on one side may change it."""
    at, words, labelled = place + step, 0, False
    while 0 <= at < len(units):
        unit = units[at]
        if unit.kind in (Kind.VALUE, Kind.FILL) or _is(unit, "rest"):
            return False
        if step > 0 and _of_its_own(units, at):
            return False
        if unit.label is not None:
            if labelled or step > 0:
                return False
            labelled, words = True, 0
        elif _pauses(unit) and (labelled or step > 0):
            return False
        elif unit.kind is Kind.MARK and unit.sub == "oops":
            if _between_figures(units, at):
                return True
        elif unit.kind in (Kind.WORD, Kind.UNKNOWN, Kind.MARK):
            near = words < _NEAR or not (labelled or step > 0)
            words += 1
            if (near and _changes(unit)) or _is(unit, "loaded"):
                return True
            if _is(unit, "around") and not labelled:
                return True
        at += step
    return False


def _pauses(unit: Unit) -> bool:
    return (unit.kind is Kind.GAP and unit.sub in _PAUSES) or (
        unit.kind is Kind.LINK and unit.sub == "="
    )


def _between_figures(units: Sequence[Unit], at: int) -> bool:
    """Whether a word of correction parts two figures of a sentence: "20 eh gerindra 20"."""
    return _figure(units, at, -1) and _figure(units, at, 1)


def _figure(units: Sequence[Unit], at: int, step: int) -> bool:
    at += step
    while 0 <= at < len(units) and not (units[at].kind is Kind.GAP and units[at].sub in _STOPS):
        if units[at].kind is Kind.VALUE:
            return True
        at += step
    return False

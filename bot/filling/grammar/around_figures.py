"""Words around figures: only those of closed lists leave a figure as it stands.

Any word may change what a number says ("belum 20", "target 150", "22 kotak"), and most of them are
on no list. So it is the words that change nothing which are listed (`neutral` of the lexicon and
its like); beside any other the figures of the sentence are asked about, all with one question.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.evidence import closing_particle, without_strange
from bot.filling.grammar.small_words import TOPIC, leaves_figures, of_the_night
from bot.filling.grammar.units import STOPS, Called, Kind, Unit, rests

_INNER = (Called.PLACE, Called.OWN, Called.CANDIDATE)
_CHOICES = (Called.NAME, Called.PARTY, Called.NUMBER, *_INNER)
_CANDIDATES = ("caleg", "calegnya", "clg", "calek")
_OTHERS = ("sanes", "lain")
"""Also the others: "nu sanes engke"."""
_TAKEN = re.compile(
    r"\b(?:jangan|jgn|jan|ojo|ulah) (?:di)?(?:catat|simpan|masuk|hitung|pakai|kirim)"
    r"|\bsalah (?:kirim|kamar|grup|tempat)|\b(?:pemilu|periode|tahun) (?:lalu|kemarin)"
)
_STILL = ("masih", "msh")
_FEW = 3
"""Words of a clause that may say whose figures they are; more of them tell a story."""
_NEAR = 4
"""Words that stand next to a labelled figure; farther ones count only where they are loaded."""


def changed_by_words(
    units: Sequence[Unit],
    figures: Collection[int],
    listed: Collection[int],
    *,
    borne: bool = False,
) -> set[int]:
    """Which figures a word of their sentence may change, of those that stand there.

    `listed`: those that go by their place alone; for them their whole clause counts. `borne`: the
    sums told in the same message bear every figure, so that a word that nobody knows says nothing,
    unless it names a place or a person.
    """
    if borne and not listed:
        units = without_strange(units)
    found: set[int] = set()
    parts = list(_sentences(units))
    told = next((n for n, unit in enumerate(units) if unit.start in figures), len(units))
    denied = any(_denies(units[first:end]) for first, end in parts if first > told)
    if denied or _withdrawn(units):
        return set(figures)
    for first, end in parts:
        here = [p for p in range(first, end) if units[p].kind is Kind.VALUE]
        places = [p for p in here if units[p].start in figures]
        loaded = any(_is(unit, "loaded") for unit in units[first:end])
        loaded = loaded or _hangs(units[first:end]) or _named_apart(units[first:end])
        if loaded or any(_changed(units, p, units[p].start in listed) for p in places):
            found |= {units[p].start for p in places}
    return found


def _sentences(units: Sequence[Unit]) -> Iterator[tuple[int, int]]:
    """Where each sentence begins and ends."""
    first = 0
    for at, unit in enumerate(units):
        if unit.kind is Kind.GAP and unit.sub in STOPS and not _numbers(units, at):
            yield first, at
            first = at + 1
    yield first, len(units)


def _numbers(units: Sequence[Unit], at: int) -> bool:
    """ "1. 45": a point that belongs to a number of the list."""
    near = units[at - 1 : at + 2] if at else ()
    return units[at].sub == "." and len(near) == 3 and near[0].kind is near[2].kind is Kind.VALUE


def _withdrawn(units: Sequence[Unit]) -> bool:
    """ "jangan dicatat", "salah kirim", "pemilu lalu", "kalau ... berarti": no report at all."""
    words = [unit.text for unit in units if unit.kind is not Kind.GAP]
    pairs = {" ".join(two) for two in pairwise(words)}
    return bool(_TAKEN.search(" / ".join(pairs))) or {"kalau", "berarti"} <= set(words)


def _denies(sentence: Sequence[Unit]) -> bool:
    """ "itu bukan dari sini": said of figures in another sentence."""
    if any(unit.kind is Kind.VALUE or unit.label is not None for unit in sentence):
        return False
    marks = any(unit.sub == "but" and unit.text not in _OTHERS for unit in sentence)
    return marks and any(unit.kind in (Kind.WORD, Kind.UNKNOWN, Kind.LINK) for unit in sentence)


def _named_apart(sentence: Sequence[Unit]) -> bool:
    """ "survei, anies 20", "anies 20, kata relawan": a few strange words between pauses."""
    clause: list[Unit] = []
    for unit in [*sentence, Unit(Kind.GAP, sub=",")]:
        if not rests(unit):
            clause.append(unit)
            continue
        words = [one for one in clause if one.kind in (Kind.WORD, Kind.UNKNOWN)]
        told = any(one.kind is Kind.VALUE or one.label is not None for one in clause)
        few = 0 < sum(len(one.text.split()) for one in words) <= _FEW
        strange = any(one.kind is Kind.UNKNOWN and _changes(one) for one in words)
        if not told and few and strange:
            return True
        clause = []
    return False


def _hangs(sentence: Sequence[Unit]) -> bool:
    """ "pdip 12 caleg 55": a candidate at the end without a figure, which may be a sum of votes."""
    said = [u for u in sentence if u.label is not None or u.kind in (Kind.VALUE, Kind.FILL)]
    last = said[-1].label if len(said) > 1 and said[0].label is not None else None
    return last is not None and last.called is Called.PLACE


def _changed(units: Sequence[Unit], place: int, listed: bool) -> bool:
    """Whether a word beside one figure may change it."""
    if _partial(units, place):
        return True
    if listed:
        return any(map(_disturbs, _clause(units, place)))
    labelled, changed = _left(units, place)
    return changed or _right(units, place, labelled)


def _partial(units: Sequence[Unit], place: int) -> bool:
    """ "baru 20", "20 ke atas": the figure is not the last one."""
    at = place - 1
    while at > 0 and units[at].label is not None:
        at -= 1  # "masih anies 20"
    head = at + 1 < place and units[at].text in _STILL
    before = units[place - 1] if place else None
    after = [unit.text for unit in units[place + 1 : place + 3]]
    told = before is not None and before.kind is Kind.WORD and _is(before, "partial")
    return told or head or after in (["ke", "atas"], ["ke", "bawah"])


def _is(unit: Unit, tag: str) -> bool:
    words = unit.text.split() if unit.kind in (Kind.WORD, Kind.UNKNOWN) else ()
    return any(is_a(word, tag) for word in words)


def _changes(unit: Unit) -> bool:
    """Whether a unit may change what a figure beside it says."""
    if unit.label is not None:
        return unit.label.called is Called.OTHER
    if unit.kind is Kind.MARK:
        return unit.sub not in ("becomes", "oops")
    if unit.kind not in (Kind.WORD, Kind.UNKNOWN) or unit.sub == "place":
        return False
    return any(not leaves_figures(word) or word in _CANDIDATES for word in unit.text.split())


def _disturbs(unit: Unit) -> bool:
    """Whether a unit has no place among figures that go by their order alone."""
    words = any(_is(unit, tag) for tag in ("around", "rest"))
    words = words or any(map(of_the_night, unit.text.split()))
    words = words or not TOPIC.isdisjoint(unit.text.split())
    return words or _changes(unit) or unit.kind in (Kind.EACH, Kind.UPTO)


def _clause(units: Sequence[Unit], place: int) -> Iterator[Unit]:
    """The sentence around a place, without parts between commas that hold no figure."""
    for step in (-1, 1):
        held: list[Unit] = []
        at, first = place + step, True
        while True:
            unit = units[at] if 0 <= at < len(units) else None
            if unit is not None and step > 0 and _of_its_own(units, at):
                unit = None  # "102 87 45, saksi yg hadir 4"
            if unit is None or rests(unit):
                if first or any(one.kind is Kind.VALUE for one in held):
                    yield from held
                held, first = [], False
                if unit is None or unit.sub in STOPS:
                    break
            else:
                held.append(unit)
            at += step


def _of_its_own(units: Sequence[Unit], at: int) -> bool:
    """Whether a word tells another row or things of the station, with a figure of their own."""
    word = _is(units[at], "things") or units[at].text in _CANDIDATES
    row = units[at].label is not None or word
    while row and at + 1 < len(units) and units[at + 1].kind in (Kind.WORD, Kind.LABEL, Kind.LINK):
        at += 1
    return row and at + 1 < len(units) and units[at + 1].kind is Kind.VALUE


def _left(units: Sequence[Unit], place: int) -> tuple[bool, bool]:
    """Whether a figure has its label before it, and whether a word there may change it."""
    at, words, labelled = place - 1, 0, False
    while at >= 0:
        unit = units[at]
        if unit.kind in (Kind.VALUE, Kind.FILL) or _is(unit, "rest"):
            break
        if unit.label is not None:
            if labelled:
                return True, _two_names(unit, units[at + 1 : place + 1])
            labelled, words = True, 0
        elif labelled and _pauses(unit):
            break
        elif unit.kind is Kind.MARK and unit.sub == "oops":
            if _between_figures(units, at):
                return labelled, True
        elif unit.kind in (Kind.WORD, Kind.UNKNOWN, Kind.MARK):
            words += 1
            if (words <= _NEAR or not labelled) and _changes(unit):
                return labelled, True
            if not labelled and _is(unit, "around"):
                return labelled, True
        at -= 1
    return labelled, False


def _two_names(one: Unit, behind: Sequence[Unit]) -> bool:
    """ "prabowo sama ganjar 45", "caleg nomor 2 pdip 40": two names, and one figure for them."""
    between = next((n for n, unit in enumerate(behind) if unit.kind is not Kind.AND), 0)
    other = behind[between]
    shared = not behind[-1].value or any(unit.kind is Kind.EACH for unit in behind)
    if one.label is None or other.label is None or shared:
        return False
    if one.label.called is Called.OWN:
        return False
    heads = one.label.called in (Called.NAME, Called.PARTY) and other.label.called in _INNER
    if other.label.called is Called.NUMBER:  # "pkb nomor 1 12": its own number, or a candidate's
        return str(other.label.number) in one.label.codes
    both = one.label.called in _CHOICES and other.label.called in (Called.NAME, Called.CANDIDATE)
    numbered = one.label.called in (Called.NUMBER, Called.PARTY)
    row = one.label.called is Called.PLACE and other.label.called is Called.CANDIDATE
    own = (numbered or row) and str(one.label.number) in {
        code.rpartition(".")[2] for code in other.label.codes
    }
    same = one.label.codes & other.label.codes
    return both and not heads and not own and not same


def _right(units: Sequence[Unit], place: int, labelled: bool) -> bool:
    """Whether a word behind a figure may change it; `labelled`: its label stands before it."""
    at, words = place + 1, 0
    while at < len(units):
        unit = units[at]
        if unit.kind in (Kind.VALUE, Kind.FILL) or _is(unit, "rest") or _pauses(unit):
            return False
        if _of_its_own(units, at) and (labelled or unit.label is None):
            return False
        if unit.label is not None:
            if labelled:
                return False
            labelled, words = True, 0
        elif unit.kind is Kind.UPTO and _figure(units, at, 1):
            return True
        elif unit.kind is Kind.MARK and unit.sub == "oops":
            if _between_figures(units, at):
                return True
        elif unit.kind in (Kind.WORD, Kind.UNKNOWN, Kind.MARK):
            words += 1
            changes = (
                words <= _NEAR and _changes(unit) and not (labelled and closing_particle(units, at))
            )
            if changes or _is(unit, "around"):
                return True
        at += 1
    return False


def _pauses(unit: Unit) -> bool:
    return rests(unit) or (unit.kind is Kind.LINK and unit.sub == "=")


def _between_figures(units: Sequence[Unit], at: int) -> bool:
    """Whether a word of correction parts two figures of a sentence: "20 eh gerindra 20"."""
    return _figure(units, at, -1) and _figure(units, at, 1)


def _figure(units: Sequence[Unit], at: int, step: int) -> bool:
    at += step
    while 0 <= at < len(units) and not (units[at].kind is Kind.GAP and units[at].sub in STOPS):
        if units[at].kind is Kind.VALUE:
            return True
        at += step
    return False

"""What a way to read units is made of, and what the moves to it cost."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from bot.filling.grammar.units import Called, Kind, Label, Unit

LEFT, DANGLING, STOP = 30.0, 18.0, 40.0
OTHER_LINE = 15.0
BEAM = 3
LONG, MARGIN, MARGIN_LONG = 150, 60.0, 8.0
"""In a long message ways that cost so much more than the cheapest are not followed."""
SECTIONS = {Called.VALID, Called.INVALID, Called.TOTAL}


@dataclass(frozen=True, slots=True)
class Entry:
    """One step of a reading: what `how` says, with the label and the values concerned.

    `how`: "pair", "list" (values in the form's order), "guess" (the same behind an unknown word),
    "row" (values from the label on), "fill", "left" (a value nobody explains), "heading" (a label
    without a value), "unknown" (a word that might be a name, with its value), "shared" (labels
    with one value), "range", "ordinal" (a number that its name says again).
    """

    how: str
    label: Label | None = None
    values: tuple[Unit, ...] = ()
    labels: tuple[Label, ...] = ()
    units: tuple[Unit, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """A whole reading: its cost and its entries in order."""

    cost: float
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Node:
    cost: float
    entry: Entry | None
    before: "Node | None"


Move = tuple[int, float, str, Entry | None]
"""Where a move ends, what it costs, which side labels stand on afterwards, what it says."""


def words_before(units: Sequence[Unit]) -> list[int]:
    """How many words that say nothing stand right before each of the other units."""
    found: list[int] = []
    count = 0
    for unit in units:
        if unit.kind is Kind.WORD:
            count += 1
        else:
            found.append(count)
            count = 0
    return found


def gap_cost(sub: str) -> float:
    return {",": 1.5, "line": 1.0, ".": 2.0, ";": 2.0, "#": 0.2, "(": 0.3, ")": 0.3}.get(sub, 0.3)


def counts_up(heads: Sequence[Unit]) -> bool:
    """Whether numbers are the heads of rows: 1, 2, 3."""
    return len(heads) > 1 and [one.value for one in heads] == list(range(1, len(heads) + 1))


def is_own_number(label: Label, number: int) -> bool:
    codes = {code.rpartition(".")[2] for code in label.codes}
    return str(number) in codes or label.number == number


def joined(run: Sequence[Unit], value: int) -> Unit:
    first = run[0]
    assert first.token is not None
    text = " ".join(unit.text for unit in run)
    return replace(first, text=text, token=replace(first.token, value=value, text=text))


class Ground:
    """The units of a message, and what may be looked up about them."""

    def __init__(
        self,
        units: Sequence[Unit],
        is_code: frozenset[int],
        page_lists: bool,
        rows: Callable[[Label, int], bool],
    ) -> None:
        self.rows = rows
        self.units = [unit for unit in units if unit.kind is not Kind.WORD]
        self.codes, self.page_lists = is_code, page_lists
        self.moved = 0
        self.seen: dict[tuple[int, Kind, int], tuple[int, float, str]] = {}
        self.first = next(
            (n for n, u in enumerate(self.units) if u.kind in (Kind.VALUE, Kind.LABEL)), -1
        )
        self.wordy = words_before(units)
        first = next((n for n, u in enumerate(units) if u.kind is Kind.VALUE), 0)
        self.words_before = sum(u.kind in (Kind.WORD, Kind.UNKNOWN) for u in units[:first])
        soft = [u for u in units if u.kind is Kind.VALUE and u.soft]
        self.lone_soft = len(soft) == 1 and len(units) < 3 and units[0] is soft[0]
        self.twos = self._pairs_by_pauses()
        self.named = any(
            u.label is not None and u.label.called not in SECTIONS | {Called.OTHER}
            for u in self.units
        )

    def _pairs_by_pauses(self) -> frozenset[int]:
        """Where "1 12, 2 40" stands: two numbers between pauses, the first a label, repeatedly."""
        found: set[int] = set()
        for place, unit in enumerate(self.units):
            two = self.units[place : place + 2]
            if (
                len(two) < 2
                or any(u.kind is not Kind.VALUE for u in two)
                or unit.value not in self.codes
            ):
                continue
            before = self.units[place - 1] if place else None
            after = self.units[place + 2] if place + 2 < len(self.units) else None
            sides = (Kind.GAP, Kind.LINK)
            if all(u is None or u.kind in sides for u in (before, after)):
                found.add(place)
        numbered = any(u.label and u.label.called is Called.NUMBER for u in self.units)
        return frozenset(found) if len(found) > 1 or numbered else frozenset()

    def _next(self, place: int, kind: Kind, *, most: int = 8) -> tuple[int, float, str]:
        """The next unit of a kind over links, gaps and a word or two; -1 where another comes first.

        With it: what lies between costs, and which link it is.
        """
        key = (place, kind, most)
        found = self.seen.get(key)
        if found is None:
            found = self.seen[key] = self._look(place, kind, most)
        return found

    def _look(self, place: int, kind: Kind, most: int) -> tuple[int, float, str]:
        cost, link = 0.0, ""
        for at in range(place + 1, min(len(self.units), place + 1 + most)):
            unit = self.units[at]
            cost += 0.5 * max(0, self.wordy[at] - 2)
            if unit.kind is kind:
                return at, cost, link
            if unit.kind is Kind.GAP:
                cost += gap_cost(unit.sub)
                if unit.sub == "line" and (kind is Kind.LABEL or at + 1 < len(self.units)):
                    cost += self._of_other_line(place, at, kind)
                if unit.sub == "line" and link != "for":
                    link = link or "line"
            elif unit.kind is Kind.LINK and unit.sub == "empty" and kind is Kind.VALUE:
                return -1, 0.0, ""
            elif unit.kind is Kind.LINK:
                link = unit.sub if link in ("", "line") or unit.sub == "for" else link
            elif unit.kind is Kind.MARK and unit.sub in (
                "becomes",
                "before",
                "oops",
                "either",
                "hedge",
            ):
                cost += 1.0
            elif unit.kind is Kind.UNKNOWN:
                cost += 8.0
            else:
                return -1, 0.0, ""
        return -1, 0.0, ""

    def _of_other_line(self, place: int, at: int, kind: Kind) -> float:
        """What it costs to tie a value to a label over a line break where its line has its own."""
        begin, step = (place - 1, -1) if kind is Kind.LABEL else (at + 1, 1)
        while 0 <= begin < len(self.units):
            unit = self.units[begin]
            if unit.kind is Kind.GAP and unit.sub == "line":
                break
            if unit.label is not None:
                return OTHER_LINE
            if unit.kind is Kind.VALUE and kind is Kind.LABEL:
                break
            begin += step
        return 0.0

    def _beside(self, place: int) -> float:
        """What it costs to drop an unknown word: more where a number stands beside it."""
        beside = [self.units[p] for p in (place - 1, place + 1) if 0 <= p < len(self.units)]
        return 6.0 if any(unit.kind is Kind.VALUE for unit in beside) else 1.0

    def _paused_before(self, place: int) -> bool:
        """Whether a sentence ended right before a number."""
        before = self.units[place - 1] if place else None
        return before is not None and before.kind is Kind.GAP and before.sub in (".", "line", "!")

    def _named_before(self, place: int) -> bool:
        """Whether a word that might be a name stands right before a list."""
        at = place - 1
        while at >= 0 and self.units[at].kind is not Kind.UNKNOWN:
            at -= 1
        if at < 0:
            return False
        pause = [
            u
            for u in self.units[at:place]
            if u.kind is Kind.GAP and u.sub in (",", ".", "line", "¤")
        ]
        return not (pause and self.words_before > 2)

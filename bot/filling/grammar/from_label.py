"""Moves from a label: to its value, to a list of its page, to a value that several share."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import pairwise

from bot.filling.grammar.units import Called, Kind, Label, Unit, is_
from bot.filling.grammar.ways import (
    DANGLING,
    SECTIONS,
    Entry,
    Ground,
    Move,
    counts_up,
    is_own_number,
    joined,
)

_LONGEST = 60
_TIED = 30.0
"""What it costs that a label has not the figure that a sign ties to it."""
"""Units of one list of labels that are followed."""


class FromLabel(Ground):
    """What a label may go on with."""

    def _from_label(self, place: int, side: str) -> Iterator[Move]:
        label = self.units[place].label
        assert label is not None
        at, cost, link = self._next(place, Kind.VALUE)
        if at >= 0:
            turn = 5.0 if side == "value" else 0.0
            turn += 4.0 if link == "for" else 0.0
            base = cost + turn + 0.5 * label.distance
            base += 3.0 if link != "=" and self._meant_for_next(at) else 0.0
            yield at + 1, base + 20.0 * bool(label.more), "label", self._pair(label, at)
            yield from self._digits(label, at, base)
            yield from self._numbered_inside(label, at, base)
            yield from self._row(label, place, at, base)
        yield from self._shared(place, side)
        yield (
            place + 1,
            self._dangling(place),
            side,
            Entry("heading", label, units=(self.units[place],)),
        )

    def _meant_for_next(self, at: int) -> bool:
        """Whether a figure stands before "untuk" and a name: "/ 8 buat gerindra /"."""
        two = self.units[at + 1 : at + 3]
        return len(two) == 2 and two[0].sub == "for" and two[1].kind is Kind.LABEL

    def _pair(self, label: Label, at: int) -> Entry:
        return Entry("pair", label, (self.units[at],), units=(self.units[at],))

    def _dangling(self, place: int) -> float:
        label = self.units[place].label
        assert label is not None
        ahead = self.units[place + 1 : place + 9]
        following = next((u for u in ahead if u.kind is not Kind.GAP), None)
        heads = following is not None and following.label is not None
        inner = {
            Called.OWN,
            Called.PLACE,
            Called.CANDIDATE,
            Called.NUMBER,
            Called.FIELD,
            Called.PARTY_SUM,
            Called.TOTAL,
        }
        if (
            label.called in (Called.NAME, Called.PARTY)
            and self.page_lists
            and heads
            and following
            and following.label
            and following.label.called in inner
        ):
            return 2.0
        tied = is_(self.units, place + 1, Kind.LINK, "=") and self.units[place + 2 : place + 3]
        if label.called is Called.OWN and tied and tied[0].kind is Kind.VALUE:
            return _TIED  # "suara partai : 12" is no heading
        if label.called in (Called.OTHER, Called.TOTAL, Called.VALID, Called.CANDIDATES_SUM):
            return 8.0
        return DANGLING

    def _numbered_inside(self, label: Label, at: int, base: float) -> Iterator[Move]:
        """ "PAN 12 9", "anies (1) 45": the name's own number before its value."""
        number = self.units[at].value
        if not is_own_number(label, number):
            return
        then, cost, _ = self._next(at, Kind.VALUE, most=4)
        if then >= 0 and cost < 1:
            both = (self.units[at], self.units[then])
            yield then + 1, base + cost, "label", Entry("pair", label, both[1:], units=both)

    def _row(self, label: Label, place: int, at: int, base: float) -> Iterator[Move]:
        """A label and the figures of its page in order: "3: 12 40 5", "sah 234 3 237"."""
        end, values = at + 1, [self.units[at]]
        while end < len(self.units) and self.units[end].kind in (Kind.VALUE, Kind.GAP):
            if self.wordy[end] > (label.called not in SECTIONS) or self.units[end].soft:
                break
            if self.units[end].kind is Kind.VALUE:
                values.append(self.units[end])
            end += 1
        while end and self.units[end - 1].kind is Kind.GAP:
            end -= 1
        gaps = {u.sub for u in self.units[at:end] if u.kind is Kind.GAP}
        if len(values) > 1:
            if "line" in gaps and label.called is Called.NUMBER:
                return
            numbered = counts_up(values[1::2]) and label.called is Called.OWN
            lines = "line" in gaps and gaps & {"|", ".", ")", "#", "="}
            breaks = sum(is_(self.units, n, Kind.GAP, "line") for n in range(at, end))
            rows = numbered and ("." in gaps or 0 < breaks < len(values) - 1)
            base += 15.0 if lines or rows else 0.0
            if not self.rows(label, len(values)):
                return
            if label.called in SECTIONS and all(unit.value < 10 for unit in values):
                base += 10.0
            heads = label.called in (Called.PARTY, Called.NAME, Called.NUMBER, Called.OWN)
            cost = 3.0 if heads or label.called in SECTIONS else 12.0
            yield end, base + cost, "label", Entry("row", label, tuple(values), units=tuple(values))

    def _digits(self, label: Label, place: int, base: float) -> Iterator[Move]:
        """ "sah 2 3 4", "X X 4": digits one by one behind a label."""
        end = place
        while (
            end < len(self.units)
            and self.units[end].kind is Kind.VALUE
            and self.units[end].value < 10
        ):
            end += 1
        run = self.units[place:end]
        if any(two.start - one.end > 1 for one, two in pairwise(run)):
            return
        alike = {unit.token is not None and unit.token.spelled for unit in run}
        if not 2 <= len(run) <= 3 or len(alike) > 1 or (alike == {True} and not run[0].value):
            return
        value = int("".join(str(unit.value) for unit in run))
        entry = Entry("digits", label, tuple(run), units=(*run, joined(run, value)))
        lists = 8.0 if self.rows(label, len(run)) else 0.0
        yield end, base + 4.0 + lists, "label", entry

    def _shared(self, place: int, side: str) -> Iterator[Move]:
        """ "pkn dan hanura nol", "partai 6 sampai 11 nol", "caleg 2-4 masing2 5"."""
        told = self._listed(place)
        found, at = tuple(told.labels), told.end
        if at >= len(self.units) or self.units[at].kind is not Kind.VALUE:
            return
        if len(found) < 2 and not found[0].more:
            return
        value, bounds = self.units[at], tuple(told.bounds)
        if told.upto and len(found) == 2:
            end, values = (at + 1, [value]) if told.each else self._figures(at)
            size = found[1].number - found[0].number + 1 if found[0].number >= 0 else len(values)
            if len(values) > 1 and size == len(values):
                yield end, 1.0, side, Entry("range", None, tuple(values), found, (*values, *bounds))
            sure = told.each or not value.value  # "01 s/d 03 sudah 109" may be their sum
            each = None if sure else Label(Called.NUMBER, loose=True)
            cost = 1.0 if sure else 4.0
            yield at + 1, cost, side, Entry("range", each, (value,), found, (value, *bounds))
        elif told.each or not value.value:
            yield at + 1, 1.0, side, Entry("shared", None, (value,), found, (value, *bounds))

    def _listed(self, place: int) -> "_List":
        """The labels from here on that one figure may belong to."""
        first = self.units[place].label
        assert first is not None
        found = _List([first], place + 1)
        by_number = first.called not in (Called.NAME, Called.CANDIDATE)
        while found.end < min(len(self.units), place + _LONGEST):
            unit = self.units[found.end]
            dash = unit.kind is Kind.GAP and unit.sub == "-"
            if unit.kind is Kind.LABEL and unit.label is not None:
                found.labels.append(unit.label)
            elif unit.kind is Kind.UPTO or (dash and by_number and not found.upto):
                found.upto = True
                self._bound(found)
            elif unit.kind is Kind.EACH:
                found.each = True
            elif not _joins(unit):
                break
            found.end += 1
        return found

    def _bound(self, found: "_List") -> None:
        """The bare number behind "sampai" as a label like the one before it: "partai 6 - 11"."""
        after = self.units[found.end + 1] if found.end + 1 < len(self.units) else None
        if after is not None and after.kind is Kind.VALUE and after.value in self.codes:
            found.labels.append(_like(found.labels[-1], after.value))
            found.bounds.append(after)
            found.end += 1

    def _figures(self, at: int) -> tuple[int, list[Unit]]:
        """Where the list of figures from here on ends, and the figures."""
        end, values = at + 1, [self.units[at]]
        while end < len(self.units) and self.units[end].kind in (Kind.VALUE, Kind.GAP):
            if self.units[end].kind is Kind.VALUE:
                values.append(self.units[end])
            elif self.units[end].sub not in (",", " ", "/"):
                break
            end += 1
        while self.units[end - 1].kind is Kind.GAP:
            end -= 1
        return end, values


def _like(label: Label, number: int) -> Label:
    """A label of the same kind with another number: behind "3.5 sampai" that of a candidate."""
    party = next(iter(label.codes), "").partition(".")[0]
    codes = frozenset({f"{party}.{number}"}) if label.called is Called.FIELD else frozenset()
    return Label(label.called, codes, number=-1 if codes else number)


@dataclass
class _List:
    """Labels in a list: "pkn, hanura", "6 sampai 11 masing2"."""

    labels: list[Label]
    end: int
    bounds: list[Unit] = field(default_factory=list)
    upto: bool = False
    each: bool = False


def _joins(unit: Unit) -> bool:
    """Whether a list of labels goes on over this unit."""
    return (
        unit.kind in (Kind.AND, Kind.LINK)
        or (unit.kind is Kind.GAP and unit.sub in (",", "/", "=", ":", ".", ")", "-"))
        or (unit.kind is Kind.MARK and unit.sub == "becomes")
    )

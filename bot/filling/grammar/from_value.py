"""Moves from a number: to its label behind it, as a label itself, as one of a list, left over."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.filling.grammar.from_label import FromLabel
from bot.filling.grammar.units import Called, Kind, Label, Unit
from bot.filling.grammar.ways import (
    LEFT,
    SECTIONS,
    STOP,
    Entry,
    Move,
    counts_up,
    is_own_number,
)


class FromValue(FromLabel):
    """What a number may be."""

    def _from_value(self, place: int, side: str) -> Iterator[Move]:
        unit = self.units[place]
        at, cost, link = self._next(place, Kind.LABEL)
        if at >= 0:
            label = self.units[at].label
            assert label is not None
            turn = 5.0 if side == "label" else 0.0
            tie = {"for": -0.8, "=": 0.0}.get(link, 0.2)
            if link == "for":
                turn = min(turn, 1.0)
            stops = any(u.kind is Kind.GAP and u.sub == "." for u in self.units[place + 1 : at])
            turn += STOP if stops else 4.0 if cost >= 3 else 0.0
            base = 1.0 + tie + cost + turn + 0.5 * label.distance
            yield at + 1, base, "value", Entry("pair", label, (unit,), units=(unit,))
            yield from self._numbering(place, at, cost)
        yield from self._as_label(place, side)
        yield from self._for_number(place, side)
        yield from self._list(place, side)
        yield (
            place + 1,
            3.0 if unit.soft else LEFT,
            side,
            Entry("left", None, (unit,), units=(unit,)),
        )

    def _numbering(self, place: int, at: int, cost: float) -> Iterator[Move]:
        """ "3 PDIP 58", "1. Syauqi": the number that stands before the name it belongs to."""
        label, unit = self.units[at].label, self.units[place]
        assert label is not None
        before = self.units[place - 1] if place else None
        begins = before is None or (
            before.kind is Kind.GAP and before.sub in ("line", "|", "#", "*", "-", "•", "(")
        )
        pointed = any(
            u.kind is Kind.GAP and u.sub in (".", ")", "|") for u in self.units[place + 1 : at]
        )
        same = is_own_number(label, unit.value)
        listed = unit.value <= 20
        if not same and not (listed and begins and pointed and label.called is not Called.NAME):
            return
        then, _, _ = self._next(at, Kind.VALUE)
        heads = self._next(at, Kind.LABEL)[0] >= 0 and self.page_lists
        if then < 0 and not heads:
            return
        yield (
            at,
            min(cost, 1.0) * 0.2 + (0.0 if begins else 0.4),
            "label",
            Entry("ordinal", label, units=(unit,)),
        )

    def _as_label(self, place: int, side: str) -> Iterator[Move]:
        """ "1=45", "1. 45", "01 45", "1️⃣ 45": a number that something marks as a label."""
        unit = self.units[place]
        token = unit.token
        if token is None or token.bad or token.zero or unit.value not in self.codes:
            return
        if unit.soft:
            return  # "coblos dua gambar ada 5": it says how many
        at, _, link = self._next(place, Kind.VALUE, most=5)
        if at < 0 or self._of_section(place):
            return
        between = self.units[place + 1 : at]
        mark = self._marked(place, between)
        if mark is None:
            return
        label = Label(Called.NUMBER, number=unit.value)
        turn = 3.0 if side == "value" else 0.0
        yield (
            at + 1,
            mark + turn,
            "label",
            Entry("pair", label, (self.units[at],), units=(unit, self.units[at])),
        )
        if link == "=" and self.page_lists:
            for end, cost, turned, row in self._row(label, place, at, mark + turn):
                assert row is not None
                yield end, cost, turned, replace(row, units=(unit, *row.units))

    def _of_section(self, place: int) -> bool:
        """Whether a sum of the form stands right before: "tidak sah 9 = 90" labels nothing."""
        before = self.units[place - 1] if place else None
        if before is not None and before.kind is Kind.LINK:
            before = self.units[place - 2] if place > 1 else None
        return before is not None and before.label is not None and before.label.called in SECTIONS

    def _for_number(self, place: int, side: str) -> Iterator[Move]:
        """ "70 utk 01": a value and the number it is for."""
        at, cost, link = self._next(place, Kind.VALUE, most=4)
        if at < 0 or self.units[at].value not in self.codes:
            return
        token = self.units[at].token
        if self.units[at].soft or cost >= 1:
            return  # "1 kotak buat 2 orang"
        written = token is not None and token.lead and self.units[place].value not in self.codes
        if link != "for" and not (link == "=" and written):
            return
        label = Label(Called.NUMBER, number=self.units[at].value)
        both = (self.units[place], self.units[at])
        entry = Entry("pair", label, (self.units[place],), units=both)
        yield at + 1, 0.5 + cost + (3.0 if side == "label" else 0.0), "value", entry

    def _marked(self, place: int, between: Sequence[Unit]) -> float | None:
        """What it costs to read a number as a label; None where nothing marks it."""
        token = self.units[place].token
        assert token is not None
        before = self.units[place - 1] if place else None
        if before is not None and before.kind is Kind.GAP and before.sub == "#":
            return 0.2
        signs = [u.sub for u in between if u.kind in (Kind.LINK, Kind.GAP)]
        if any(u.kind is Kind.UNKNOWN for u in between) and "=" not in signs:
            return None
        if "=" in signs or "has" in signs or ")" in signs:
            return 0.3
        if "is" in signs:
            return 1.0
        if token.cap:
            return 0.3
        if token.lead and len(token.text) == 2:
            return 0.5
        if "." in signs and "line" not in signs and not token.spelled:
            return 1.0
        if place in self.twos:
            return 2.5
        if "|" in signs or "\t" in signs:
            return 1.2
        return None

    def _list(self, place: int, side: str) -> Iterator[Move]:
        """Values in the form's order at the start: "12 40 5 sah 57"."""
        if self.named and not self.page_lists:
            return
        if place != self.first:
            return
        how = "guess" if self._named_before(place) else "list"
        if how == "guess" and not self._paused_before(place):
            return
        end = place
        values: list[Unit] = []
        while end < len(self.units) and (
            self.units[end].kind in (Kind.VALUE, Kind.GAP, Kind.AND)
            or (
                self.units[end].kind is Kind.LINK and self.units[end].sub == "=" and len(values) > 2
            )
        ):
            if self.units[end].soft and values and not values[0].soft:
                break
            if self.units[end].kind is Kind.VALUE:
                values.append(self.units[end])
            end += 1
        rest = [u for u in self.units[end:] if u.kind in (Kind.LABEL, Kind.UNKNOWN)]
        last = self.units[end - 1]
        paused = last.kind is Kind.GAP and last.sub in (",", ".", "line", "(", ";")
        if any(u.kind is Kind.UNKNOWN for u in rest[:1]) and not paused:
            return
        named = [
            u
            for u in rest
            if u.label and u.label.called not in SECTIONS | {Called.OTHER, Called.PARTY_SUM}
        ]
        if named:
            return
        cost = 2.0 if self.lone_soft else 5.0
        rows = [at for at in sorted(self.twos) if place < at < end]
        if counts_up([self.units[at] for at in rows]):  # "12\n1 40\n2 5": rows behind one figure
            yield self._until(rows[0], place, how, cost)
            cost += STOP
        yield end, cost, "label", Entry(how, None, tuple(values), units=tuple(values))

    def _until(self, end: int, place: int, how: str, cost: float) -> Move:
        """A list that ends before the rows that follow it."""
        head = tuple(unit for unit in self.units[place:end] if unit.kind is Kind.VALUE)
        return end, cost, "label", Entry(how, None, head, units=head)

    def _unknown(self, place: int, side: str) -> Iterator[Move]:
        """A word that might be a name, with the number behind or before it."""
        at, cost, _ = self._next(place, Kind.VALUE, most=4)
        if at >= 0 and side != "value":
            yield (
                at + 1,
                22.0 + cost,
                "label",
                Entry("unknown", None, (self.units[at],), units=(*self.units[place : at + 1],)),
            )

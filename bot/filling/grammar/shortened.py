"""What closes a form, said short: "SS 122 TS 9", "sah 190 tidak 5", "td sah 11"."""

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.numbered import Numbered
from bot.filling.grammar.tokens import Mark
from bot.filling.grammar.units import Called, Kind, Label

_WHICH = frozenset("yg yang sing nu nan nyang nang".split())
_NOT = frozenset("td t tdl tsk".split())
"""Not, as thumbs write it right before "sah"."""

_SO = frozenset("jadi jd dadi total jumlah jml berarti dados janten".split())
"""Before the sum of what was told."""


class Shortened(Numbered):
    """Valid and invalid votes, said short."""

    def _short(self) -> bool:
        """ "SS 122 TS 9", "SS 122 STS 9": only side by side are they no screenshots."""
        if self._not_valid():
            self._add(Kind.LABEL, 2, label=Label(Called.INVALID))
            return True
        if self.at().text not in ("ss", "ts"):
            return False
        words = {token.text for token in self.tokens}
        if "ss" not in words or not words & {"ts", "sts"}:
            return False
        called = Called.VALID if self.at().text == "ss" else Called.INVALID
        self._add(Kind.LABEL, label=Label(called))
        return True

    def _not_valid(self) -> bool:
        """ "sah 122 td sah 11": behind the valid votes "td" is not, and no "tadi"."""
        last = self.units[-1] if self.units else None
        if self.at().text not in _NOT or not is_a(self.at(1).text, "valid"):
            return False
        return self._valid_told() and last is not None and last.kind is not Kind.MARK

    def _valid_told(self) -> bool:
        return any(u.label is not None and u.label.called is Called.VALID for u in self.units)

    def _invalid_alone(self) -> bool:
        """ "sah 190 tidak 5", "tidak=5": what is not valid, said short."""
        if not is_a(self.at().text, "not"):
            return False
        sign, number = self.at(1), self.at(2)
        tied = sign.mark is Mark.ASSIGN and number.mark is Mark.NUMBER
        so = sign.text in _SO and number.mark is Mark.NUMBER and self._valid_told()
        ends = (so or sign.mark in (Mark.LINE, Mark.COMMA)) and self._second_figure()
        alone = ends or (sign.mark is Mark.NUMBER and not sign.zero)
        if not (tied or (alone and self._valid_told())):
            return False
        self._add(Kind.LABEL, label=Label(Called.INVALID))
        if so and not (tied or sign.mark is not Mark.WORD):
            self._add(Kind.LABEL, label=Label(Called.TOTAL))  # "3 tidak jadi 237"
        return True

    def _second_figure(self) -> bool:
        """ "234 sah 3 tidak": whether a figure of its own stands right before."""
        figures = sum(unit.kind is Kind.VALUE for unit in self.units)
        which = figures > 1 and self.units[-1].text in _WHICH
        return figures > 1 and self.units[-2 if which else -1].kind is Kind.VALUE

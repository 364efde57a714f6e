"""Rows of the form that nobody asks for here: voters, ballots received, used, returned."""

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.shortened import Shortened
from bot.filling.grammar.tokens import Mark
from bot.filling.grammar.units import Called, Kind, Label

_USED = frozenset(
    "dipakai digunakan diterima dikembalikan kepake kepakai hadir memilih sisa".split()
)
"""Words of a row of the form that are also said of anything else: "hp dipakai cucu"."""
_RETURNED = frozenset("rusak keliru karena krn krna oleh pemilih atau yang yg".split())
_SEXES = frozenset("l p j jml jumlah total".split())


class FormRows(Shortened):
    """Words of rows beside those of the votes: their figures are known, and left out."""

    def _row(self) -> bool:
        """Another row of the form: how many voters there are, ballots received and unused."""
        if is_a(self.at().text, "not") and is_a(self._word_at(1), "rows"):
            self._add(Kind.WORD)  # "ga kepake"
        if self.at().text in _SEXES and self._of_voters():
            self._add(Kind.LABEL, label=Label(Called.OTHER))
            return True
        if not is_a(self.at().text, "rows"):
            return False
        last = next((u for u in reversed(self.units) if u.kind is not Kind.WORD), None)
        if (
            self.at().text == "dpt"
            and last is not None
            and last.kind in (Kind.LABEL, Kind.VALUE, Kind.MARK)
        ):
            return False  # "dapat" written short
        if self._of_things():
            return False
        size = 1
        returned = self.at().text in ("dikembalikan", "keliru")
        while self.at(size).mark is Mark.WORD and (
            is_a(self.at(size).text, "rows", "votes")
            or self.at(size).text in ("hak", "pilih", "tidak", "surat", "coblos")
            or (returned and self.at(size).text in _RETURNED)
        ):
            size += 1
        self._add(Kind.LABEL, size, label=Label(Called.OTHER))
        return True

    def _of_things(self) -> bool:
        """ "hp dipakai cucu": what is used, kept or received is no ballot."""
        word, behind = self.at().text, self.at(1)
        row = (
            is_a(behind.text, "rows", "votes", "has", "filler", "people")
            or behind.text in _RETURNED
        )
        return word in _USED and behind.mark is Mark.WORD and not row

    def _of_voters(self) -> bool:
        """ "DPT L 133 P 125 J 258": voters by sex, behind their row of the form."""
        for unit in reversed(self.units):
            if unit.kind is Kind.GAP and unit.sub == "line":
                return False
            if unit.label is not None:
                return unit.label.called is Called.OTHER
        return False

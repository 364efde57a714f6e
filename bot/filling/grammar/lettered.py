"""Rows of the form by their letters: "A. 207", "A.1", and sums of them: "C. A+B"."""

from itertools import pairwise

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.called import Named
from bot.filling.grammar.cursor import NONE
from bot.filling.grammar.tokens import Mark, Token
from bot.filling.grammar.units import Called, Kind, Label


class Lettered(Named):
    """Rows of the form by their letters."""

    def _letter_row(self) -> bool:
        """Rows of the form by their letters: A, B, C; on a party's page A.1, A.2, B."""
        word = self.at().text
        size = 1
        if self.inside and word == "c":
            return False
        if word == "huruf":
            word, size = self.at(1).text, 2
        if word not in ("a", "b", "c") or self.at(size - 1).mark is not Mark.WORD:
            return False
        if self.inside and word == "a":
            return self._inside_row(size)
        while self.at(size).mark in (Mark.POINT, Mark.ASSIGN):
            size += 1
        if self.at(size).mark is not Mark.NUMBER:
            return False
        if not (self.closing or self.inside or self._lettered()):
            return False
        rows = {"a": Called.VALID, "b": Called.INVALID, "c": Called.TOTAL}
        called = Called.PARTY_SUM if self.inside and word == "b" else rows[word]
        self._add(Kind.LABEL, size, label=Label(called))
        return True

    def _letter_sum(self) -> bool:
        """ "C. A+B 218", "jumlah C + D", "A1 + A2": the sum of two rows of the form."""
        first, plus = self._letter_size(0), 0
        plus = first + (self.at(first).text in ("+", "&"))
        second = self._letter_size(plus) if plus > first > 0 else 0
        if not second:
            return False
        size = plus + second
        label = self.units[-1].label if self.units else None
        if label is not None and label.called in (Called.TOTAL, Called.PARTY_SUM):
            self._add(Kind.WORD, size)
            return True
        if self.at(size).mark not in (Mark.NUMBER, Mark.ASSIGN):
            return False
        called = Called.PARTY_SUM if self.inside else Called.TOTAL
        self._add(Kind.LABEL, size, label=Label(called))
        return True

    def _letter_size(self, ahead: int) -> int:
        """The pieces of a row's letter ("A", "A1", "A.2"); 0 where none stands."""
        letter = self.at(ahead)
        if letter.mark is not Mark.WORD or letter.text not in tuple("abcdefgh"):
            return 0
        size = 1
        while self.at(ahead + size).start == letter.start and self.at(ahead + size) is not NONE:
            size += 1
        return size

    def _lettered(self) -> bool:
        """Whether rows A and B stand at the beginning of their lines."""
        lines = [Token(Mark.LINE), *self.tokens]
        heads = {two.text for one, two in pairwise(lines) if one.mark is Mark.LINE}
        return {"a", "b"} <= heads

    def _inside_row(self, size: int) -> bool:
        parts: list[int] = []
        while self.at(size).mark in (Mark.POINT, Mark.NUMBER, Mark.DOTTED) and len(parts) < 2:
            token = self.at(size)
            if token.mark is Mark.NUMBER:
                parts.append(token.value)
            elif token.mark is Mark.DOTTED:
                parts.extend(int(part) for part in token.text.split("."))
            size += 1
            if parts[:1] == [1] or (parts[:1] == [2] and self.at(size).mark is Mark.WORD):
                break
        if parts[:1] == [1]:
            own = self._own_size(size)
            self._add(Kind.LABEL, size + own, label=Label(Called.OWN))
        elif len(parts) == 2 and parts[0] == 2:
            self._add(Kind.LABEL, size, label=Label(Called.PLACE, number=parts[1]))
        elif parts == [2]:
            self._add(Kind.WORD, size)
            while self.at().mark is Mark.WORD and is_a(self.at().text, "votes", "people"):
                self._add(Kind.WORD)
        else:
            return False
        return True

    def _own_size(self, size: int) -> int:
        more = 0
        while self.at(size + more).mark is Mark.WORD and is_a(
            self.at(size + more).text, "votes", "own", "politics", "valid"
        ):
            more += 1
        return more

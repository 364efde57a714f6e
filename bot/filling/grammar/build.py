"""From the tokens of a message to its units: labels, values, and what lies between."""

from collections.abc import Callable
from itertools import pairwise

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.choice_names import may_be_name
from bot.filling.grammar.cursor import IS, NONE
from bot.filling.grammar.tokens import Bad, Mark, Token
from bot.filling.grammar.units import Kind, Unit
from bot.filling.grammar.worded import Worded

_SPOKEN_SIGNS = {"koma": ",", "titik": ",", "stop": ",", "enter": "line"}
"""Signs as they are said to a phone that writes, or by radio."""

_WHICH = ("yg", "yang", "sing", "nu", "nan", "nang", "nyang")
_OF_DASHES = (Mark.LINE, Mark.DASH)


class Builder(Worded):
    """Reads tokens from left to right into units."""

    def build(self) -> list[Unit]:
        """All units."""
        while self.place < len(self.tokens):
            token = self.at()
            if token.mark in (Mark.NUMBER, Mark.DOTTED):
                self._number()
            elif token.mark is Mark.WORD:
                self._word()
            else:
                self._sign()
        return self.units

    def _sign(self) -> None:
        token = self.at()
        if token.mark is Mark.ASSIGN:
            open_ = token.text == "=" and self.at(1).mark is Mark.LINE
            self._add(Kind.LINK, sub="empty" if open_ else "=")
        elif token.mark is Mark.LINE:
            self._add(Kind.GAP, sub="line")
        elif token.mark is Mark.DASH:
            self._dash()
        elif token.mark is Mark.COMMA:
            self._add(Kind.GAP, sub=token.text)
        elif token.mark is Mark.POINT:
            self._add(Kind.GAP, sub="." if token.text != ")" else ")")
        elif token.text in ("+", "&"):
            self._add(Kind.AND, sub=token.text)
        else:
            self._add(Kind.GAP, sub=token.text)

    def _dash(self) -> None:
        """A dash that stands alone among numbers is a zero; else it says nothing."""
        before = self.units[-1] if self.units else None
        after = self.at(1)
        last = self.tokens[self.place - 1] if self.place else NONE
        spaced = self.at().text == "-"
        behind = last.mark in (Mark.NUMBER, Mark.ASSIGN, Mark.DASH, Mark.POINT) or (
            before is not None and before.kind is Kind.LABEL and last.mark is not Mark.LINE
        )
        ends = after.mark in (Mark.LINE, Mark.DASH, Mark.COMMA) or after is NONE
        ends_line = after.mark is Mark.LINE
        line = last.mark is Mark.LINE and ends_line
        free = last.end < self.at().start or last.mark is Mark.ASSIGN
        numbers = after.mark is Mark.NUMBER and last.mark in (Mark.NUMBER, Mark.DASH) and free
        apart = after.start > self.at().end
        alone = len(self.tokens) == 1
        parted = before is not None and before.sub in ("/", "|", ";") and len(self.units) > 1
        told = self.units[-2] if parted else before  # "6/buruh/-"
        named = told is not None and told.kind in (Kind.LABEL, Kind.LINK) and ends
        told_none = told is not None and told.kind is Kind.VALUE and parted
        named = named or (told_none and before is not None and after.text in (before.sub, ""))
        if spaced and (
            alone
            or named
            or (behind and ends)
            or (line and self._in_column())
            or (numbers and apart and self._bare())
        ):
            self._add(Kind.VALUE, token=Token(Mark.NUMBER, "-", 0, zero=True))
        else:
            self._add(Kind.GAP, sub="-")

    def _in_column(self) -> bool:
        """Whether the next line of either side that holds more than a dash holds a number."""
        for step in (-1, 1):
            place = self.place + step
            while 0 <= place < len(self.tokens) and self.tokens[place].mark in _OF_DASHES:
                place += step
            if 0 <= place < len(self.tokens) and self.tokens[place].mark is Mark.NUMBER:
                return True
        return False

    def _bare(self) -> bool:
        """Whether numbers stand side by side in this line without a dash: then one is a zero."""
        first = last = self.place
        while first and self.tokens[first - 1].mark is not Mark.LINE:
            first -= 1
        while last < len(self.tokens) and self.tokens[last].mark is not Mark.LINE:
            last += 1
        line = self.tokens[first:last]
        return any(
            one.mark is Mark.NUMBER and two.mark is Mark.NUMBER for one, two in pairwise(line)
        )

    def _number(self) -> None:
        token = self.at()
        follows = self.at(1)
        before = self.units[-1] if self.units else None
        last = self.tokens[self.place - 1] if self.place else NONE
        if (
            follows.mark is Mark.WORD
            and (before is None or before.label is None)
            and self.parties
            and follows.text == "partai"
            and not self.inside
            and self.at(2).mark is not Mark.NUMBER
            and self.names.word(self.at(2).text) is None
        ):
            self._add(Kind.WORD, 2)  # "18 partai": how many there are
            return
        if self._range() or self._dotted() or self._empty():
            return
        if last.text in _WHICH and (is_a(follows.text, "rest") or follows.text == "lagi"):
            self._add(Kind.WORD)  # "yg 7 lainnya belum": how many are left
            return
        if (follows.text, self.at(2).text) == ("surat", "suara") and is_a(self.at(3).text, "rest"):
            self._add(Kind.WORD, 4)  # "4 surat suara lain": how many ballots
            return
        counted = before is not None and before.kind is Kind.WORD and self._counts(before.text)
        drawn = follows.text == "gambar" and not self.inside  # "coblos dua gambar"
        if counted or drawn or (follows.mark is Mark.WORD and is_a(follows.text, "things")):
            self._add(Kind.VALUE, token=token, soft=True)  # "2 saksi sudah ttd", "linmas 2"
            return
        if follows.text in IS and self.at(2).mark is Mark.NUMBER and not token.spelled:
            self._add(Kind.VALUE, token=token)
            self._add(Kind.LINK, sub="is")
            return
        self._add(Kind.VALUE, token=token)

    def _counts(self, word: str) -> bool:
        """Whether the number behind a word counts people or things of the station."""
        return is_a(word, "things") and not is_a(word, "people")

    def _word(self) -> None:
        word = self.at().text
        for step in self._steps():
            if step():
                return
        if is_a(word, "for"):
            self._add(Kind.LINK, sub="for")
        elif is_a(word, "has"):
            self._add(Kind.LINK, sub="has")
        elif word in _SPOKEN_SIGNS:
            self._add(Kind.GAP, sub=_SPOKEN_SIGNS[word])
        elif is_a(word, "and"):
            self._add(Kind.AND)
        elif self._stands_for_a_figure(word):
            self._add(Kind.VALUE, token=Token(Mark.NUMBER, word, 0, Bad.UNCLEAR))
        elif may_be_name(word) and not is_a(word, "filler", "greeting", "address", "question"):
            self._add(Kind.UNKNOWN)
        else:
            self._add(Kind.WORD)

    def _stands_for_a_figure(self, word: str) -> bool:
        """ "Buruh = Z": one letter where a figure should stand."""
        before = self.units[-1] if self.units else None
        tied = before is not None and before.kind is Kind.LINK and before.sub == "="
        return len(word) == 1 and tied and self.at(1).mark in (Mark.LINE, Mark.COMMA)

    def _steps(self) -> tuple[Callable[[], bool], ...]:
        """What a word may be, in this order."""
        return (
            *(
                self._column,
                self._letter_sum,
                self._letter_row,
                self._zero,
                self._fill,
                self._named,
                self._marker,
            ),
            *(self._ordinal, self._own, self._section, self._row, self._mark, self._spaced),
        )

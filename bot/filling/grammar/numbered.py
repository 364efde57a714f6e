"""Labels by number: "nomor 3", "caleg 5", "partai 6 sampai 11"."""

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.lettered import Lettered
from bot.filling.grammar.not_yet import LABELS
from bot.filling.grammar.tokens import Mark, Token
from bot.filling.grammar.units import Called, Kind, Label

_MARKS = ("party", "candidate", "pair", "number")
_BETWEEN_MARKS = frozenset("ke ka yg yang nya suara presiden".split())
_ONLY = frozenset("aja saja doang tok nya itu ae".split())


class Numbered(Lettered):
    """Labels by number: "nomor 3", "caleg 5", "partai 6 sampai 11"."""

    def _empty(self) -> bool:
        """ "2 =" and nothing behind it: a line of a template that was not filled in."""
        sign = self.at(1)
        open_ = sign.mark is Mark.ASSIGN and not sign.colon and self.at(2).mark is Mark.LINE
        if not (open_ and self._begins()):
            return False
        self._add(Kind.WORD, 2)
        return True

    def _dotted(self) -> bool:
        """ "3.5 : 7": candidate 5 of party 3, where something marks it as a label."""
        token = self.at()
        if token.mark is not Mark.DOTTED or not self.parties:
            return False
        size = 1
        while self.at(size).mark is Mark.WORD and is_a(
            self.at(size).text, "votes", "own", "politics"
        ):
            size += 1
        after = self.at(size)
        if after.mark not in (Mark.ASSIGN, Mark.NUMBER) and self.at(size).text not in ("|", "-"):
            return False
        self._add(Kind.LABEL, size, label=Label(Called.FIELD, frozenset({_field(token.text)})))
        return True

    def _marker(self) -> bool:
        """ "nomor 3", "paslon no urut 3", "partai 3", "caleg 5", and lists of them."""
        size, said = self._marks()
        if not said:
            return False
        token = self.at(size)
        if size == 1 and self._said_twice(token):
            self._add(Kind.WORD, 2)
            return True
        beyond = not self.parties and token.value > LABELS  # "seluruh paslon 234"
        if token.mark is Mark.NUMBER and not token.zero and token.bad is None and not beyond:
            return self._numbered(size, "party" in said, "candidate" in said)
        if token.mark is Mark.WORD and self._ahead_named(size):
            self.place += size
            if self._named():
                return True
            self.place -= size
        return False

    def _marks(self) -> tuple[int, set[str]]:
        """How many words say whose number follows, and what they say."""
        size, said = 0, set[str]()
        while (token := self.at(size)).mark is Mark.WORD or (
            size and (token.mark is Mark.POINT or token.text == "#")
        ):
            if token.mark is Mark.WORD:
                glued = self.at(size + 1).start == token.start
                tag = self._mark_of(token.text, glued=glued)
                if tag:
                    said.add(tag)
                elif not (size and token.text in _BETWEEN_MARKS):
                    break
            size += 1
        return size, said

    def _mark_of(self, word: str, *, glued: bool) -> str:
        """What a word says of the number behind it; `glued`: written in one with it ("p3")."""
        if glued and word == "p" and self.parties:
            return "party"
        if glued and word == "c":
            return "candidate"
        return next((tag for tag in _MARKS if is_a(word, tag)), "")

    def _said_twice(self, token: Token) -> bool:
        """ "partai2": the word said twice, not the party of number 2."""
        if token.mark is not Mark.NUMBER or token.value != 2 or token.start != self.at().start:
            return False
        after = self.at(2)
        return after.mark not in (Mark.NUMBER, Mark.ASSIGN) and after.start != token.start

    def _numbered(self, size: int, party: bool, place: bool) -> bool:
        number = self.at(size).value
        called = Called.PARTY if party else Called.PLACE if place else Called.NUMBER
        if party and size == 1 and self._own_votes(number, size):
            self._add(Kind.LABEL, label=Label(Called.OWN))
            return True
        if party and size == 1 and self._either_votes(number, size):
            self._add(Kind.MARK, 0, sub="which")
            self._add(Kind.LABEL, label=Label(Called.OWN))
            return True
        end, more = size + 1, []
        while True:  # "partai 9, 10, 11 dan 13"
            ahead = end
            while self.at(ahead).text in (",", "dan", "&", "+", "sama", "jo") and ahead < end + 2:
                ahead += 1
            token = self.at(ahead)
            follows = self.at(ahead + 1)
            listed = token.mark is Mark.NUMBER and not token.spelled and not token.zero
            if ahead == end or not listed or not self._goes_on(ahead, follows):
                break
            more.append(token.value)
            end = ahead + 1
        self._add(Kind.LABEL, end, label=Label(called, number=number, more=tuple(more)))
        return True

    def _own_votes(self, number: int, size: int) -> bool:
        """Whether "partai 12" on a party's page tells the party's own votes, not which party."""
        if self.inside and is_a(self.at(size + 1).text, "votes"):
            return True
        if not (self.inside or self._heading()) or (self.page == str(number) and not self._inner):
            return False
        after = self.at(size + 1)
        if after.mark in (Mark.ASSIGN, Mark.NUMBER) or self.at(size).start == self.at().start:
            return False
        if after.mark is Mark.WORD and self.names.word(after.text) is not None:
            return False
        if after.mark is Mark.WORD and is_a(after.text, "votes"):
            return True
        return bool(self.units) or size + 1 < len(self.tokens)

    def _either_votes(self, number: int, size: int) -> bool:
        """ "partai 12 1=40" on another party's page: its own votes likely, or party 12."""
        after, sign = self.at(size + 1), self.at(size + 2)
        other = self.inside and self.page != str(number) and not self._inner
        return other and after.mark is Mark.NUMBER and sign.mark is Mark.ASSIGN

    def _goes_on(self, ahead: int, follows: Token) -> bool:
        """Whether a number behind a comma is one more label: a shared value comes at the end."""
        end = ahead
        for _ in range(40):
            token = self.at(end)
            if (
                token.mark is Mark.NUMBER and not token.zero and not token.spelled
            ) or token.text in (",", "dan", "&", "+", "sama", "jo"):
                end += 1
            else:
                break
        token = self.at(end)
        zero = token.mark is Mark.NUMBER and token.zero
        words = token.mark is Mark.WORD and (
            is_a(token.text, "each", "zero")
            or (token.text == "sama" and self.at(end + 1).mark is Mark.DASH)
            or (is_a(token.text, "not") and is_a(self.at(end + 1).text, "exist"))
        )
        return zero or words

    def _own(self) -> bool:
        """ "suara partai", "gambar partai", "partainya", "A.1": votes for the party itself."""
        begin = 0
        while is_a(self._word_at(begin), "votes", "for") and self._word_at(begin) not in (
            "ka",
            "ke",
        ):
            begin += 1
        if self._word_at(begin) == "partai" and self.names.word(self._word_at(begin + 1)):
            return False
        size = begin
        while is_a(self._word_at(size), "own", "politics"):
            size += 1
        after = self.at(size)
        if size == begin or not self.parties:
            return False
        if is_a(after.text, "number") and self.at(size + 1).mark is Mark.NUMBER:
            return False  # "untuk partai no 3"
        if after.text in ("dan", "&", "+") and is_a(self.at(size + 1).text, "people"):
            self._add(Kind.LABEL, size + 2, label=Label(Called.PARTY_SUM))
            return True
        alone = size == 1 and self.at().text in ("partai", "parpol")
        if alone and not self.inside and after.mark is not Mark.ASSIGN and not self._heading():
            return False
        self._add(Kind.LABEL, self._words(size, _ONLY), label=Label(Called.OWN))
        return True

    def _words(self, size: int, words: frozenset[str]) -> int:
        """Behind the last of these words from here on."""
        while self._word_at(size) in words:
            size += 1
        return size

    def _word_at(self, size: int) -> str:
        """The word that stands there; "" where none does."""
        token = self.at(size)
        return token.text if token.mark is Mark.WORD else ""

    def _follows_name(self, size: int) -> bool:
        return self.names.word(self.at(size).text) is not None

    def _heading(self) -> bool:
        """Whether a party was named before in this message, with no figure of its own."""
        for unit in reversed(self.units):
            if unit.kind is Kind.VALUE and not self._inner:
                return False
            if unit.label is not None and unit.label.called in (Called.NAME, Called.PARTY):
                return True
        return False

    @property
    def _inner(self) -> bool:
        """Whether candidates were spoken of in this message."""
        kinds = (Called.OWN, Called.PLACE, Called.CANDIDATE)
        return any(unit.label is not None and unit.label.called in kinds for unit in self.units)


def _field(text: str) -> str:
    """ "3.05" as a code: 3.5."""
    party, _, number = text.partition(".")
    return f"{int(party)}.{int(number)}"

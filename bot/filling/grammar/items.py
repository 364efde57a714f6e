"""From the pieces of a message to labels and values: what names a field, and what fills it."""

from collections.abc import Mapping, Sequence
from itertools import pairwise

from bot.filling.grammar.labels import (
    ALL,
    AND,
    KINDS,
    NOT,
    NOT_BUT,
    REST,
    SUM,
    VALID,
    VOTES,
    Called,
    Fill,
    Gap,
    Item,
    Label,
    Value,
)
from bot.filling.grammar.tokens import Mark, Token
from models.values import EMPTY_COLUMN

_NONE = Token(Mark.LINE)


def items(tokens: Sequence[Token], names: Mapping[str, str], parties: bool) -> list[Item]:
    """Labels and values of a message in order; words that say nothing are left out."""
    return _Items(tokens, names, parties).read()


class _Items:
    def __init__(self, tokens: Sequence[Token], names: Mapping[str, str], parties: bool) -> None:
        self.tokens, self.names, self.parties = tokens, names, parties
        self.place = 0
        self.found: list[Item] = []

    def at(self, ahead: int = 0) -> Token:
        place = self.place + ahead
        return self.tokens[place] if 0 <= place < len(self.tokens) else _NONE

    def read(self) -> list[Item]:
        while self.place < len(self.tokens):
            mark = self.at().mark
            if mark in (Mark.NUMBER, Mark.DOTTED):
                self._number()
            elif mark is Mark.WORD:
                self._word()
            elif mark is Mark.DASH:
                self._dash()
            elif mark in (Mark.COMMA, Mark.LINE):
                self._take(Gap(mark is Mark.LINE))
            else:
                self.place += 1
        return self.found

    def _take(self, item: Item, size: int = 1) -> None:
        self.found.append(item)
        self.place += size

    def _label(self, called: Called, number: str, size: int, *, named: bool = False) -> None:
        """A label, and whatever sign ties it to its value."""
        self.place += size
        while self.at().mark is Mark.POINT or self._is_link():
            self.place += 1
        sign = self.at()
        equals = sign.mark is Mark.ASSIGN
        if equals:
            self.place += 1
        empty = equals and not sign.colon and self.at().mark is Mark.LINE
        label = Label(called, number, equals and not sign.colon, sign.colon, empty, named)
        self.found.append(label)

    def _is_link(self) -> bool:
        """A dash between a label and its value ("tidak sah - 3")."""
        ahead = self.at(1).mark
        return self.at().mark is Mark.DASH and ahead in (Mark.NUMBER, Mark.WORD, Mark.ASSIGN)

    def _number(self) -> None:
        token = self.at()
        size = self._until_equals()
        fresh = not self.found or isinstance(self.found[-1], Gap) or self._after_pair()
        ahead = self.at(1).mark
        if size:
            called = Called.FIELD if token.mark is Mark.DOTTED else Called.NUMBER
            name = self._name_within(size)
            if name and name == str(token.value):
                self._label(Called.PARTY if self.parties else called, name, size, named=True)
            else:
                self._label(called, _number(token), size)
        elif self._named_same(token):
            kind = Called.PARTY if self.parties else Called.NUMBER
            self._label(kind, str(token.value), 1 + self._name_size(1), named=True)
        elif fresh and ahead is Mark.POINT and self.at(2).mark is Mark.NUMBER and self._next(token):
            self._label(Called.NUMBER, str(token.value), 2)
        elif fresh and ahead is Mark.DASH and self.at(2).mark is Mark.NUMBER and self._next(token):
            self.place += 2
            self.found.append(Label(Called.NUMBER, str(token.value)))
        else:
            self._take(Value(token))

    def _next(self, token: Token) -> bool:
        """Whether a number counts on from the last label: 1., 2., 3. ..."""
        labels = [item for item in self.found if isinstance(item, Label) and item.number.isdigit()]
        return token.value == (int(labels[-1].number) + 1 if labels else 1)

    def _after_pair(self) -> bool:
        return len(self.found) > 1 and isinstance(self.found[-2], Label)

    def _until_equals(self) -> int:
        """Tokens up to "=" when only a name stands between: `1 ANIES, Ph.D. - MUHAIMIN = 102`."""
        begins = self.at(-1).mark is Mark.LINE and self.at(1).mark is Mark.WORD
        for ahead in range(1, 40):
            token = self.at(ahead)
            if token.mark is Mark.ASSIGN:
                return ahead if ahead == 1 or token.text == "=" or self._name_size(1) else 0
            section = token.text in VALID | SUM | NOT | NOT_BUT
            # A template's line begins with its number; names may hold others ("SURYA 86").
            number = token.mark in (Mark.NUMBER, Mark.DOTTED) and not begins
            if number or token.mark is Mark.LINE or section:
                return 0
        return 0

    def _name_within(self, size: int) -> str:
        for ahead in range(1, size):
            if self.at(ahead).text in self.names:
                return self.names[self.at(ahead).text]
        return ""

    def _name_size(self, ahead: int) -> int:
        """How many words from there are a name."""
        size = 0
        while self.at(ahead + size).mark is Mark.WORD and self.at(ahead + size).text in self.names:
            size += 1
        return size

    def _named_same(self, token: Token) -> bool:
        """`3 PDIP`: a number and the name that belongs to it."""
        name = self.names.get(self.at(1).text) if self.at(1).mark is Mark.WORD else None
        return name is not None and name == str(token.value) and token.mark is Mark.NUMBER

    def _dash(self) -> None:
        """A dash alone is a zero in a row of numbers, else it says nothing."""
        last = self.found[-1] if self.found else None
        alone = last is None and self.at(1) is _NONE
        after = self.at(1).mark in (Mark.NUMBER, Mark.DASH, Mark.LINE, Mark.COMMA, Mark.WORD)
        if alone or (self.at().text == "-" and isinstance(last, Value | Label) and after):
            self._take(Value(Token(Mark.NUMBER, "-", 0, zero=True)))
        else:
            self.place += 1

    def _word(self) -> None:
        word = self.at().text
        if self._empty_column():
            return
        if self._section() or self._fill() or self._kind():
            return
        if word in NOT_BUT and self.at(1).mark is Mark.NUMBER:
            self.place += 2
        elif word in self.names:
            kind = Called.PARTY if self.parties else Called.CHOICE
            self._label(kind, self.names[word], max(1, self._name_size(0)), named=True)
        elif self.at(1).mark is Mark.ASSIGN and len(word) > 2:
            self._label(Called.UNKNOWN, word, 1)
        else:
            self.place += 1

    def _empty_column(self) -> bool:
        """ "kolom kosong" (kotak kosong is understood) is a choice, not a zero."""
        told = f"{self.at().text} {self.at(1).text}"
        if told not in ("kolom kosong", "kotak kosong", "empty column", "empty box"):
            return False
        self._label(Called.CHOICE, EMPTY_COLUMN, 2, named=True)
        return True

    def _section(self) -> bool:
        """ "jumlah suara tidak sah", "sah", "total": what closes a form."""
        words: list[str] = []
        while self.at(len(words)).mark is Mark.WORD:
            word = self.at(len(words)).text
            if word not in VALID | NOT | SUM | VOTES | AND:
                break
            words.append(word)
        both = [word in VALID for word in words].count(True) > 1
        negated = any(w in NOT and n in VALID for w, n in pairwise(words))
        negated = negated or "invalid" in words or "tidaksah" in words
        if both:
            called = Called.SUM
        elif negated:
            called = Called.INVALID
        elif any(word in VALID for word in words):
            called = Called.VALID
        elif words and words[-1] in NOT and self._invalid_alone(len(words)):
            called = Called.INVALID
        elif any(word in SUM for word in words) and not self._fills(len(words)):
            called = Called.SUM
        else:
            return False
        self._label(called, "", len(words))
        return True

    def _invalid_alone(self, size: int) -> bool:
        """ "sah 190 tidak 5", "tidak=5": what is not valid, said short."""
        valid = any(isinstance(item, Label) and item.called is Called.VALID for item in self.found)
        return self.at(size).mark is Mark.ASSIGN or (valid and self.at(size).mark is Mark.NUMBER)

    def _fills(self, size: int) -> bool:
        return size == 1 and self.at().text in ALL and self.at(1).zero

    def _fill(self) -> bool:
        """ "caleg lain 0", "sisanya nol", "semua 0"."""
        size = 0
        while self.at(size).text in {"caleg", "yang", "yg", "the", "partai", "calon", "suara"}:
            size += 1
        word = self.at(size).text
        if word not in REST | ALL:
            return False
        size += 1
        while self.at(size).text in {"nya", "semua", "partai", "caleg", "suara", "=", ":", "-"}:
            size += 1
        value = self.at(size)
        if value.mark is not Mark.NUMBER or value.value:
            return False
        self._take(Fill(word in ALL), size + 1)
        return True

    def _kind(self) -> bool:
        """ "partai 3", "caleg no. 5", "suara partai"."""
        size = 1 if self.at().text in VOTES else 0
        called = KINDS.get(self.at(size).text)
        if called is None or self.at(size).mark is not Mark.WORD:
            return False
        if called is Called.PARTY and (size or self.at(1).mark is Mark.ASSIGN):
            self._label(Called.OWN, "", size + 1)
            return True
        size += 1
        while self.at(size).text in {"no", "nomor", "urut", "nmr", "number"} or (
            self.at(size).mark is Mark.POINT
        ):
            size += 1
        if self.at(size).mark is not Mark.NUMBER or self.at(size).zero:
            name = self.names.get(self.at(size).text)
            if name is None:
                return False
            self._label(called, name, size + max(1, self._name_size(size)), named=True)
            return True
        number = self.at(size)
        size += 1 + self._name_size(size + 1)
        self._label(called, str(number.value), size)
        return True


def _number(token: Token) -> str:
    return token.text if token.mark is Mark.DOTTED else str(token.value)

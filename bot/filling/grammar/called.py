"""Names in a run of tokens: one word or several, spelled out, with titles between."""

from bot.engine.grammar.lexicon import is_a, tagged
from bot.filling.grammar.choice_names import Found, Names
from bot.filling.grammar.cursor import EMPTY, Cursor
from bot.filling.grammar.not_yet import LABELS
from bot.filling.grammar.tokens import Mark, Token
from bot.filling.grammar.turning import says_change
from bot.filling.grammar.units import Called, Kind, Label, Unit
from models.values import EMPTY_COLUMN

_ORDINALS = {
    word: number
    for number, words in enumerate(
        (
            *(
                "pertama kesatu partamo kahiji kapisan",
                "kedua kadua kaduo kapindho",
                "ketiga katilu katelu katigo",
                "keempat",
            ),
            *("kelima", "keenam", "ketujuh", "kedelapan", "kesembilan"),
        ),
        1,
    )
    for word in words.split()
}
_SPLIT = 3
"""Letters that a name written in pieces has more than."""
_WHICH = frozenset("yg yang nyang sing nu nan nang".split())


class Named(Cursor):
    """Names in a run of tokens: one word or several, spelled out, with titles between."""

    def _column(self) -> bool:
        if (self.at().text, self.at(1).text) not in EMPTY:
            return False
        if frozenset({EMPTY_COLUMN}) not in self.names.phrases.values():
            return False
        self._add(Kind.LABEL, 2, label=Label(Called.NAME, frozenset({EMPTY_COLUMN})))
        return True

    def _named(self) -> bool:
        """A name, in one word or several: "pdi perjuangan", "pe ka es", "ratu hemas"."""
        if is_a(self.at().text, "party", "pair", "candidate", "number") and not self._phrase(
            self.names
        ):
            return False
        found = self._split_name() or self._name(self.names, Called.NAME)
        people = self._name(self.people, Called.CANDIDATE) if self.people else None
        if people is not None and (
            found is None
            or (self.inside and people[1] >= found[1] and people[0].distance <= found[0].distance)
        ):
            found = people
        if found is None:
            return False
        label, size = found
        again = self.at(size - 1)
        self._add(Kind.LABEL, size, label=label)
        if again.value == 2 and again.mark is Mark.WORD:  # "golkar2"
            two = Token(Mark.NUMBER, "2", 2, start=again.start, end=again.end)
            self.units.append(Unit(Kind.VALUE, again.start, again.end, "2", token=two))
        return True

    def _split_name(self) -> tuple[Label, int] | None:
        """ "pra bowo", "peka es": a name in two or three pieces."""
        for size in (3, 2):
            pieces = [self.at(n) for n in range(size)]
            word = "".join(one.text for one in pieces)
            codes = self.names.words.get(word) if len(word) > _SPLIT else None
            if codes and all(one.mark is Mark.WORD for one in pieces):
                return Label(Called.NAME, codes), size
        return None

    def _phrase(self, names: Names) -> bool:
        return self._phrase_size(names)[1] > 0

    def _phrase_size(self, names: Names) -> tuple[frozenset[str], int]:
        if self.at().text not in names.heads:
            return frozenset(), 0
        for size in range(names.longest, 1, -1):
            words = tuple(self.at(n).text for n in range(size))
            if words in names.phrases and all(self.at(n).mark is Mark.WORD for n in range(size)):
                return names.phrases[words], size
        return frozenset(), 0

    def _name(self, names: Names | None, called: Called) -> tuple[Label, int] | None:
        if names is None:
            return None
        codes, size = self._phrase_size(names)
        distance, exact = 0, bool(codes)
        if not codes:
            one = self._one(names, 0)
            if one is None:
                return None
            codes, distance, size = one.codes, one.distance, 1
        while True:
            gap = self._gap(size)
            two = self._two_in_one(names, size + max(gap, 0)) & codes
            if two and gap >= 0:
                codes, size = two, size + gap + 2
                continue
            more = self._one(names, size + gap) if gap >= 0 else None
            if more is None or not (more.codes & codes) or (gap and more.distance > 1):
                break
            if exact and not more.codes >= codes and len(codes) == 1 and not more.codes & codes:
                break
            codes, size = codes & more.codes, size + gap + 1
            distance = max(distance, more.distance) if size < 4 else distance
        return Label(called, codes, distance=distance), size

    def _one(self, names: Names, ahead: int) -> Found | None:
        token = self.at(ahead)
        if token.mark is not Mark.WORD:
            return None
        word = token.text.replace("'", "").replace("’", "")
        if word in ("partai", "suara") or (word in tagged("address") and word not in names.words):
            return None
        return names.word(word)

    def _two_in_one(self, names: Names, ahead: int) -> frozenset[str]:
        """Who is called what the next two words are in one: "sekar wangi"."""
        two = (self.at(ahead), self.at(ahead + 1))
        if any(one.mark is not Mark.WORD for one in two):
            return frozenset()
        return names.words.get(two[0].text + two[1].text, frozenset())

    def _gap(self, size: int) -> int:
        """Tokens between parts of one name: titles, dashes, "dan"; -1 where it ends."""
        gap = 0
        while gap < 8:
            token = self.at(size + gap)
            title = token.mark is Mark.WORD and (
                token.text in tagged("address")
                or token.text in ("dan", "mbe", "karo", "sama", "s", "m", "si", "a", "indonesia")
            )
            sign = token.mark in (Mark.DASH, Mark.POINT) or token.text in ("&", "/", ",", "(", ")")
            if not (title or sign):
                return gap
            gap += 1
        return -1

    def _ahead_named(self, size: int) -> bool:
        self.place += size
        named = bool(self._name(self.names, Called.NAME)) or (
            self.people is not None and bool(self._name(self.people, Called.CANDIDATE))
        )
        self.place -= size
        return named

    def _spaced(self) -> bool:
        """ "P D I P": letters of an acronym one by one."""
        letters = 0
        while self.at(letters).mark is Mark.WORD and len(self.at(letters).text) == 1:
            letters += 1
        for size in range(letters, 1, -1):
            word = "".join(self.at(n).text for n in range(size))
            codes = self.names.words.get(word)
            if codes:
                self._add(Kind.LABEL, size, label=Label(Called.NAME, codes))
                return True
        return False

    def _ordinal(self) -> bool:
        """ "yang kedua 93, ketiga 41": the place on the ballot in words."""
        number = _ORDINALS.get(self.at().text, 0)
        if not number:
            return False
        told = any(unit.label is not None and unit.text in _ORDINALS for unit in self.units)
        ahead = [token.text for token in self.tokens[self.place + 1 :]]
        figure = self.at(1).mark is Mark.NUMBER and any(word in _ORDINALS for word in ahead)
        if not (told or figure or self.at(-1).text in _WHICH or self._marks_before()):
            return False
        self._add(Kind.LABEL, label=Label(Called.NUMBER, number=number))
        return True

    def _marks_before(self) -> bool:
        return self.at(-1).mark is Mark.WORD and is_a(self.at(-1).text, "pair", "number", "party")

    def _range(self) -> bool:
        """ "4 sampai 7 masing2 5": numbers with "sampai" between them are labels."""
        one, upto, two = self.at(), self.at(1), self.at(2)
        if (upto.text, self.at(2).text, self.at(3).text) == ("s", "/", "d") and self.at(
            4
        ).mark is Mark.NUMBER:
            self._add(Kind.LABEL, label=Label(Called.NUMBER, number=one.value))
            self._add(Kind.UPTO, 3)
            self._add(Kind.LABEL, label=Label(Called.NUMBER, number=self.at().value))
            return True
        if one.mark is not Mark.NUMBER or two.mark is not Mark.NUMBER:
            return False
        words = upto.mark is Mark.WORD and is_a(upto.text, "upto")
        if words and (two.value > LABELS or (upto.text == "to" and says_change(self.units))):
            return False  # "change 2 to 90"
        after = self.at(3)
        nothing = self.at(4).mark is Mark.NUMBER and self.at(4).value == 0
        zero = (after.zero and after.spelled) or (after.mark is Mark.ASSIGN and nothing)
        close = upto.text == "joined" and (zero or (self.parties and self._row_of_nothing()))
        each = after.mark is Mark.WORD and is_a(after.text, "each")
        apart = after.zero and after.spelled and one.value < two.value and self.parties
        heads = after.mark is Mark.ASSIGN and self._figures_ahead(4) == two.value - one.value + 1
        dashed = close or (upto.mark is Mark.DASH and (each or apart or heads))
        if not (words or dashed):
            return False
        for kind, number in ((Kind.LABEL, one), (Kind.UPTO, None), (Kind.LABEL, two)):
            label = Label(Called.NUMBER, number=number.value) if number is not None else None
            self._add(kind, label=label)
        return True

    def _figures_ahead(self, size: int) -> int:
        """How many numbers stand from here on to the end of the line."""
        found = 0
        while self.at(size).mark is not Mark.LINE:
            found += self.at(size).mark is Mark.NUMBER
            size += 1
        return found

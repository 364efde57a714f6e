"""Labels and signs by word: sums of the form, "sisanya", "masing-masing", corrections."""

from dataclasses import replace

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar import sections
from bot.filling.grammar.form_rows import FormRows
from bot.filling.grammar.tokens import Mark, Token
from bot.filling.grammar.units import Called, Kind, Label

_BEFORE_REST = frozenset("caleg yang yg nu sing the partai calon suara nyang anu".split())
"""Words before "sisanya": "caleg yang lain"."""
_BEHIND_REST = frozenset(
    "nya semua kabeh partai caleg suara pada itu sami mah smua tetap juga jg yg".split()
)
_EACH_SIGNS = frozenset(("=", ":", "-", "masing", "masing-masing", "masing2"))
_MISTAKEN = frozenset("baca ketik tulis lihat liat dengar denger input catat hitung itung".split())
_RIGHT = ("benar", "bener", "betul", "leres", "bana", "bnr", "bner")
_CANDIDATES = ("caleg", "calon", "kandidat")
_SIGNS = (Mark.ASSIGN, Mark.DASH)
_DONT = frozenset("jangan jgn jan ojo ulah aja".split())
_YET = frozenset("belum blm blom belom durung acan durong balum bolum".split())
_FINAL = frozenset(
    "selesai final fix pasti yakin resmi kelar beres rampung tuntas bener benar jelas".split()
)
_TOPIC = frozenset("kalo kalau klo kl nek lek lamun".split())
_AHEAD = 5
_PAGE = 80
"""Units that a party's page has at most, with its candidates and signs."""
_WHICH = frozenset("yg yang sing nu nan nyang nang".split())
_THEM = frozenset("itu iku kuwi eta mereka tadi nto itulah".split())
"""Behind "selain": the others."""
_NOBODY = frozenset("satupun seorangpun sijipun".split())
_BEHIND_NOTHING = frozenset("suara yg yang milih memilih satupun sama sekali".split())


class Worded(FormRows):
    """Labels and signs by word: sums of the form, "sisanya", "masing-masing", corrections."""

    def _zero(self) -> bool:
        """ "tidak ada", "indak ado", "kosong", "euweuh": nothing."""
        word, after = self.at().text, self.at(1)
        if is_a(word, "zero"):
            token = Token(Mark.NUMBER, word, 0, zero=True, spelled=True)
            self._add(Kind.VALUE, token=token)
            return True
        none = is_a(after.text, "exist") or after.text in _NOBODY
        two = is_a(word, "not") and after.mark is Mark.WORD and none
        if not two:
            return False
        size = self._words(2, _BEHIND_NOTHING)
        if is_a(self._word_at(size - 1), "for") and self.at(size).mark is not Mark.LINE:
            size -= 1  # "tidak ada yang milih 02": the pair comes next
        token = Token(Mark.NUMBER, f"{word} {after.text}", 0, zero=True, spelled=True)
        self._add(Kind.VALUE, size, token=token, soft=True)
        return True

    def _section(self) -> bool:
        begins = is_a(self.at().text, "total", "not", "votes")
        if self._short():
            return True
        if is_a(self.at().text, "and", "people") and not begins:
            return False
        if self._invalid_alone():
            return True
        inside = self.inside or self._party_spoken()
        found = sections.section(self.tokens[self.place : self.place + 20], inside)
        if found is None:
            if is_a(self.at().text, "votes") and is_a(self.at(1).text, "people") and inside:
                self._add(Kind.LABEL, 2, label=Label(Called.CANDIDATES_SUM))
                return True
            return False
        label, size = found
        words = [token.text for token in self.tokens[self.place : self.place + size]]
        after = self.at(size)
        thing = is_a(after.text, "things") and not is_a(after.text, "people")
        counts = is_a(after.text, "rows") or thing
        if after.mark is Mark.WORD and counts and after.text not in ("sisa",):
            self._add(Kind.LABEL, size + 1, label=Label(Called.OTHER))
            return True
        last = self.units[-1].kind if self.units else Kind.GAP
        wrong = is_a(self.at(-1).text, "oops") or last is Kind.FILL  # "sisanya 5 semua"
        if sections.only_all(words) and (wrong or self._fills(size) or self._label_ahead(size)):
            return False
        if label.called is Called.TOTAL and after.text == "pemilih":
            label, size = replace(label, loose=True), size + 1  # of those who voted, or may
        if label.called is Called.INVALID and is_a(words[-1], "spoiled"):
            papers = self.at(-1).text in sections.PAPERS
            label = replace(label, loose=label.loose or papers, papers=label.papers or papers)
        if label.called is Called.TOTAL and is_a(self.at(-1).text, "rest"):
            self._add(Kind.UNKNOWN, size)  # "sisanya total 11": of others, and not of all
            return True
        self._add(Kind.LABEL, size, label=label)
        return True

    def _of_the_rest(self) -> bool:
        """ "hemas 77, yang lain belum kebaca": whether doubt is about others without a figure."""
        for unit in reversed(self.units):
            if unit.kind is Kind.VALUE or unit.label is not None:
                return False
            if unit.kind in (Kind.WORD, Kind.UNKNOWN) and is_a(unit.text.split()[-1], "rest"):
                return True
        return False

    def _party_spoken(self) -> bool:
        """Whether the candidates of a party were spoken of last in this message."""
        for unit in reversed(self.units[-_PAGE:]):
            if unit.label is None:
                continue
            if unit.label.called in (Called.VALID, Called.INVALID, Called.TOTAL):
                return False
            if unit.label.called in (Called.OWN, Called.PLACE, Called.CANDIDATE, Called.FIELD):
                return True
        return False

    def _fills(self, size: int) -> bool:
        after = self.at(size)
        return (after.mark is Mark.NUMBER and not after.value) or is_a(after.text, "zero")

    def _label_ahead(self, size: int) -> bool:
        """ "sudah semua ya: 01 62": the next number is written as pairs are named."""
        while size < _AHEAD and self.at(size).mark in (Mark.WORD, Mark.ASSIGN):
            size += 1
        token = self.at(size)
        return token.mark is Mark.NUMBER and token.lead and len(token.text) == 2

    def _fill(self) -> bool:
        """ "sisanya 0", "semua nol", "yang lain kosong", "nol semua kecuali"."""
        kind, word = self._fill_kind()
        if not kind:
            return False
        size = self._words(word + 1, _BEHIND_REST)
        if kind == "except":
            self._add(Kind.FILL, size, sub="except")
            return True
        end = size
        while self.at(end).text in _EACH_SIGNS or is_a(self._word_at(end), "each"):
            end += 1
        value = self.at(end)
        each = any(is_a(self.at(n).text, "each") for n in range(size - 1, end))
        number = value.mark is Mark.NUMBER
        again = self.at(end + 1)
        doubled = number and value.spelled and again.spelled and again.value == value.value
        if kind == "rest" and doubled:  # "sisanya satu satu semua": one each
            behind = end + 2 + int(is_a(self.at(end + 2).text, "all"))
            self._add(Kind.FILL, behind, sub="rest", token=value)
            return True
        if number and kind == "all" and value.value:
            return False
        zero = is_a(value.text, "zero") or (number and not value.bad and (each or not value.value))
        if number and kind == "rest" and not zero and is_a(self.at(word).text, "rows"):
            return False
        none = is_a(value.text, "not") and is_a(self.at(end + 1).text, "exist")
        if not (zero or none):
            return self._fill_behind(kind, size)
        token = value if number else Token(Mark.NUMBER, "0", 0, zero=True)
        self._add(Kind.FILL, end + (2 if none else 1), sub=kind, token=token)
        return True

    def _fill_kind(self) -> tuple[str, int]:
        """Which fields are filled ("" for none), and how many words stand before that word."""
        size = self._words(0, _BEFORE_REST)
        word, then = self._word_at(size), self.at(size + 1).text
        if word in ("genap", "ganjil") and then in ("semua", "nol", "0", "kosong"):
            return "even" if word == "genap" else "odd", size
        if not size and is_a(word, "except"):
            behind = self.at(2)
            nothing = is_a(behind.text, "not", "zero") or (behind.zero and not behind.value)
            return ("rest", 1) if then in _THEM and nothing else ("except", size)
        return next((kind for kind in ("rest", "all") if is_a(word, kind)), ""), size

    def _fill_behind(self, kind: str, size: int) -> bool:
        """ "nol semua": the figure stood before."""
        before = self.units[-1] if self.units else None
        if kind == "rest" and not self._follows_name(size):
            self._add(Kind.WORD, size)
            return True
        if kind != "all" or before is None or before.kind is not Kind.VALUE or before.value:
            return False
        if self._named_before():
            self._add(Kind.WORD, size)
            return True
        if before.token is None or before.token.bad is not None:
            return False
        self.units.pop()
        self._add(Kind.FILL, size, sub="all", token=before.token)
        last = self.units[-2] if len(self.units) > 1 else None
        if last is not None and last.kind is Kind.WORD and is_a(last.text, "people", "candidate"):
            whole = replace(self.units.pop(), start=last.start, text=f"{last.text} semua")
            self.units[-1] = whole  # "caleg kosong semua": not the parties
        return True

    def _named_before(self) -> bool:
        """Whether the figure before has a label or a range of its own."""
        kinds = [unit.kind for unit in self.units[-3:-1]]
        ties = (Kind.LABEL, Kind.UPTO, Kind.LINK, Kind.EACH, Kind.AND)
        return bool(kinds) and (kinds[-1] in ties or (len(kinds) > 1 and kinds[0] is Kind.UPTO))

    def _doubt(self, word: str) -> bool:
        """ "belum final", "kalo ga salah"; "sekian dan ..." and what the rest lacks are none."""
        begins = self.at(-1).mark not in (Mark.WORD, Mark.NUMBER)
        if is_a(word, "hedge") and self._of_the_rest():
            self._add(Kind.WORD)
            return True
        if word == "sekian" and begins:
            self._add(Kind.WORD)  # "sekian dan terima kasih"
            return True
        if word in _YET and self._word_at(1) in _RIGHT and self._opens():
            self._add(Kind.MARK, 2, sub="oops")  # "belum benar, yang tidak sah 4": the draft
            return True
        named = bool(self.units) and self.units[-1].label is not None  # "ganjar blm kelar"
        if word in _YET and self._word_at(1) in _FINAL and not (named or self._of_the_rest()):
            self._add(Kind.MARK, 2, sub="hedge")
            return True
        if word in _TOPIC and is_a(self._word_at(1), "not") and is_a(self._word_at(2), "oops"):
            self._add(Kind.MARK, 3, sub="hedge")  # "kalo ga salah"
            return True
        return False

    def _opens(self) -> bool:
        """Whether nothing was told yet: no figure, no label."""
        return not any(unit.kind in (Kind.VALUE, Kind.LABEL) for unit in self.units)

    def _each_candidate(self, size: int) -> bool:
        """ "calegnya masing2 2": one figure for all candidates of the page."""
        before = self.units[-1] if self.units else None
        while self.at(size).mark in _SIGNS or is_a(self._word_at(size), "has", "votes", "each"):
            size += 1
        value = self.at(size)
        if (
            before is None
            or before.kind is not Kind.WORD
            or not before.text.startswith(_CANDIDATES)
        ):
            return False
        if value.mark is not Mark.NUMBER or value.bad is not None:
            return False
        self.units.pop()
        self._add(Kind.FILL, size + 1, sub="all", token=value)
        whole = replace(self.units[-1], start=before.start, text="caleg semua")
        self.units[-1] = whole
        return True

    def _mark(self) -> bool:
        word = self.at().text
        again = 2 if self.at(1).mark is Mark.DASH else 1
        double = word == "sama" and self.at(again).text == "sama"
        if is_a(word, "each") or double or (word == "sama" and self.at().value == 2):
            size = again + 1 if double else 1
            if not self._each_candidate(size):
                self._add(Kind.EACH, size)
            return True
        if word == "s" and self.at(1).text in ("/", ".") and self.at(2).text == "d":
            self._add(Kind.UPTO, 3 + (self.at(3).mark is Mark.POINT))
            return True
        if word in ("yang", "yg", "sing", "nu", "nan", "nyang") and self.at(1).text in _RIGHT:
            self._add(Kind.MARK, 2, sub="becomes")
            return True
        if is_a(word, "upto"):
            self._add(Kind.UPTO)
            return True
        if word in ("salah", "slah") and self.at(1).text in _MISTAKEN:
            self._add(Kind.MARK, 2, sub="oops")
            return True
        if self._doubt(word):
            return True
        if is_a(word, "before") and is_a(self._word_at(1), "form"):
            self._add(Kind.WORD, 2)  # "dari plano"
            return True
        if word in _DONT and is_a(self._word_at(1), "swap"):
            self._add(Kind.GAP, 2, sub=",")  # "jgn kebalik ya"
            return True
        for sub in ("but", "becomes", "oops", "swap", "more", "less", "hedge", "either", "before"):
            if is_a(word, sub):
                self._add(Kind.MARK, sub=sub)
                return True
        return False

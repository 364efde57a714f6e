"""How a message is recognised as one of the words of a talk; the words are words.py."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.engine.grammar.clean import plain, words_of
from bot.engine.grammar.lexicon import known


@dataclass(frozen=True, slots=True)
class Said:
    """A recognised word, and what stood behind it in the message."""

    word: str
    rest: str = ""


_KIND = frozenset(
    "pak bu bapak ibu bang mas mbak kak min ya yah dong deh nih aja saja siap sudah lah kok "
    "please sir mam maaf tolong nya itu sih kan".split()
)
"""Kind words around a word, which change nothing."""

_SMALL = frozenset("ya yah dong deh nih aja saja lah kok sih kan".split())
"""Of these those that name nothing ("mau tanya dong"); an area may be called Mas."""

_LEADING = frozenset(
    "saya aku kami mau ingin mohon maaf ini pak bu bapak ibu tolong siap ok oke baik i want".split()
)
"""What people say before a word: "saya mau isi dpr", "mohon maaf salah"."""


_EXACT = frozenset({"jamin", "tanya", "ganti", "pleno", "dhasil", "hapus", "buang"})
"""Forms that are one slip away from words of their own: tanpa, tanda, plano, hasil, haus, bukan."""
_SHORT = 100
"""Letters up to which a text's word is kept: a turn asks for it at several places."""
_SLIPPERY = 5
"""Letters of a form from which on a slip of the thumb is forgiven."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What may stand behind words: `rest` says more there (ISI DPR), `codes` only before such a
    code (TERIMA R-7QKD), and behind `alone` no two numbers stand. `before`: forms that are another
    word where more stands behind them ("correct" says yes, "correct 2 to 90" does not)."""

    rest: frozenset[str] = frozenset()
    codes: Mapping[str, re.Pattern[str]] = field(default_factory=dict)
    alone: Collection[str] = ()
    before: Mapping[str, str] = field(default_factory=dict)


class Vocabulary:
    """All words that a talk knows, by every form in which they are typed."""

    def __init__(self, forms: Mapping[str, Iterable[str]], rules: Rules) -> None:
        self._given = {word: tuple(told) for word, told in forms.items()}
        self._rules = rules
        self._forms = {form: word for word, told in forms.items() for form in map(plain, told)}
        self._longest = max(len(form.split()) for form in self._forms)
        self._long: dict[int, list[str]] = {}
        for form in self._forms.keys() - _EXACT:
            if len(form) >= _SLIPPERY:
                self._long.setdefault(len(form), []).append(form)
        self._near = lru_cache(maxsize=4096)(self._one_slip_away)
        self._kept = lru_cache(maxsize=4096)(self._heard)

    def with_forms(self, forms: Mapping[str, Iterable[str]]) -> "Vocabulary":
        """The same, and more words; behind those may stand what will."""
        more = replace(self._rules, rest=self._rules.rest | set(forms))
        return Vocabulary({**self._given, **forms}, more) if forms else self

    def said(self, text: str) -> Said | None:
        """The word that a message is, with small slips forgiven; None for anything else."""
        return self._kept(text) if len(text) <= _SHORT else self._heard(text)

    def _heard(self, text: str) -> Said | None:
        told = plain(text)
        bare = re.sub(r"(.)\1{2,}", r"\1", told)
        for form in (told, bare):
            if form in self._forms:
                return Said(self._forms[form])
        parts = words_of(text)
        found = self._begins(text, parts)
        while found is None and len(parts) > 1 and plain(parts[0]) in _LEADING:
            parts = parts[1:]
            found = self._begins(text, parts)
        return found

    def _begins(self, text: str, parts: list[str]) -> Said | None:
        """The word that these words begin with, and what stands behind it where it may."""
        for size in range(min(self._longest, len(parts)), 0, -1):
            head, rest = plain(" ".join(parts[:size])), parts[size:]
            more = any(plain(w) not in _KIND for w in rest)
            exact = (more and self._rules.before.get(head)) or self._forms.get(head)
            word = exact or (self._nearest(head) if size == 1 else None)
            if word is None or self._rather_figures(word, rest, slipped=exact is None):
                continue
            code = self._rules.codes.get(word)
            coded = code is not None and bool(rest) and code.match(rest[0]) is not None
            more = coded or word in self._rules.rest
            if more or all(plain(w) in _KIND for w in rest):
                small = all(plain(w) in _SMALL for w in rest)
                return Said(word, _after(text, parts[:size]) if more and not small else "")
        return None

    def _rather_figures(self, word: str, rest: list[str], *, slipped: bool) -> bool:
        """Whether a message only begins like a word: "amin 52 ..." is a pair's name, not JAMIN."""
        numbers = sum(any(letter.isdigit() for letter in part) for part in rest)
        return (slipped and numbers > 0) or (numbers > 1 and word in self._rules.alone)

    def _nearest(self, word: str) -> str | None:
        """A word that is one slip of the thumb away; short ones must be right."""
        if len(word) < 4 or not word.isalpha() or word in known():
            return None
        return self._near(word)

    def _one_slip_away(self, word: str) -> str | None:
        size = len(word)
        alike = (form for one in (size - 1, size, size + 1) for form in self._long.get(one, ()))
        near = {self._forms[form] for form in alike if one_slip(word, form)}
        return near.pop() if len(near) == 1 else None


def _after(text: str, head: list[str]) -> str:
    """What stands behind the first words, line breaks and all."""
    rest = text.strip()
    for part in head:
        rest = rest[rest.find(part) + len(part) :]
    return rest.lstrip(" \t:,.;-").rstrip(" \t:,.;")  # a dash at the end may be a zero


def one_slip(one: str, other: str) -> bool:
    """Whether one letter was left out, added, changed or swapped with its neighbour, or none."""
    return OSA.distance(one, other, score_cutoff=1) <= 1

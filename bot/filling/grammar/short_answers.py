"""What an answer in everyday words says to our question: yes, as on the form, the same."""

import re
from collections.abc import Collection
from enum import StrEnum

from bot.engine.grammar.clean import clean
from bot.engine.grammar.lexicon import is_a, stem, tagged
from bot.filling.grammar.noise import quiet
from bot.filling.grammar.numerals import spelled
from bot.filling.grammar.tokens import Mark, Token, cut


class Meant(StrEnum):
    """What an answer means."""

    YES = "yes"
    AS_FORM = "as form"
    SAME = "same"


_QUIET = ("filler", "greeting", "address", "votes", "has", "total", "all", "and", "own", "number")
_MOST = 18
_TWICE = re.compile(r"\b(partai|caleg|calon)2\b")
_NOTHING_WRONG = re.compile(
    r"\b(?:gak|ga|g|tidak|tdk|ora|ndak) (?:ada|ono|enek) (?:yg |yang |sing )?salah\b"
)
_TIMES = re.compile(
    r"\b(?:satu|dua|tiga|bolak balik|ping|pindo)\s*(?:kali|x)?\b(?= )|\b(?:sekali|kaping)\b"
)


def meant(text: str, given: Collection[int] = ()) -> Meant | None:
    """What a message of nothing but an answer means; `given`: figures that it may repeat.

    None where it says anything else, holds another number, doubts, denies or asks.
    """
    told = _NOTHING_WRONG.sub(" benar ", _TIMES.sub(" ", clean(text)))
    pieces = spelled(cut(quiet(_TWICE.sub(r"\1", told))))
    words = [token.text for token in pieces if token.mark is Mark.WORD]
    if not words and _thumbs(text):
        return Meant.YES
    if not words or len(words) > _MOST or not _only_given(pieces, given):
        return None
    if any(is_a(word, "hedge", "but", "swap", "oops", "rest", "invalid") for word in words):
        return None
    if any(word in tagged("no") or stem(word) in tagged("no") for word in words) or "?" in text:
        return None
    same = any(_tag(word, "same") for word in words)
    form = sum(_tag(word, "form") for word in words)
    yes = any(_tag(word, "yes") for word in words)
    known = all(_tag(word, "same", "form", "yes", *_QUIET) or len(word) < 3 for word in words)
    if form > 1 or (form and any(word in _SURELY for word in words)):
        return Meant.AS_FORM
    if not known:
        unsure = any(
            is_a(w, "wait", "question") or w in ("kalau", "kalo", "klo", "nek", "lek")
            for w in words
        )
        return Meant.YES if any(_tag(w, "strong") for w in words) and not unsure else None
    if yes and not (same and not _agrees(words)):
        return Meant.YES
    return Meant.SAME if same else None


_SURELY = frozenset("tetap tetep ttp memang emang mmg pancen ncen emg".split())


def _agrees(words: list[str]) -> bool:
    return any(
        word in ("benar", "bener", "betul", "leres", "batua", "bnr", "simpan", "simpen")
        for word in words
    )


def _tag(word: str, *tags: str) -> bool:
    return is_a(word, *tags)


def _only_given(pieces: list[Token], given: Collection[int]) -> bool:
    numbers = [t for t in pieces if t.mark in (Mark.NUMBER, Mark.DOTTED)]
    return all(token.mark is Mark.NUMBER and token.value in given for token in numbers)


def _thumbs(text: str) -> bool:
    """A thumb, or several, and nothing else that says something."""
    told = text.strip()
    return "👍" in told and not any(letter.isalnum() for letter in told)


def waits(text: str) -> bool:
    """Whether somebody asks for a moment: sebentar, tunggu dulu, sik."""
    pieces = spelled(cut(quiet(clean(text))))
    if any(token.mark in (Mark.NUMBER, Mark.DOTTED) for token in pieces):
        return False
    words = [token.text for token in pieces if token.mark is Mark.WORD]
    return any(word in tagged("wait") for word in words)


def story(text: str) -> bool:
    """Whether somebody tells of what happened at the station: two words of it, and a sentence."""
    words = [token.text for token in cut(quiet(clean(text))) if token.mark is Mark.WORD]
    told = {word for word in words if is_a(word, "story")}
    long = len(words) > 8
    return "?" not in text and ((len(told) > 1 and len(words) > 4) or (bool(told) and long))

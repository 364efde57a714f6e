"""The words of a message in one spelling, so that everyday questions can be compared."""

import re
import tomllib
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz import process
from rapidfuzz.distance import DamerauLevenshtein

from bot.engine.grammar.clean import clean

_SPELLINGS = Path(__file__).with_name("spellings.toml")
_WORD = re.compile(r"[a-z]+2?(?:nya|an)?(?![a-z])|[0-9]+")
_NUMBERED = re.compile(r"\b(?:no|nmr|nomer)\b\.?(?=\s*0*[0-9])")
"""A "no" before a number is no refusal."""
_TIMES = re.compile(r"\b[0-9]+ ?x\b")
"""How often: "2x" is no cross in a box."""
_C1 = re.compile(r"\bc\s*-?\s*1\b")
_LONG = re.compile(r"([a-z])\1{2,}")
_ENDINGS = ("nya", "nye", "kah", "lah", "mu", "ku", "ne", "e", "an", "in")
_SHORTEST_SLIP, _LONGEST_RUN = 6, 3
NOT = frozenset({"tidak", "belum", "bukan"})
"""Words that turn a sentence round."""


@cache
def spellings() -> dict[str, str]:
    """Every typed form, single words and short runs of them, and the form it is compared by."""
    same = tomllib.loads(_SPELLINGS.read_text(encoding="utf-8"))["same"]
    told: dict[str, str] = {}
    for form, others in same.items():
        for one in (form, *others.split()):
            told.setdefault(one.replace("_", " "), form)
    return told


@cache
def dropped() -> frozenset[str]:
    """Words around a question that say nothing of it."""
    words = tomllib.loads(_SPELLINGS.read_text(encoding="utf-8"))["drop"]["words"]
    return frozenset(words.split()) - spellings().keys()


@cache
def _slippery() -> dict[str, tuple[str, ...]]:
    """Forms that a slip of the thumb may hit, by their first letter, which is hit rightly."""
    told: dict[str, tuple[str, ...]] = {}
    for form in spellings():
        if len(form) >= _SHORTEST_SLIP and " " not in form:
            told[form[0]] = (*told.get(form[0], ()), form)
    return told


def tokens(text: str) -> tuple[str, ...]:
    """Content words of a message, each in its first spelling; numbers and particles left out."""
    typed = _C1.sub("csatu", _TIMES.sub("kali", clean(text)))
    typed = _NUMBERED.sub("nomor ", typed.replace("'", "").replace("’", ""))
    words = [_bare(word) for word in _WORD.findall(typed)]
    words = [word for word in words if word and not word.isdigit()]
    known, found, at = spellings(), list[str](), 0
    while at < len(words):
        for size in range(min(_LONGEST_RUN, len(words) - at), 0, -1):
            told = " ".join(words[at : at + size])
            if told in known or size == 1:
                word = known.get(told) or _one(told)
                found.extend([word] if word else [])
                at += size
                break
    return tuple(found)


def _bare(word: str) -> str:
    """A word without its doubling: ibu2, caleg2nya, yaaa."""
    return _LONG.sub(r"\1", re.sub(r"2(?=nya|an|$)", "", word)) if not word.isdigit() else word


@lru_cache(maxsize=4096)
def _one(word: str) -> str:
    """One word's first spelling: as it is, without an ending, or one slip away; "" for none."""
    known = spellings()
    if word in dropped():
        return ""
    for ending in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2 and stem in known:
            return known[stem]
    if len(word) >= _SHORTEST_SLIP:
        slip = process.extractOne(
            word,
            _slippery().get(word[0], ()),
            scorer=DamerauLevenshtein.distance,
            score_cutoff=1,
        )
        if slip is not None:
            return known[slip[0]]
    return word[:-3] if word.endswith(("nya", "nye")) and len(word) > _SHORTEST_SLIP else word

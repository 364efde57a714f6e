"""Cuts a message about many stations into its head and a part for each station; pure text."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from bot.engine.grammar.clean import clean
from bot.engine.vocabulary import one_slip

_STATION = re.compile(r"\btps\s*[:.]?\s*(?:no\.?|nomor)?\s*0*([0-9]{1,4})\b", re.IGNORECASE)
_PARTY = re.compile(r"\b(?:partai|party)\s*(?:no\.?|nomor)?\s*0*([0-9]{1,2})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """What a message says of one station: its number, and the text behind it."""

    number: int
    text: str


def cut(text: str) -> tuple[str, tuple[Part, ...]]:
    """The head (ballot, kelurahan, party), and the parts that begin with "TPS n"."""
    marks = list(_STATION.finditer(text))
    ends = [*(mark.start() for mark in marks[1:]), len(text)]
    parts = tuple(
        Part(int(mark[1]), text[mark.end() : end].strip(" \t\r\n:.=,;"))
        for mark, end in zip(marks, ends, strict=False)
    )
    return (text[: marks[0].start()] if marks else text).strip(), parts


def party_in(head: str) -> str | None:
    """ "partai 3" in a head: the party's number."""
    found = _PARTY.search(head)
    return found[1] if found else None


def named(head: str, names: Iterable[str]) -> tuple[str, ...]:
    """The names (of kelurahan) that a head speaks of; of one within another the longer one.

    A slip of the thumb is forgiven where a name is one word.
    """
    low = f" {' '.join(re.findall(r'[a-z0-9]+', clean(head)))} "
    spelled = {name: " ".join(re.findall(r"[a-z0-9]+", clean(name))) for name in names}
    hit = [name for name, plain in spelled.items() if plain and f" {plain} " in low]
    if hit:
        inner = {a for a in hit for b in hit if a != b and f" {spelled[a]} " in f" {spelled[b]} "}
        return tuple(name for name in hit if name not in inner)
    words = [word for word in low.split() if len(word) > 3]
    return tuple(
        name
        for name, plain in spelled.items()
        if len(plain) > 4 and any(one_slip(word, plain) for word in words)
    )

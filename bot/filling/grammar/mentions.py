"""Where a message names ballots: by name, alias, colour, or a loose word beside others."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.engine.facts import BallotFacts
from bot.engine.grammar.ballots import names_of
from bot.engine.grammar.clean import clean
from bot.engine.grammar.lexicon import known
from bot.filling.grammar.other_stations import Mention
from bot.filling.grammar.tokens import Mark, Token
from models.values import Ballot

_LOOSE = frozenset("kota provinsi propinsi kabupaten ri prov prop kab".split())
"""Words that name a ballot only where others are named beside them."""
_PAIR_WORDS = frozenset("capres cagub cabup".split())
"""Words that name a ballot and, with a number behind them, one of its pairs: they stay."""
_COLOURS = {
    "kuning": "koneng kuniang kuning",
    "merah": "beureum merah abang sirah",
    "hijau": "hejo hijau ijo ijau",
    "biru": "bulao biru",
    "abu-abu": "abu kelabu abu-abu lawu",
}
"""Colours of ballots as neighbours call them."""
_ALL_COLOURS = frozenset(word for words in _COLOURS.values() for word in words.split())


def ballots_named(tokens: Sequence[Token], ballots: Sequence[BallotFacts]) -> list[Mention]:
    """Where ballots are named, the longest name first."""
    names = _names(tuple(ballots))
    found: list[Mention] = []
    place = 0
    while place < len(tokens):
        hit = _at(tokens, place, names)
        if hit is None:
            place += 1
            continue
        found.append(hit)
        place = hit.end
    found = _coloured(tokens, found)
    found = [one for one in found if not _is_loose(tokens, one) or _stands(tokens, one)]
    strict = [one for one in found if not _is_loose(tokens, one)]
    several = len({one.ballot.ballot for one in found if one.ballot}) > 1
    return found if strict or several else []


def _coloured(tokens: Sequence[Token], found: list[Mention]) -> list[Mention]:
    """Colours behind a comma name ballots only where another colour begins the message."""
    late = [one for one in found if _behind_comma(tokens, one.start)]
    begins = any(one not in late and tokens[one.start].text in _ALL_COLOURS for one in found)
    return [one for one in found if one not in late or begins]


def _behind_comma(tokens: Sequence[Token], place: int) -> bool:
    text = tokens[place].text
    behind = bool(place) and tokens[place - 1].mark is Mark.COMMA
    after = tokens[place + 1] if place + 1 < len(tokens) else None
    marked = after is not None and after.mark is Mark.ASSIGN
    return text in _ALL_COLOURS and behind and not marked


def _stands(tokens: Sequence[Token], mention: Mention) -> bool:
    """Whether a loose word ("kota") names a ballot here: a figure or a sign comes next."""
    after = tokens[mention.end] if mention.end < len(tokens) else None
    before = tokens[mention.start - 1] if mention.start else None
    pause = before is not None and (
        before.mark in (Mark.COMMA, Mark.LINE)
        or before.text in (".", "yg", "yang", "nu", "sing", "nan")
    )
    if pause and after is not None and after.mark is Mark.WORD and after.text not in known():
        return any(one.mark is Mark.NUMBER for one in tokens[mention.end : mention.end + 4])
    return after is not None and after.mark in (Mark.NUMBER, Mark.ASSIGN, Mark.DASH)


def _is_loose(tokens: Sequence[Token], mention: Mention) -> bool:
    return mention.end == mention.start + 1 and tokens[mention.start].text in _LOOSE


class _Called:
    """What ballots are called, found by the first word; slips are forgiven in long words."""

    def __init__(self, names: Mapping[tuple[str, ...], BallotFacts]) -> None:
        self.first: dict[str, list[tuple[tuple[str, ...], BallotFacts]]] = {}
        for name, ballot in names.items():
            word = name[1] if name[0] == "*" else name[0]
            self.first.setdefault(word, []).append((name, ballot))
        self.long = [w for w in self.first if len(w) > 5 and w not in _ALL_COLOURS]

    def beginning(self, word: str) -> list[tuple[tuple[str, ...], BallotFacts]]:
        """The names that begin with a word, or nearly so."""
        exact = self.first.get(word)
        if exact is not None or len(word) < 5 or word in known():
            return exact or []
        near = [long for long in self.long if OSA.distance(word, long, score_cutoff=1) <= 1]
        return [pair for long in near for pair in self.first[long]]


@lru_cache(maxsize=64)
def _names(ballots: tuple[BallotFacts, ...]) -> _Called:
    found: dict[tuple[str, ...], BallotFacts] = {}
    houses = [b for b in ballots if b.ballot in (Ballot.DPRD_PROV, Ballot.DPRD_KAB)]
    for ballot in ballots:
        for name in names_of(ballot) - {clean(ballot.colour)}:
            found.setdefault(tuple(re.findall(r"[a-z0-9]+", name)), ballot)
        for word in _COLOURS.get(clean(ballot.colour), clean(ballot.colour)).split():
            found.setdefault(("*", *re.findall(r"[a-z0-9]+", word)), ballot)
    if len(houses) == 1:
        found.setdefault(("dprd",), houses[0])
    kab = next((b for b in ballots if b.ballot == Ballot.DPRD_KAB), None)
    prov = next((b for b in ballots if b.ballot == Ballot.DPRD_PROV), None)
    for words, house in (
        (("kota", "kab", "kabupaten"), kab),
        (("prov", "provinsi", "propinsi", "prop"), prov),
    ):
        for word in words if house is not None else ():
            if house is not None:
                found[("dpr", word)] = house
                found.setdefault((word,), house)
    found.pop(("i",), None)
    found.pop(("dpr", "pusat"), None)
    return _Called({name: ballot for name, ballot in found.items() if name})


def _at(tokens: Sequence[Token], place: int, names: "_Called") -> Mention | None:
    if tokens[place].mark is not Mark.WORD:
        return None
    best: Mention | None = None
    for name, ballot in names.beginning(tokens[place].text):
        colour = name[0] == "*"
        end = _match(tokens, place, name[1:] if colour else name)
        if end is None or (best is not None and end <= best.end):
            continue
        if colour and not _is_colour(tokens, place, end):
            continue
        best = Mention(place, end, ballot, keep=tokens[place].text in _PAIR_WORDS)
    if best is None or best.keep:
        return best
    return replace(best, start=_listed(tokens, place), end=_behind_colour(tokens, best.end))


def _behind_colour(tokens: Sequence[Token], end: int) -> int:
    """Behind the colour in brackets that stands behind a ballot's name: "dprd kota (ijo)"."""
    three = [token.text for token in tokens[end : end + 3]]
    coloured = len(three) > 2 and three[0] == "(" and three[2] == ")"
    return end + 3 if coloured and three[1] in _ALL_COLOURS else end


def _listed(tokens: Sequence[Token], place: int) -> int:
    """Where a ballot's name begins with the number or letter of a list before it: "II. DPRD"."""
    pointed = place > 1 and tokens[place - 1].mark is Mark.POINT
    head = tokens[place - 2] if pointed else None
    short = head is not None and (head.mark is Mark.NUMBER or len(head.text) == 1)
    begins = place == 2 or (place > 2 and tokens[place - 3].mark is Mark.LINE)
    return place - 2 if short and begins else place


def _match(tokens: Sequence[Token], place: int, words: Sequence[str]) -> int | None:
    at = place
    for number, word in enumerate(words):
        while number and at < len(tokens) and tokens[at].text in ("joined", "-", "/", "_", "."):
            at += 1
        if at >= len(tokens):
            return None
        token = tokens[at]
        same = token.text == word or number == 0
        if not same or (word.isdigit() and token.mark is not Mark.NUMBER):
            return None
        at += 1
    if (
        words
        and words[-1].isdigit()
        and at < len(tokens)
        and tokens[at].mark in (Mark.ASSIGN, Mark.POINT)
    ):
        return None  # "DPRD 1: 12": rather the party's number
    return at


def _is_colour(tokens: Sequence[Token], place: int, end: int) -> bool:
    """A colour names a ballot at the start of a line, behind "yang", or before a colon."""
    before = tokens[place - 1] if place else None
    after = tokens[end] if end < len(tokens) else None
    if before is None or before.mark in (Mark.LINE, Mark.COMMA):
        return True
    if after is not None and after.mark is Mark.ASSIGN:
        return True
    return before.text in (
        "yg",
        "yang",
        "nu",
        "nyang",
        "sing",
        "suara",
        "kertas",
        "warna",
        "lembar",
    )

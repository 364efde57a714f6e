"""Cuts a message into what it says of which ballot at which station; knows no figures' meaning."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from bot.engine.facts import BallotFacts
from bot.engine.grammar.clean import clean
from bot.engine.grammar.lexicon import is_a, tagged
from bot.filling.grammar.mentions import ballots_named
from bot.filling.grammar.noise import plain_glyphs, quiet
from bot.filling.grammar.numerals import spelled
from bot.filling.grammar.other_stations import (
    Mention,
    by_own_station,
    corrected,
    shared,
    stations_named,
    without_others,
)
from bot.filling.grammar.spreadsheet import as_rows
from bot.filling.grammar.tokens import Mark, Token, cut, too_many

_WHOLE = 5000
_MOST = 1200
"""Pieces of a message that are looked through for ballots and stations."""
_NEXT = frozenset("trus terus trs lanjut lanjot habis abis berikutnya berikut next then".split())
_SPACED = re.compile(r"\b(?:d p r d|d p r|d p d|p p w p)\b")


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a message: the ballot and station that it names, and what it says of them.

    `strange`: it may be of a place with the same number as ours, so its figures are asked about.
    """

    text: str
    ballot: BallotFacts | None = None
    station: int | None = None
    strange: bool = False


@dataclass(frozen=True, slots=True)
class Cut:
    """A message in parts; `foreign`: stations of others that it speaks of (0: unnamed ones)."""

    parts: tuple[Part, ...]
    foreign: tuple[int, ...] = ()


def parted(
    text: str, ballots: Iterable[BallotFacts], own: frozenset[int], places: Sequence[str] = ()
) -> Cut:
    """The parts of a message; `own`: numbers of the person's stations, `places` names around."""
    if too_many(text, _MOST):
        return Cut((Part(text),))
    told = _SPACED.sub(
        lambda m: m[0].replace(" ", ""), plain_glyphs(quiet(as_rows(clean(text[:_WHOLE]))))
    )
    tokens = spelled(cut(told))
    found: list[Part] = []
    others: list[int] = []
    named = stations_named(tokens, own, places)
    mine = [one for one in named if not one.foreign and one.station]
    unsure = corrected(tokens, mine)
    if shared(tokens, mine):  # "tps 7 dan 12: 1 2 3": of neither until it is asked
        gone = {place for one in mine for place in range(one.start, one.end)}
        tokens = [token for place, token in enumerate(tokens) if place not in gone]
        named, unsure = [], True
    for piece in by_own_station(tokens, named):
        stations = stations_named(piece, own, places)
        kept, foreign, number, back = without_others(piece, stations)
        mentions = ballots_named(kept, tuple(ballots))
        strange = unsure or back or any(one.strange for one in stations)
        parts = _parts(kept, mentions, told, number)
        if found and number is not None and len(parts) == 1 and parts[0].ballot is None:
            parts = [replace(parts[0], ballot=found[-1].ballot)]
        found.extend(replace(one, strange=strange) for one in parts)
        others.extend(foreign)
    return Cut(tuple(found), tuple(dict.fromkeys(others)))


def _parts(
    tokens: Sequence[Token], mentions: Sequence[Mention], told: str, number: int | None
) -> list[Part]:
    """A part for each ballot named; what stands before the first one is nobody's yet."""
    if not mentions:
        return [Part(_text(tokens, told), None, number)]
    distinct = {one.ballot.ballot for one in mentions if one.ballot is not None}
    first = mentions[0]
    before = tokens[: first.start]
    behind = tokens[first.start :]
    alone = not _counts(before) or (not _counts(behind) and not _comes_next(before))
    if len(distinct) == 1 and alone:
        rest = [t for place, t in enumerate(tokens) if not _within(place, mentions)]
        return [Part(_text(rest, told), first.ballot, number)]
    found: list[Part] = []
    if _counts(before):
        found.append(Part(_text(before, told), None, number))
    for place, mention in enumerate(mentions):
        end = mentions[place + 1].start if place + 1 < len(mentions) else len(tokens)
        begin = mention.start if mention.keep else mention.end
        body = [*_prefix(tokens, mentions, place), *tokens[begin:end]]
        if place + 1 < len(mentions):
            body = _trimmed(tokens, mentions, place, body)
        found.append(Part(_text(body, told), mention.ballot, number))
    return _joined(found)


def _comes_next(before: Sequence[Token]) -> bool:
    """ "87 trus dpr ya": what stands before belongs to the ballot at hand, not to the next."""
    return any(token.text in _NEXT for token in before[-3:] if token.mark is Mark.WORD)


def _prefix(tokens: Sequence[Token], mentions: Sequence[Mention], place: int) -> list[Token]:
    """Words before the first ballot of a sentence that are about all of them: "PDIP DPR 62 ..."."""
    begin = mentions[place].start
    while begin and not _stops(tokens[begin - 1]):
        begin -= 1
    head = next((one.start for one in mentions if one.start >= begin), begin)
    words = list(tokens[begin:head])
    return words if words and not _counts(words) else []


def _trimmed(
    tokens: Sequence[Token], mentions: Sequence[Mention], place: int, body: list[Token]
) -> list[Token]:
    """Without the words that are the next sentence's prefix."""
    ahead = _prefix(tokens, mentions, place + 1)
    starts = {token.start for token in ahead}
    if not ahead or any(token.start in starts for token in _prefix(tokens, mentions, place)):
        return body
    return [token for token in body if token.start not in starts]


def _stops(token: Token) -> bool:
    return token.mark is Mark.LINE or token.text in (".", ";", "!")


def _within(place: int, mentions: Sequence[Mention]) -> bool:
    return any(one.start <= place < one.end and not one.keep for one in mentions)


def _counts(tokens: Sequence[Token]) -> bool:
    for place, token in enumerate(tokens):
        begins = not place or tokens[place - 1].mark is Mark.LINE
        after = tokens[place + 1] if place + 1 < len(tokens) else None
        numbering = begins and after is not None and after.mark is Mark.POINT and len(tokens) > 2
        if is_a(token.text, "rest") or token.mark is Mark.DOTTED:
            return True
        if token.mark is Mark.NUMBER and not numbering:
            return True
    return False


def _joined(parts: Sequence[Part]) -> list[Part]:
    """Parts of the same ballot made one."""
    found: dict[str, Part] = {}
    for part in parts:
        key = part.ballot.ballot if part.ballot else ""
        before = found.get(key)
        text = f"{before.text}\n{part.text}" if before else part.text
        found[key] = Part(text, part.ballot, part.station)
    return [part for part in found.values() if part.text.strip() or part.ballot]


def _text(tokens: Sequence[Token], told: str) -> str:
    """The tokens as they were typed, with what stands between neighbours."""
    pieces: list[str] = []
    last: Token | None = None
    for token in tokens:
        if last is None or token.start >= last.end:
            gap = told[last.end : token.start] if last is not None else ""
            pieces.append(gap if not gap.strip(" \n\t") or len(gap) < 3 else " ")
            pieces.append(told[token.start : token.end])
            last = token
    return "".join(pieces).strip()


def figures_in(text: str) -> bool:
    """Whether there is anything in a message that may be a figure."""
    return any(piece.mark in (Mark.NUMBER, Mark.DOTTED) for piece in spelled(cut(text)))


def speaks_of_pairs(text: str) -> bool:
    """Whether a message names pairs by what only pairs are called: paslon, pasangan."""
    words = set(re.findall(r"[a-z]+", clean(text)))
    return bool(words & (tagged("pair") - {"kandidat"}))

"""Cuts a message into numbers, words and signs; knows nothing of ballots."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from bot.engine.grammar.clean import ARROW, KEYCAP, clean
from bot.engine.grammar.lexicon import is_a, known
from bot.filling.grammar.noise import STRUCK, plain_glyphs


class Mark(StrEnum):
    """What a token is."""

    NUMBER = "number"
    DOTTED = "dotted"  # 3.5: a candidate of a party, or a fraction
    WORD = "word"
    ASSIGN = "="  # also ":", ">" and an arrow
    DASH = "-"  # alone: zero, or a separator
    COMMA = ","  # , ; / |
    POINT = "."  # behind a number of a list: "1." or "1)"
    LINE = "line"
    OTHER = "other"  # any other sign: #, (, ?, +


class Bad(StrEnum):
    """Why what looks like a number is none that a form can hold."""

    NEGATIVE = "negative"
    FRACTION = "fraction"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a message; `value` of a number, `bad` when it can't be one.

    `colon` tells ":" from "=", `zero` a word or sign for nothing from a digit. `lead`: written
    with a leading zero (01), `cap`: as a keycap, `spelled`: in words. `start`, `end`: its place in
    the message as cleaned. `guess`: a letter stands among the digits, and looks like `value`.
    """

    mark: Mark
    text: str = ""
    value: int = 0
    bad: Bad | None = None
    colon: bool = False
    zero: bool = False
    lead: bool = False
    cap: bool = False
    guess: bool = False
    spelled: bool = False
    start: int = 0
    end: int = 0


ZEROS = frozenset("nol nihil zero nil none kosong ksg nul nihill".split())
_PIECE = re.compile(rf"\n|[{STRUCK}{KEYCAP}]?[0-9a-z.'’]+|[^\s0-9a-z.'’]")
_LOOKS = str.maketrans("oilszt", "011527")
"""Digits that letters look like in a hurry."""
_DIGITLIKE = str.maketrans({"o": "0", "i": "1", "l": "1"})
_BOUNDARY = re.compile(r"(?<=[0-9])(?=[a-z])|(?<=[a-z])(?=[0-9])")
_TWICE = re.compile(r"([a-z]+)2(nya|na|ne|an|in|e)?")
_UNCLEAR = re.compile(r"[0-9]+[a-z]|[a-z][0-9]+|[0-9]+[a-z][0-9]+")
_COUNTED = ("number", "pair", "party", "candidate", "valid", "invalid", "total")
"""Words behind which a 2 is a number, not the word said twice."""
_LONGEST = 40


def tokens(text: str) -> list[Token]:
    """The pieces of a message, in order; never fails, whatever was typed."""
    return cut(plain_glyphs(clean(text)))


def cut(told: str) -> list[Token]:
    """The pieces of a cleaned message."""
    return list(_cut(told))


@lru_cache(maxsize=64)
def _cut(told: str) -> tuple[Token, ...]:
    """The same; a message is looked at for ballots first, then for figures."""
    found: list[Token] = []
    for match in _PIECE.finditer(told):
        before = told[match.start() - 1] if match.start() else " "
        after = told[match.end()] if match.end() < len(told) else " "
        made = _tokens_of(match[0], before, after)
        found.extend([_at(one, match.start(), match.end()) for one in made])
    return tuple(_negative(found))


def too_many(told: str, most: int) -> bool:
    """Whether a cleaned message has more pieces than may be read at once."""
    return len(told) > most and len(_PIECE.findall(told)) > most


def _at(one: Token, start: int, end: int) -> Token:
    """The token with its place (dataclasses.replace would take half of the reading)."""
    return Token(
        *(one.mark, one.text, one.value, one.bad, one.colon, one.zero, one.lead, one.cap),
        *(one.guess, one.spelled, start, end),
    )


def _tokens_of(piece: str, before: str, after: str) -> list[Token]:
    if piece == "\n":
        return [Token(Mark.LINE)]
    if piece in ("=", ":", ">", ARROW):
        return [Token(Mark.ASSIGN, piece, colon=piece == ":")]
    if piece in ",;/|\t":
        return [Token(Mark.COMMA, piece)]
    if piece == ")":
        return [Token(Mark.POINT, piece)]
    if piece == "-":
        joined = before.isalnum() and after.isalnum()
        minus = not before.isalnum() and before != "-" and after.isdigit()
        return [Token(Mark.DASH, "minus" if minus else "joined" if joined else "-")]
    if piece[0] in (STRUCK, KEYCAP):
        return _marked(piece)
    if piece[0].isalnum() or piece[0] in ".'’":
        return _chunk(piece)
    return [Token(Mark.OTHER, piece)]


def _marked(piece: str) -> list[Token]:
    made = _chunk(piece[1:]) if len(piece) > 1 else []
    if piece[0] == KEYCAP:
        return [replace(one, cap=True) if one.mark is Mark.NUMBER else one for one in made]
    struck = {"bad": Bad.UNCLEAR, "text": f"~{piece[1:]}~"}
    return [replace(one, **struck) if one.mark is Mark.NUMBER else one for one in made]  # type: ignore[arg-type]


def _chunk(piece: str) -> list[Token]:
    """A run of letters, digits and dots."""
    bare = piece.strip(".'’")
    if not bare:
        return [Token(Mark.POINT, piece)] if "." in piece else []
    head = [Token(Mark.POINT, ".")] if piece.startswith(".") else []
    tail = [Token(Mark.POINT, ".")] if piece.endswith(".") else []
    parts = bare.split(".")
    if len(parts) > 1 and all(part.isdigit() for part in parts):
        return [*head, *_dotted(parts), *tail]
    plain = _plain(bare)
    if plain is not None:
        return [*head, plain, *tail]
    if "." in bare:
        pieces: list[Token] = []
        for part in parts:
            if part:
                made = [Token(Mark.POINT, ".")] if pieces else []
                pieces += [*made, *_chunk(part)]
        return [*head, *pieces, *tail]
    return [*head, *_letters(bare), *tail]


def _letters(bare: str) -> list[Token]:
    """Letters, perhaps with digits among them: pkb21, no2, masing2, 4s."""
    pieces = _BOUNDARY.split(bare)
    if len(pieces) == 1:
        return [Token(Mark.WORD, bare)]
    twice = _TWICE.fullmatch(bare)
    if twice and len(twice[1]) > 3 and not is_a(twice[1], *_COUNTED):
        return [Token(Mark.WORD, twice[1], 2)]
    digits = sum(letter.isdigit() for letter in bare)
    short = len(bare) - digits
    if bare[0].isdigit() and short == 1 and pieces[-1] not in ("x",):
        value = int(bare.translate(_LOOKS)[:_LONGEST]) if bare.translate(_LOOKS).isdecimal() else 0
        return [Token(Mark.NUMBER, bare, value, Bad.UNCLEAR, guess=value > 0)]
    if bare[0].isdigit() and pieces[-1] == "an" and len(pieces) == 2:
        return [Token(Mark.NUMBER, bare, int(pieces[0][:_LONGEST]), Bad.UNCLEAR)]
    return [token for piece in pieces for token in _chunk(piece)]


def _plain(chunk: str) -> Token | None:
    """A number without dots: digits, O for 0, l and I for 1, leading crossed boxes (XX7)."""
    if len(chunk) > 1 and not chunk.strip("x"):
        return Token(Mark.NUMBER, chunk, 0, Bad.UNCLEAR)
    if chunk in ZEROS or chunk == "x":
        return Token(Mark.NUMBER, chunk, 0, zero=True, spelled=chunk in ZEROS)
    body = chunk.lstrip("x") if chunk[0] == "x" else chunk
    if not body or body.strip("0123456789oil") or chunk in known():
        return None
    if len(body) > 2 and not body.strip("li"):
        return Token(Mark.NUMBER, chunk, len(body), Bad.UNCLEAR)  # strokes of a tally
    if not any(letter.isdigit() for letter in body):
        return Token(Mark.NUMBER, chunk, 0, zero=True) if not body.strip("o") else None
    value = int(body.translate(_DIGITLIKE)[:_LONGEST])
    lead = body[0] in "0o" and len(body) > 1
    slip = bool(set(body[lead:]) & {"i", "l"}) or body[lead:].count("o") > 1
    return Token(Mark.NUMBER, chunk, value, Bad.UNCLEAR if slip else None, lead=lead, guess=slip)


def _dotted(parts: list[str]) -> list[Token]:
    """1.234 is a thousand, 3.5 candidate 5 of party 3 or a fraction, 102.87.3 a list."""
    text = ".".join(parts)
    if len(parts) > 2:
        points = [Token(Mark.POINT, ".")] * len(parts)
        return [
            one for part, point in zip(parts, points, strict=True) for one in (_number(part), point)
        ][:-1]
    if len(parts[1]) == 3 and 1 <= len(parts[0]) <= 3 and not parts[0].startswith("0"):
        return [Token(Mark.NUMBER, text, int("".join(parts)))]
    return [Token(Mark.DOTTED, text, bad=Bad.FRACTION)]


def _number(digits: str) -> Token:
    lead = digits.startswith("0") and len(digits) > 1
    return Token(Mark.NUMBER, digits, int(digits[:_LONGEST]), lead=lead)


def _negative(found: list[Token]) -> list[Token]:
    """A minus that clings to its number makes it one that no form can hold."""
    told: list[Token] = []
    for token in found:
        if told and told[-1].text == "minus" and token.mark in (Mark.NUMBER, Mark.DOTTED):
            text = f"-{token.text}"
            told[-1] = replace(
                token, mark=Mark.NUMBER, text=text, bad=Bad.NEGATIVE, start=told[-1].start
            )
        else:
            told.append(token)
    return told

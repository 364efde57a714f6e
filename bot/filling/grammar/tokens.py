"""Cuts a message into numbers, words and signs; knows nothing of ballots."""

import re
from dataclasses import dataclass
from enum import StrEnum

from bot.engine.grammar.clean import clean


class Mark(StrEnum):
    """What a token is."""

    NUMBER = "number"
    DOTTED = "dotted"  # 3.5: a candidate of a party, or a fraction
    WORD = "word"
    ASSIGN = "="  # also ":" and words such as "jadi"
    DASH = "-"  # alone: zero, or a separator
    COMMA = ","  # , ; / |
    POINT = "."  # behind a number of a list: "1." or "1)"
    LINE = "line"


class Bad(StrEnum):
    """Why what looks like a number is none that a form can hold."""

    NEGATIVE = "negative"
    FRACTION = "fraction"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a message; `value` of a number, `bad` when it can't be one.

    `colon` tells ":" from "=", `zero` a word or sign for nothing from a digit.
    """

    mark: Mark
    text: str = ""
    value: int = 0
    bad: Bad | None = None
    colon: bool = False
    zero: bool = False


ZEROS = frozenset("nol nihil zero nil none kosong ksg nul nihill".split())
BECOMES = frozenset(
    "jadi menjadi harusnya seharusnya mestinya semestinya ganti diganti adalah ialah becomes "
    "should".split()
)
_PIECE = re.compile(r"\n|[0-9a-z.'’]+|[^\s0-9a-z.'’]")
_DIGITLIKE = str.maketrans({"o": "0", "i": "1", "l": "1", "|": "1"})
_BOUNDARY = re.compile(r"(?<=[0-9])(?=[a-z])|(?<=[a-z])(?=[0-9])")
_LONGEST = 40


def tokens(text: str) -> list[Token]:
    """The pieces of a message, in order; never fails, whatever was typed."""
    told = clean(text)
    found: list[Token] = []
    for match in _PIECE.finditer(told):
        before = told[match.start() - 1] if match.start() else " "
        after = told[match.end()] if match.end() < len(told) else " "
        found.extend(_tokens_of(match[0], before, after))
    return _negative(found)


def _tokens_of(piece: str, before: str, after: str) -> list[Token]:
    if piece == "\n":
        return [Token(Mark.LINE)]
    if piece in "=:":
        return [Token(Mark.ASSIGN, piece, colon=piece == ":")]
    if piece in ",;/|":
        return [Token(Mark.COMMA, piece)]
    if piece == ")":
        return [Token(Mark.POINT, piece)]
    if piece == "-":
        joined = before.isalnum() and after.isalnum()
        minus = not before.isalnum() and before != "-" and after.isdigit()
        return [Token(Mark.DASH, "minus" if minus else "joined" if joined else "-")]
    if piece[0].isalnum() or piece[0] in ".'":
        return _chunk(piece)
    return []


def _chunk(piece: str) -> list[Token]:
    """A run of letters, digits and dots."""
    bare = piece.strip(".'’")
    if not bare:
        return [Token(Mark.POINT, piece)] if "." in piece else []
    tail = [Token(Mark.POINT, ".")] if piece.endswith(".") else []
    parts = bare.split(".")
    if len(parts) > 1 and all(part.isdigit() for part in parts):
        return [*_dotted(parts), *tail]
    plain = _plain(bare)
    if plain is not None:
        return [plain, *tail]
    if "." in bare:
        pieces = [token for part in parts if part for token in _chunk(part)]
        return [*pieces, *tail]
    cut = _BOUNDARY.split(bare)
    if len(cut) > 1:
        return [*(token for part in cut for token in _chunk(part)), *tail]
    return [Token(Mark.ASSIGN if bare in BECOMES else Mark.WORD, bare), *tail]


def _plain(chunk: str) -> Token | None:
    """A number without dots: digits, O for 0, l and I for 1, leading crossed boxes (XX7)."""
    if chunk in ZEROS or (chunk and not chunk.strip("x")):
        return Token(Mark.NUMBER, chunk, 0, zero=True)
    body = chunk.lstrip("x") if chunk[0] == "x" else chunk
    if not body or body.strip("0123456789oil"):
        return None
    if not any(letter.isdigit() for letter in body):
        if body.strip("o") and body not in ("l", "i"):
            return None
        return Token(Mark.NUMBER, chunk, int(body.translate(_DIGITLIKE)[:_LONGEST]))
    return Token(Mark.NUMBER, chunk, int(body.translate(_DIGITLIKE)[:_LONGEST]))


def _dotted(parts: list[str]) -> list[Token]:
    """1.234 is a thousand, 3.5 candidate 5 of party 3 or a fraction, 102.87.3 a list."""
    text = ".".join(parts)
    if len(parts) > 2:
        return [_number(part) for part in parts]
    if len(parts[1]) == 3 and 1 <= len(parts[0]) <= 3:
        return [Token(Mark.NUMBER, text, int("".join(parts)))]
    return [Token(Mark.DOTTED, text, bad=Bad.FRACTION)]


def _number(digits: str) -> Token:
    return Token(Mark.NUMBER, digits, int(digits[:_LONGEST]))


def _negative(found: list[Token]) -> list[Token]:
    """A minus that clings to its number makes it one that no form can hold."""
    told: list[Token] = []
    for token in found:
        if told and told[-1].text == "minus" and token.mark in (Mark.NUMBER, Mark.DOTTED):
            text = f"-{token.text}"
            told[-1] = Token(Mark.NUMBER, text, token.value, Bad.NEGATIVE)
        else:
            told.append(token)
    return told

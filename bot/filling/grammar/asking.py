"""Whether a message asks or tells something: then its figures are asked about, not taken."""

from collections.abc import Sequence
from itertools import pairwise

from bot.engine.grammar.lexicon import is_a, tagged
from bot.filling.grammar.tokens import Mark, Token
from bot.filling.grammar.units import Kind, Unit


def is_asking(pieces: Sequence[Token]) -> bool:
    """Whether a message asks; "kok" behind the last figure is but a particle ("234 kok min")."""
    if _ends_asking(pieces):
        return True
    last = max((n for n, one in enumerate(pieces) if one.mark is Mark.NUMBER), default=-1)
    return any(
        one.text == "?" or (_asks(one) and not (one.text == "kok" and place > last))
        for place, one in enumerate(pieces)
    )


_ENDS = frozenset("kan gak ga nggak ngga kagak ora ndak".split())
_YET = frozenset("blm belum blom durung acan".split())
_MAY = frozenset("boleh bole bisa bs iso bener benar bnr betul btl perlu harus".split())
_DONE = frozenset("udah sudah sdh wis dah tos masuk".split())


def _ends_asking(pieces: Sequence[Token]) -> bool:
    """ "prabowo 87 udah masuk blm", "ganjar 45 kan": a question without its mark."""
    pairs = pairwise(one.text for one in pieces if one.mark is Mark.WORD)
    if any(one in _MAY and two in _ENDS for one, two in pairs):
        return True
    tail = [one for one in pieces[-5:] if one.mark is Mark.WORD]
    words = [one.text for one in tail]
    if not words or pieces[-1] is not tail[-1]:
        return False
    return words[-1] in _ENDS or (words[-1] in _YET and bool(_DONE & set(words)))


def _asks(piece: Token) -> bool:
    """Whether a word asks: then nothing in the message is taken at once."""
    if piece.mark is not Mark.WORD:
        return False
    return piece.text in tagged("asking") or (piece.text.endswith("kah") and len(piece.text) > 5)


def tells_trouble(units: Sequence[Unit]) -> bool:
    """Whether a message tells of something bad: figures in it are hardly a report."""
    return any(is_a(word, "grave") for unit in units for word in unit.text.split())


def _telling(units: Sequence[Unit]) -> list[str]:
    """Words that are neither kind nor of votes."""
    kind = ("greeting", "address", "particle", "votes")
    words = [w for u in units if u.kind in (Kind.WORD, Kind.UNKNOWN) for w in u.text.split()]
    return [word for word in words if not is_a(word, *kind) and len(word) > 1]


def tells_more(units: Sequence[Unit]) -> bool:
    """Whether a message tells more in words than in figures."""
    values = sum(unit.kind is Kind.VALUE for unit in units)
    unknown = sum(unit.kind is Kind.UNKNOWN for unit in units)
    return unknown > 1 and len(_telling(units)) > values + 2


def is_prose(units: Sequence[Unit]) -> bool:
    """Whether a message says more than a list of numbers and kind words around it."""
    marks = any(
        u.kind is Kind.MARK and u.sub in ("more", "less", "hedge", "either", "swap") for u in units
    )
    return (
        len(_telling(units)) > 2 or marks or any(u.kind is Kind.GAP and u.sub == "?" for u in units)
    )

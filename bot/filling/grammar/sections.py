"""Recognises what closes a form in a run of words: sah, tidak sah, jumlah, and rows beside them."""

from collections.abc import Sequence

from bot.engine.grammar.lexicon import is_a
from bot.filling.grammar.tokens import Mark, Token
from bot.filling.grammar.units import Called, Label

_LOOSE = frozenset(
    "yg yang nyang sing nu nan seluruh semua dari hasil perolehan pemilih masuk surat lembar "
    "blangko kertas kartu dianggap dinyatakan itu yang2 semuanya partai politik".split()
)
PAPERS = frozenset("surat kertas blangko blanko lembar lembaran ballots".split())
_EVERY = frozenset("seluruh semua seluruhnya semuanya".split())
_WON = frozenset("perolehan diperoleh".split())
_MOST = 14


def section(tokens: Sequence[Token], inside: bool) -> tuple[Label, int] | None:
    """The label that these tokens begin with, and how many they are; None for anything else.

    `inside`: a party's page is spoken of, where "jumlah" is the party's.
    """
    words = _run(tokens)
    while words and not _weighs(words[-1]):
        words = words[:-1]
    if not words:
        return None
    found = _meaning(words, inside)
    if found is None:
        return None
    papers = found is Called.INVALID and not PAPERS.isdisjoint(words)
    return Label(found, loose=_loose(found, words), papers=papers), len(words)


def _loose(called: Called, words: Sequence[str]) -> bool:
    """Whether the words may mean spoiled ballots or voters instead of votes."""
    if called is Called.INVALID:
        bad = [word for word in words if is_a(word, "invalid", "not")]
        papers = any(word in PAPERS for word in words)
        votes = any(is_a(word, "votes", "coblos") for word in words) and not papers
        return all(is_a(word, "spoiled") for word in bad) and not votes
    if called is Called.TOTAL and only_all(words):
        return True
    return (
        called is Called.TOTAL and "pemilih" in words and not any(is_a(w, "valid") for w in words)
    )


def _run(tokens: Sequence[Token]) -> list[str]:
    words: list[str] = []
    for token in tokens[:_MOST]:
        plus = token.text in ("+", "&") and bool(words)
        if token.mark is not Mark.WORD and not plus:
            break
        word = "dan" if plus else token.text
        loose = bool(words) and word in _LOOSE
        tied = bool(words) and (loose or is_a(word, "own", "politics"))
        if not (
            tied
            or is_a(word, "coblos", "valid", "invalid", "not", "total", "votes", "and", "people")
        ):
            break
        words.append(word)
    return words


def _weighs(word: str) -> bool:
    return is_a(word, "valid", "invalid", "total") or is_a(
        word, "people", "own", "politics", "votes"
    )


def _meaning(words: list[str], inside: bool) -> Called | None:
    valid = [place for place, word in enumerate(words) if is_a(word, "valid")]
    bad = any(is_a(word, "invalid") for word in words)
    negated = [p for p in valid if any(is_a(w, "not") for w in words[max(0, p - 2) : p])]
    total = [place for place, word in enumerate(words) if is_a(word, "total")]
    owns = any(is_a(word, "own") for word in words)
    people = any(is_a(word, "people") and not is_a(word, "votes") for word in words)
    if not (valid or bad or total):
        return None
    if len(valid) > 1 and negated and len(negated) < len(valid):
        return Called.TOTAL if not _separate(words) else None
    if valid and bad and any(is_a(w, "and") for w in words):
        return Called.TOTAL
    if total and bad and any(is_a(w, "and") for w in words[total[0] :]):
        return Called.TOTAL  # "total sama yang rusak"
    if valid and people and not (negated or bad or _EVERY.isdisjoint(words)):
        return Called.VALID  # "jumlah suara sah seluruh partai politik dan calon"
    if total and people and (owns or inside):
        return Called.PARTY_SUM if owns else Called.CANDIDATES_SUM
    if negated or bad:
        return Called.INVALID
    if valid:
        return Called.PARTY_SUM if people and owns else Called.VALID
    if any(word in _WON for word in words) and not inside:
        return Called.VALID  # "total perolehan"
    if words == ["sum"] or any(is_a(w, "total") for w in words):
        return Called.PARTY_SUM if inside else Called.TOTAL
    return None


def _separate(words: list[str]) -> bool:
    """ "sah tidak sah" without an "and" is no sum of both."""
    return not any(is_a(word, "and") for word in words)


def only_all(words: Sequence[str]) -> bool:
    """Whether a run says nothing but "semua": that fills, or sums."""
    return all(is_a(word, "all") for word in words)

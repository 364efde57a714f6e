"""Reads the form's first page: voters by men, women and sum, and the numbers of ballots."""

from collections.abc import Sequence

from bot.filling.grammar.numerals import spelled
from bot.filling.grammar.scope import BAD, Parsed, Refused, Scope, Why
from bot.filling.grammar.tokens import Mark, Token, tokens
from models.values import VOTER_FIGURES

_ROWS = {
    "dpt": "dpt",
    "dptb": "pengguna_dptb",
    "dpk": "pengguna_dpk",
    "pengguna": "pengguna_total",
    "memilih": "pengguna_total",
    "disabilitas": "disabilitas",
    "difabel": "disabilitas",
}
_BALLOTS = {
    **dict.fromkeys(("diterima", "terima", "received"), "diterima"),
    **dict.fromkeys(("digunakan", "dipakai", "terpakai", "used"), "digunakan"),
    **dict.fromkeys(("rusak", "keliru", "spoiled"), "rusak"),
    **dict.fromkeys(("sisa", "unused"), "sisa"),
}
_COLUMNS = {
    **dict.fromkeys(("l", "lk", "laki", "pria", "men"), "l"),
    **dict.fromkeys(("p", "pr", "perempuan", "wanita", "women"), "p"),
    **dict.fromkeys(("j", "jml", "jumlah", "total", "sum"), "j"),
}


def figures(
    tokens: Sequence[Token], asked: str | None
) -> tuple[dict[str, Token], tuple[Token, ...]]:
    """Numbers by field, from the field asked for on or behind a row's name; and bad ones."""
    numbers: dict[str, Token] = {}
    refused: list[Token] = []
    place = VOTER_FIGURES.index(asked) if asked in VOTER_FIGURES else 0
    before = ""
    for token, following in zip(tokens, [*tokens[1:], Token(Mark.LINE)], strict=True):
        named = _named(token, following, before, place)
        if named is not None:
            place = named
        elif token.mark in (Mark.NUMBER, Mark.DOTTED) and token.bad:
            refused.append(token)
            place += 1
        elif token.mark is Mark.NUMBER and place < len(VOTER_FIGURES):
            numbers[VOTER_FIGURES[place]] = token
            place += 1
        before = token.text
    return numbers, tuple(refused)


def _named(token: Token, following: Token, before: str, place: int) -> int | None:
    """The place that a word names: a row's first column, a ballots' number, or a column."""
    word = token.text
    numbered = following.mark in (Mark.NUMBER, Mark.ASSIGN)
    if word in _COLUMNS and numbered and place < len(VOTER_FIGURES):
        row = VOTER_FIGURES[place].rpartition("_")[0]
        return VOTER_FIGURES.index(f"{row}_{_COLUMNS[word]}") if row else None
    if token.mark is not Mark.WORD:
        return None
    if word in _BALLOTS:
        unused = before in ("tidak", "tdk", "tak", "not") and _BALLOTS[word] == "digunakan"
        return VOTER_FIGURES.index("sisa" if unused else _BALLOTS[word])
    if word == "dpt" and before in ("pengguna", "memilih"):
        return VOTER_FIGURES.index("pengguna_dpt_l")
    return VOTER_FIGURES.index(f"{_ROWS[word]}_l") if word in _ROWS else None


def first_page(text: str, scope: Scope) -> Parsed:
    """Voters and ballots; sums of the last page may be typed here, too."""
    numbers, refused = figures(spelled(tokens(text)), scope.asked)
    huge = {name: token for name, token in numbers.items() if token.value >= 10**scope.boxes}
    bad = [Refused(token.text[:20], Why.HUGE, scope.boxes) for token in huge.values()]
    bad += [Refused(token.text[:20], BAD[token.bad]) for token in refused if token.bad]
    good = {name: token.value for name, token in numbers.items() if name not in huge}
    return Parsed(good, tuple(bad), heard=bool(good or bad))

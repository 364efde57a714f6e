"""Numbers in words, as forms carry them beside the digits: "seratus dua" is 102."""

from collections.abc import Sequence

from bot.filling.grammar.tokens import Mark, Token

_UNITS = {
    word: value
    for value, word in enumerate(
        "nol satu dua tiga empat lima enam tujuh delapan sembilan".split(), start=0
    )
    if value
}
_TENS = {"belas": 1, "puluh": 10, "ratus": 100, "ribu": 1000}
_SHORT = {"sepuluh": 10, "sebelas": 11, "seratus": 100, "seribu": 1000}


def spelled(tokens: Sequence[Token]) -> list[Token]:
    """The pieces of a message with runs of number words made one number."""
    found: list[Token] = []
    run: list[str] = []
    for token in tokens:
        if token.mark is Mark.WORD and (token.text in _UNITS | _TENS | _SHORT):
            run.append(token.text)
            continue
        found.extend(_close(run))
        run = []
        found.append(token)
    return [*found, *_close(run)]


def _close(run: list[str]) -> list[Token]:
    if not run:
        return []
    value = value_of(run)
    if value is None:
        return [Token(Mark.WORD, word) for word in run]
    return [Token(Mark.NUMBER, " ".join(run), value)]


def value_of(words: Sequence[str]) -> int | None:
    """Thousands, hundreds, tens, units in falling order; None for anything else."""
    total, group, unit = 0, 0, 0
    for word in words:
        if word in _UNITS:
            if unit:
                return None
            unit = _UNITS[word]
        elif word in _SHORT and not unit:
            if word == "seribu":
                total, group = total + (group or 1) * 1000, 0
            else:
                group += _SHORT[word]
        elif word == "belas" and unit:
            group, unit = group + 10 + unit, 0
        elif word == "ribu":
            total, group, unit = total + (group + unit) * 1000, 0, 0
        elif word in _TENS and unit:
            group, unit = group + unit * _TENS[word], 0
        else:
            return None
    return total + group + unit

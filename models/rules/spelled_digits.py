"""Identity numbers that are told digit by digit in words: "tiga empat tujuh satu ..."; pure."""

import re

from models.rules.nik import LENGTH, problem

WORDS = {
    **dict.fromkeys(("nol", "kosong", "zero"), "0"),
    **dict.fromkeys(("satu", "one"), "1"),
    **dict.fromkeys(("dua", "two"), "2"),
    **dict.fromkeys(("tiga", "three"), "3"),
    **dict.fromkeys(("empat", "ampat", "four"), "4"),
    **dict.fromkeys(("lima", "five"), "5"),
    **dict.fromkeys(("enam", "anam", "six"), "6"),
    **dict.fromkeys(("tujuh", "tuju", "seven"), "7"),
    **dict.fromkeys(("delapan", "lapan", "eight"), "8"),
    **dict.fromkeys(("sembilan", "nine"), "9"),
}
_UNIT = f"(?:{'|'.join(sorted(WORDS, key=len, reverse=True))}|[0-9]{{1,16}})"
_RUN = re.compile(rf"(?<![a-z0-9]){_UNIT}(?:[^a-z0-9]{{0,6}}{_UNIT}){{8,}}(?![a-z0-9])")
_TOKEN = re.compile(_UNIT)
_NAMED = re.compile(r"nik|ktp|nkk|\bkk\b|identit|induk")
PERHAPS = re.compile(f"(?:(?:{'|'.join(WORDS)})[^a-z]{{1,9}}){{3}}")
"""A cheap look first: a few such words in a row."""
_FEWEST = 4
"""Words among the digits: fewer are a number of its own beside votes."""
_SEALED = range(13, 21)


def spelled(text: str, *, sealing: bool = False) -> list[tuple[int, int, str]]:
    """Where in a plain text (nik_text.plain_digits) sixteen digits are told in words, and which.

    They count where they can be a NIK or one is spoken of, so that sixteen parties' single votes
    stay votes. `sealing`: as many digits as a NIK nearly has, whatever they are.
    """
    found, named = list[tuple[int, int, str]](), _NAMED.search(text) is not None
    for match in _RUN.finditer(text):
        tokens = _TOKEN.findall(match[0])
        digits = "".join(WORDS.get(token, token) for token in tokens)
        words = sum(token in WORDS for token in tokens)
        whole = len(digits) == LENGTH and len(set(digits)) > 1
        if words >= _FEWEST and (
            (sealing and len(digits) in _SEALED) or (whole and (named or problem(digits) is None))
        ):
            found.append((*match.span(), digits))
    return found

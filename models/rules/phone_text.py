"""Finds mobile numbers in what people type, whatever separates their digits; pure."""

import re


def _pattern(between: str) -> re.Pattern[str]:
    few, some = f"{between}{{0,3}}", f"{between}{{0,6}}"
    return re.compile(rf"(?<![0-9])(?:\+?6{few}2|0){some}8(?:{some}[0-9]){{7,11}}(?![0-9])")


_TYPED, _IN_PAYLOAD = _pattern("[^0-9]"), _pattern('[^0-9"]')
"""08..., 628... and +62 8...: nine to thirteen digits."""


def phones_in(text: str, *, payload: bool = False) -> list[tuple[int, int]]:
    """Where Indonesian mobile numbers stand in a plain text (models.rules.nik_text.plain_digits).

    `payload`: it is a JSON document, in which a quotation mark ends a text. Votes that begin with
    0 and 8 are found too: for sealing, never for reading.
    """
    return [match.span() for match in (_IN_PAYLOAD if payload else _TYPED).finditer(text)]

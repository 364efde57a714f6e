"""A station's number as lists write it, by itself or with its kelurahan."""

import re

_NUMBER = re.compile(r"(?:tps[\W_]*)?0*(\d{1,3})", re.IGNORECASE)
"""Like "7", "07", "TPS 7", "TPS-07", "TPS. 007"."""
_TOGETHER = (
    re.compile(r"(?:(?:no\W*)?tps\W*)?0*(?P<tps>\d{1,3})\W+(?P<place>[^\W\d].*)", re.IGNORECASE),
    re.compile(r"(?P<place>[^\W\d].*?)\W+(?:no\W*)?tps\W*0*(?P<tps>\d{1,3})", re.IGNORECASE),
)
"""Like "TPS 05 Kel. Sorosutan", "Sorosutan TPS 5"."""


def station_number(cell: str) -> int | None:
    """The number that a cell says; None where it says something else, a code perhaps."""
    found = _NUMBER.fullmatch(cell.strip())
    return int(found[1]) if found else None


def together(cell: str) -> tuple[str, str] | None:
    """Number and kelurahan of a station, where one cell holds both."""
    found = (form.fullmatch(cell.strip()) for form in _TOGETHER)
    return next(((one["tps"], one["place"]) for one in found if one), None)

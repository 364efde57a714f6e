"""The identity number (NIK) and the family card's (NKK): what they may look like; pure.

A NIK has 16 digits: region of first issue (6), date of birth DDMMYY with 40 added to the day for
women (6), serial (4) (UU 23/2006 art. 13, Permendagri 73/2022). The region is not where a person
votes, and the date is no secret.
"""

import re
from calendar import monthrange
from functools import lru_cache

LENGTH = 16
VISIBLE = 12
"""Digits of a NIK that stay readable where a register's last four are masked."""
WOMAN = 40
"""Added to the day of birth of women."""
MADE_UP = "99"
"""No province: what tests, training and rehearsals use."""
PROVINCES = frozenset(
    (
        *("11", "12", "13", "14", "15", "16", "17", "18", "19", "21"),
        *("31", "32", "33", "34", "35", "36", "51", "52", "53", "54"),  # 54: until 1999
        *("61", "62", "63", "64", "65", "71", "72", "73", "74", "75", "76", "81", "82"),
        *("91", "92", "93", "94", "95", "96", MADE_UP),
    )
)
"""First digits of the regions that ever issued a NIK (codes of the Ministry of Home Affairs)."""
_MASKED = re.compile(r"([0-9]{12})[*xX#•.·]{4}")
_EARLIEST = 1900


def masked_part(text: str) -> str | None:
    """The visible digits of a NIK whose last four are masked (999999010190****), else None."""
    found = _MASKED.fullmatch(text)
    return found[1] if found else None


def problem(digits: str) -> str | None:
    """Why this cannot be a NIK: length, letters, repeated, region, date, serial; or None.

    Twelve visible digits are judged the same way.
    """
    if not digits.isascii() or not digits.isdigit():
        return "letters"
    if len(digits) not in (LENGTH, VISIBLE):
        return "length"
    if len(set(digits)) == 1:
        return "repeated"
    if digits[:2] not in PROVINCES or digits[2:4] == "00" or digits[4:6] == "00":
        return "region"
    if not _is_birth(digits[6:12]):
        return "date"
    return "serial" if digits[12:] == "0000" else None


@lru_cache(maxsize=100_000)
def _is_birth(digits: str) -> bool:
    """DDMMYY as a day of either century."""
    day, month, year = int(digits[:2]), int(digits[2:4]), int(digits[4:])
    day -= WOMAN if day > WOMAN else 0
    if not 1 <= month <= 12:
        return False
    longest = max(monthrange(century + year, month)[1] for century in (_EARLIEST, 2000))
    return 1 <= day <= longest

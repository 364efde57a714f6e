"""Finds identity numbers in what people type: sixteen digits, however they are grouped; pure."""

import re
import unicodedata
from dataclasses import dataclass
from itertools import pairwise

from models.rules.code_text import without as without_codes
from models.rules.nik import LENGTH, VISIBLE, problem
from models.rules.spelled_digits import PERHAPS, spelled

MARK, ODD_MARK = "‹nik›", "‹angka›"
"""What stands in a text where a NIK was, or a number that is nearly one."""
GROUPS = ("2 2 2 6 4", "6 2 2 2 4", "2 2 2 2 2 2 4", "6 6 4", "4 4 4 4", "8 8")
"""Ways of writing a NIK in five parts or more, and the usual ones."""
_FEW = 4
"""Sixteen digits in so few parts are no votes: those have three digits each."""
_RUN = re.compile(
    r"(?:(?<![0-9a-z])[0-9oil]|(?<=[a-z])[0-9])(?:[ .,_/:-]{0,3}[0-9oil]){11,}"
    r"(?: ?[*x#•]{4})?(?![0-9*#])(?:(?![a-z])|(?<=[0-9])(?=[a-z]))"
)
"""Glued to a word it counts, too: ktp3471..., ...0001atas."""
_TIGHT = re.compile(r"[._/:-]")
_NO_VOTES = 4
"""A part of so many digits is no station's vote."""
_DIGITS = str.maketrans({"o": "0", "i": "1", "l": "1"})
_PART = re.compile(r"[0-9oil]+")
_NEAR = range(13, 21)
_APART = re.compile(r"[0-9][0-9oil]*")
_BETWEEN = 40
"""Letters between two parts of one number, at most: "dan", "lalu empat angka terakhir"."""
_UNSEEN = frozenset(("Cf", "Mn", "Me"))
"""Kinds of letters that nobody sees: joiners, marks of direction, what stands on a letter."""


@dataclass(frozen=True, slots=True)
class Found:
    """A number in a text: its digits, whether it reads as a NIK (16 digits, or the visible 12)."""

    start: int
    end: int
    digits: str
    whole: bool

    def meets(self, other: "Found") -> bool:
        """Whether both lie on a letter of the text."""
        return self.start < other.end and other.start < self.end


def plain_digits(text: str) -> str:
    """Small letters and digits 0-9, whatever keyboard they came from."""
    if text.isascii():
        return text.lower()
    told = unicodedata.normalize("NFKC", text).lower()
    return "".join(
        str(unicodedata.digit(letter, letter))
        for letter in told
        if letter.isascii() or unicodedata.category(letter) not in _UNSEEN
    )


def find(text: str, *, asked: bool = False) -> list[Found]:
    """The identity numbers in a plain text, and what is nearly one.

    `asked`: one is expected here, so that digits spaced in any way count, and twelve alone.
    """
    words = spelled(text) if PERHAPS.search(text) else []
    told = [Found(*one, whole=True) for one in words]
    found = [one for one in runs(text, asked=asked) if not any(one.meets(it) for it in told)]
    found = sorted([*found, *told], key=lambda one: one.start)
    whole = [one for one in found if one.whole]
    more = [one for one in scattered(text) if not any(one.meets(other) for other in whole)]
    if not more:
        return found
    kept = [one for one in found if one.whole or not any(one.meets(other) for other in more)]
    return sorted([*kept, *more], key=lambda one: one.start)


def runs(text: str, *, asked: bool = False) -> list[Found]:
    """The same where nothing but a space, a point, a dash or the like stands between digits."""
    return [one for match in _RUN.finditer(text) for one in _judged(match, asked=asked)]


def scattered(text: str, *, few: bool = True) -> list[Found]:
    """NIKs by their digits alone, whatever stands between the parts: lines, brackets, words.

    Sixteen digits count that can be a NIK and are grouped like one; with `few` unset, in any
    way, which a long tally of votes meets by chance: for sealing, never for reading.
    """
    if sum(map(text.count, "0123456789")) < LENGTH:
        return []
    parts = [(*match.span(), match[0]) for match in _APART.finditer(text)]
    found, first, last, size = list[Found](), 0, 0, 0
    while first < len(parts):
        while last < len(parts) and size < LENGTH:
            size, last = size + len(parts[last][2]), last + 1
        if size == LENGTH and (one := _grouped(parts[first:last], few=few)):
            found.append(one)
            first, size = last, 0
        elif size < LENGTH:
            break
        else:
            size -= len(parts[first][2])
            first += 1
    return found


def _grouped(parts: list[tuple[int, int, str]], *, few: bool) -> Found | None:
    """Parts of sixteen digits as a NIK, where they are near to each other and can be one."""
    if few and len(parts) > _FEW and " ".join(str(len(part)) for _, _, part in parts) not in GROUPS:
        return None
    digits = "".join(part for _, _, part in parts).translate(_DIGITS)
    near = all(b[0] - a[1] <= _BETWEEN for a, b in pairwise(parts))
    if not near or problem(digits) is not None:
        return None
    return Found(parts[0][0], parts[-1][1], digits, whole=True)


def _judged(match: re.Match[str], *, asked: bool) -> list[Found]:
    """What a run of digits is: one NIK, several, nearly one, or nothing of the kind."""
    told = match[0].rstrip("*x#• ")
    parts = [
        (part.start() + match.start(), part.end() + match.start(), part[0].translate(_DIGITS))
        for part in _PART.finditer(told)
    ]
    digits = "".join(part for _, _, part in parts)
    if sum(letter.isdigit() for letter in told) < VISIBLE - 2:
        return []  # a word of o, i and l
    masked = told != match[0]
    if len(digits) == VISIBLE and (masked or (asked and problem(digits) is None)):
        return [Found(match.start(), match.end(), digits, whole=True)]
    found = _whole(parts, match.string, asked=asked)
    if found:
        return found
    near = len(digits) in _NEAR and (len(parts) <= 2 or asked)
    return [Found(match.start(), match.end(), digits, whole=False)] if near else []


def _as_one(group: list[tuple[int, int, str]], text: str) -> bool:
    """Whether many parts are one number: tied to each other, or longer than votes are."""
    tight = all(_TIGHT.fullmatch(text[a[1] : b[0]]) for a, b in pairwise(group))
    long = any(len(part) >= _NO_VOTES for _, _, part in group)
    plain = problem("".join(part for _, _, part in group)) is None
    return (tight and long) or (plain and (tight or long))


def _whole(parts: list[tuple[int, int, str]], text: str, *, asked: bool) -> list[Found]:
    """The NIKs in a run: parts that make sixteen digits together as people group them."""
    digits = "".join(part for _, _, part in parts)
    if asked and len(digits) == LENGTH and problem(digits) is None:
        return [Found(parts[0][0], parts[-1][1], digits, whole=True)]
    found, first = [], 0
    while first < len(parts):
        last, size = first, 0
        while last < len(parts) and size < LENGTH:
            size += len(parts[last][2])
            last += 1
        group = parts[first:last]
        sizes = " ".join(str(len(part)) for _, _, part in group)
        few = len(group) <= _FEW or sizes in GROUPS
        if size == LENGTH and (few or _as_one(group, text)):
            whole = "".join(part for _, _, part in group)
            found.append(Found(group[0][0], group[-1][1], whole, whole=True))
            first = last
        else:
            first += 1
    return found


def hide(text: str, found: list[Found]) -> str:
    """The text with a mark in place of each number."""
    told = text
    for one in reversed(found):
        told = told[: one.start] + (MARK if one.whole else ODD_MARK) + told[one.end :]
    return told


def without(text: str) -> str:
    """The text with a mark for each identity number and each code, and all else as it was."""
    plain = plain_digits(text)
    found = find(plain)
    return without_codes(hide(text if len(text) == len(plain) else plain, found) if found else text)

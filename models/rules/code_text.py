"""Finds codes that bind a chat or confirm an act in what people type; pure.

Activation codes are handed out as K7M-QR4-HJ9, one-time codes as 7QK-4MD (stores/persons/people.py,
held_acts.py). Whoever reads one may use it: none stays in clear where others read.
"""

import re
import unicodedata

LETTERS = "ACDEFHJKMNPQRTUVWXY34679"
"""No letter or digit that is taken for another when read out or copied by hand."""
LENGTH = 9
"""Letters of an activation code: 24^9 codes are more than 2^41."""
MARK = "‹kode›"
"""What stands in a text where a code was."""
_SHORT = 9
"""Words beside a code in a message that is about the code."""

_ANY, _OURS = "[a-z0-9]{3}", f"[{LETTERS.lower()}]{{3}}"
_DASH = r" ?[-‐‑‒–—−] ?"
_BETWEEN = rf"(?:{_DASH}|\s)?"
_ALONE, _END = r"(?<![\w-])", r"(?![\w-])"
_WHOLE = re.compile(
    rf"(?:(?:kode|code|aktivasi|activation)[\s:]*)*({_ANY}){_BETWEEN}({_ANY})(?:{_BETWEEN}({_ANY}))?",
    re.IGNORECASE,
)
_SURE = re.compile(
    rf"{_ALONE}(?:({_ANY}){_DASH}({_ANY}){_DASH}({_ANY})|({_OURS})({_OURS})({_OURS})){_END}",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"\b(?:kode|code|aktivasi|aktifasi|activation)(?:nya)?\b"
    r"(?:[\s:=,.\"']+(?:saya|aktivasi|aktifasi|activation|kode|code|nya|ini|itu|adalah|yaitu|my|is))*"
    rf"[\s:=,.\"']+({_OURS})[\s.-]?({_OURS})[\s.-]?({_OURS}){_END}",
    re.IGNORECASE,
)
_ONE_TIME = re.compile(rf"{_ALONE}({_OURS})-({_OURS}){_END}", re.IGNORECASE)
_PERHAPS = re.compile(
    rf"(?=(?<!\w)({_OURS})\W{{0,3}}({_OURS})\W{{0,3}}({_OURS})(?!\w))", re.IGNORECASE
)
_HANDED = re.compile(
    r"(?=.*[a-hjkmnp-wyz])(?![a-z]{3}-[0-9]{3}$)[a-z0-9]{3}-[a-z0-9]{3}(?:-[a-z0-9]{3})?",
    re.IGNORECASE,
)
_THREES = re.compile(
    r"(?<!\w)(?=\W{0,3}(?:[0-9]\W{0,3}){0,8}[a-z])"
    r"(?:[a-z0-9]{3}\W{1,3}[a-z0-9]{3}\W{1,3}[a-z0-9]{3}|[a-z0-9]{9})(?!\w)",
    re.IGNORECASE,
)
Span = tuple[int, int]


def normal(text: str) -> str:
    """A code as it is kept: capitals, no separators."""
    return "".join(letter for letter in text.upper() if letter.isalnum())


def alone(text: str) -> bool:
    """Whether a message is a code as it is handed out (K7M-QR4-HJ9, older ones in two parts).

    PKS-045 is a party with its votes.
    """
    return _HANDED.fullmatch(text.strip()) is not None


def in_threes(text: str) -> bool:
    """Whether a code may stand in a text at all: nine letters and digits, not figures alone."""
    return _THREES.search(text) is not None


def dashed(text: str) -> list[Span]:
    """Where activation codes stand as they are handed out: nothing else looks like it."""
    return [one.span() for one in _SURE.finditer(text) if one.group(1) and _like_a_code(one)]


def sure(text: str) -> list[Span]:
    """Where activation codes stand, recognised by their form alone, or because it says so."""
    found = [one.span() for one in _SURE.finditer(text) if _like_a_code(one)]
    found += [(one.start(1), one.end(3)) for one in _NAMED.finditer(text)]
    return _apart(found)


def spoken(text: str) -> str | None:
    """The code that a short message is about: `kode saya 7WC-VQF-YEK pak`; None without one."""
    text = _plain(text)
    found = sure(text)
    if len(found) == 1:
        start, end = found[0]
        beside = text[:start].split() + text[end:].split()
        return normal(text[start:end]) if len(beside) <= _SHORT else None
    whole = _WHOLE.fullmatch(text)
    if whole is None or not any(_mixed(part or "") for part in whole.groups()):
        return None
    code = _letters(whole)
    return code if len(code) == LENGTH else None


def bare(text: str) -> str | None:
    """The code that a message is where one is awaited: in two parts, too, as older ones."""
    text = _plain(text)
    found = _WHOLE.fullmatch(text)
    if found is None:
        return spoken(text)
    code = _letters(found)
    looks_like = "-" in text or any(map(str.isdigit, code)) or text.isupper()
    return code if looks_like else None


def perhaps(text: str) -> list[Span]:
    """Where nine letters stand that may be a code: only the database knows."""
    return [(one.start(1), one.end(3)) for one in _PERHAPS.finditer(text)]


def hide(text: str, spans: list[Span]) -> str:
    """The text with a mark in place of each of these."""
    for start, end in reversed(_apart(spans)):
        text = text[:start] + MARK + text[end:]
    return text


def without(text: str) -> str:
    """The text with a mark for each code, and all else as it was."""
    once = [one.span() for one in _ONE_TIME.finditer(text) if _is_one_time(one)]
    return hide(text, [*sure(text), *once])


def _plain(text: str) -> str:
    """Without what nobody sees, wide letters as others."""
    told = unicodedata.normalize("NFKC", text)
    return "".join(one for one in told if unicodedata.category(one) != "Cf").strip()


def _letters(found: "re.Match[str]") -> str:
    return "".join(part for part in found.groups() if part).upper()


def _like_a_code(found: "re.Match[str]") -> bool:
    """Whether it is more than a row of numbers or a word said again: dpt-347-346, apa-apa-apa."""
    parts = [part.lower() for part in found.groups() if part]
    mixed = any(_mixed(part) for part in parts)
    if mixed or found.group(1) is None:
        return mixed
    words = [part for part in parts if part.isalpha() and not set(part.upper()) - set(LETTERS)]
    return len(words) > 1 and len(set(parts)) == len(parts)


def _mixed(code: str) -> bool:
    return any(map(str.isdigit, code)) and any(map(str.isalpha, code))


def _is_one_time(found: "re.Match[str]") -> bool:
    """Whether it is no word said twice (apa-apa), no row of numbers."""
    code = found[0]
    return (_mixed(code) or code.isupper()) and found[1].lower() != found[2].lower()


def _apart(spans: list[Span]) -> list[Span]:
    """In their order, those left out that lie on one before."""
    kept: list[Span] = []
    for span in sorted(spans):
        if not kept or span[0] >= kept[-1][1]:
            kept.append(span)
    return kept

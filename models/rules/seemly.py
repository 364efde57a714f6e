"""What strangers write, without letters that command a screen or pile up on it; pure."""

import unicodedata

MOST_MARKS = 3
"""Marks that may stand on one letter: Javanese and Arabic script need no more."""
_KEPT = frozenset("\n\t\u200c\u200d")
"""Ends of lines, and the joiners of letters and of emoji."""
_COMMANDS = frozenset(("Cc", "Cf", "Co", "Cs", "Cn"))
_LINES = {"\r\n": "\n", "\r": "\n", "\u2028": "\n", "\u2029": "\n", "\x85": "\n"}
_MARKS = frozenset(("Mn", "Me"))


def seemly(text: str) -> str:
    """The text without control characters (escapes), marks of direction, heaps of marks.

    What a person sees stays as it is, ends of lines included.
    """
    if text.isascii() and text.isprintable():
        return text
    for end, line in _LINES.items():
        text = text.replace(end, line)
    told, marks = list[str](), 0
    for letter in text:
        kind = unicodedata.category(letter)
        marks = marks + 1 if kind in _MARKS else 0
        if letter in _KEPT or (kind not in _COMMANDS and marks <= MOST_MARKS):
            told.append(letter)
    return "".join(told)

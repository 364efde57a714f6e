"""Brings what phones send into plain letters and digits; knows nothing of numbers' meaning."""

import re
import unicodedata
from functools import lru_cache

_DASHES = {**dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-"), ord("➕"): "+"}
ARROW = "»"
"""Stands for an arrow of any kind: "67 -> 76"."""
_ARROWS = dict.fromkeys(map(ord, "→⇒➡➔➜👉➤►▶"), ARROW)
# Invisible marks: joiners, direction marks, emoji variation selectors, the keycap's box.
_GONE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xFE0E, 0xFE0F, 0x20E3, 0xAD])
_TEN = "\U0001f51f"
KEYCAP = "\x01"
_FOREIGN = re.compile(r"[^\x00-\x7f]")
"""Stands before a number made of keycaps (1️⃣) or in a circle (①)."""
_CAPS = re.compile("(?:[0-9]\ufe0f?\u20e3 ?)+")
_CIRCLED = re.compile("[①-⑳❶-❿➀-➓]")
_STROKE = re.compile("((?:.[\u0335\u0336\u0337\u0338])+)")
_CROSS = re.compile("[❌✖✗✘⭕🚫🅾]\ufe0f?")
_LONG_ARROW = re.compile("[-=]+>")
_FRACTION = re.compile("[¼½¾⅐-⅞↉]")
"""No form holds a part of a vote: whichever it is, it is asked about."""
_CONTROL = re.compile("[\x00\x03-\x08\x0b\x0c\x0e-\x1f]")


_SHORT = 100
"""Letters up to which a text is kept as it was brought in: names come in every message."""


def clean(text: str) -> str:
    """Small letters, digits 0-9 (full-width, emoji and other scripts' too), plain dashes."""
    return _kept(text) if len(text) <= _SHORT else _kept_long(text)


@lru_cache(maxsize=8192)
def _kept(text: str) -> str:
    return _cleaned(text)


@lru_cache(maxsize=16)
def _kept_long(text: str) -> str:
    """One message is cleaned by many: the long ones of this moment."""
    return _cleaned(text)


def _cleaned(text: str) -> str:
    told = _marked(_FRACTION.sub(" 0.5 ", _CONTROL.sub(" ", text)))
    told = told.translate(_GONE).replace(_TEN, f" {KEYCAP}10 ")
    told = told.translate(_DASHES).translate(_ARROWS)
    told = _LONG_ARROW.sub(ARROW, unicodedata.normalize("NFKC", told))
    return _FOREIGN.sub(_digit, told).lower().replace("\r\n", "\n").replace("\r", "\n")


def _marked(text: str) -> str:
    """Keycaps, circled numbers and struck letters with marks of their own."""
    told = "\n".join(map(_crossed, _CAPS.sub(_keycaps, text).split("\n")))
    told = _CIRCLED.sub(lambda m: f" {KEYCAP}{unicodedata.numeric(m[0]):.0f} ", told)
    return _STROKE.sub(lambda m: "~" + re.sub("[\u0335-\u0338]", "", m[0]) + "~", told)


def _crossed(line: str) -> str:
    """A cross that stands for nothing is a zero; before a figure it is a mark of the list."""
    first = _CROSS.search(line)
    if first is None:
        return line
    if re.search(r"\b(?:blm|belum|durung|blom|not yet)\b", line, re.IGNORECASE):
        return _CROSS.sub(" ", line)
    behind = any(letter.isdigit() for letter in line[first.end() :])
    return _CROSS.sub(" " if behind else " nol ", line)


def _keycaps(found: re.Match[str]) -> str:
    return f" {KEYCAP}{re.sub('[^0-9]', '', found[0])} "


def _digit(found: re.Match[str]) -> str:
    letter = found[0]
    return str(unicodedata.digit(letter)) if unicodedata.category(letter) == "Nd" else letter


def plain(text: str) -> str:
    """For comparing words: small letters, single spaces, no punctuation around it."""
    return _kept_plain(text) if len(text) <= _SHORT else _plain(text)


@lru_cache(maxsize=8192)
def _kept_plain(text: str) -> str:
    return _plain(text)


def _plain(text: str) -> str:
    told = " ".join(clean(text).replace(KEYCAP, "").split())
    bare = told.strip(" .,!;:*_'\"()[]~`-")
    return bare or told


def words_of(text: str) -> list[str]:
    """The words of a message as typed."""
    return re.findall(r"[^\s:,;=]+", text)

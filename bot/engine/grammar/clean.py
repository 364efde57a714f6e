"""Brings what phones send into plain letters and digits; knows nothing of numbers' meaning."""

import re
import unicodedata

_DASHES = dict.fromkeys(map(ord, "‐‑‒–—―−﹣－"), "-")
_ARROWS = dict.fromkeys(map(ord, "→⇒➡➔➜"), "=")
# Invisible marks: joiners, direction marks, emoji variation selectors, the keycap's box.
_GONE = dict.fromkeys([*range(0x200B, 0x2010), 0x2060, 0xFEFF, 0xFE0E, 0xFE0F, 0x20E3, 0xAD])
_TEN = "\U0001f51f"


def clean(text: str) -> str:
    """Small letters, digits 0-9 (full-width, emoji and other scripts' too), plain dashes."""
    told = text.translate(_GONE).replace(_TEN, " 10 ").translate(_DASHES).translate(_ARROWS)
    told = unicodedata.normalize("NFKC", told).replace("->", "=").replace("=>", "=")
    return "".join(map(_digit, told)).lower().replace("\r\n", "\n").replace("\r", "\n")


def _digit(letter: str) -> str:
    if letter.isascii() or unicodedata.category(letter) != "Nd":
        return letter
    return str(unicodedata.digit(letter))


def plain(text: str) -> str:
    """For comparing words: small letters, single spaces, no punctuation around it."""
    told = " ".join(clean(text).split())
    bare = told.strip(" .,!;:*_'\"()[]~`-")
    return bare or told


def words_of(text: str) -> list[str]:
    """The words of a message as typed."""
    return re.findall(r"[^\s:,;=]+", text)

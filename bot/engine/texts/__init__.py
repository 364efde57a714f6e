"""Makes words of a reply: one catalogue, Indonesian and English; knows no conversation."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

from bot.engine.messages import Document, Phrase, Reply

LANGUAGES = ("id", "en")

_MONTHS = {
    "id": "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember",
    "en": "January February March April May June July August September October November December",
}
_JOINTS = {"lines": "\n", "paragraphs": "\n\n", "commas": ", ", "dots": " · ", "words": " "}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A reply in words: text, buttons as (label, data), what is asked for, picture, document."""

    text: str
    buttons: tuple[tuple[str, str], ...] = ()
    ask: str | None = None
    photo: str | None = None
    after: float = 0.0
    document: Document | None = None


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of a language by key: "<file>.<name>", from texts/<language>/<file>.toml."""
    texts: dict[str, str] = {}
    for file in sorted((Path(__file__).parent / language).glob("*.toml")):
        for name, text in tomllib.loads(file.read_text(encoding="utf-8")).items():
            texts[f"{file.stem}.{name}"] = text.strip("\n")
    return texts


def error_key(code: str) -> str:
    """The text of a SaksiError's code; the general one for a code without a sentence."""
    key = f"error.{code}"
    return key if key in catalogue(LANGUAGES[0]) else "error.error"


def render(reply: Reply, language: str) -> Rendered:
    """The reply in a language; Indonesian where that one is not spoken here."""
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    buttons = tuple((tell(b.key, b.values, spoken), b.data) for b in reply.buttons)
    text = tell(reply.key, reply.values, spoken)
    ask = str(reply.ask) if reply.ask else None
    return Rendered(text, buttons, ask, reply.photo, reply.after, reply.document)


def tell(key: str, values: Mapping[str, Any], language: str) -> str:
    """One text with its values; a line whose values are all empty is left out.

    Raises KeyError for a key that the catalogue doesn't have.
    """
    words = _Words(language)
    lines = (
        (line, words.vformat(line, (), values)) for line in catalogue(language)[key].split("\n")
    )
    return "\n".join(told for line, told in lines if told.strip() or not line.strip())


class _Words(Formatter):
    """str.format with the field's own formats: lists, hours with their zone, dates, numbers."""

    def __init__(self, language: str) -> None:
        self.language = language

    def format_field(self, value: Any, spec: str) -> str:
        if spec in _JOINTS:
            items = (self.format_field(item, "") for item in value)
            return _JOINTS[spec].join(item for item in items if item)
        if isinstance(value, Phrase):
            told = tell(value.key, value.values, self.language)
            return told[:1].upper() + told[1:] if spec == "cap" else told
        if spec == "clock":
            return _clock(value, self.language)
        if spec == "date":
            return _date(value, self.language)
        if spec == "share":
            told = f"{100 * value:.1f} %" if self.language == "id" else f"{100 * value:.1f}%"
            return told.replace(".", ",") if self.language == "id" else told
        if spec == "tenth":
            return f"{value:.1f}".replace(".", "," if self.language == "id" else ".")
        if spec == "whole":
            return f"{100 * value:.0f} %" if self.language == "id" else f"{100 * value:.0f}%"
        if spec == "number":
            told = f"{value:,}"
            return told.replace(",", ".") if self.language == "id" else told
        return str(value)


def _clock(at: datetime, language: str) -> str:
    """02.14 WIB: the hour in the zone that the moment carries, named as people name it."""
    hour = at.strftime("%H.%M" if language == "id" else "%H:%M")
    return f"{hour} {at.tzname() or ''}".rstrip()


def _date(day: date, language: str) -> str:
    return f"{day.day} {_MONTHS[language].split()[day.month - 1]} {day.year}"

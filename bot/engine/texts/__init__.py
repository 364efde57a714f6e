"""Makes words of a reply: one catalogue, Indonesian and English; knows no conversation."""

import re
import tomllib
from collections.abc import Iterable, Mapping
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


Texts = Mapping[str, Mapping[str, str]]
"""All texts by language, then by key: "<table>.<name>"."""

_TWO_POINTS = re.compile(r"(?<!\.)\.\.(?!\.)")
"""A sentence that ends with "M.Si." needs no other full stop."""
_HOUSE = Path(__file__).parents[2]


@cache
def catalogue(language: str) -> Mapping[str, str]:
    """All texts of a language that stand in the house, by key.

    They lie in id.toml and en.toml of the folders texts/ of the engine, of what is shared, and of
    each capability's talk; a table [recap] with a line told = "..." is the text "recap.told".
    """
    folders = [_HOUSE / "engine" / "texts", *sorted(_HOUSE.glob("*/texts"))]
    return read([*folders, *sorted(_HOUSE.glob("*/talk/texts"))], language)


def with_folders(folders: Iterable[Path]) -> Texts:
    """The texts of the house and those of more folders."""
    more = tuple(folders)
    return {language: {**catalogue(language), **read(more, language)} for language in LANGUAGES}


def read(folders: Iterable[Path], language: str) -> dict[str, str]:
    """The texts of the folders' catalogues in a language, by "<table>.<name>"."""
    texts: dict[str, str] = {}
    for folder in folders:
        file = folder / f"{language}.toml"
        told = tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}
        for table, lines in told.items():
            texts |= {f"{table}.{name}": text.strip("\n") for name, text in lines.items()}
    return texts


def error_key(code: str) -> str:
    """The text of a SaksiError's code; the general one for a code without a sentence."""
    key = f"error.{code}"
    return key if key in catalogue(LANGUAGES[0]) else "error.error"


def render(reply: Reply, language: str, texts: Texts | None = None) -> Rendered:
    """The reply in a language; Indonesian where that one is not spoken here.

    `texts`: those of the talk at hand, where it has more than the house.
    """
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    words = _Words(spoken, texts[spoken] if texts else catalogue(spoken), _whom(reply.values))
    buttons = tuple((words.told(b.key, b.values), b.data) for b in reply.buttons)
    text = words.told(reply.key, reply.values)
    ask = str(reply.ask) if reply.ask else None
    return Rendered(text, buttons, ask, reply.photo, reply.after, reply.document)


def tell(key: str, values: Mapping[str, object], language: str) -> str:
    """One text with its values; a line whose values are all empty is left out.

    Indonesian where the language is not spoken here. Raises KeyError for a key without a text.
    """
    spoken = language if language in LANGUAGES else LANGUAGES[0]
    return _Words(spoken, catalogue(spoken), _whom(values)).told(key, values)


def _whom(values: Mapping[str, object]) -> Mapping[str, object]:
    """Name and address of the reader, which every text within a text may use."""
    return {name: values[name] for name in ("name", "you") if name in values}


class _Words(Formatter):
    """str.format with the field's own formats: lists, hours with their zone, dates, numbers."""

    def __init__(self, language: str, texts: Mapping[str, str], whom: Mapping[str, object]) -> None:
        self.language, self.texts, self.whom = language, texts, whom

    def told(self, key: str, values: Mapping[str, object]) -> str:
        """One text; a line whose values are all empty is left out."""
        lines = (
            (line, _TWO_POINTS.sub(".", self.vformat(line, (), {**self.whom, **values})))
            for line in self.texts[key].split("\n")
        )
        return "\n".join(told for line, told in lines if told.strip() or not line.strip())

    def format_field(self, value: Any, spec: str) -> str:
        # Any as in Formatter: a place of a text holds what its format can show (Shown).
        if spec in _JOINTS:
            items = (self.format_field(item, "") for item in value)
            return _JOINTS[spec].join(item for item in items if item)
        if isinstance(value, Phrase):
            told = self.told(value.key, value.values)
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

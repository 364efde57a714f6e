"""What stands in files: headings and words, in the installation's language (SAKSI_LANGUAGE).

The table [evidence] is Indonesian alone: a bundle goes to Bawaslu or to the court.
"""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from bot.engine.texts import LANGUAGES, read
from models.settings import settings


@cache
def _catalogue(language: str) -> Mapping[str, str]:
    """The texts by "<table>.<name>"; Indonesian where the language has none."""
    folder = [Path(__file__).parent]
    return {**read(folder, LANGUAGES[0]), **read(folder, language)}


def told(key: str, **values: object) -> str:
    """One text with its values. Raises KeyError for a key without a text."""
    return _catalogue(settings().language)[key].format(**values)


def plain(key: str, otherwise: str = "") -> str:
    """One text as it is written, for texts with braces of their own and words for codes."""
    return _catalogue(settings().language).get(key, otherwise)

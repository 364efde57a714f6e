"""Which kind of incident is told of, and what became of a copy; words.toml holds how it is said."""

import re
import tomllib
from functools import cache
from pathlib import Path

from bot.engine.grammar.clean import plain

_BEFORE = "(?:di|ter|me|meng|men|mem|peng|pem)?"
_BEHIND = "(?:nya|an|kan|i)?"
"""What clings to a word of these: diancam, usiran, kotaknya."""


@cache
def named(table: str) -> dict[str, re.Pattern[str]]:
    """The names of a table in their order, each with the words that tell it."""
    told = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    return {name: _any(forms) for name, forms in told[table].items()}


def _any(forms: list[str]) -> re.Pattern[str]:
    one = "|".join(map(re.escape, forms))
    return re.compile(rf"(?<![a-z]){_BEFORE}(?:{one}){_BEHIND}(?![a-z])")


def kind_of(text: str, table: str) -> str | None:
    """The first name of a table of which a word stands in the text."""
    low = plain(text)
    return next((name for name, words in named(table).items() if words.search(low)), None)

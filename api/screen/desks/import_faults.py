"""What is wrong with a list, in the words of a page: facts of the reader's refusals, told."""

from collections.abc import Mapping

from api.pages import TEXTS
from api.pages.filters import written
from api.screen.desks.desk_words import Words

Facts = Mapping[str, object]
"""`fault`, perhaps the `column` it is about (`columns`: several), and the sentence's values."""


def told(facts: Facts, words: Words) -> str:
    """The fault in a sentence, behind the name of its column; one that is not known in general."""
    key = f"imports.x_{facts.get('fault')}"
    values = {name: _value(name, value, words) for name, value in facts.items()}
    sentence = words.t(key if key in TEXTS else "imports.x_other", **values)
    column = facts.get("column")
    return f"{_column(str(column), words)}: {sentence}" if column else sentence


def _value(name: str, value: object, words: Words) -> str:
    if name == "columns" and isinstance(value, list):
        return ", ".join(_column(str(one), words) for one in value)
    if isinstance(value, int):
        return written(value, words.language)
    return str(value)


def _column(name: str, words: Words) -> str:
    """A column as the page names it; as we call it where it has no name there."""
    key = f"imports.col_{name}"
    return words.t(key) if key in TEXTS else name

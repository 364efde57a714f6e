"""What is wrong with the lines of a list: all of it in the refusal, the first of it in words.

A refusal's own words are English, for the terminal. Its facts say the same by name, for pages in
other languages: `fault`, the `column` it is about (our name), and the values of the sentence.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from models.errors import BadInput, SaksiError

MOST_TOLD = 20


class Told(str):
    """A remark in English that goes with a list, and its `facts`, as a refusal has them."""

    facts: dict[str, object]

    def __new__(cls, words: str, fault: str, **facts: object) -> "Told":
        """The remark `words`, which the facts say as well."""
        made = super().__new__(cls, words)
        made.facts = {"fault": fault, **facts}
        return made


@contextmanager
def field(name: str) -> Iterator[None]:
    """What goes wrong in here is about this column."""
    try:
        yield
    except SaksiError as wrong:
        facts = {"fault": wrong.code, **wrong.facts, "column": name}
        raise BadInput(f"{name}: {wrong}", **facts) from None


def refusal(file: Path, errors: Sequence[tuple[str, SaksiError]]) -> BadInput:
    """The refusal of a list; `errors`: where each line stands and why it is wrong.

    Its facts hold all of them: `errors` in words, `faults` by their facts.
    """
    lines = [(place, str(wrong)) for place, wrong in errors]
    told = [f"{file}:{place}: {reason}" for place, reason in lines[:MOST_TOLD]]
    more = [f"... and {len(lines) - len(told)} more"] if len(lines) > len(told) else []
    faults = [(place, {"fault": wrong.code, **wrong.facts}) for place, wrong in errors]
    words = "\n".join([*told, *more, "nothing was imported"])
    return BadInput(words, errors=lines, faults=faults)


WRONG = ("line", "column", "reason")
"""The columns of a table of wrong lines."""


def by_column(refused: BadInput) -> list[tuple[str, str, str]]:
    """The wrong lines of a refused list: where each stands, our column ("" of none), and why."""
    errors, faults = refused.facts.get("errors"), refused.facts.get("faults")
    if not isinstance(errors, list) or not isinstance(faults, list):
        return []
    columns = [str(about.get("column", "")) for _, about in faults]
    return [
        (place, column, reason.removeprefix(f"{column}: "))
        for (place, reason), column in zip(errors, columns, strict=True)
    ]

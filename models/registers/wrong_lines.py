"""What is wrong with the lines of a list: all of it in the refusal, the first of it in words."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from models.errors import BadInput, SaksiError

MOST_TOLD = 20


@contextmanager
def field(name: str) -> Iterator[None]:
    """What goes wrong in here is about this column."""
    try:
        yield
    except SaksiError as wrong:
        raise BadInput(f"{name}: {wrong}") from None


def refusal(file: Path, errors: Sequence[tuple[str, str]]) -> BadInput:
    """The refusal of a list; `errors`: where each line stands and why it is wrong."""
    told = [f"{file}:{place}: {reason}" for place, reason in errors[:MOST_TOLD]]
    more = [f"... and {len(errors) - len(told)} more"] if len(errors) > len(told) else []
    return BadInput("\n".join([*told, *more, "nothing was imported"]), errors=list(errors))

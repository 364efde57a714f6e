"""Comparisons as JSON: both sides, the differences, which way votes moved."""

from collections.abc import Iterable
from typing import Any

from models.stores.comparison import Compared


def rows(found: Iterable[Compared], everything: bool = False) -> list[dict[str, Any]]:
    """Places with a difference, the largest shift first; all places with `everything`."""
    return [row(one) for one in found if everything or one.shift.differences]


def row(one: Compared) -> dict[str, Any]:
    """One place: `ours` and `theirs` hold the fields that differ, `differences` theirs - ours."""
    moved, mine, their = one.shift, one.ours.named(), one.theirs.named()
    return {
        "code": one.code,
        "name": one.name,
        "complete": one.complete,
        "state": one.state,
        "ours": {name: mine[name] for name in moved.differences},
        "theirs": {name: their[name] for name in moved.differences},
        "differences": dict(moved.differences),
        "within": dict(moved.within),
        "between": moved.between,
        "invalid": moved.invalid,
        "added": moved.added,
    }

"""Counts the cells of a tally grid (turus) that hold strokes; does not count single strokes."""

import numpy as np

from ocr.cells import FoundField
from ocr.layout import FieldBox
from ocr.scans import Grey

_STROKES = 5
_INK = 166
"""The lightest tone of a stroke on a page with evened light, of 255."""
_OUTSIDE = 0.03
"""How much a value outside of what the tallied cells allow is still believed."""


def tallied(page: Grey, box: FieldBox, found: FoundField) -> tuple[int, int] | None:
    """Least and most votes that the tallied cells allow, or None where they cannot be trusted.

    Five strokes a cell, filled from the first cell on: n cells mean 5 (n - 1) + 1 to 5 n votes.
    """
    if box.tally is None:
        return None
    w, h = box.tally.box[2:]
    x, y = box.tally.box[0] + found.shift[0], box.tally.box[1] + found.shift[1]
    width, height = w / box.tally.columns, h / box.tally.rows
    filled = np.zeros((box.tally.rows, box.tally.columns), bool)
    for row in range(box.tally.rows):
        for column in range(box.tally.columns):
            left, top = x + (column + 0.2) * width, y + (row + 0.22) * height
            patch = page[int(top) : int(top + 0.56 * height), int(left) : int(left + 0.6 * width)]
            filled[row, column] = patch.size > 0 and float((patch <= _INK).mean()) > 0.05
    count = int(filled.sum())
    in_order = filled.ravel()
    if count and not in_order[: max(1, count - 1)].mean() > 0.9:
        return None
    return (0, 0) if count == 0 else (_STROKES * (count - 1) + 1, _STROKES * count)


def tally_weight(value: int | None, allowed: tuple[int, int]) -> float:
    """Belief in a value beside the tally; one cell of slack, for smudges and thin last strokes."""
    least, most = allowed
    if most == 0:
        return 1.0  # an untouched grid is more often one that nobody used than a zero
    if value is not None and least - _STROKES <= value <= most + _STROKES:
        return 1.0
    return _OUTSIDE

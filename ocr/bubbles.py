"""Reads the columns of bubbles under a number's boxes (C.HASIL 2024); knows no handwriting."""

import numpy as np
import numpy.typing as npt

from ocr.cells import FoundField
from ocr.layout import FieldBox
from ocr.scans import Grey

Probabilities = npt.NDArray[np.float64]

_TRUST = 0.97
"""How far a clearly filled bubble is believed: some fill the wrong one, or fill and correct."""


def read_bubbles(page: Grey, box: FieldBox, found: FoundField) -> Probabilities | None:
    """Probability of each digit 0..9 per column, cells x 10, or None where there are none.

    A column without one bubble clearly darker than its fellows says nothing (all alike).
    """
    if box.bubbles is None:
        return None
    top, height = box.bubbles.box[1] + found.shift[1], box.bubbles.box[3]
    step = height / 10
    radius = 0.27 * step
    out = np.full((box.cells, 10), 0.1)
    for column in range(box.cells):
        cell = found.cells[column]
        centre_x = cell.x + cell.width / 2
        fill = np.array(
            [_darkest(page, centre_x, top + step * (digit + 0.5), radius) for digit in range(10)]
        )
        out[column] = _from_fill(fill)
    return out


def _darkest(page: Grey, x: float, y: float, radius: float) -> float:
    """Mean ink 0..1 of the disc near a point that holds most of it: sheets are not flat."""
    best = 0.0
    reach = max(1, round(radius * 0.6))
    r = max(1, round(radius))
    for oy in (-reach, 0, reach):
        for ox in (-reach, 0, reach):
            cx, cy = round(x + ox), round(y + oy)
            patch = page[max(cy - r, 0) : cy + r + 1, max(cx - r, 0) : cx + r + 1]
            if patch.size:
                best = max(best, float(1.0 - patch.mean() / 255.0))
    return best


def _from_fill(fill: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    ordered = np.sort(fill)
    usual = float(np.median(fill))
    if ordered[-1] - usual < 0.16 or ordered[-1] - ordered[-2] < 0.1:
        return np.full(10, 0.1)
    out = np.full(10, (1.0 - _TRUST) / 9)
    out[int(np.argmax(fill))] = _TRUST
    return out


def weigh_in(boxes: Probabilities, bubbles: Probabilities) -> Probabilities:
    """Signs in boxes (cells x 13) and bubbles (cells x 10) together: under an X stands bubble 0."""
    as_signs = np.concatenate([bubbles, np.repeat(bubbles[:, :1], 3, axis=1)], axis=1)
    mixed = boxes * as_signs
    total = mixed.sum(axis=1, keepdims=True)
    return np.asarray(np.where(total > 0, mixed / np.maximum(total, 1e-12), boxes), np.float64)

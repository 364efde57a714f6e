"""Cuts the digit boxes out of a flattened page: finds each box's own lines, then its window."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.layout import FieldBox
from ocr.page import Grey

Ink = npt.NDArray[np.float32]

WINDOW = 48
"""Side in pixels of the square that the digit network sees around a box."""
_TALLEST = 1.25
INNER = 32.0
"""Side in that window of a square box; other boxes keep the same area."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One digit box on the page: x, y, width, height in page pixels, as found."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class FoundField:
    """The boxes of a number as found; `strength` 0..1 says how clearly their lines were seen."""

    cells: tuple[Cell, ...]
    shift: tuple[float, float]
    strength: float


def snap(ink: Ink, field: FieldBox, reach: float, offset: tuple[float, float]) -> FoundField:
    """Move a field's boxes onto the lines seen within `reach` pixels of where they should be.

    `ink` is the darkness of the whole page, 0..1; `offset` the shift expected from neighbours.
    """
    w, h = field.box[2:]
    x, y = field.box[0] + offset[0], field.box[1] + offset[1]
    pad = int(np.ceil(reach)) + 4
    top, left = int(y) - pad, int(x) - pad
    patch = _patch(ink, left, top, int(w) + 2 * pad + 1, int(h) + 2 * pad + 1)
    xs = _edges_x(field)
    dx, wide, seen_x = _best_shift(_profile(patch, 0, pad, h), x - left, xs, w, reach)
    dy, tall, seen_y = _best_shift(
        _profile(patch, 1, pad, w), y - top, np.array([0.0, h]), h, reach
    )
    scale_x, scale_y = (w + wide) / w, (h + tall) / h
    cells = tuple(
        Cell(
            x + dx + (cx - field.box[0]) * scale_x,
            y + dy + (cy - field.box[1]) * scale_y,
            cw * scale_x,
            ch * scale_y,
        )
        for cx, cy, cw, ch in field.cell_boxes()
    )
    shift = (offset[0] + dx + wide / 2, offset[1] + dy + tall / 2)
    return FoundField(cells, shift, float(min(seen_x, seen_y)))


def _edges_x(field: FieldBox) -> npt.NDArray[np.float64]:
    edges: list[float] = []
    for cx, _, cw, _ in field.cell_boxes():
        edges += [cx - field.box[0], cx - field.box[0] + cw]
    return np.unique(np.round(np.array(edges), 1))


def _patch(ink: Ink, left: int, top: int, width: int, height: int) -> Ink:
    """A rectangle of the page; what lies outside of the page is white."""
    out = np.zeros((height, width), np.float32)
    y0, y1 = max(0, top), min(ink.shape[0], top + height)
    x0, x1 = max(0, left), min(ink.shape[1], left + width)
    if y1 > y0 and x1 > x0:
        out[y0 - top : y1 - top, x0 - left : x1 - left] = ink[y0:y1, x0:x1]
    return out


def _profile(patch: Ink, axis: int, pad: int, length: int) -> npt.NDArray[np.float64]:
    """Mean darkness along lines of one direction, where a box line would run."""
    inner = patch[pad : pad + length, :] if axis == 0 else patch[:, pad : pad + length]
    line = np.asarray(inner.mean(axis=axis), np.float64)
    return np.maximum(np.maximum(line, np.roll(line, 1) * 0.92), np.roll(line, -1) * 0.92)


def _best_shift(
    line: npt.NDArray[np.float64],
    origin: float,
    edges: npt.NDArray[np.float64],
    length: float,
    reach: float,
) -> tuple[float, float, float]:
    """Shift and stretch of a comb of edges that meets the most line; and how much line it met."""
    stretch_most = max(1.0, 0.05 * length)
    shifts = np.arange(-reach, reach + 0.5, 0.5)
    stretches = np.linspace(-stretch_most, stretch_most, 9)
    places = (
        origin
        + shifts[:, None, None]
        + edges[None, None, :] * (1 + stretches[None, :, None] / length)
    )
    values = np.interp(places, np.arange(len(line)), line)
    cost = 0.15 * (np.abs(shifts) / max(reach, 1.0))[:, None] ** 2
    cost = cost + 0.03 * (np.abs(stretches) / stretch_most)[None, :]
    score = values.mean(axis=2) + 0.5 * values.min(axis=2) - cost
    best = np.unravel_index(int(np.argmax(score)), score.shape)
    return float(shifts[best[0]]), float(stretches[best[1]]), float(values[best].mean())


def focus(page: Grey, cell: Cell) -> Cell:
    """The part of a tall box that holds the writing, so that the digit is seen large enough."""
    tall = _TALLEST * cell.width
    if cell.height <= tall:
        return cell
    left, right = round(cell.x + 0.14 * cell.width), round(cell.x + 0.86 * cell.width)
    top, bottom = round(cell.y + 0.06 * cell.height), round(cell.y + 0.94 * cell.height)
    patch = page[max(top, 0) : max(bottom, 0), max(left, 0) : max(right, 0)]
    middle = cell.y + cell.height / 2
    if patch.size:
        ink = np.clip(float(np.percentile(patch, 80)) - patch.astype(np.float32) - 25.0, 0, None)
        rows = ink.sum(axis=1)
        if float(rows.sum()) > 0:
            middle = max(top, 0) + float((rows * np.arange(len(rows))).sum() / rows.sum()) + 0.5
    lowest, highest = cell.y + tall / 2, cell.y + cell.height - tall / 2
    middle = float(np.clip(middle, lowest, highest))
    return Cell(cell.x, middle - tall / 2, cell.width, tall)


def window(image: Grey, cell: Cell, side: int = WINDOW) -> Grey:
    """The square around a box that the network sees: the box in its middle at a fixed area."""
    scale = INNER / float(np.sqrt(max(cell.width, 1.0) * max(cell.height, 1.0)))
    centre_x, centre_y = cell.x + cell.width / 2, cell.y + cell.height / 2
    half = side / 2
    matrix = np.array(
        [
            [scale, 0.0, half - 0.5 - scale * (centre_x - 0.5)],
            [0.0, scale, half - 0.5 - scale * (centre_y - 0.5)],
        ]
    )
    how = cv2.INTER_LINEAR if scale > 0.55 else cv2.INTER_AREA
    return np.asarray(
        cv2.warpAffine(image, matrix, (side, side), flags=how, borderValue=255), np.uint8
    )


def cell_mask(cell: Cell, side: int = WINDOW) -> Ink:
    """1 inside of the box, 0 outside, on the network's window."""
    scale = INNER / float(np.sqrt(max(cell.width, 1.0) * max(cell.height, 1.0)))
    half_w, half_h = cell.width * scale / 2, cell.height * scale / 2
    place = np.abs(np.arange(side) - (side - 1) / 2)
    inside = (place[None, :] <= half_w) & (place[:, None] <= half_h)
    return np.asarray(inside, np.float32)


def darkness(window_image: Grey, margin: int = 0) -> Ink:
    """Ink 0..1 of a window, stretched to its own paper and darkest tone (but never noise).

    `margin` pixels at each side are stretched alike but not looked at for the tones.
    """
    grey = window_image.astype(np.float32)
    seen = grey[margin : grey.shape[0] - margin, margin : grey.shape[1] - margin]
    paper, dark = (float(v) for v in np.percentile(seen, (80, 1.5)))
    span = max(paper - dark, 0.22 * max(paper, 1.0))
    return np.asarray(np.clip((paper - grey) / span, 0.0, 1.0), np.float32)

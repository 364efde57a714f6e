"""Cuts the digit boxes out of a flattened page: finds each box's own lines, then its window."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.layout import FieldBox
from ocr.scans import Grey

Ink = npt.NDArray[np.float32]

WINDOW = 48
"""Side in pixels of the square that the digit network sees around a box."""
_TALLEST = 1.25
_CLOSEST = 0.42
_ROOM = 1.25
_NOISE = 0.22
_FAINTEST = 0.45
_WATERMARK = 0.3
"""Shares of the page's usual difference from paper to ink: below the second nothing is writing."""
"""A close look: at least this share of the box, and this much room around the writing."""
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
        ink = np.clip(tones(patch)[0] - patch.astype(np.float32) - 25.0, 0, None)
        rows = ink.sum(axis=1)
        if float(rows.sum()) > 0:
            middle = max(top, 0) + float((rows * np.arange(len(rows))).sum() / rows.sum()) + 0.5
    lowest, highest = cell.y + tall / 2, cell.y + cell.height - tall / 2
    middle = float(np.clip(middle, lowest, highest))
    return Cell(cell.x, middle - tall / 2, cell.width, tall)


def writing(page: Grey, cell: Cell) -> Cell:
    """The square around the writing in a box; the box's own square where little is written.

    A digit often fills a third of its box: seen close it shows twice the detail.
    """
    side = float(np.sqrt(max(cell.width, 1.0) * max(cell.height, 1.0)))
    around = _inked(page, cell)
    if around is None:
        return _square(cell.x + cell.width / 2, cell.y + cell.height / 2, side)
    x0, y0, x1, y1 = around
    fit = float(np.clip(_ROOM * max(x1 - x0, y1 - y0), _CLOSEST * side, 1.1 * side))
    return _square((x0 + x1) / 2, (y0 + y1) / 2, fit)


def _square(x: float, y: float, side: float) -> Cell:
    return Cell(x - side / 2, y - side / 2, side, side)


def _inked(page: Grey, cell: Cell) -> tuple[float, float, float, float] | None:
    """Left, top, right, bottom of the ink inside of a box, its frame left out."""
    left, right = round(cell.x + 0.08 * cell.width), round(cell.x + 0.92 * cell.width)
    top, bottom = round(cell.y + 0.06 * cell.height), round(cell.y + 0.94 * cell.height)
    left, top = max(left, 0), max(top, 0)
    patch = page[top : max(bottom, 0), left : max(right, 0)].astype(np.float32)
    if min(patch.shape, default=0) < 4:
        return None
    paper, dark = tones(patch)
    span = paper - dark
    if span < 0.15 * max(paper, 1.0):
        return None
    ink = np.clip((paper - patch) / span - 0.35, 0.0, None)
    x0, x1 = _extent(ink.sum(axis=0), (ink > 0.15).mean(axis=0))
    y0, y1 = _extent(ink.sum(axis=1), (ink > 0.15).mean(axis=1))
    return left + x0, top + y0, left + x1, top + y1


def _extent(mass: Ink, filled: Ink) -> tuple[float, float]:
    """From where to where the ink reaches; lines of the frame at either end are skipped."""
    mass = mass.copy()
    reach = max(1, len(mass) // 6)
    for place in (*range(reach), *range(len(mass) - reach, len(mass))):
        if filled[place] > 0.7:
            mass[place] = 0.0
    total = float(mass.sum())
    if total <= 0:
        return 0.0, float(len(mass))
    along = np.cumsum(mass) / total
    return float(np.searchsorted(along, 0.02)), float(np.searchsorted(along, 0.98)) + 1.0


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


def cell_mask(cell: Cell, side: int = WINDOW, view: Cell | None = None) -> Ink:
    """1 inside of the box, 0 outside, on the network's window around `view` (or the box)."""
    view = view or cell
    scale = INNER / float(np.sqrt(max(view.width, 1.0) * max(view.height, 1.0)))
    place = (np.arange(side) - (side - 1) / 2) / scale
    off_x = cell.x + cell.width / 2 - view.x - view.width / 2
    off_y = cell.y + cell.height / 2 - view.y - view.height / 2
    across = np.abs(place - off_x) <= cell.width / 2
    down = np.abs(place - off_y) <= cell.height / 2
    return np.asarray(across[None, :] & down[:, None], np.float32)


def tones(patch: Grey | Ink, darkest: float = 1.5) -> tuple[float, float]:
    """Tone of the paper and of the darkest ink: percentiles 80 and `darkest`, interpolated.

    numpy's own percentile takes ten times as long on patches as small as these.
    """
    ordered = np.sort(patch, axis=None).astype(np.float64)
    return _at(ordered, 80.0), _at(ordered, darkest)


def _at(ordered: npt.NDArray[np.float64], percent: float) -> float:
    place = (len(ordered) - 1) * percent / 100
    low = int(place)
    below, above = float(ordered[low]), float(ordered[min(low + 1, len(ordered) - 1)])
    return below + (above - below) * (place - low)


def darkness(window_image: Grey, margin: int = 0, least: float = 0.0) -> Ink:
    """Ink 0..1 of a window, stretched to its own paper and darkest tone (but never noise).

    `margin` pixels at each side are stretched alike but not looked at for the tones; `least` is
    the smallest difference of tones that counts as full ink (see `least_ink`).
    """
    grey = window_image.astype(np.float32)
    seen = grey[margin : grey.shape[0] - margin, margin : grey.shape[1] - margin]
    paper, dark = tones(seen)
    span = max(paper - dark, _NOISE * max(paper, 1.0), least)
    return np.asarray(np.clip((paper - grey) / span, 0.0, 1.0), np.float32)


def least_ink(page: Grey, cells: Sequence[Cell]) -> float:
    """How far from paper to ink it is on this page at the least: a watermark is no writing."""
    spans = []
    for cell in cells:
        x, y = max(round(cell.x), 0), max(round(cell.y), 0)
        patch = page[y : y + round(cell.height) + 1, x : x + round(cell.width) + 1]
        if patch.size:
            paper, dark = tones(patch)
            spans.append(paper - dark)
    return _FAINTEST * float(np.median(spans)) if spans else 0.0


def without_watermark(page: Grey, cells: Sequence[Cell]) -> Grey:
    """The page with all that is faint beside its own ink painted white, soft edges of ink kept."""
    level = round(255 - _WATERMARK / _FAINTEST * least_ink(page, cells))
    strong = np.asarray(page < level, np.uint8)
    near = cv2.dilate(strong, np.ones((5, 5), np.uint8))
    return np.where(near > 0, page, np.uint8(255)).astype(np.uint8)

"""Writes single signs as a pen does, for made-up boxes: MNIST digits, segments, a footed 1."""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
import numpy.typing as npt

SUPER = 2
"""Everything is drawn at this many pixels for one of the window."""
Digits = dict[int, npt.NDArray[np.uint8]]

_BARRED = 0.4
"""Share of sevens with a bar, which MNIST hardly knows and Indonesian hands often write."""
FOOTED = 0.35
_MNIST_STROKE = 2.4
_SEGMENTS = (
    "abcdef",
    "bc",
    "abged",
    "abgcd",
    "fgbc",
    "afgcd",
    "afgedc",
    "abc",
    "abcdefg",
    "abcdfg",
)
ENDS = {
    "a": ((0, 0), (1, 0)),
    "b": ((1, 0), (1, 0.5)),
    "c": ((1, 0.5), (1, 1)),
    "d": ((0, 1), (1, 1)),
    "e": ((0, 0.5), (0, 1)),
    "f": ((0, 0), (0, 0.5)),
    "g": ((0, 0.5), (1, 0.5)),
}


@dataclass(frozen=True, slots=True)
class Pen:
    """One writer's pen: stroke width in box widths, darkness 0..1, slant in radians."""

    width: float
    dark: float
    slant: float


def line(
    ink: npt.NDArray[np.float32],
    start: npt.NDArray[np.float64],
    end: npt.NDArray[np.float64],
    width: float,
    dark: float,
) -> None:
    """Draw a stroke from start to end (window pixels) of this width and darkness."""
    layer = np.zeros_like(ink)
    a = tuple(int(v) for v in np.round(start * SUPER * 16))
    b = tuple(int(v) for v in np.round(end * SUPER * 16))
    thick = max(1, round(width * SUPER))
    cv2.line(layer, (a[0], a[1]), (b[0], b[1]), dark, thick, cv2.LINE_AA, 4)
    np.maximum(ink, layer, out=ink)


def footed_one(
    rng: np.random.Generator,
    ink: npt.NDArray[np.float32],
    spot: npt.NDArray[np.float64],
    size: tuple[float, float],
    pen: Pen,
) -> None:
    """A 1 with a flag and mostly a foot, as it is printed and often written in Indonesia."""
    tall = min(size[1] * rng.uniform(0.35, 0.9), size[0] * 1.5)
    half = np.array([-pen.slant, 1.0]) * tall / 2
    top, foot = spot - half, spot + half
    width = pen.width * size[0]
    line(ink, top, foot, width, pen.dark)
    flag = top + tall * np.array([-rng.uniform(0.1, 0.4), rng.uniform(0.05, 0.4)])
    line(ink, top, flag, width * rng.uniform(0.6, 1.0), pen.dark)
    if rng.random() < 0.7:
        base = tall * np.array([rng.uniform(0.12, 0.35), rng.normal(0, 0.02)])
        line(ink, foot - base, foot + base, width, pen.dark)


def segments(
    rng: np.random.Generator,
    ink: npt.NDArray[np.float32],
    spot: npt.NDArray[np.float64],
    size: tuple[float, float],
    label: int,
    pen: Pen,
) -> None:
    """A digit that follows the dotted seven-segment guides of C.HASIL."""
    w, h = size[0] * rng.uniform(0.3, 0.6), size[1] * rng.uniform(0.5, 0.8)
    for name in _SEGMENTS[label]:
        a, b = ENDS[name]
        start = spot + (np.array(a) - 0.5 + rng.normal(0, 0.04, 2)) * (w, h)
        end = spot + (np.array(b) - 0.5 + rng.normal(0, 0.04, 2)) * (w, h)
        line(ink, start, end, pen.width * size[0], pen.dark)


def handwriting(
    rng: np.random.Generator,
    ink: npt.NDArray[np.float32],
    spot: npt.NDArray[np.float64],
    size: tuple[float, float],
    label: int,
    pen: Pen,
    digits: Digits,
) -> None:
    """An MNIST digit, cut to its ink, with this pen's width, slant and a size of its own."""
    source = digits[label][rng.integers(0, len(digits[label]))]
    rows, columns = np.where(source > 60)
    glyph = source[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
    tall = size[1] * rng.uniform(0.3, 1.0)
    tall = min(tall, size[0] * rng.uniform(0.7, 1.8))
    wide = tall * glyph.shape[1] / glyph.shape[0] * rng.uniform(0.75, 1.25)
    wide = float(np.clip(wide, 0.06 * size[0], 1.1 * size[0]))
    scale_x = wide * SUPER / glyph.shape[1]
    scale_y = tall * SUPER / glyph.shape[0]
    if label == 7 and rng.random() < _BARRED:
        half = np.array([rng.uniform(0.18, 0.36) * tall, rng.normal(0, 0.02) * tall])
        line(ink, spot - half, spot + half, max(pen.width * size[0], 0.8), pen.dark)
    matrix = _slanted(glyph.shape, (scale_x, scale_y), spot * SUPER, pen.slant)
    layer: npt.NDArray[Any] = cv2.warpAffine(
        glyph.astype(np.float32) / 255, matrix, (ink.shape[1], ink.shape[0]), flags=cv2.INTER_LINEAR
    )
    wanted = max(min(pen.width * size[0], 0.16 * tall) * SUPER, 1.6)
    layer = _with_another_pen(layer, _MNIST_STROKE * float(np.sqrt(scale_x * scale_y)), wanted)
    layer = layer / max(float(layer.max()), 0.1)
    edge = rng.uniform(1.2, 3.0)
    written = np.clip((layer - 0.35) * edge + 0.5, 0, 1) * (layer > 0.08)
    np.maximum(ink, written * pen.dark, out=ink)


def _slanted(
    shape: tuple[int, ...],
    scale: tuple[float, float],
    centre: npt.NDArray[np.float64],
    slant: float,
) -> npt.NDArray[np.float64]:
    """The matrix (2 x 3) that lays a glyph of this shape around the centre, slanted."""
    (high, wide), (scale_x, scale_y) = shape[:2], scale
    shear = float(np.tan(slant)) * scale_y
    left = centre[0] - scale_x * wide / 2 + shear * high / 2
    return np.array([[scale_x, -shear, left], [0.0, scale_y, centre[1] - scale_y * high / 2]])


def _with_another_pen(layer: npt.NDArray[Any], has: float, wanted: float) -> npt.NDArray[Any]:
    """The digit written with another pen: stroke width in pixels as it is and as wanted."""
    if wanted < has:
        side = max(1, round(has - wanted) + 1)
        thin = np.asarray(cv2.erode(layer, np.ones((side, side), np.uint8)), np.float32)
        return thin if float(thin.sum()) > 0.15 * float(layer.sum()) else layer
    side = min(3, round(wanted - has) + 1)
    return np.asarray(cv2.dilate(layer, np.ones((side, side), np.uint8)), np.float32)

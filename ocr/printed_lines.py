"""The printed lines of a form on a flattened page: are they there, and how far off do they lie."""

from dataclasses import dataclass

import cv2
import numpy as np
import numpy.typing as npt

from ocr.cells import Ink
from ocr.layout import Box, Layout

Numbers = npt.NDArray[np.float64]

_FAR = 9
"""Layout pixels beside its place in which a line is looked for."""
_APART = 18
"""Layout pixels from one looked-at point of a line to the next."""
_PLAIN = 0.25
"""How much darker than what lies around it a point must be to be the line."""
_ENOUGH = 30
"""Fewer points say nothing about a page."""
_TRUST = (6.0, 4.0, 2.5, 1.5, 1.2, 1.2)
"""Layout pixels at which a point that differs counts half, in the rounds of the fit."""
_A_LINE = 3.0
"""What all points of one line weigh together, being off for the same reasons, in free points."""
_STIFF = np.diag([0.1] * 6 + [2.0] * 2)
"""Keeps what few lines speak for near nothing: the slant more than shift, turn and size."""


@dataclass(frozen=True, slots=True)
class _Points:
    """Points of lines: whether of a line that runs across, where, how far off, what they weigh."""

    across: npt.NDArray[np.bool_]
    x: Numbers
    y: Numbers
    off: Numbers
    weight: Numbers


def rules_seen(ink: Ink, layout: Layout) -> float:
    """Share of points on the printed lines that are dark, less the share beside the lines."""
    on, beside = 0.0, 0.0
    count = 0
    for line in layout.rules:
        x0, y0, x1, y1 = line
        across = _runs_across(line)
        length = max(x1 - x0, y1 - y0)
        steps = np.linspace(0.05, 0.95, max(4, length // 25))
        xs = np.clip((x0 + (x1 - x0) * steps).astype(int), 9, ink.shape[1] - 10)
        ys = np.clip((y0 + (y1 - y0) * steps).astype(int), 9, ink.shape[0] - 10)
        stack = [ink[ys + d, xs] if across else ink[ys, xs + d] for d in range(-3, 4)]
        aside = [ink[ys + d, xs] if across else ink[ys, xs + d] for d in (-9, -8, 8, 9)]
        on += float((np.max(stack, axis=0) > 0.3).sum())
        beside += float((np.max(aside, axis=0) > 0.3).sum())
        count += len(steps)
    return max(0.0, (on - 0.5 * beside) / count) if count else 0.0


def onto_lines(ink: Ink, layout: Layout) -> Numbers | None:
    """The small perspective (3 x 3, layout pixels) that moves a page's lines onto their places.

    A weighted fit of shift, turn, size, shear and slant to how far points of the lines lie off,
    done again with those that differ trusted less. None where too few lines are plain.
    """
    points = _points(ink, layout)
    if len(points.off) < _ENOUGH:
        return None
    width, height = layout.size
    moved = _fitted(points, width, height)
    corners = np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)
    found = corners + _shift(moved, corners, width, height)
    return np.asarray(
        cv2.getPerspectiveTransform(found.astype(np.float32), corners.astype(np.float32)),
        np.float64,
    )


def _runs_across(line: Box) -> bool:
    x0, y0, x1, y1 = line
    return (x1 - x0) >= (y1 - y0)


def _points(ink: Ink, layout: Layout) -> _Points:
    """Every point of a line that is plain, with its distance from where the layout has it."""
    smooth = cv2.GaussianBlur(ink, (3, 3), 0)
    height, width = smooth.shape
    beside = np.arange(-_FAR, _FAR + 1)
    across, xs, ys, strips, weights = [], [], [], [], []
    for line in layout.rules:
        x0, y0, x1, y1 = line
        runs = _runs_across(line)
        steps = np.linspace(0.03, 0.97, max(5, max(x1 - x0, y1 - y0) // _APART))
        x = np.clip(np.rint(x0 + (x1 - x0) * steps).astype(int), _FAR, width - _FAR - 1)
        y = np.clip(np.rint(y0 + (y1 - y0) * steps).astype(int), _FAR, height - _FAR - 1)
        strips.append(
            smooth[y[:, None] + beside, x[:, None]]
            if runs
            else smooth[y[:, None], x[:, None] + beside]
        )
        across.append(np.full(len(x), runs))
        xs.append(x.astype(np.float64))
        ys.append(y.astype(np.float64))
        weights.append(np.full(len(x), _A_LINE / len(x)))
    if not strips:
        none = np.zeros(0)
        return _Points(none.astype(bool), none, none, none, none)
    strip = np.concatenate(strips)
    off, plain = _peaks(strip - np.median(strip, axis=1, keepdims=True))
    kept = plain >= _PLAIN
    weight = np.concatenate(weights) * plain
    x_, y_ = np.concatenate(xs)[kept], np.concatenate(ys)[kept]
    return _Points(np.concatenate(across)[kept], x_, y_, off[kept], weight[kept])


def _peaks(strip: npt.NDArray[np.float32]) -> tuple[Numbers, Numbers]:
    """Where each strip is darkest, to parts of a pixel, and how dark; 0 dark at its ends."""
    rows, at = np.arange(len(strip)), strip.argmax(axis=1)
    plain = strip[rows, at].astype(np.float64)
    plain[(at == 0) | (at == strip.shape[1] - 1)] = 0.0
    inner = np.clip(at, 1, strip.shape[1] - 2)
    a, b, c = (strip[rows, inner + step].astype(np.float64) for step in (-1, 0, 1))
    bend = a - 2 * b + c
    part = np.where(bend < 0, 0.5 * (a - c) / np.where(bend < 0, bend, 1.0), 0.0)
    return inner - _FAR + part, plain


def _fitted(points: _Points, width: int, height: int) -> Numbers:
    """Eight numbers: shift and its growth along x and y, for x and for y, and two of the slant."""
    x, y = points.x / width - 0.5, points.y / height - 0.5
    rows = np.zeros((len(x), 8))
    for runs, first, along, size in (
        (~points.across, 0, x, 1.0),
        (points.across, 3, y, height / width),
    ):
        rows[runs, first] = 1.0
        rows[runs, first + 1], rows[runs, first + 2] = x[runs], y[runs]
        rows[runs, 6] = along[runs] * x[runs] * size
        rows[runs, 7] = along[runs] * y[runs] * size
    moved: Numbers = np.zeros(8)
    for trust in _TRUST:
        weight = points.weight / (1.0 + ((points.off - rows @ moved) / trust) ** 2)
        left = rows.T @ (rows * weight[:, None]) + _STIFF
        moved = np.asarray(np.linalg.solve(left, rows.T @ (points.off * weight)), np.float64)
    return moved


def _shift(moved: Numbers, at: Numbers, width: int, height: int) -> Numbers:
    """How far (x, y) the fit says that points (n x 2) of the layout lie off."""
    x, y = at[:, 0] / width - 0.5, at[:, 1] / height - 0.5
    slant = moved[6] * x + moved[7] * y
    across = moved[0] + moved[1] * x + moved[2] * y + x * slant
    down = moved[3] + moved[4] * x + moved[5] * y + y * slant * height / width
    return np.stack([across, down], axis=1)

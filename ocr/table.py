"""Finds a C1-KWK annex (lampiran) by its table alone: its rows differ from province to province."""

from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np
import numpy.typing as npt

from ocr.layout import FieldBox, Layout, Sum
from ocr.page import flatten_light, resize
from ocr.scans import Grey

Matrix = npt.NDArray[np.float64]

LAYOUT_ID = "c1-kwk-lampiran"
_WIDTH = 1240
_INK = (0.25, 0.12)
_ALIKE = 0.15


@dataclass(frozen=True, slots=True)
class _Row:
    """Three number boxes side by side: left, top, width of one, height."""

    x: int
    y: int
    width: int
    height: int


def find_annex(picture: Grey) -> tuple[Layout, Matrix] | None:
    """The annex as a layout of its own and the matrix from picture to it; None if it is none.

    Candidates and their sum in rows without a gap, then, apart, the invalid votes.
    """
    for turn in range(4):
        turned = np.asarray(np.rot90(picture, -turn), np.uint8) if turn else picture
        scale = _WIDTH / turned.shape[1]
        flat = flatten_light(resize(turned, scale))
        ink = np.clip((235.0 - flat.astype(np.float32)) / 120.0, 0.0, 1.0)
        tilt = _tilt(ink.astype(np.float32))
        height = flat.shape[0]
        level = np.vstack([cv2.getRotationMatrix2D((_WIDTH / 2, height / 2), tilt, 1), [0, 0, 1]])
        ink = cv2.warpAffine(ink, level[:2], (_WIDTH, height))
        for threshold in _INK:
            rows = _number_rows((ink > threshold).astype(np.uint8))
            layout = _layout(rows, (_WIDTH, height))
            if layout is not None:
                to_turned = np.diag([scale, scale, 1.0]) @ _turn(turn, picture.shape)
                return layout, np.asarray(level @ to_turned, np.float64)
    return None


def _turn(times: int, shape: tuple[int, ...]) -> Matrix:
    """Matrix of so many quarter turns clockwise of a picture of this shape."""
    height, width = shape[:2]
    if times == 0:
        return np.eye(3)
    if times == 1:
        return np.array([[0, -1, height - 1], [1, 0, 0], [0, 0, 1.0]])
    if times == 2:
        return np.array([[-1, 0, width - 1], [0, -1, height - 1], [0, 0, 1.0]])
    return np.array([[0, 1, 0], [-1, 0, width - 1], [0, 0, 1.0]])


def _tilt(ink: npt.NDArray[np.float32]) -> float:
    """Degrees by which the lines must be turned to lie level, by the sharpest row profile."""
    small = cv2.resize(ink, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    height, width = small.shape
    best, chosen = -1.0, 0.0
    for angle in np.arange(-3.0, 3.01, 0.25):
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), float(angle), 1)
        profile = cv2.warpAffine(small, matrix, (width, height)).mean(axis=1)
        sharp = float((profile**2).sum())
        if sharp > best:
            best, chosen = sharp, float(angle)
    return chosen


def _number_rows(mask: npt.NDArray[np.uint8]) -> list[_Row]:
    """Rows of exactly three boxes of one size at the right of the page, top to bottom."""
    across = cv2.dilate(mask, np.ones((3, 1), np.uint8))
    across = cv2.morphologyEx(across, cv2.MORPH_OPEN, np.ones((1, 45), np.uint8))
    across = cv2.morphologyEx(across, cv2.MORPH_CLOSE, np.ones((1, 60), np.uint8))
    down = cv2.dilate(mask, np.ones((1, 3), np.uint8))
    down = cv2.morphologyEx(down, cv2.MORPH_OPEN, np.ones((24, 1), np.uint8))
    down = cv2.morphologyEx(down, cv2.MORPH_CLOSE, np.ones((30, 1), np.uint8))
    lines = cv2.dilate(cv2.bitwise_or(across, down), np.ones((2, 2), np.uint8))
    stats = cv2.connectedComponentsWithStats(1 - lines, connectivity=4)[2]
    boxes = [
        (int(x), int(y), int(w), int(h))
        for x, y, w, h, area in stats[1:]
        if 25 < w < 120 and 22 < h < 120 and area > 0.75 * w * h and x > 0.5 * mask.shape[1]
    ]
    return _in_threes(boxes)


def _in_threes(boxes: list[tuple[int, int, int, int]]) -> list[_Row]:
    rows = []
    for x, y, w, h in sorted(boxes):
        beside = [
            other
            for other in boxes
            if abs(other[1] - y) < 0.2 * h
            and abs(other[3] - h) < 0.25 * h
            and abs(other[2] - w) < _ALIKE * w + 4
        ]
        near = {round((other[0] - x) / (w + 3)) for other in beside}
        if near == {0, 1, 2}:
            last = max(beside)
            rows.append(_Row(x, y, round((last[0] + last[2] - x) / 3), h))
    return sorted(rows, key=lambda row: row.y)


def _layout(rows: list[_Row], size: tuple[int, int]) -> Layout | None:
    if not 4 <= len(rows) <= 12:
        return None
    x, width = (float(np.median(v)) for v in zip(*((r.x, r.width) for r in rows), strict=True))
    rows = [r for r in rows if abs(r.x - x) < 8 and abs(r.width - width) < 0.15 * width]
    gaps = [b.y - (a.y + a.height) for a, b in pairwise(rows)]
    if len(rows) < 4 or gaps[-1] < 10 or max(gaps[:-1]) >= min(gaps[-1], 14):
        return None
    names = [f"calon_{n}" for n in range(1, len(rows) - 1)]
    means = [str(n) for n in range(1, len(rows) - 1)] + ["valid", "invalid"]
    fields = tuple(
        FieldBox(name, (row.x, row.y, 3 * row.width, row.height), 3, 0.0, meaning)
        for name, meaning, row in zip([*names, "sah", "tidak_sah"], means, rows, strict=True)
    )
    return Layout(
        id=LAYOUT_ID,
        title="C1-KWK lampiran",
        year=2015,
        cap=800,
        ballot="gubernur",
        page=2,
        size=size,
        fields=fields,
        sums=(Sum("sah", tuple(names)),),
        header=("C1-KWK", "LAMPIRAN"),
    )

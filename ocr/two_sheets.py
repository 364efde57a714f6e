"""The parts of a photo beside a sheet that may show another one: two pages on one photo."""

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from ocr.layout import Layout
from ocr.scans import Grey

Matrix = npt.NDArray[np.float64]

_LEAST = 0.2
"""A sheet that can be read takes at least this share of a photo of two."""


class Part(NamedTuple):
    """A piece of a photo; `matrix` from the photo's pixels to those of the piece."""

    picture: Grey
    matrix: Matrix


def parts_beside(picture: Grey, layout: Layout, matrix: Matrix) -> list[Part]:
    """What lies left and right of a sheet, or above and below, largest first; nothing small.

    `matrix` from the photo to the sheet's layout. The sheet itself, where it leans into a part,
    is painted over, so that it is not found again.
    """
    high, wide = picture.shape
    quad = _corners(layout, matrix)
    left, top = np.clip(quad.min(axis=0), 0, (wide, high)).astype(int)
    right, bottom = np.clip(quad.max(axis=0), 0, (wide, high)).astype(int)
    aside = [(0, 0, left, high), (right, 0, wide, high)]
    over = [(0, 0, wide, top), (0, bottom, wide, high)]
    strips = max(aside, over, key=lambda pair: max(map(_area, pair)))
    large = [one for one in strips if _area(one) >= _LEAST * picture.size]
    if not large:
        return []
    others = picture.copy()
    cv2.fillConvexPoly(others, np.round(quad).astype(np.int32), int(np.median(picture)))
    return [
        Part(
            np.ascontiguousarray(others[y0:y1, x0:x1]),
            np.array([[1.0, 0.0, -x0], [0.0, 1.0, -y0], [0.0, 0.0, 1.0]]),
        )
        for x0, y0, x1, y1 in sorted(large, key=_area, reverse=True)
    ]


def _corners(layout: Layout, matrix: Matrix) -> npt.NDArray[np.float64]:
    width, height = layout.size
    sheet = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]], np.float64)
    seen = sheet @ np.linalg.inv(matrix).T
    return np.asarray(seen[:, :2] / seen[:, 2:], np.float64)


def _area(strip: tuple[int, int, int, int]) -> int:
    x0, y0, x1, y1 = (int(v) for v in strip)
    return max(0, x1 - x0) * max(0, y1 - y0)

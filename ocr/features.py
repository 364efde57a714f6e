"""Finds which known page a picture shows by its printed marks (SIFT); knows nothing of digits."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import cv2
import numpy as np
import numpy.typing as npt

from ocr.drawing import draw_blank
from ocr.layout import Layout
from ocr.page import flatten_light, resize
from ocr.scans import Grey

Matrix = npt.NDArray[np.float64]
Descriptors = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

_SIDE = 1250
_STORED = ((1250, 450), (750, 200))
"""Longest side of the blank page and how many of its marks are kept at that size."""
_ENOUGH = 14
"""Fewest matches that agree on one perspective; chance matches on other papers stay below 10."""


_MOST_ALIKE = 0.8
"""A mark's like must be nearer than this share of the distance to the next one."""


@dataclass(frozen=True, slots=True)
class Marks:
    """Points (n x 2, pixels) and their SIFT descriptors (n x 128) of a picture or blank page."""

    points: npt.NDArray[np.float32]
    descriptors: Descriptors


def print_only(image: Grey, dark: float = 0.0, light: float = 250.0) -> Grey:
    """Print on white: what is lighter than `light` of the paper's 255 is washed out."""
    flat = flatten_light(image).astype(np.float32)
    tones = np.clip((flat - dark) * (255.0 / (light - dark)), 0, 255)
    return np.asarray(tones, np.uint8)


def find_marks(image: Grey, count: int = 1600, side: int = _SIDE) -> Marks:
    """The strongest marks of a picture brought to `side` pixels, in the picture's own pixels."""
    scale = side / max(image.shape)
    sift = cv2.SIFT.create(nfeatures=count)
    points, descriptors = sift.detectAndCompute(print_only(resize(image, scale)), None)
    if descriptors is None:
        return Marks(np.zeros((0, 2), np.float32), np.zeros((0, 128), np.float32))
    order = np.argsort([-point.response for point in points], kind="stable")
    where = np.array([point.pt for point in points], np.float32) / scale
    return Marks(where[order], np.asarray(descriptors, np.float32)[order])


def match_page(picture: Marks, page: Marks) -> tuple[Matrix | None, int]:
    """Homography from picture to page and how many marks agree with it; None below the bar."""
    if min(len(picture.points), len(page.points)) < _ENOUGH:
        return None, 0
    mine, theirs = pairs(page.descriptors, picture.descriptors)
    if len(mine) < _ENOUGH:
        return None, 0
    source, target = picture.points[theirs], page.points[mine]
    cv2.setRNGSeed(7)
    matrix, inside = cv2.findHomography(
        source, target, cv2.USAC_MAGSAC, 5.0, maxIters=4000, confidence=0.999
    )
    agree = 0 if inside is None else int(inside.sum())
    if matrix is None or agree < _ENOUGH:
        return None, agree
    return np.asarray(matrix, np.float64), agree


def pairs(mine: Descriptors, theirs: Descriptors) -> tuple[Indices, Indices]:
    """Marks of one page and the one of the other that is by far the most like each (Lowe's test).

    Descriptors are whole numbers of length 512, so these squares are exact, and a product of
    matrices finds what OpenCV's matcher does in a sixth of its time.
    """
    far = np.square(theirs).sum(axis=1) - 2.0 * (mine @ theirs.T)
    rows = np.arange(len(mine))
    nearest = far.argmin(axis=1)
    own = np.square(mine).sum(axis=1)
    first = far[rows, nearest] + own
    far[rows, nearest] = np.inf
    second = far.min(axis=1) + own
    good = np.flatnonzero(first < _MOST_ALIKE**2 * second)
    return good, nearest[good]


@lru_cache(maxsize=256)
def page_marks(layout: Layout) -> Marks:
    """The stored marks of a blank page; of a layout without any, those of the page as drawn."""
    path = Path(layout.folder) / f"{layout.id}.npz"
    if not path.exists():
        return _chosen_marks(layout, draw_blank(layout))
    with np.load(path) as stored:
        return Marks(
            stored["points"].astype(np.float32) / 8.0, stored["descriptors"].astype(np.float32)
        )


def store_marks(layout: Layout, blank: Grey) -> Path:
    """Write the marks of a blank page beside its layout: spread over the page, strongest first.

    Two sizes are looked at, so that a sheet that is small in the photo finds its like.
    """
    marks = _chosen_marks(layout, blank)
    path = Path(layout.folder) / f"{layout.id}.npz"
    np.savez_compressed(
        path,
        points=np.round(marks.points * 8).astype(np.uint16),
        descriptors=marks.descriptors.astype(np.uint8),
    )
    return path


def _chosen_marks(layout: Layout, blank: Grey) -> Marks:
    points, descriptors = [], []
    for side, count in _STORED:
        marks = find_marks(blank, count=6000, side=side)
        chosen = _spread(marks, layout, count)
        points.append(marks.points[chosen])
        descriptors.append(marks.descriptors[chosen])
    return Marks(np.concatenate(points), np.concatenate(descriptors))


def _spread(marks: Marks, layout: Layout, count: int) -> list[int]:
    """Marks outside of the number boxes, at most a few per tile, so that no corner is without."""
    width, height = layout.size
    tiles: dict[tuple[int, int], int] = {}
    chosen: list[int] = []
    boxes = [box.box for box in layout.fields]
    for index, (x, y) in enumerate(marks.points):
        if any(bx <= x <= bx + bw and by <= y <= by + bh for bx, by, bw, bh in boxes):
            continue
        tile = (int(x * 6 / width), int(y * 9 / height))
        if tiles.get(tile, 0) < max(4, count // 20):
            tiles[tile] = tiles.get(tile, 0) + 1
            chosen.append(index)
    return chosen[:count]

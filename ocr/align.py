"""Finds the known page on a picture and flattens it to layout pixels; reads no digit."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
import numpy.typing as npt

from ocr.cells import FoundField, Ink, snap
from ocr.features import Marks, Matrix, find_marks, match_page, page_marks
from ocr.layout import Layout
from ocr.page import flatten_light
from ocr.scans import Grey
from ocr.sheet import sheet_corners, straightened
from ocr.two_sheets import Part


@dataclass(frozen=True, slots=True)
class Placement:
    """A picture laid onto a layout: `matrix` from picture to layout pixels.

    `agree` is how many printed marks (or tag corners) spoke for it, `rules` the share of the
    form's printed lines that were found where they belong, 0..1.
    """

    layout: Layout
    matrix: Matrix
    agree: int
    rules: float


@dataclass(frozen=True, slots=True)
class FlatPage:
    """The page in layout pixels: light evened out, and the boxes of each field as found."""

    layout: Layout
    image: Grey
    fields: dict[str, FoundField]
    rules: float
    matrix: Matrix


def place(picture: Grey, layouts: Sequence[Layout]) -> list[Placement]:
    """Every layout that the picture may show, best first; empty when it is none of them."""
    marks = find_marks(picture)
    found = _place_marks(picture, marks, layouts)
    if not any(certain(item) for item in found):
        found += _place_sheet(picture, layouts)
    return sorted(found, key=lambda item: -item.agree * (0.2 + item.rules))


def place_beside(part: Part, layouts: Sequence[Layout]) -> list[Placement]:
    """The same of a part of a picture, by its marks alone; matrices from the whole picture."""
    found = _place_marks(part.picture, find_marks(part.picture), layouts)
    sure = [replace(item, matrix=item.matrix @ part.matrix) for item in found if certain(item)]
    return sorted(sure, key=lambda item: -item.agree * (0.2 + item.rules))


def certain(placement: Placement) -> bool:
    """True when marks and printed lines leave no doubt that this is the page."""
    return placement.rules >= 0.4 or (placement.agree >= 60 and placement.rules >= 0.2)


def _place_sheet(picture: Grey, layouts: Sequence[Layout]) -> list[Placement]:
    """For slanting views: straighten what looks like a sheet first, then look for marks again."""
    for quad in sheet_corners(picture):
        for first in (0, 1):
            straight, matrix = straightened(picture, quad, first)
            found = _place_marks(straight, find_marks(straight, 2500), layouts)
            if any(certain(item) for item in found):
                return [replace(item, matrix=item.matrix @ matrix) for item in found]
    return []


def _place_marks(picture: Grey, marks: Marks, layouts: Sequence[Layout]) -> list[Placement]:
    found: list[Placement] = []
    for layout in layouts:
        matrix, agree = match_page(marks, page_marks(layout))
        if matrix is not None and sane(matrix, layout, picture.shape):
            rules = rules_seen(ink_of(warp(picture, matrix, layout)), layout)
            found.append(Placement(layout, matrix, agree, rules))
    return found


def sane(matrix: Matrix, layout: Layout, shape: tuple[int, ...]) -> bool:
    """True when the page keeps its orientation and is neither folded over nor a speck."""
    try:
        back = np.linalg.inv(matrix)
    except np.linalg.LinAlgError:
        return False
    w, h = layout.size
    corners = np.array([[0, 0, 1], [w, 0, 1], [w, h, 1], [0, h, 1]], np.float64) @ back.T
    if np.any(corners[:, 2] * corners[0, 2] <= 0):
        return False
    quad = (corners[:, :2] / corners[:, 2:]).astype(np.float32)
    area = float(cv2.contourArea(quad, oriented=True))
    return bool(cv2.isContourConvex(quad)) and area > 0.02 * shape[0] * shape[1]


def warp(picture: Grey, matrix: Matrix, layout: Layout) -> Grey:
    """The picture in layout pixels."""
    how = cv2.INTER_AREA if _scale(matrix, layout) < 0.6 else cv2.INTER_LINEAR
    return np.asarray(
        cv2.warpPerspective(picture, matrix, layout.size, flags=how, borderValue=255), np.uint8
    )


def _scale(matrix: Matrix, layout: Layout) -> float:
    """Layout pixels per picture pixel in the middle of the page."""
    w, h = layout.size
    back = np.linalg.inv(matrix)
    points = np.array([[w / 2, h / 2, 1], [w / 2 + 10, h / 2, 1]]) @ back.T
    flat = points[:, :2] / points[:, 2:]
    return 10.0 / max(float(np.linalg.norm(flat[1] - flat[0])), 1e-6)


def ink_of(page: Grey) -> Ink:
    """Darkness 0..1 of a flattened page; watermark tones count little."""
    flat = flatten_light(page).astype(np.float32)
    return np.asarray(np.clip((225.0 - flat) / 130.0, 0.0, 1.0), np.float32)


def rules_seen(ink: Ink, layout: Layout) -> float:
    """Share of points on the printed lines that are dark, less the share beside the lines."""
    on, beside = 0.0, 0.0
    count = 0
    for x0, y0, x1, y1 in layout.rules:
        across = (x1 - x0) >= (y1 - y0)
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


def flatten(picture: Grey, placement: Placement) -> FlatPage:
    """The page in layout pixels with every field's boxes moved onto their own lines."""
    layout, matrix = placement.layout, placement.matrix
    page = flatten_light(warp(picture, matrix, layout))
    ink = np.clip((225.0 - page.astype(np.float32)) / 130.0, 0.0, 1.0).astype(np.float32)
    fields = _snap_all(ink, layout)
    return FlatPage(layout, page, fields, placement.rules, matrix)


def _snap_all(ink: Ink, layout: Layout) -> dict[str, FoundField]:
    """Two rounds: far and alone, then near where a plane through the clear ones expects it."""
    first = {
        box.name: snap(ink, box, 0.3 * box.box[2] / box.cells, (0.0, 0.0)) for box in layout.fields
    }
    plane = _plane(layout, first)
    found = {}
    for box in layout.fields:
        x, y, w, h = box.box
        expected = np.array([1.0, (x + w / 2) / layout.size[0], (y + h / 2) / layout.size[1]])
        offset = expected @ plane
        found[box.name] = snap(ink, box, 4.0, (float(offset[0]), float(offset[1])))
    return found


def _plane(layout: Layout, first: dict[str, FoundField]) -> npt.NDArray[np.float64]:
    """Shift as a linear function of the place, fitted three times with outliers left out."""
    rows, shifts, weights = [], [], []
    for box in layout.fields:
        x, y, w, h = box.box
        rows.append([1.0, (x + w / 2) / layout.size[0], (y + h / 2) / layout.size[1]])
        shifts.append(first[box.name].shift)
        weights.append(max(first[box.name].strength, 0.02))
    a, b, weight = np.array(rows), np.array(shifts), np.array(weights)
    plane = np.zeros((3, 2))
    plane[0] = np.median(b, axis=0)
    for _ in range(3):
        off = np.linalg.norm(b - a @ plane, axis=1)
        trust = weight / (1.0 + (off / 3.0) ** 2)
        ridge = np.diag([1e-3, 0.3, 0.3])
        left = a.T @ (a * trust[:, None]) + ridge
        plane = np.linalg.solve(left, a.T @ (b * trust[:, None]))
    return plane

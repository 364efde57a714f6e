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
from ocr.printed_lines import onto_lines, rules_seen
from ocr.scans import Grey
from ocr.sheet import sheet_corners, straightened
from ocr.two_sheets import Part

_QUICK = (1000, 900)
"""Marks and pixels of the first look, a third of the cost of a full one; most pages need no more,
because the printed lines settle afterwards where the page lies."""
_SAME = 0.02
"""Shares of lines seen that differ by less are the same."""


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
    found = _place_marks(picture, find_marks(picture, *_QUICK), layouts)
    if not any(certain(item) for item in found):
        found = _place_marks(picture, find_marks(picture), layouts)
    if not any(certain(item) for item in found):
        found += _place_sheet(picture, layouts)
    found = [_settled(picture, item) if certain(item) else item for item in found]
    return sorted(found, key=lambda item: -item.agree * (0.2 + item.rules))


def _settled(picture: Grey, placement: Placement) -> Placement:
    """The placement moved onto the printed lines, which lie finer than marks; never for worse."""
    layout, matrix = placement.layout, placement.matrix
    moved = onto_lines(ink_of(warp(picture, matrix, layout)), layout)
    if moved is None or not sane(moved @ matrix, layout, picture.shape):
        return placement
    rules = rules_seen(ink_of(warp(picture, moved @ matrix, layout)), layout)
    better = rules > placement.rules - _SAME
    return replace(placement, matrix=moved @ matrix, rules=rules) if better else placement


def place_beside(part: Part, layouts: Sequence[Layout]) -> list[Placement]:
    """The same of a part of a picture, by its marks alone; matrices from the whole picture."""
    found = _place_marks(part.picture, find_marks(part.picture), layouts)
    lying = [_settled(part.picture, item) for item in found if certain(item)]
    sure = [replace(item, matrix=item.matrix @ part.matrix) for item in lying]
    return sorted(sure, key=lambda item: -item.agree * (0.2 + item.rules))


def place_by_marks(picture: Grey, layout: Layout) -> Placement | None:
    """The picture laid onto one layout by a full look at its marks; None where that is unsure."""
    found = _place_marks(picture, find_marks(picture), [layout])
    return found[0] if found and certain(found[0]) else None


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

"""Finds the bright sheet in a photo by its four edges; knows no form."""

import cv2
import numpy as np
import numpy.typing as npt

from ocr.scans import Grey

Quad = npt.NDArray[np.float32]
Matrix = npt.NDArray[np.float64]

_SIDE = 700
_LEAST = 0.04
_WIDTH, _HEIGHT = 1100, 1600


def sheet_corners(picture: Grey) -> list[Quad]:
    """Corner quads of bright sheets, clockwise, picture pixels, largest first (at most three)."""
    scale = _SIDE / max(picture.shape)
    small = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    calm = cv2.medianBlur(small, 9)
    found: list[tuple[float, Quad]] = []
    otsu, _ = cv2.threshold(calm, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    for level in (otsu, otsu * 1.15, otsu * 1.3, otsu * 1.45, otsu * 0.85):
        bright = (calm > level).astype(np.uint8)
        closed = cv2.morphologyEx(bright, cv2.MORPH_CLOSE, np.ones((7, 7), np.uint8))
        contours, _ = cv2.findContours(closed, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_SIMPLE)
        for contour in contours:
            quad = _quad(np.asarray(contour, np.int32))
            if quad is None or cv2.contourArea(quad) < _LEAST * small.size:
                continue
            fit = cv2.contourArea(cv2.convexHull(contour)) / cv2.contourArea(quad)
            if 0.88 < fit < 1.1 and cv2.contourArea(contour) > 0.6 * cv2.contourArea(quad):
                found.append((float(cv2.contourArea(quad)), quad / np.float32(scale)))
    found.sort(key=lambda item: -item[0])
    chosen: list[tuple[float, Quad]] = []
    for area, quad in found:
        if all(abs(area - other) > 0.1 * other for other, _ in chosen):
            chosen.append((area, quad))
    return [quad for _, quad in chosen[:3]]


def _quad(contour: npt.NDArray[np.int32]) -> Quad | None:
    hull = cv2.convexHull(contour)
    length = cv2.arcLength(hull, True)
    for slack in (0.02, 0.035, 0.05, 0.08):
        corners = cv2.approxPolyDP(hull, slack * length, True)
        if len(corners) == 4:
            return np.asarray(corners.reshape(4, 2), np.float32)
    return None


def straightened(picture: Grey, quad: Quad, first: int) -> tuple[Grey, Matrix]:
    """The sheet seen from above with corner `first` (0 or 1) top left, and the matrix that did it.

    Which side is the longer cannot be told from a slanting view: try both.
    """
    order = np.roll(quad, -first, axis=0)
    target = np.array([[0, 0], [_WIDTH, 0], [_WIDTH, _HEIGHT], [0, _HEIGHT]], np.float32)
    if cv2.contourArea(order, oriented=True) < 0:
        target = target[[1, 0, 3, 2]]
    matrix = np.asarray(cv2.getPerspectiveTransform(order, target), np.float64)
    image = cv2.warpPerspective(picture, matrix, (_WIDTH, _HEIGHT), borderValue=255)
    return np.asarray(image, np.uint8), matrix

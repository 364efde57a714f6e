"""Draws made-up digit boxes for training: frames, guides, handwriting, X, dash."""

import cv2
import numpy as np
import numpy.typing as npt

from ocr.cells import INNER, Cell
from ocr.training.hands import by_hand
from ocr.training.pens import (
    ENDS,
    FOOTED,
    SUPER,
    Digits,
    Pen,
    footed_one,
    handwriting,
    line,
    segments,
)

CANVAS = 60
"""Side in pixels of a training window: the network's 48 and a margin to move it in."""
CLASSES = "0123456789X_-"

Grey = npt.NDArray[np.uint8]


def draw_box(rng: np.random.Generator, label: int, digits: Digits) -> tuple[Grey, Cell]:
    """A piece of a form with the labelled sign in its middle box; returns it with that box."""
    aspect = float(np.exp(rng.uniform(np.log(0.45 if rng.random() < 0.3 else 0.85), np.log(2.0))))
    joined = rng.random() < 0.6
    w, h = INNER / np.sqrt(aspect), INNER * np.sqrt(aspect)
    ink = np.zeros((CANVAS * SUPER, CANVAS * SUPER), np.float32)
    gap = 0.0 if joined else float(rng.uniform(0.12, 0.4)) * w
    centre = CANVAS / 2 + rng.uniform(-1.2, 1.2, 2)
    pen = Pen(rng.uniform(0.03, 0.12), rng.uniform(0.5, 1.0), rng.uniform(-0.25, 0.3))
    _frames(rng, ink, centre, (w, h), gap)
    if not joined and rng.random() < 0.7:
        _guides(rng, ink, centre, (w, h))
    wide = label == 10 and rng.random() < 0.2
    if wide:
        _wide_cross(rng, ink, centre, (w, h), pen)
    else:
        _sign(rng, ink, centre, (w, h), label, pen, digits)
        for side in (-1, 1):
            if rng.random() < 0.75:
                beside = centre + np.array([side * (w + gap), 0.0])
                other = int(rng.choice(13, p=_NEIGHBOUR))
                _sign(rng, ink, beside, (w, h), other, pen, digits)
    if joined and rng.random() < 0.4:
        for side in (-1, 1):
            place = centre + np.array([rng.uniform(-4, 4), side * h * rng.uniform(0.97, 1.15)])
            _sign(rng, ink, place, (w, h), int(rng.integers(0, 11)), pen, digits)
    image = _paper(rng, ink)
    scale = image.shape[0] / CANVAS
    return image, Cell((CANVAS - w) / 2 * scale, (CANVAS - h) / 2 * scale, w * scale, h * scale)


_NEIGHBOUR = np.array([0.07] * 10 + [0.22, 0.06, 0.02])


def _frames(
    rng: np.random.Generator,
    ink: npt.NDArray[np.float32],
    centre: npt.NDArray[np.float64],
    size: tuple[float, float],
    gap: float,
) -> None:
    w, h = size
    dark, thick = float(rng.uniform(0.35, 1.0)), float(rng.uniform(0.5, 3.0))
    first, last = -int(rng.integers(0, 3)), int(rng.integers(0, 3))
    inner = thick if gap else thick * float(rng.uniform(0.3, 1.0))
    for place in range(first, last + 1):
        x = centre[0] + place * (w + gap)
        left, right, top, bottom = x - w / 2, x + w / 2, centre[1] - h / 2, centre[1] + h / 2
        for a, b, t in (
            ((left, top), (right, top), thick),
            ((left, bottom), (right, bottom), thick),
            ((left, top), (left, bottom), thick if place == first else inner),
            ((right, top), (right, bottom), thick if place == last else inner),
        ):
            if rng.random() < 0.94:
                line(ink, np.array(a), np.array(b), t, dark * float(rng.uniform(0.6, 1.0)))
    if rng.random() < 0.15:
        edge = int((centre[0] + first * (w + gap) - w / 2) * SUPER)
        top = int((centre[1] - h / 2) * SUPER)
        ink[max(top, 0) : int((centre[1] + h / 2) * SUPER), : max(edge, 0)] = 1.0
    if not gap and rng.random() < 0.4:
        for side in (-1, 1):
            y = centre[1] + side * (h / 2 + rng.uniform(2, 14))
            line(ink, np.array([0.0, y]), np.array([60.0, y]), thick, dark)


def _guides(
    rng: np.random.Generator,
    ink: npt.NDArray[np.float32],
    centre: npt.NDArray[np.float64],
    size: tuple[float, float],
) -> None:
    w, h = size[0] * rng.uniform(0.3, 0.5), size[1] * rng.uniform(0.55, 0.75)
    dark, step = float(rng.uniform(0.1, 0.6)), float(rng.uniform(1.5, 2.6))
    double = rng.random() < 0.4
    for a, b in ENDS.values():
        start = centre + (np.array(a) - 0.5) * (w, h)
        end = centre + (np.array(b) - 0.5) * (w, h)
        for aside in (-1.2, 1.2) if double else (0.0,):
            for at in np.arange(0, 1, step / np.linalg.norm(end - start)):
                x, y = (start + (end - start) * at + aside) * SUPER
                if 0 <= y < ink.shape[0] - 1 and 0 <= x < ink.shape[1] - 1:
                    ink[int(y) : int(y) + 2, int(x) : int(x) + 2] = dark


def _sign(
    rng: np.random.Generator,
    ink: npt.NDArray[np.float32],
    centre: npt.NDArray[np.float64],
    size: tuple[float, float],
    label: int,
    pen: Pen,
    digits: Digits,
) -> None:
    w, h = size
    spot = centre + rng.normal(0, 0.09, 2) * (w, h)
    if label == 10:
        _cross(rng, ink, spot, (w, h), pen)
    elif label == 12:
        half = np.array([rng.uniform(0.12, 0.4) * w, rng.normal(0, 0.03) * h])
        line(ink, spot - half, spot + half, pen.width * w, pen.dark)
    elif label < 10:
        if rng.random() < _CORRECTED:
            wrong = int(rng.integers(0, 10))
            by_hand(rng, ink, spot, (w, h), wrong, Pen(pen.width * 0.7, pen.dark * 0.7, pen.slant))
            pen = Pen(pen.width * rng.uniform(1.2, 2.0), pen.dark, pen.slant)
        _digit(rng, ink, spot, (w, h), label, pen, digits)


_CORRECTED = 0.03
_BY_HAND = 0.5


def _digit(
    rng: np.random.Generator,
    ink: npt.NDArray[np.float32],
    spot: npt.NDArray[np.float64],
    size: tuple[float, float],
    label: int,
    pen: Pen,
    digits: Digits,
) -> None:
    if rng.random() < 0.12:
        segments(rng, ink, spot, size, label, pen)
    elif rng.random() < _BY_HAND:
        by_hand(rng, ink, spot, size, label, pen)
    elif label == 1 and rng.random() < FOOTED:
        footed_one(rng, ink, spot, size, pen)
    else:
        handwriting(rng, ink, spot, size, label, pen, digits)


def _cross(
    rng: np.random.Generator,
    ink: npt.NDArray[np.float32],
    spot: npt.NDArray[np.float64],
    size: tuple[float, float],
    pen: Pen,
) -> None:
    reach = rng.uniform(0.22, 1.1)
    if rng.random() < 0.5:
        side = min(size) * reach
        half = np.array([side * rng.uniform(0.7, 1.2), side]) / 2
    else:
        half = np.array(size) * reach / 2
    for flip in (1.0, -1.0):
        a = spot + half * (-1.0, -flip) + rng.normal(0, 0.07, 2) * size
        b = spot + half * (1.0, flip) + rng.normal(0, 0.07, 2) * size
        bend = (a + b) / 2 + rng.normal(0, 0.05, 2) * size
        line(ink, a, bend, pen.width * size[0], pen.dark)
        line(ink, bend, b, pen.width * size[0], pen.dark)


def _wide_cross(
    rng: np.random.Generator,
    ink: npt.NDArray[np.float32],
    centre: npt.NDArray[np.float64],
    size: tuple[float, float],
    pen: Pen,
) -> None:
    """One X over two or three boxes, sometimes of two or three rows, of which this is any."""
    w, h = size
    count, rows = int(rng.integers(2, 4)), int(rng.choice((1, 1, 1, 2, 3)))
    place, row = int(rng.integers(0, count)), int(rng.integers(0, rows))
    left, right = centre[0] - (place + 0.5) * w, centre[0] + (count - place - 0.5) * w
    middle, reach = centre[1] + (rows / 2 - row - 0.5) * h, rows * h
    for flip in (1, -1):
        a = np.array([left + rng.normal(0, 2), middle - flip * reach * rng.uniform(0.3, 0.55)])
        b = np.array([right + rng.normal(0, 2), middle + flip * reach * rng.uniform(0.3, 0.55)])
        line(ink, a, b, pen.width * w, pen.dark)


def _paper(rng: np.random.Generator, ink: npt.NDArray[np.float32]) -> Grey:
    """Ink on paper: resolution, watermark, specks, blur, noise, two-tone scans, JPEG."""
    side = int(rng.integers(45, CANVAS * SUPER + 1))
    ink = np.asarray(cv2.resize(ink, (side, side), interpolation=cv2.INTER_AREA), np.float32)
    if rng.random() < 0.3:
        tone = cv2.resize(rng.random((5, 5)).astype(np.float32), (side, side))
        ink = np.maximum(ink, (tone > rng.uniform(0.5, 0.8)) * rng.uniform(0.04, 0.22))
    if rng.random() < 0.3:
        for _ in range(int(rng.integers(1, 14))):
            x, y = rng.integers(0, side - 1, 2)
            ink[y, x : x + int(rng.integers(1, 3))] = rng.uniform(0.2, 1.0)
    blur = rng.uniform(0, 1.3) * (side / CANVAS) ** 0.7 if rng.random() < 0.75 else 0.0
    if rng.random() < 0.15:
        blur = rng.uniform(1.2, 2.5) * side / CANVAS
    if blur > 0.3:
        ink = np.asarray(cv2.GaussianBlur(ink, (0, 0), blur), np.float32)
    paper, span = rng.uniform(200, 255), rng.uniform(70, 235)
    grey = paper - np.minimum(span, paper) * ink
    if rng.random() < 0.25:
        grey = np.where(grey > paper - span * rng.uniform(0.15, 0.27), 255.0, 0.0)
        if rng.random() < 0.6:
            grey = cv2.GaussianBlur(grey.astype(np.float32), (0, 0), 0.5)
    else:
        grey = grey + rng.normal(0, rng.uniform(0, 9), grey.shape)
    out = np.asarray(np.clip(grey, 0, 255), np.uint8)
    if rng.random() < 0.5:
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(35, 90))]
        out = np.asarray(cv2.imdecode(cv2.imencode(".jpg", out, quality)[1], 0), np.uint8)
    return out

"""Makes photos of filled forms: print, handwriting-like digits, paper, light, perspective."""

from collections.abc import Mapping
from dataclasses import dataclass

import cv2
import numpy as np

from ocr.drawing import draw_blank
from ocr.layout import FieldBox, Layout
from ocr.scans import Grey

Points = list[tuple[float, float]]

# Each digit as one or two strokes in a box of 1 x 1, drawn from what a hand does, not from a font.
_ARC_0 = [(0.5 + 0.42 * np.cos(t), 0.5 + 0.5 * np.sin(t)) for t in np.linspace(-1.6, 4.9, 24)]
STROKES: dict[str, list[Points]] = {
    "0": [[(float(x), float(y)) for x, y in _ARC_0]],
    "1": [[(0.35, 0.18), (0.52, 0.0), (0.52, 1.0)]],
    "2": [
        [
            (0.1, 0.22), (0.25, 0.04), (0.55, 0.0), (0.82, 0.14), (0.85, 0.34), (0.6, 0.62),
            (0.3, 0.86), (0.1, 1.0), (0.5, 0.98), (0.95, 0.97),
        ]
    ],
    "3": [
        [
            (0.12, 0.1), (0.45, 0.0), (0.8, 0.1), (0.82, 0.32), (0.6, 0.46), (0.38, 0.48),
            (0.66, 0.52), (0.88, 0.7), (0.78, 0.92), (0.45, 1.0), (0.1, 0.9),
        ]
    ],
    "4": [[(0.62, 0.0), (0.08, 0.66), (0.98, 0.66)], [(0.68, 0.32), (0.68, 1.0)]],
    "5": [
        [
            (0.2, 0.02), (0.16, 0.44), (0.5, 0.38), (0.82, 0.5), (0.86, 0.76), (0.62, 0.97),
            (0.12, 0.95),
        ],
        [(0.2, 0.02), (0.86, 0.0)],
    ],
    "6": [
        [
            (0.72, 0.0), (0.38, 0.24), (0.16, 0.6), (0.24, 0.9), (0.54, 1.0), (0.82, 0.86),
            (0.82, 0.64), (0.56, 0.5), (0.26, 0.6), (0.18, 0.72),
        ]
    ],
    "7": [[(0.08, 0.04), (0.9, 0.02), (0.62, 0.4), (0.4, 1.0)]],
    "8": [
        [
            (0.78, 0.14), (0.5, 0.0), (0.22, 0.14), (0.3, 0.38), (0.66, 0.56), (0.82, 0.8),
            (0.52, 1.0), (0.2, 0.82), (0.34, 0.56), (0.7, 0.36), (0.78, 0.14),
        ]
    ],
    "9": [
        [
            (0.8, 0.3), (0.6, 0.5), (0.3, 0.46), (0.18, 0.24), (0.36, 0.04), (0.66, 0.02),
            (0.82, 0.2), (0.8, 0.5), (0.72, 1.0),
        ]
    ],
    "X": [[(0.0, 0.0), (1.0, 1.0)], [(1.0, 0.0), (0.0, 1.0)]],
    "-": [[(0.1, 0.5), (0.9, 0.48)]],
    "_": [],
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Photo:
    """How a sheet is photographed. `tilt` 0..1 of perspective, `turn` degrees, `side` pixels."""

    side: int = 1700
    tilt: float = 0.0
    turn: float = 0.0
    shadow: float = 0.0
    blur: float = 0.0
    noise: float = 3.0
    quality: int = 85
    table: int = 90
    border: float = 0.06


def fill(layout: Layout, signs: Mapping[str, str], seed: int) -> Grey:
    """The page in layout pixels with the given signs written into each field's boxes."""
    rng = np.random.default_rng(seed)
    page = draw_blank(layout)
    width, slant = float(rng.uniform(0.055, 0.085)), float(rng.uniform(-0.05, 0.22))
    for box in layout.fields:
        written = signs.get(box.name, "")
        for cell, sign in zip(box.cell_boxes(), written, strict=False):
            write(page, cell, sign, rng, width, slant)
        _fill_bubbles(page, box, written)
    return page


def write(
    page: Grey,
    cell: tuple[float, float, float, float],
    sign: str,
    rng: np.random.Generator,
    width: float,
    slant: float,
) -> None:
    """Write one sign into a box by hand: never twice the same."""
    x, y, w, h = cell
    tall = min(h * rng.uniform(0.55, 0.72), w * 1.05)
    wide = tall * rng.uniform(0.52, 0.66)
    left = x + (w - wide) / 2 + rng.normal(0, 0.03) * w
    top = y + (h - tall) / 2 + rng.normal(0, 0.03) * h
    wobble = rng.normal(0, 0.022, (4, 2))
    for stroke in STROKES[sign]:
        points = []
        for place, (px, py) in enumerate(stroke):
            jitter = wobble[place % 4]
            sx = left + (px + jitter[0] + slant * (0.5 - py)) * wide
            sy = top + (py + jitter[1]) * tall
            points.append((sx, sy))
        smooth = _smooth(np.array(points))
        thick = max(1, round(width * tall))
        cv2.polylines(
            page, [np.round(smooth * 16).astype(np.int32)], False, 35, thick, cv2.LINE_AA, 4
        )


def _smooth(points: np.ndarray) -> np.ndarray:
    """Corner cutting (Chaikin), so that curves are curves."""
    for _ in range(2 if len(points) > 3 else 0):
        a, b = points[:-1], points[1:]
        inner = np.stack([0.75 * a + 0.25 * b, 0.25 * a + 0.75 * b], axis=1).reshape(-1, 2)
        points = np.vstack([points[:1], inner, points[-1:]])
    return points


def _fill_bubbles(page: Grey, box: FieldBox, written: str) -> None:
    if box.bubbles is None or not written:
        return
    _, y, _, h = box.bubbles.box
    step = h / 10
    for (cx, _, cw, _), sign in zip(box.cell_boxes(), written, strict=False):
        digit = int(sign) if sign.isdecimal() else 0
        centre = (round(cx + cw / 2), round(y + (digit + 0.5) * step))
        cv2.circle(page, centre, round(step * 0.34), 40, -1, cv2.LINE_AA)


def photograph(page: Grey, photo: Photo, seed: int) -> bytes:
    """A JPEG of the sheet on a table."""
    rng = np.random.default_rng(seed)
    scale = photo.side / page.shape[0]
    width, height = round(page.shape[1] * scale), photo.side
    margin = round(photo.border * height)
    size = (width + 2 * margin, height + 2 * margin)
    source = np.array([[0, 0], [1, 0], [1, 1], [0, 1]], np.float32) * np.array(
        [page.shape[1], page.shape[0]], np.float32
    )
    target = source * np.float32(scale) + np.float32(margin)
    push = rng.uniform(-1, 1, (4, 2)) * photo.tilt * 0.12 * width
    target = (target + push).astype(np.float32)
    matrix = cv2.getPerspectiveTransform(source, target)
    turn = np.vstack(
        [cv2.getRotationMatrix2D((size[0] / 2, size[1] / 2), photo.turn, 1.0), [0, 0, 1]]
    )
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
    image = cv2.warpPerspective(
        page, turn @ matrix, size, flags=how, borderValue=photo.table
    ).astype(np.float32)
    if photo.shadow:
        ramp = np.linspace(1.0, 1.0 - photo.shadow, size[0])[None, :]
        image *= ramp
    if photo.blur:
        image = cv2.GaussianBlur(image, (0, 0), photo.blur).astype(np.float32)
    noisy = image + rng.normal(0, photo.noise, image.shape)
    grey = np.clip(noisy * 0.92, 0, 255).astype(np.uint8)
    return cv2.imencode(".jpg", grey, [cv2.IMWRITE_JPEG_QUALITY, photo.quality])[1].tobytes()


def signs_for(value: int, cells: int = 3, filler: str = "X") -> str:
    """A number as it is written in so many boxes."""
    if value == 0 and filler in "X-":
        return filler * cells
    return str(value).rjust(cells, filler)


def values_for(layout: Layout, rng: np.random.Generator) -> dict[str, int]:
    """Numbers for every field of a layout that keep all its sums."""
    values = {box.name: int(rng.integers(0, 90)) for box in layout.fields}
    for _ in range(4):  # sums build on sums
        for line in layout.sums:
            values[line.total] = sum(values[part] for part in line.parts)
    return values

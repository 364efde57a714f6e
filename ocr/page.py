"""Photo bytes to upright grey pages within limits; knows nothing of forms."""

from collections.abc import Sequence

import cv2
import numpy as np

from models.errors import UnreadablePhoto
from ocr.picture_limits import MAX_BYTES, MAX_WORK_PIXELS, odd_shape
from ocr.scans import WORK_SIDE, Grey, pages
from ocr.unpacking import unpacked


def decode(data: bytes, *, drawn: bool = False) -> list[Grey]:
    """The pages of a photo or PDF scan as grey images, EXIF turned, at most WORK_SIDE long.

    A PDF may hold pictures alone, as scanners make it, unless `drawn`: a file of one's own.
    Raises UnreadablePhoto: no picture, of a size or shape beyond ocr.picture_limits, broken, empty.
    """
    if len(data) > MAX_BYTES:
        raise UnreadablePhoto("the file is larger than 20 MB", reason="too_large")
    if data[:1024].lstrip().startswith(b"%PDF"):
        return [_shaped(page) for page in pages(data, drawn=drawn)]
    return [_shaped(_fit(page)) for page in unpacked(data)]


def _shaped(page: Grey) -> Grey:
    """The page, looked at again after whatever turned and shrank it."""
    if odd_shape(page.shape[1], page.shape[0]):
        raise UnreadablePhoto("too narrow to show a form", reason="odd_shape")
    return page


def _fit(image: Grey) -> Grey:
    side = max(image.shape)
    if side <= WORK_SIDE:
        return image
    return resize(image, WORK_SIDE / side)


def resize(image: Grey, scale: float) -> Grey:
    """The image scaled by a factor, smoothed when it gets smaller.

    Raises UnreadablePhoto where it would get larger than anything honest.
    """
    height, width = image.shape[:2]
    if height * scale * width * scale > MAX_WORK_PIXELS or min(height, width) * scale < 1:
        raise UnreadablePhoto("of a shape that no form has", reason="odd_shape")
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(image, None, fx=scale, fy=scale, interpolation=how), np.uint8)


def flatten_light(image: Grey) -> Grey:
    """The image with shadows and paper tone taken out: paper 255, ink as dark as it was to it."""
    height, width = image.shape
    shrink = max(1, round(max(height, width) / 220))
    size = (max(1, width // shrink), max(1, height // shrink))
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)
    paper = cv2.medianBlur(cv2.dilate(small, np.ones((5, 5), np.uint8)), 9)
    return np.asarray(cv2.divide(image, cv2.resize(paper, (width, height)), scale=255), np.uint8)


def png(image: Grey) -> bytes:
    """The image as PNG bytes."""
    return bytes(cv2.imencode(".png", image)[1].tobytes())


def cut_out(
    picture: Grey, matrix: Sequence[float], box: Sequence[float], margin: float = 0.35
) -> Grey:
    """A box (x, y, width, height in layout pixels) cut from the picture, upright, 96 high.

    `matrix` from picture to layout pixels, 3 x 3 row by row; `margin` in box heights all around.
    """
    x, y, w, h = box
    pad = margin * h
    zoom = 96 / max(h + 2 * pad, 1)
    shift = np.array([[zoom, 0, -zoom * (x - pad)], [0, zoom, -zoom * (y - pad)], [0, 0, 1]])
    size = (max(1, round(zoom * (w + 2 * pad))), 96)
    whole = shift @ np.array(matrix).reshape(3, 3)
    return np.asarray(cv2.warpPerspective(picture, whole, size, borderValue=255), np.uint8)

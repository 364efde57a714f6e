"""Photo bytes to upright grey pages within limits; knows nothing of forms."""

import io
from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from PIL import Image as PillowImage
from PIL import UnidentifiedImageError

from models.errors import UnreadablePhoto

Grey = npt.NDArray[np.uint8]

MAX_BYTES = 20 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_PDF_PAGES = 30
WORK_SIDE = 2600
"""Longest side in pixels that is worked on: more shows nothing new in a handwritten digit."""
_PDF_DPI = 200
_FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")


def decode(data: bytes) -> list[Grey]:
    """The pages of a photo or PDF scan as grey images, EXIF turned, at most WORK_SIDE long.

    Raises UnreadablePhoto: no picture, above 20 MB or 60 megapixels, broken, empty.
    """
    if len(data) > MAX_BYTES:
        raise UnreadablePhoto("the file is larger than 20 MB", reason="too_large")
    if data[:1024].lstrip().startswith(b"%PDF"):
        return _pdf_pages(data)
    return [_fit(_picture(data))]


def _picture(data: bytes) -> Grey:
    """Size is looked at in the header before any pixel is unpacked, so that bombs cost nothing."""
    try:
        with PillowImage.open(io.BytesIO(data), formats=_FORMATS) as head:
            width, height = head.size
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise UnreadablePhoto("the file is no picture", reason="no_picture") from error
    except PillowImage.DecompressionBombError as error:
        raise UnreadablePhoto("more than 60 megapixels", reason="too_large") from error
    if width * height > MAX_PIXELS:
        raise UnreadablePhoto("more than 60 megapixels", reason="too_large")
    flag = cv2.IMREAD_GRAYSCALE
    if max(width, height) >= 2 * WORK_SIDE:
        flag = cv2.IMREAD_REDUCED_GRAYSCALE_2
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), flag)
    except cv2.error as error:
        raise UnreadablePhoto("the picture is broken", reason="broken") from error
    if image is None:
        raise UnreadablePhoto("the picture is broken", reason="broken")
    return np.asarray(image, np.uint8)


def _pdf_pages(data: bytes) -> list[Grey]:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        raise UnreadablePhoto("the PDF is broken or locked", reason="broken") from error
    with document:
        if not 1 <= len(document) <= MAX_PDF_PAGES:
            raise UnreadablePhoto(
                f"the PDF has {len(document)} pages, at most {MAX_PDF_PAGES} are read",
                reason="too_large",
            )
        return [_render(document[number]) for number in range(len(document))]


def _render(page: object) -> Grey:
    width, height = page.get_size()  # type: ignore[attr-defined]
    if min(width, height) < 36 or max(width, height) > 20_000:
        raise UnreadablePhoto("the PDF has a page of a strange size", reason="too_large")
    scale = min(_PDF_DPI / 72, WORK_SIDE / max(width, height))
    bitmap = page.render(scale=scale, grayscale=True)  # type: ignore[attr-defined]
    return np.asarray(bitmap.to_numpy(), np.uint8).reshape(bitmap.height, -1)[:, : bitmap.width]


def _fit(image: Grey) -> Grey:
    side = max(image.shape)
    if side <= WORK_SIDE:
        return image
    return resize(image, WORK_SIDE / side)


def resize(image: Grey, scale: float) -> Grey:
    """The image scaled by a factor, smoothed when it gets smaller."""
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

"""Pictures of a photo for screens, made anew: nothing of the stranger's file is in them."""

import io

import cv2

from models.errors import UnreadablePhoto
from ocr.page import decode, resize

THUMBNAIL = 320
"""Pixels of the longer side."""
_QUALITY = [cv2.IMWRITE_JPEG_QUALITY, 82]


def page_view(data: bytes, number: int) -> bytes:
    """JPEG of a page (from 0) as the reader sees it, so that boxes lie where it read them.

    Raises UnreadablePhoto, also where there is no such page.
    """
    pages = decode(data)
    if not 0 <= number < len(pages):
        raise UnreadablePhoto("there is no such page", reason="no_picture")
    return bytes(cv2.imencode(".jpg", pages[number], _QUALITY)[1].tobytes())


def thumbnail(data: bytes) -> bytes:
    """JPEG of the first page, small; in colour where it is a photo: forms differ by colour."""
    page = decode(data)[0]  # refuses what is broken, too large or of an odd shape
    if data[:1024].lstrip().startswith(b"%PDF"):
        small = resize(page, min(1.0, THUMBNAIL / max(page.shape)))
        return bytes(cv2.imencode(".jpg", small, _QUALITY)[1].tobytes())
    return _coloured(data)


def _coloured(data: bytes) -> bytes:
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as picture:
        picture.draft("RGB", (2 * THUMBNAIL, 2 * THUMBNAIL))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
        upright.thumbnail((THUMBNAIL, THUMBNAIL))
        out = io.BytesIO()
        upright.save(out, "JPEG", quality=80)
    return out.getvalue()

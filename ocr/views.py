"""Pictures of a photo for screens, made anew: nothing of the stranger's file is in them."""

import io

import cv2
from PIL import Image as PillowImage
from PIL import ImageOps

from models.errors import UnreadablePhoto
from ocr.page import decode, resize
from ocr.picture_limits import odd_shape
from ocr.unpacking import BROKEN, cut_short, is_photo, on_white, opened

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
    """JPEG of the first page, small; in colour where it is a photo: forms differ by colour.

    Raises UnreadablePhoto, as `decode` does: the header decides before a pixel is unpacked.
    """
    if data[:1024].lstrip().startswith(b"%PDF"):
        page = decode(data)[0]
        small = resize(page, min(1.0, THUMBNAIL / max(page.shape)))
        return bytes(cv2.imencode(".jpg", small, _QUALITY)[1].tobytes())
    with opened(data) as picture:
        if odd_shape(*picture.size):
            raise UnreadablePhoto("of a shape that no form has", reason="odd_shape")
        try:
            return _small(picture)
        except BROKEN as error:
            if not is_photo(picture):
                raise UnreadablePhoto("the picture is broken", reason="cut") from error
    return _small(PillowImage.fromarray(cut_short(data)))


def _small(picture: PillowImage.Image) -> bytes:
    picture.draft("RGB", (2 * THUMBNAIL, 2 * THUMBNAIL))  # unpacks a JPEG at an eighth
    upright = ImageOps.exif_transpose(picture)
    if upright.has_transparency_data:
        upright = on_white(upright)
    upright = upright.convert("RGB")
    upright.thumbnail((THUMBNAIL, THUMBNAIL))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=80)
    return out.getvalue()

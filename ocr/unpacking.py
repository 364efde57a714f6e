"""A stranger's picture file to grey pages, as far as it goes; refusals name the true reason."""

import io

import cv2
import numpy as np
from PIL import Image as PillowImage
from PIL import ImageFile, ImageOps

from models.errors import UnreadablePhoto
from ocr.picture_limits import MAX_PDF_PAGES, odd_shape, too_many_pixels
from ocr.scans import WORK_SIDE, Grey

FORMATS = ("JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF")
LEAST_ROWS = 1 / 3
"""Share of a cut JPEG's rows that must be there: less shows no table of a form."""
_BLOCK = 16
"""Rows of a JPEG's block: the last ones of a cut file are half unpacked."""
BROKEN = (OSError, ValueError, SyntaxError, EOFError)
"""What Pillow raises of a file that is none or ends too early."""
_HEIC = {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"}


def opened(data: bytes) -> PillowImage.Image:
    """The picture with its header read and nothing unpacked. Raises UnreadablePhoto.

    Size is looked at here, so that bombs cost nothing.
    """
    try:
        picture = PillowImage.open(io.BytesIO(data), formats=FORMATS)
    except PillowImage.DecompressionBombError as error:
        raise UnreadablePhoto("too many pixels", reason="too_large") from error
    except BROKEN as error:
        if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
            raise UnreadablePhoto("a HEIC picture", reason="heic") from error
        raise UnreadablePhoto("the file is no picture", reason="no_picture") from error
    if too_many_pixels(*picture.size, photo=is_photo(picture)):
        raise UnreadablePhoto("too many pixels", reason="too_large")
    return picture


def is_photo(picture: PillowImage.Image) -> bool:
    """Whether it is a JPEG, which grows with what it shows."""
    return picture.format in ("JPEG", "MPO")


def unpacked(data: bytes) -> list[Grey]:
    """Every page of a picture file (a TIFF may have many), EXIF turned. Raises UnreadablePhoto."""
    with opened(data) as picture:
        if odd_shape(*picture.size):
            raise UnreadablePhoto("too narrow to show a form", reason="odd_shape")
        clear = picture.has_transparency_data
        if picture.format == "TIFF" or clear or picture.format in ("AVIF", "GIF"):
            return _frames(picture)
        flag = cv2.IMREAD_GRAYSCALE
        if max(picture.size) >= 2 * WORK_SIDE:
            flag = cv2.IMREAD_REDUCED_GRAYSCALE_2
        photo = is_photo(picture)
    try:
        image = cv2.imdecode(np.frombuffer(data, np.uint8), flag)
    except cv2.error:
        image = None
    if image is not None:
        return [np.asarray(image, np.uint8)]
    if photo:
        return [cut_short(data)]
    raise UnreadablePhoto("the file ends before the picture does", reason="cut")


def cut_short(data: bytes) -> Grey:
    """The rows that a JPEG has which ends too early. Raises UnreadablePhoto where they are few.

    What is missing is no part of it: grey paper would be read as empty boxes.
    """
    before = ImageFile.LOAD_TRUNCATED_IMAGES
    ImageFile.LOAD_TRUNCATED_IMAGES = True
    try:
        with opened(data) as picture:
            picture.load()
            whole = np.asarray(picture.convert("L"), np.uint8)
            turned = picture.getexif()
    except BROKEN as error:
        raise UnreadablePhoto("the picture is broken", reason="cut") from error
    finally:
        ImageFile.LOAD_TRUNCATED_IMAGES = before
    there = np.flatnonzero(np.ptp(whole, axis=1) > 1)
    rows = int(there[-1]) + 1 - _BLOCK if there.size else 0
    if rows < whole.shape[0] * LEAST_ROWS:
        raise UnreadablePhoto("the file ends before the picture does", reason="cut")
    kept = PillowImage.fromarray(whole[:rows])
    kept.getexif().update(turned)
    return np.asarray(ImageOps.exif_transpose(kept), np.uint8)


def _frames(picture: PillowImage.Image) -> list[Grey]:
    """The pages of a TIFF; of what moves the first alone."""
    many = getattr(picture, "n_frames", 1) if picture.format == "TIFF" else 1
    if many > MAX_PDF_PAGES:
        told = f"the file has {many} pages, at most {MAX_PDF_PAGES} are read"
        raise UnreadablePhoto(told, reason="too_large")
    found = []
    for number in range(many):
        try:
            picture.seek(number)
            if too_many_pixels(*picture.size, photo=False):
                raise UnreadablePhoto("too many pixels", reason="too_large")
            found.append(_grey(picture))
        except BROKEN as error:
            if not found:
                raise UnreadablePhoto("the picture is broken", reason="cut") from error
            break  # the pages before the one that is cut
    return found


def _grey(picture: PillowImage.Image) -> Grey:
    """Upright and grey. Raises OSError."""
    upright = ImageOps.exif_transpose(picture)
    if upright.mode.startswith("I"):  # 16 bits: Pillow would cut them at 255
        return (np.asarray(upright) // 256).astype(np.uint8)
    if upright.has_transparency_data:
        upright = on_white(upright)
    return np.asarray(upright.convert("L"), np.uint8)


def on_white(picture: PillowImage.Image) -> PillowImage.Image:
    """What is transparent is paper, not ink."""
    clear = picture.convert("RGBA")
    paper = PillowImage.new("RGBA", clear.size, "white")
    return PillowImage.alpha_composite(paper, clear)

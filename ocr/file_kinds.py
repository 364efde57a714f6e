"""What kind of file some bytes are: a picture or a scan that opens, or neither, and why."""

from typing import NamedTuple

from models.errors import UnreadablePhoto
from ocr.picture_limits import MAX_PDF_PAGES


class Kind(NamedTuple):
    """Media type, suffix of a file's name; `refused`: why it is kept as a record alone.

    One of no_picture, heic, cut, too_large, locked; empty for what can be read.
    """

    mime: str
    suffix: str
    refused: str = ""


SCAN = Kind("application/pdf", ".pdf")
PNG = Kind("image/png", ".png")
_UNKNOWN = ("application/octet-stream", ".bin")
_PASSWORD = 4
"""PDFium's number of a document that asks for its password."""
_FORMATS = {
    "JPEG": Kind("image/jpeg", ".jpg"),
    "MPO": Kind("image/jpeg", ".jpg"),
    "PNG": PNG,
    "WEBP": Kind("image/webp", ".webp"),
    "AVIF": Kind("image/avif", ".avif"),
    "TIFF": Kind("image/tiff", ".tif"),
    "BMP": Kind("image/bmp", ".bmp"),
    "GIF": Kind("image/gif", ".gif"),
}


def file_kind(data: bytes) -> Kind:
    """Kind of a picture or of a PDF scan; of what does not open with the reason."""
    return _scan_kind(data) if data.startswith(b"%PDF-") else picture_kind(data)


def unknown(reason: str) -> Kind:
    """The kind of a file that cannot be opened."""
    return Kind(*_UNKNOWN, reason)


def _scan_kind(data: bytes) -> Kind:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            return SCAN if 1 <= len(document) <= MAX_PDF_PAGES else unknown("too_large")
    except pypdfium2.PdfiumError as error:
        return unknown("locked" if error.err_code == _PASSWORD else "cut")


def picture_kind(data: bytes) -> Kind:
    """Kind of a picture that opens, a JPEG as far as it goes; else why it does not.

    The header alone decides about the size, before a pixel is unpacked. JPEGs are unpacked at an
    eighth: enough to see whether something is missing.
    """
    from ocr.unpacking import BROKEN, cut_short, is_photo, opened

    try:
        with opened(data) as picture:
            kind, photo = _FORMATS[picture.format or ""], is_photo(picture)
            picture.draft("L", (picture.width // 8, picture.height // 8))
            try:
                picture.load()
            except BROKEN:
                if not photo:
                    return unknown("cut")
                cut_short(data)
            return kind
    except UnreadablePhoto as refused:
        return unknown(str(refused.facts["reason"]))

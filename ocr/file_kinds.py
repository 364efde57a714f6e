"""What kind of file some bytes are: a picture or a scan that opens, or neither."""

from io import BytesIO

from ocr.picture_limits import MAX_PDF_PAGES, too_many_pixels

Kind = tuple[str, str]
"""Media type and the suffix of a file's name."""
SCAN = ("application/pdf", ".pdf")
PNG = ("image/png", ".png")
UNKNOWN = ("application/octet-stream", ".bin")
_FORMATS = {
    "JPEG": ("image/jpeg", ".jpg"),
    "PNG": PNG,
    "WEBP": ("image/webp", ".webp"),
    "TIFF": ("image/tiff", ".tif"),
    "BMP": ("image/bmp", ".bmp"),
}


def file_kind(data: bytes) -> Kind:
    """Kind of a picture or of a PDF scan that opens; else UNKNOWN."""
    return _scan_kind(data) if data.startswith(b"%PDF-") else picture_kind(data)


def _scan_kind(data: bytes) -> Kind:
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            return SCAN if 1 <= len(document) <= MAX_PDF_PAGES else UNKNOWN
    except pypdfium2.PdfiumError:
        return UNKNOWN


def picture_kind(data: bytes) -> Kind:
    """Kind of a picture that opens to its last row; else UNKNOWN.

    The header alone decides about the size, before a pixel is unpacked. JPEGs are unpacked at an
    eighth: enough to see that nothing is missing.
    """
    from PIL import Image

    try:
        with Image.open(BytesIO(data), formats=tuple(_FORMATS)) as picture:
            photo = picture.format in ("JPEG", "MPO")
            if too_many_pixels(*picture.size, photo=photo):
                return UNKNOWN
            picture.draft("L", (picture.width // 8, picture.height // 8))
            picture.load()
            return _FORMATS["JPEG" if picture.format == "MPO" else picture.format or ""]
    except (OSError, ValueError, SyntaxError, KeyError, Image.DecompressionBombError):
        return UNKNOWN

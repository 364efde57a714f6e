"""PDF scans to grey pages: pictures alone are drawn, whatever else a PDF can hold is not."""

import numpy as np
import numpy.typing as npt

from models.errors import UnreadablePhoto
from ocr.picture_limits import MAX_PDF_IMAGES, MAX_PDF_PAGES, too_many_pixels

Grey = npt.NDArray[np.uint8]

WORK_SIDE = 2600
"""Longest side in pixels that is worked on: more shows nothing new in a handwritten digit."""
_DPI = 200


def pages(data: bytes, *, drawn: bool = False) -> list[Grey]:
    """The pages of a scan. Raises UnreadablePhoto.

    A page must show pictures and nothing else, so that no font, form, pattern or path of a
    stranger is ever drawn; words under a scan (made by a scanner's own reading) are left out.
    With `drawn` a page is drawn as it is: for blank forms of one's own.
    """
    import pypdfium2

    try:
        with pypdfium2.PdfDocument(data) as document:
            if not 1 <= len(document) <= MAX_PDF_PAGES:
                told = f"the PDF has {len(document)} pages, at most {MAX_PDF_PAGES} are read"
                raise UnreadablePhoto(told, reason="too_large")
            return [_page(document[number], drawn) for number in range(len(document))]
    except pypdfium2.PdfiumError as error:
        raise UnreadablePhoto("the PDF is broken or locked", reason="broken") from error


def _page(page: object, drawn: bool) -> Grey:
    width, height = page.get_size()  # type: ignore[attr-defined]
    if min(width, height) < 36 or max(width, height) > 20_000:
        raise UnreadablePhoto("the PDF has a page of a strange size", reason="too_large")
    if not drawn:
        _pictures_alone(page)
    scale = min(_DPI / 72, WORK_SIDE / max(width, height))
    bitmap = page.render(scale=scale, grayscale=True, may_draw_forms=drawn)  # type: ignore[attr-defined]
    return np.asarray(bitmap.to_numpy(), np.uint8).reshape(bitmap.height, -1)[:, : bitmap.width]


def _pictures_alone(page: object) -> None:
    """Take the words away; refuse what is neither word nor picture, and too much of a picture."""
    import pypdfium2.raw as pdfium

    pixels = pictures = 0
    for part in list(page.get_objects(max_depth=1)):  # type: ignore[attr-defined]
        if part.type == pdfium.FPDF_PAGEOBJ_TEXT:
            page.remove_obj(part)  # type: ignore[attr-defined]
            continue
        if part.type != pdfium.FPDF_PAGEOBJ_IMAGE:
            raise UnreadablePhoto("the PDF is no scan: it holds drawings", reason="no_scan")
        width, height = part.get_px_size()
        pictures, pixels = pictures + 1, pixels + width * height
        if pictures > MAX_PDF_IMAGES or too_many_pixels(pixels, 1, photo=False):
            raise UnreadablePhoto("a page of the PDF holds too much", reason="too_large")
    if not pictures:
        raise UnreadablePhoto("a page of the PDF shows no picture", reason="no_scan")

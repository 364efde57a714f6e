"""Every kind of picture file that phones and scanners make is read as far as it goes."""

import io

import numpy as np
import pytest
from PIL import Image, ImageDraw

from models.errors import UnreadablePhoto
from ocr.file_kinds import file_kind
from ocr.page import decode
from ocr.picture_limits import MAX_PDF_PAGES
from ocr.views import thumbnail

HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)


def sheet(number: int = 1, mode: str = "L") -> Image.Image:
    """Paper with lines of ink everywhere, another for each number."""
    page = Image.new(mode, (600, 800), "white")
    draw = ImageDraw.Draw(page)
    for y in range(10, 800, 12):
        draw.line((20, y, 100 + 7 * (y * number % 67), y), "black", 4)
    return page


def written(page: Image.Image, kind: str, **how: object) -> bytes:
    file = io.BytesIO()
    page.save(file, kind, **how)
    return file.getvalue()


def refusal(data: bytes) -> str:
    """Why neither the door nor the reader opens it: both say the same."""
    with pytest.raises(UnreadablePhoto) as refused:
        decode(data)
    assert refused.value.facts["reason"] == file_kind(data).refused
    return file_kind(data).refused


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "TIFF", "BMP", "GIF"])
def test_every_kind_opens_and_looks_the_same(kind: str) -> None:
    how = {"quality": 95} if kind in ("JPEG", "WEBP", "AVIF") else {}
    data = written(sheet(), kind, **how)
    (page,) = decode(data)
    assert abs(page.astype(int) - np.asarray(sheet()).astype(int)).mean() < 6
    assert file_kind(data).refused == ""
    assert file_kind(data).suffix != ".bin"
    assert thumbnail(data).startswith(b"\xff\xd8")


@pytest.mark.parametrize("mode", ["RGBA", "LA"])
@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_is_paper(mode: str, kind: str) -> None:
    clear = Image.new(mode, (600, 800))  # black, and all of it transparent
    ink = Image.new("L", (600, 800), 255)
    ink.paste(sheet())
    clear.putalpha(Image.eval(ink, lambda tone: 255 - tone))
    (page,) = decode(written(clear, kind, **({"lossless": True} if kind == "WEBP" else {})))
    assert np.array_equal(page, np.asarray(sheet()))
    small = Image.open(io.BytesIO(thumbnail(written(clear, kind))))
    assert np.asarray(small.convert("L")).mean() > 128, "ink on paper, not black on black"


def test_a_png_with_one_colour_that_is_transparent_is_paper_there() -> None:
    page = sheet(mode="L").convert("P")
    data = written(page, "PNG", transparency=page.getpixel((0, 0)))
    assert np.array_equal(decode(data)[0], np.asarray(sheet()))


def test_a_tiff_gives_all_its_pages() -> None:
    pages = [sheet(number) for number in (1, 2, 3)]
    data = written(pages[0], "TIFF", save_all=True, append_images=pages[1:])
    assert file_kind(data).refused == ""
    found = decode(data)
    assert len(found) == 3
    for page, made in zip(found, pages, strict=True):
        assert np.array_equal(page, np.asarray(made))


def test_a_tiff_of_sixteen_bits_keeps_its_greys() -> None:
    deep = Image.fromarray(np.asarray(sheet()).astype(np.uint16) * 257)
    assert np.array_equal(decode(written(deep, "TIFF"))[0], np.asarray(sheet()))


def test_a_tiff_of_too_many_pages_is_refused_by_its_number() -> None:
    small = Image.new("1", (200, 200), 1)
    data = written(small, "TIFF", save_all=True, append_images=[small] * MAX_PDF_PAGES)
    with pytest.raises(UnreadablePhoto, match=f"{MAX_PDF_PAGES + 1} pages"):
        decode(data)


@pytest.mark.parametrize("share", [0.5, 0.8, 0.97])
def test_a_jpeg_cut_short_is_read_as_far_as_it_goes_and_nothing_is_made_up(share: float) -> None:
    whole = (
        np.random.default_rng(1).integers(0, 255, (80, 60), np.uint8).repeat(10, 0).repeat(10, 1)
    )
    data = written(Image.fromarray(whole), "JPEG", quality=90)
    cut = data[: int(len(data) * share)]
    (page,) = decode(cut)
    rows = page.shape[0]
    assert 800 * share - 60 < rows < 800 * share + 30
    assert abs(page.astype(int) - whole[:rows].astype(int)).mean() < 8, "no row of grey paper"
    assert file_kind(cut) == ("image/jpeg", ".jpg", "")
    assert thumbnail(cut).startswith(b"\xff\xd8")


def test_a_jpeg_that_lacks_its_end_mark_alone_is_read() -> None:
    data = written(sheet(), "JPEG")
    assert decode(data[:-2])[0].shape[0] > 760


def test_a_cut_jpeg_is_turned_as_the_whole_one() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    data = written(sheet(), "JPEG", exif=exif)
    page = decode(data[: int(len(data) * 0.8)])[0]
    assert page.shape[0] == 600


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (HEIC, "heic"),
        (b"halo, ini pesan", "no_picture"),
        (written(sheet(), "PNG")[:900], "cut"),
        (written(sheet(), "JPEG")[:900], "cut"),
        (written(Image.new("1", (9_000, 9_000)), "PNG"), "too_large"),
        (b"%PDF-1.4 nothing", "cut"),
    ],
)
def test_what_cannot_be_opened_says_why(data: bytes, reason: str) -> None:
    assert file_kind(data).refused == reason
    if not data.startswith(b"%PDF"):
        assert refusal(data) == reason


def test_a_locked_pdf_says_so() -> None:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    file = io.BytesIO()
    canvas = Canvas(file, encrypt=StandardEncryption("rahasia"))
    canvas.drawString(100, 100, "x")
    canvas.save()
    assert file_kind(file.getvalue()).refused == "locked"

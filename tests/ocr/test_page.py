"""What comes in as a photo is opened within limits, turned upright, or refused in words."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from models.errors import UnreadablePhoto
from ocr.page import decode
from ocr.picture_limits import MAX_BYTES
from ocr.scans import WORK_SIDE


def png(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Image.new("1", (width, height), 1).save(file, "PNG")
    return file.getvalue()


@pytest.mark.parametrize(
    "data",
    [b"", b"hello", b"\xff\xd8\xff\xe0 no picture", b"%PDF-1.4 broken", b"PK\x03\x04"],
)
def test_what_is_no_picture_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadablePhoto):
        decode(data)


def test_a_bomb_is_refused_by_its_header() -> None:
    with pytest.raises(UnreadablePhoto) as caught:
        decode(png(9000, 9000))
    assert caught.value.facts["reason"] == "too_large"


def test_more_than_twenty_megabytes_are_refused() -> None:
    with pytest.raises(UnreadablePhoto):
        decode(b"\xff\xd8" + bytes(MAX_BYTES))


def test_a_truncated_jpeg_is_refused_or_read_but_never_crashes() -> None:
    whole = cv2.imencode(".jpg", np.full((400, 300), 200, np.uint8))[1].tobytes()
    for size in (30, len(whole) // 2, len(whole) - 2):
        try:
            shape = decode(whole[:size])[0].shape
        except UnreadablePhoto:
            continue
        assert shape[1] == 300
        assert shape[0] <= 400


def test_exif_turns_the_picture() -> None:
    image = Image.new("L", (300, 200), 255)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = io.BytesIO()
    image.save(file, "JPEG", exif=exif)
    assert decode(file.getvalue())[0].shape == (300, 200)


def test_large_pictures_are_brought_to_working_size() -> None:
    page = decode(png(4000, 3000))[0]
    assert max(page.shape) == WORK_SIDE


def test_a_pdf_scan_gives_all_its_pages() -> None:
    first, second = Image.new("L", (620, 877), 255), Image.new("L", (620, 877), 200)
    file = io.BytesIO()
    first.save(file, "PDF", save_all=True, append_images=[second], resolution=75)
    pages = decode(file.getvalue())
    assert len(pages) == 2
    assert all(page.ndim == 2 and page.shape[0] > page.shape[1] for page in pages)
    assert pages[1].mean() < pages[0].mean()

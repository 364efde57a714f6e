"""What a screen shows of a photo is made anew: small, upright, without what the file carries."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image

from models.errors import UnreadablePhoto
from ocr.page import decode
from ocr.views import THUMBNAIL, page_view, thumbnail

TURNED = 6


def taken(width: int = 800, height: int = 400) -> bytes:
    """A photo with a place in its data, which its camera says is to be turned."""
    picture = Image.new("RGB", (width, height), "white")
    picture.paste("red", (0, 0, width // 2, height))
    exif = Image.Exif()
    exif[0x0112] = TURNED
    exif[0x010E] = "di rumah saksi"
    out = io.BytesIO()
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def test_a_page_is_as_the_reader_saw_it_and_carries_nothing_else() -> None:
    made = page_view(taken(), 0)
    assert b"rumah" not in made
    seen = cv2.imdecode(np.frombuffer(made, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert seen.shape == decode(taken())[0].shape == (800, 400)


def test_a_thumbnail_is_small_upright_and_coloured() -> None:
    made = thumbnail(taken())
    assert b"rumah" not in made
    picture = Image.open(io.BytesIO(made))
    assert picture.size == (THUMBNAIL // 2, THUMBNAIL)
    red, white = picture.getpixel((80, 40)), picture.getpixel((80, 280))
    assert red[0] > 200 > 90 > red[1]
    assert min(white) > 200


def test_what_is_no_picture_or_has_no_such_page_is_refused() -> None:
    for bad in (b"<svg onload=alert(1)>", b"%PDF-1.4 nothing"):
        with pytest.raises(UnreadablePhoto):
            thumbnail(bad)
    with pytest.raises(UnreadablePhoto):
        page_view(taken(), 1)

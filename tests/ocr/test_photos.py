"""What is wrong with a photo is said; the same photo sent again is known again."""

import cv2
import numpy as np
import pytest

from ocr.derive import copy_votes_page
from ocr.likeness import SAME, bits_apart, photo_hash
from ocr.page import decode, resize
from ocr.read import FormReader, form_reader
from ocr.synthetic import Photo, fill, photograph, signs_for
from tests.ocr.test_synthetic_forms import PAIRS

LAYOUT = copy_votes_page(PAIRS, "UJI", 2029)


def sheet(seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    signs = {box.name: signs_for(int(rng.integers(1, 300))) for box in LAYOUT.fields}
    return fill(LAYOUT, signs, seed)


@pytest.fixture(scope="module")
def reader() -> FormReader:
    return FormReader(form_reader().network, (LAYOUT,))


def codes(reader: FormReader, picture: np.ndarray) -> set[str]:
    return {finding.code for finding in reader.read_picture(picture).findings}


def test_a_good_photo_has_no_fault(reader: FormReader) -> None:
    page = decode(photograph(sheet(1), Photo(), 1))[0]
    assert not codes(reader, page) & {"F103", "F104", "F105", "F106", "F107"}


def test_a_blurred_photo_is_said_to_be_blurred(reader: FormReader) -> None:
    page = decode(photograph(sheet(1), Photo(blur=4.0), 1))[0]
    assert "F105" in codes(reader, page)


def test_a_cut_photo_names_the_fields_that_are_missing(reader: FormReader) -> None:
    page = decode(photograph(sheet(1), Photo(border=0.0), 1))[0]
    total = LAYOUT.field("total").box
    cut = page[: round(total[1] * page.shape[0] / LAYOUT.size[1])]
    reading = reader.read_picture(np.ascontiguousarray(cut))
    missing = {n for f in reading.findings if f.code == "F106" for n in f.fields}
    assert "total" in missing
    assert "suara_1" not in missing
    assert reading.fields["total"].value is None


def test_a_tiny_photo_is_said_to_be_too_small(reader: FormReader) -> None:
    page = decode(photograph(sheet(1), Photo(), 1))[0]
    assert "F107" in codes(reader, resize(page, 600 / page.shape[0]))


def test_the_same_photo_is_known_again_and_another_sheet_is_not() -> None:
    first = decode(photograph(sheet(1), Photo(), 1))[0]
    jpeg = cv2.imencode(".jpg", resize(first, 0.6), [cv2.IMWRITE_JPEG_QUALITY, 70])[1]
    again = decode(jpeg.tobytes())[0]
    other = decode(photograph(sheet(2), Photo(tilt=0.1), 2))[0]
    assert bits_apart(photo_hash(first), photo_hash(again)) < SAME
    assert bits_apart(photo_hash(first), photo_hash(other)) > SAME

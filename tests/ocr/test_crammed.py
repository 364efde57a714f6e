"""A whole number written into one of its boxes is read; usual ones are not mistaken for it."""

import numpy as np
import pytest

from ocr.derive import copy_votes_page
from ocr.read import FormReader, form_reader
from ocr.synthetic import fill, signs_for, write
from tests.ocr.test_synthetic_forms import PAIRS

LAYOUT = copy_votes_page(PAIRS, "UJI", 2029)
VALUES = {"suara_1": 120, "suara_2": 48, "suara_3": 7, "sah": 175, "tidak_sah": 4, "total": 179}


@pytest.fixture(scope="module")
def reader() -> FormReader:
    return FormReader(form_reader().network, (LAYOUT,))


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_number_in_one_of_its_boxes_is_seen(reader: FormReader, place: int) -> None:
    signs = {name: signs_for(value) for name, value in VALUES.items()} | {"suara_2": "___"}
    page = fill(LAYOUT, signs, 3)
    x, y, w, h = LAYOUT.field("suara_2").cell_boxes()[place]
    rng = np.random.default_rng(place)
    for number, sign in enumerate("48"):
        half = (x + (0.06 + 0.44 * number) * w, y + 0.2 * h, 0.44 * w, 0.6 * h)
        write(page, half, sign, rng, 0.07, 0.0)
    reading = reader.read_picture(page)
    assert 48 in {value for value, _ in reading.fields["suara_2"].candidates[:2]}
    assert reading.fields["suara_2"].value in (48, None)
    given = {name: got.value for name, got in reading.fields.items() if got.value is not None}
    assert given.items() <= VALUES.items()


def test_digits_in_their_own_boxes_are_read_as_ever(reader: FormReader) -> None:
    page = fill(LAYOUT, {name: signs_for(value) for name, value in VALUES.items()}, 4)
    reading = reader.read_picture(page)
    assert {name: got.value for name, got in reading.fields.items()} == VALUES

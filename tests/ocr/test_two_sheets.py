"""Two sheets on one photo: both are read, and each keeps its own place on the picture."""

from dataclasses import replace

import cv2
import numpy as np
import pytest

from bot.reading.disputed_crops import disputed_crops
from bot.reading.photo_pages import Read, Shown, read_with
from models.stores.reading.readings import Disputed, as_json
from ocr.align import Matrix
from ocr.derive import copy_pages
from ocr.evaluate import as_messenger
from ocr.page import decode
from ocr.read import FormReader, form_reader
from ocr.synthetic import Photo, fill, photograph, signs_for, values_for
from ocr.two_sheets import parts_beside
from tests.ocr.test_synthetic_forms import PAIRS

FIRST, SECOND = copy_pages(PAIRS, 2024)


@pytest.fixture(scope="module")
def both() -> tuple[bytes, dict[str, int]]:
    """A photo of pages 1 and 2 side by side, as a messenger delivers it, and all its numbers."""
    values, sheets = {}, []
    for seed, layout in enumerate((FIRST, SECOND)):
        mine = values_for(layout, np.random.default_rng(seed))
        values |= mine
        signs = {name: signs_for(value) for name, value in mine.items()}
        photo = Photo(side=1500, turn=2.0 - 3.0 * seed, tilt=0.2)
        sheets.append(decode(photograph(fill(layout, signs, seed), photo, seed))[0])
    high = min(len(sheet) for sheet in sheets)
    picture = np.hstack([sheet[:high] for sheet in sheets])
    return as_messenger(cv2.imencode(".jpg", picture)[1].tobytes()), values


@pytest.fixture(scope="module")
def found(both: tuple[bytes, dict[str, int]]) -> Read:
    reader = FormReader(form_reader().network, (FIRST, SECOND))
    return read_with(reader, both[0], Shown())


def test_both_sheets_of_one_photo_are_read(found: Read, both: tuple[bytes, dict[str, int]]) -> None:
    read = [page.reading for page in found.pages]
    assert {one.form for one in read} == {FIRST.id, SECOND.id}
    given = {
        name: got.value for one in read for name, got in one.fields.items() if got.value is not None
    }
    assert given.items() <= both[1].items()
    assert len(given) >= 0.6 * len(both[1])


def test_boxes_of_the_second_sheet_are_cut_from_the_same_picture(
    found: Read, both: tuple[bytes, dict[str, int]]
) -> None:
    kept = as_json(found.pages[1])
    cell = next(iter(found.pages[1].cells))
    cut = disputed_crops(both[0], Disputed(1, "", 1, kept, (cell,)))[cell]
    shown = cv2.imdecode(np.frombuffer(cut, np.uint8), cv2.IMREAD_GRAYSCALE)
    assert np.ptp(shown) > 100


def placed(x: float, y: float, zoom: float) -> Matrix:
    """The matrix of a sheet that lies there on a photo, so large."""
    seen = np.array([[zoom, 0, x], [0, zoom, y], [0, 0, 1.0]])
    return np.asarray(np.linalg.inv(seen), np.float64)


def test_a_photo_that_one_sheet_fills_is_not_looked_at_again() -> None:
    layout = replace(SECOND, size=(1000, 1400))
    assert parts_beside(np.zeros((1500, 1100), np.uint8), layout, placed(40, 50, 1.0)) == []


def test_the_part_beside_a_sheet_keeps_where_it_was() -> None:
    layout = replace(SECOND, size=(1000, 1400))
    photo = np.full((1500, 2100), 90, np.uint8)
    photo[700, 1600] = 255
    (part,) = parts_beside(photo, layout, placed(20, 50, 1.0))
    x, y, _ = part.matrix @ (1600, 700, 1)
    assert part.picture[int(y), int(x)] == 255
    assert part.picture.shape == (1500, 2100 - 1020)

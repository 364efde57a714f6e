"""Boxes are cut close to what is written in them, and a watermark is not taken for writing."""

import cv2
import numpy as np
import pytest

from ocr.cells import Cell, least_ink, tones, without_watermark, writing
from ocr.digits import CLASSES
from ocr.training.strokes import draw_box

BOX = Cell(100, 100, 60, 60)


def boxed(ink: int = 40, watermark: int = 0) -> np.ndarray:
    """Paper with one framed box, a small 1 at its lower right, and perhaps a watermark."""
    page = np.full((260, 260), 250, np.uint8)
    if watermark:
        page[90:140, 90:170] = watermark
    cv2.rectangle(page, (100, 100), (160, 160), 60, 2)
    cv2.line(page, (140, 130), (140, 150), ink, 2)
    return page


def test_the_close_view_stands_around_the_sign_and_not_the_frame() -> None:
    close = writing(boxed(), BOX)
    assert abs(close.x + close.width / 2 - 140) < 3
    assert abs(close.y + close.height / 2 - 140) < 3
    assert 20 < close.width < 36


def test_an_empty_box_is_seen_as_large_as_it_is() -> None:
    page = np.full((260, 260), 250, np.uint8)
    close = writing(page, BOX)
    assert (close.x, close.y, close.width) == pytest.approx((100, 100, 60))


@pytest.mark.parametrize("ink", [40, 120])
def test_a_watermark_goes_and_faint_writing_stays(ink: int) -> None:
    page = boxed(ink, watermark=220)
    cleaned = without_watermark(page, [BOX])
    assert cleaned[115, 115] == 255
    assert cleaned[140, 140] == page[140, 140]
    assert least_ink(page, [BOX]) > 250 - 220


@pytest.mark.parametrize("label", range(13))
def test_a_drawn_box_holds_its_sign_and_says_where_it_is(label: int) -> None:
    rng = np.random.default_rng(label)
    glyph = np.zeros((28, 28), np.uint8)
    cv2.line(glyph, (14, 4), (14, 24), 255, 3)
    digits = dict.fromkeys(range(10), glyph[None])
    dark = []
    for _ in range(6):
        page, cell = draw_box(rng, label, digits)
        x, y = round(cell.x + 0.2 * cell.width), round(cell.y + 0.2 * cell.height)
        patch = page[y : round(y + 0.6 * cell.height), x : round(x + 0.6 * cell.width)]
        assert patch.size
        dark.append(float(patch.max()) - float(patch.min()))
    if CLASSES[label] != "_":
        assert np.median(dark) > 60


@pytest.mark.parametrize("shape", [(1, 1), (4, 4), (7, 5), (48, 48)])
def test_tones_are_the_percentiles_of_a_patch(shape: tuple[int, int]) -> None:
    dice = np.random.default_rng(3)
    for patch in (dice.integers(0, 256, shape).astype(np.uint8), dice.random(shape, np.float32)):
        expected = [float(v) for v in np.percentile(patch, (80, 1.5))]
        assert tones(patch) == pytest.approx(tuple(expected), abs=1e-4)

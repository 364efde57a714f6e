"""The digits drawn for training are digits: the network, which was shown others too, reads them."""

import io
import tarfile
from pathlib import Path

import cv2
import numpy as np
import pytest

from ocr.cells import WINDOW
from ocr.digits import digit_network
from ocr.training.hands import STYLES, by_hand
from ocr.training.pens import SUPER, Pen
from ocr.training.samples import LOOKS, boxes_2024

COUNT = 120


def drawn(digit: int, rng: np.random.Generator) -> np.ndarray:
    """A digit in the middle of the network's window, without a frame."""
    ink = np.zeros((60 * SUPER, 60 * SUPER), np.float32)
    by_hand(rng, ink, np.array([30.0, 30.0]), (26.0, 32.0), digit, Pen(0.08, 1.0, 0.1))
    return ink.reshape(60, SUPER, 60, SUPER).mean(axis=(1, 3))[6:54, 6:54]


@pytest.mark.parametrize("digit", range(10))
def test_a_digit_in_any_hand_is_that_digit(digit: int) -> None:
    rng = np.random.default_rng(digit)
    ink = np.stack([drawn(digit, rng) for _ in range(COUNT)])
    mask = np.zeros((WINDOW, WINDOW), np.float32)
    mask[8:40, 11:37] = 1.0
    boxes = np.stack([ink, np.broadcast_to(mask, ink.shape)], axis=1)
    answers = digit_network().logits(boxes.astype(np.float32)).argmax(axis=1)
    assert (answers == digit).mean() > 0.9


def test_no_two_are_alike_and_the_same_seed_draws_the_same() -> None:
    first, second = np.random.default_rng(1), np.random.default_rng(1)
    one, other = drawn(4, first), drawn(4, first)
    assert not np.array_equal(one, other)
    assert np.array_equal(one, drawn(4, second))


def test_each_digit_is_known_in_many_hands() -> None:
    assert len(STYLES) == 10
    assert min(len(styles) for styles in STYLES) >= 9


def test_boxes_smaller_than_any_photo_are_taken_for_training(tmp_path: Path) -> None:
    box = np.full((60, 44), 230, np.uint8)
    cv2.rectangle(box, (3, 3), (40, 56), 0, 2)
    picture = cv2.imencode(".jpg", box)[1].tobytes()
    (tmp_path / "chasil2024_boxes.csv").write_text("file,char\na_7.jpg,X\n")
    with tarfile.open(tmp_path / "chasil2024_boxes.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("boxes/a_7.jpg")
        member.size = len(picture)
        archive.addfile(member, io.BytesIO(picture))
    found = boxes_2024(tmp_path)
    assert found.label.tolist() == [10] * LOOKS
    assert set(found.group.tolist()) == {"2024-0"}

"""A box of the upright page is found again on a photo that was taken at a slant."""

import cv2
import numpy as np
import pytest

from models.rules.form_boxes import corners

SLANT = np.array([[0.9, 0.12, 30.0], [-0.08, 1.1, 12.0], [0.00012, 0.00005, 1.0]])


def test_a_box_lies_on_the_photo_where_the_page_was_taken_from() -> None:
    found = corners(SLANT.flatten().tolist(), (938, 298, 40, 42))
    assert found is not None
    there = cv2.perspectiveTransform(np.array([found], np.float64), SLANT)[0]
    assert there.tolist() == pytest.approx(
        np.array([(938, 298), (978, 298), (978, 340), (938, 340)])
    )


def test_what_cannot_be_undone_has_no_corners() -> None:
    assert corners((), (1, 2, 3, 4)) is None
    assert corners((1, 2, 3, 2, 4, 6, 0, 0, 1), (1, 2, 3, 4)) is None
    assert corners((1, 0, 0, 0, 1, 0, 0, 0, 1), (1, 2)) is None

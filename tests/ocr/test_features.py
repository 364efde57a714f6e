"""Marks are paired as OpenCV's own matcher pairs them."""

import cv2
import numpy as np

from ocr.features import find_marks, pairs


def paper(seed: int) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """Printed lines and words, at random."""
    dice = np.random.default_rng(seed)
    page = np.full((900, 700), 255, np.uint8)
    for _ in range(60):
        x, y = (int(v) for v in dice.integers(20, (600, 860)))
        cv2.putText(page, f"C1 {x} SUARA {y}", (x, y), cv2.FONT_HERSHEY_SIMPLEX, 0.5, 0, 1)
    return page


def test_marks_are_paired_as_the_matcher_of_opencv_pairs_them() -> None:
    page = paper(1)
    photo = cv2.warpAffine(page, np.array([[0.9, 0.05, 9], [-0.04, 0.95, 30]]), (700, 900))
    mine, theirs = (find_marks(np.asarray(one, np.uint8)).descriptors for one in (page, photo))
    found = cv2.BFMatcher(cv2.NORM_L2).knnMatch(mine, theirs, k=2)
    good = [one for one, other in found if one.distance < 0.8 * other.distance]
    assert len(good) > 50
    ours = list(zip(*(side.tolist() for side in pairs(mine, theirs)), strict=True))
    assert ours == [(one.queryIdx, one.trainIdx) for one in good]

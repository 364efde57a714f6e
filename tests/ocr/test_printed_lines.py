"""A page laid flat a little off is moved onto its lines; a doubtful one is looked at twice."""

import cv2
import numpy as np
import pytest

from ocr.align import flatten, ink_of, place, place_by_marks, warp
from ocr.derive import copy_votes_page
from ocr.drawing import draw_blank
from ocr.page import decode
from ocr.printed_lines import onto_lines, rules_seen
from ocr.read import FormReader, form_reader
from ocr.scans import Grey
from ocr.signs import Candidate, averaged
from ocr.synthetic import Photo, fill, photograph, signs_for, values_for
from tests.ocr.test_synthetic_forms import PAIRS

LAYOUT = copy_votes_page(PAIRS, "UJI", 2029)
WIDTH, HEIGHT = LAYOUT.size
POINTS = np.array([[x, y] for x in (0.1, 0.5, 0.9) for y in (0.15, 0.25, 0.4)]) * (WIDTH, HEIGHT)
"""Of the part of this page that has lines."""


def off(seed: int, far: float) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    """A perspective that moves each corner by up to so many layout pixels."""
    corners = np.array([[0, 0], [WIDTH, 0], [WIDTH, HEIGHT], [0, HEIGHT]], np.float32)
    moved = corners + np.random.default_rng(seed).uniform(-far, far, (4, 2)).astype(np.float32)
    return np.asarray(cv2.getPerspectiveTransform(corners, moved), np.float64)


def through(matrix: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Grey:
    return warp(draw_blank(LAYOUT), matrix, LAYOUT)


def farthest(matrix: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    """How far, in layout pixels, points of the page lie from where they belong."""
    found = cv2.perspectiveTransform(POINTS[:, None, :], matrix)[:, 0]
    return float(np.linalg.norm(found - POINTS, axis=1).max())


@pytest.mark.parametrize("seed", range(6))
def test_a_page_that_lies_a_little_off_is_moved_onto_its_lines(seed: int) -> None:
    lying = off(seed, 6.0)
    back = onto_lines(ink_of(through(lying)), LAYOUT)
    assert back is not None
    assert farthest(back @ lying) < min(1.6, 0.6 * farthest(lying))
    assert rules_seen(ink_of(through(back @ lying)), LAYOUT) > 0.95


def test_a_page_without_lines_is_not_moved() -> None:
    noise = np.random.default_rng(3).integers(200, 256, (HEIGHT, WIDTH)).astype(np.uint8)
    assert onto_lines(ink_of(noise), LAYOUT) is None


def test_two_ways_to_find_a_page_agree_where_its_boxes_are() -> None:
    signs = {box.name: signs_for(100 + 17 * n) for n, box in enumerate(LAYOUT.fields)}
    picture = decode(photograph(fill(LAYOUT, signs, 5), Photo(tilt=0.3, turn=4.0), 5))[0]
    by_lines, by_marks = place(picture, [LAYOUT])[0], place_by_marks(picture, LAYOUT)
    assert by_marks is not None
    one, other = flatten(picture, by_lines), flatten(picture, by_marks)
    for name, found in one.fields.items():
        pairs = zip(found.cells, other.fields[name].cells, strict=True)
        assert max(abs(a.x - b.x) + abs(a.y - b.y) for a, b in pairs) < 6


def test_the_mean_of_two_looks_gives_what_both_say_and_parts_what_they_differ_in() -> None:
    one = (Candidate(87, "X87", 0.9), Candidate(81, "X81", 0.1))
    other = (Candidate(81, "X81", 0.8), Candidate(87, "X87", 0.2))
    assert [(c.value, round(c.probability, 3)) for c in averaged(one, other)] == [
        (87, 0.55),
        (81, 0.45),
    ]
    assert averaged(one, one)[0] == one[0]


def test_only_a_doubtful_page_is_looked_at_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    looks: list[str] = []

    def noted(picture: Grey, layout: object) -> None:
        looks.append("again")

    monkeypatch.setattr("ocr.read.place_by_marks", noted)
    reader = FormReader(form_reader().network, (LAYOUT,))
    values = values_for(LAYOUT, np.random.default_rng(1))
    plain = {name: signs_for(value) for name, value in values.items()}
    clear = reader.read_picture(decode(photograph(fill(LAYOUT, plain, 1), Photo(), 1))[0])
    assert {name: got.value for name, got in clear.fields.items()} == values
    assert looks == []
    blotted = fill(LAYOUT, plain, 1)
    x, y, width, height = LAYOUT.field("total").box
    cv2.circle(blotted, (x + width // 2, y + height // 2), height // 2, 0, -1)
    doubtful = reader.read_picture(decode(photograph(blotted, Photo(), 1))[0])
    assert doubtful.fields["total"].value is None
    assert looks == ["again"]

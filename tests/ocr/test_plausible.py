"""What a station can hold is evidence beside the boxes, and never more."""

from dataclasses import replace

import pytest

from ocr.agree import BAR
from ocr.layout import layout_by_id
from ocr.plausible import cap_weight, invalid_weight, plausible
from ocr.signs import Candidate

PAGE = layout_by_id("c1-ppwp-2014-lampiran-1")
INVALID = next(box for box in PAGE.fields if box.means == "invalid")


def looped_zeros(sure: float) -> tuple[Candidate, ...]:
    """Three zeros with loops in them: the first is taken for an 8."""
    return (Candidate(800, "800", sure), Candidate(0, "000", 1 - sure))


def test_many_invalid_votes_are_a_question_unless_the_boxes_are_clear() -> None:
    doubtful = plausible(looped_zeros(0.98), INVALID, PAGE)
    assert doubtful[0].probability < BAR
    clear = plausible(looped_zeros(0.9999), INVALID, PAGE)
    assert clear[0].value == 800
    assert clear[0].probability > BAR


def test_few_invalid_votes_are_read_as_before() -> None:
    seen = (Candidate(12, "X12", 0.9), Candidate(17, "X17", 0.1))
    assert plausible(seen, INVALID, PAGE) == pytest.approx(seen)


def test_only_invalid_votes_for_president_are_known_to_be_few() -> None:
    """Ballots with hundreds of names have ten times as many invalid votes."""
    house = replace(PAGE, ballot="dpr", cap=None)
    votes = next(box for box in PAGE.fields if box.means == "1")
    for box, layout in ((INVALID, house), (votes, replace(PAGE, cap=None))):
        assert plausible(looped_zeros(0.98), box, layout)[0].probability == pytest.approx(0.98)


def test_the_more_invalid_votes_the_less_they_are_believed() -> None:
    weights = [invalid_weight(value) for value in range(999)]
    assert weights == sorted(weights, reverse=True)
    assert weights[0] == 1.0
    assert weights[-1] > 0


def test_more_votes_than_voters_are_rare_but_happen() -> None:
    assert cap_weight(300, 300) == cap_weight(None, 300) == cap_weight(900, None) == 1.0
    assert 0 < cap_weight(900, 300) < 0.1

"""The most useful question comes first, and its answer settles only what the boxes show."""

from collections.abc import Mapping

from hypothesis import given
from hypothesis import strategies as st

from models.stores.reading.readings import ReadPage, as_json
from models.values import FieldReading, FormReading, Question
from ocr.agree import weigh
from ocr.evaluate import questions_asked
from ocr.questions import questions
from ocr.signs import Candidate

SUMS = [("sah", ("satu", "dua")), ("total", ("sah", "rusak"))]
NAMES = ("satu", "dua", "sah", "rusak", "total")


def seen(*values: tuple[int, float] | int) -> tuple[Candidate, ...]:
    """Values with their probabilities; a number alone is clear."""
    pairs = [(v, 0.999) if isinstance(v, int) else v for v in values]
    return tuple(Candidate(v, str(v).rjust(3, "X"), p) for v, p in pairs)


def asked(page: Mapping[str, tuple[Candidate, ...]]) -> tuple[Question, ...]:
    agreed = weigh(page, SUMS)
    open_ = [name for name in page if not agreed[name].certain]
    return questions(page, SUMS, open_, open_)


ONE_HAND = {
    "satu": seen((193, 0.69), (197, 0.3)),
    "dua": seen(82),
    "sah": seen((275, 0.84), (279, 0.15)),
    "rusak": seen(4),
    "total": seen((279, 0.7), (283, 0.3)),
}
"""A hand whose 7 is like a 3: three numbers in doubt, and one doubt behind them."""


def test_one_answer_settles_what_the_same_doubt_left_open() -> None:
    first, *others = asked(ONE_HAND)
    assert {first.name, *(one.name for one in others)} == {"satu", "sah", "total"}
    right = next(value for value in first.settles if value in (193, 275, 279))
    assert len(first.settles[right]) == 2
    assert set(first.settles[right].values()) < {193, 275, 279}


def test_an_answer_against_the_boxes_settles_nothing_against_them() -> None:
    """Where 197 is answered, 279 is not taken for 275 by the sum: it is asked."""
    for question in asked(ONE_HAND):
        for settled in question.settles.values():
            assert all(value == ONE_HAND[name][0].value for name, value in settled.items())


def test_the_question_that_settles_most_comes_first() -> None:
    """The sum of the votes is misread, its truth unseen: once known, it clears its parts."""
    page = {
        "satu": seen((11, 0.9), (1, 0.06)),
        "dua": seen((135, 0.95), (35, 0.02)),
        "sah": seen((116, 0.38), (113, 0.22), (115, 0.2)),
        "rusak": seen((6, 0.74), (1, 0.22)),
        "total": seen((152, 0.72), (52, 0.2)),
    }
    first, *others = asked(page)
    assert first.name == "sah"
    assert len(others) >= 2
    assert set(first.settles[146]) == {one.name for one in others}


def test_what_is_open_for_another_reason_is_never_settled() -> None:
    """Cut off, or its boxes not found: no answer says what stands there."""
    agreed = weigh(ONE_HAND, SUMS)
    open_ = [name for name in ONE_HAND if not agreed[name].certain]
    for question in questions(ONE_HAND, SUMS, open_, ["satu"]):
        assert all(set(settled) <= {"satu"} for settled in question.settles.values())


@st.composite
def pages(draw: st.DrawFn) -> tuple[dict[str, int], dict[str, tuple[Candidate, ...]]]:
    """A true page, and boxes that show each number first or second, or clearly."""
    one, two, spoilt = (draw(st.integers(10, 140)) for _ in range(3))
    truth = dict(zip(NAMES, (one, two, one + two, spoilt, one + two + spoilt), strict=True))
    boxes = {}
    for name, value in truth.items():
        sure = draw(st.floats(0.5, 0.95))
        other = value + draw(st.sampled_from((1, 2, 3, 6, 10, 30)))
        first, second = draw(st.permutations((value, other))) if draw(st.booleans()) else (value, 0)
        boxes[name] = seen((first, sure), (second, 1 - sure)) if second else seen(first)
    return truth, boxes


@given(pages())
def test_every_open_number_is_asked_once_and_settled_as_its_boxes_show_it(
    page: tuple[dict[str, int], dict[str, tuple[Candidate, ...]]],
) -> None:
    _, boxes = page
    agreed = weigh(boxes, SUMS)
    found = asked(boxes)
    assert sorted(one.name for one in found) == sorted(n for n in boxes if not agreed[n].certain)
    for question in found:
        for answer, settled in question.settles.items():
            told = {**boxes, question.name: (Candidate(answer, str(answer), 1.0),)}
            again = weigh(told, SUMS)
            assert all(again[name].certain for name in settled)
            assert all(value == boxes[name][0].value for name, value in settled.items())


def test_questions_are_counted_as_a_truthful_person_is_asked_them() -> None:
    open_ = {name: FieldReading(None, "", 0.0) for name in ("sah", "satu", "total")}
    reading = FormReading(
        "form",
        open_,
        (),
        0.1,
        questions=(
            Question("sah", {275: {"satu": 193, "total": 279}}),
            Question("satu"),
            Question("total"),
        ),
    )
    assert questions_asked(reading, {"sah": 275, "satu": 193, "total": 279}) == (1, 0)
    assert questions_asked(reading, {"sah": 279, "satu": 197, "total": 283}) == (3, 0)
    assert questions_asked(reading, {"sah": 275, "satu": 197, "total": 279}) == (1, 1)
    unknown = FormReading(None, {}, (), 0.1)
    assert questions_asked(unknown, {"sah": 275, "satu": None}) == (1, 0)


def test_a_question_is_kept_by_the_cells_of_the_report() -> None:
    question = Question("sah", {275: {"prabowo": 193}})
    reading = FormReading("form", {}, (), 0.1, questions=(question, Question("other")))
    page = ReadPage(reading, {"valid": None, "1": None}, names={"valid": "sah", "1": "prabowo"})
    assert as_json(page)["questions"] == [
        {"cell": "valid", "settles": {"275": {"1": 193}}},
        {"cell": "other", "settles": {}},
    ]

"""Laws of understanding: nothing of the corpus is taken wrong or lost; most is taken at once."""

import pytest

from tests.understanding.judge import Judged, Verdict, corpus, judge

_TALK = {"questions", "smalltalk", "story"}
"""Groups without figures: what is answered there is the matter of other tests."""


@pytest.fixture(scope="module")
def judged() -> list[Judged]:
    return [judge(item) for item in corpus()]


def _told(found: list[Judged]) -> str:
    return "\n".join(f"{one.item.id} {one.item.say!r}: {one.why}" for one in found)


def test_no_figure_of_the_corpus_is_taken_for_what_nobody_meant(judged: list[Judged]) -> None:
    wrong = [one for one in judged if one.verdict is Verdict.WRONG]
    assert not wrong, _told(wrong)


def test_no_figure_of_the_corpus_is_dropped_without_a_question(judged: list[Judged]) -> None:
    lost = [one for one in judged if one.verdict is Verdict.LOST]
    assert not lost, _told(lost)


@pytest.mark.parametrize(("hands", "share"), [("ABC", 0.95), ("DE", 0.9)])
def test_nine_of_ten_messages_with_figures_are_taken_at_once(
    judged: list[Judged], hands: str, share: float
) -> None:
    """D and E wrote without sight of a grammar that had been tuned on A, B and C."""
    figures = [j for j in judged if j.item.group not in _TALK and j.item.id[0] in hands]
    right = [one for one in figures if one.verdict is Verdict.RIGHT]
    assert len(right) >= share * len(figures)


def test_the_corpus_is_as_large_as_it_has_to_be(judged: list[Judged]) -> None:
    assert len(judged) >= 600
    assert len({one.item.say for one in judged}) > 0.98 * len(judged)

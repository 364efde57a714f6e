"""What the boxes say, and what the sums may and may not do about it."""

import pytest

from ocr.agree import broken_sums, weigh
from ocr.signs import Candidate, read_signs, value_of

SIGNS = "0123456789X_-"
SUMS = [("sah", ("suara_01", "suara_02")), ("total", ("sah", "tidak_sah"))]


def box(sign: str, sure: float = 0.98, rival: str | None = None) -> list[float]:
    """Probabilities of one box: `sure` for a sign, the rest for its rival or for all alike."""
    rest = (1 - sure) / (1 if rival else 12)
    return [
        sure if s == sign else rest if rival is None or s == rival else 0.0 for s in SIGNS
    ]  # fmt: skip


def number(signs: str, sure: float = 0.98) -> tuple[Candidate, ...]:
    return read_signs([box(sign, sure) for sign in signs])


@pytest.mark.parametrize(
    ("signs", "value"),
    [("X20", 20), ("83_", 83), ("XXX", 0), ("---", 0), ("___", None), ("_1_", 1), ("-16", 16)],
)
def test_fillers_are_no_digits(signs: str, value: int | None) -> None:
    assert value_of(signs) == value
    assert number(signs)[0].value == value
    assert number(signs)[0].signs == signs


def test_x_or_zero_in_front_makes_no_difference_to_the_number() -> None:
    candidates = read_signs([box("X", 0.5, "0"), box("2"), box("0")])
    assert candidates[0].value == 20
    assert candidates[0].probability > 0.8


def test_a_filler_inside_of_a_number_is_hardly_believed() -> None:
    candidates = read_signs([box("1"), box("X", 0.6, "4"), box("8")])
    assert candidates[0].value == 148


def test_sums_that_hold_make_a_faint_digit_certain() -> None:
    seen = {
        "suara_01": read_signs([box("1"), box("2"), box("3", 0.6, "8")]),
        "suara_02": number("X79"),
        "sah": number("202"),
        "tidak_sah": number("XX5"),
        "total": number("207"),
    }
    agreed = weigh(seen, SUMS)
    assert agreed["suara_01"].seen[0].value == 123
    assert agreed["suara_01"].confidence > 0.99
    assert agreed["suara_01"].certain


def test_a_value_that_only_the_sums_prefer_is_asked_and_never_confident() -> None:
    seen = {
        "suara_01": read_signs([box("1"), box("2"), box("8", 0.7, "3")]),
        "suara_02": number("X79"),
        "sah": number("202"),
        "tidak_sah": number("XX5"),
        "total": number("207"),
    }
    agreed = weigh(seen, SUMS)
    assert agreed["suara_01"].seen[0].value == 128
    assert not agreed["suara_01"].certain
    assert agreed["suara_01"].wanted == 123
    assert agreed["suara_01"].confidence < 0.05


def test_a_sum_broken_on_clear_paper_stays_as_written() -> None:
    seen = {
        "suara_01": number("X76", 0.9999),
        "suara_02": number("X89", 0.9999),
        "sah": number("165", 0.9999),
        "tidak_sah": number("XX2", 0.9999),
        "total": number("XX2", 0.9999),
    }
    agreed = weigh(seen, SUMS)
    assert agreed["total"].seen[0].value == 2
    assert all(item.certain for item in agreed.values())
    values = {name: item.seen[0].value for name, item in agreed.items()}
    assert broken_sums(values, SUMS) == [("total", ("sah", "tidak_sah"), 167)]


def test_a_sum_with_a_missing_field_says_nothing() -> None:
    seen = {"sah": number("123"), "suara_01": number("100")}
    agreed = weigh(seen, SUMS)
    assert agreed["sah"].confidence == pytest.approx(seen["sah"][0].probability, abs=0.01)


def test_two_faint_numbers_do_not_vouch_for_each_other() -> None:
    """193 + 82 = 275 for 197 + 82 = 279, as one sheet of 2014 was read."""
    seen = {
        "suara_01": read_signs([box("1"), box("9"), box("3", 0.69, "7")]),
        "suara_02": number("X82"),
        "sah": read_signs([box("2"), box("7"), box("5", 0.84, "9")]),
    }
    agreed = weigh(seen, [SUMS[0]])
    assert agreed["suara_01"].seen[0].value == 193
    assert agreed["suara_01"].confidence > 0.9
    assert not agreed["suara_01"].certain
    assert not agreed["sah"].certain
    assert agreed["suara_02"].certain


def test_two_faint_numbers_are_certain_where_another_sum_rules_their_rivals_out() -> None:
    seen = {
        "suara_01": read_signs([box("1"), box("2"), box("3", 0.6, "8")]),
        "suara_02": number("X79"),
        "sah": read_signs([box("2"), box("0"), box("2", 0.7, "7")]),
        "tidak_sah": number("XX5"),
        "total": number("207"),
    }
    agreed = weigh(seen, SUMS)
    assert agreed["sah"].certain
    assert agreed["suara_01"].certain
    alone = weigh({name: seen[name] for name in ("suara_01", "suara_02", "sah")}, SUMS)
    assert not alone["sah"].certain
    assert not alone["suara_01"].certain


def test_a_total_that_is_misread_opens_no_number_but_itself() -> None:
    """Its votes hold their own sum; the invalid ones are clear, and the odd number is found."""
    seen = {
        "suara_01": number("143", 0.99),
        "suara_02": number("X89", 0.99),
        "sah": number("232", 0.99),
        "tidak_sah": number("XX7", 0.99),
        "total": read_signs([box("2"), box("3"), box("5", 0.95, "9")]),
    }
    agreed = weigh(seen, SUMS)
    assert [name for name in seen if not agreed[name].certain] == ["total"]
    assert agreed["total"].wanted == 239


def test_two_sums_that_say_another_number_alike_find_the_odd_one() -> None:
    seen = {
        "suara_01": number("143", 0.99),
        "suara_02": number("X89", 0.99),
        "sah": (Candidate(282, "282", 0.9999), Candidate(292, "292", 0.0001)),
        "tidak_sah": number("XX7", 0.99),
        "total": number("239", 0.99),
    }
    agreed = weigh(seen, SUMS)
    assert [name for name in seen if not agreed[name].certain] == ["sah"]
    assert agreed["sah"].wanted == 232

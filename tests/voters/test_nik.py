"""What may be a NIK, and how names are compared."""

import pytest

from models.registers.names import first_name, full_name
from models.rules.nik import masked_part, problem


@pytest.mark.parametrize(
    ("digits", "reason"),
    [
        ("9999990101900001", None),
        ("9999997112900001", None),
        ("9999992902000001", None),
        ("9999993002000001", "date"),
        ("9999990013900001", "date"),
        ("9999997212900001", "date"),
        ("7777777777777777", "repeated"),
        ("0199990101900001", "region"),
        ("9900990101900001", "region"),
        ("9999990101900000", "serial"),
        ("999999010190001", "length"),
        ("99999901019000011", "length"),
        ("9999990101900OO1", "letters"),
        ("٩٩٩٩٩٩٠١٠١٩٠٠٠٠١", "letters"),
        ("999999010190", None),
    ],
)
def test_impossible_numbers_are_told_apart(digits: str, reason: str | None) -> None:
    assert problem(digits) == reason


@pytest.mark.parametrize("text", ["999999010190****", "999999010190xxxx", "999999010190XXXX"])
def test_the_visible_digits_of_a_masked_number(text: str) -> None:
    assert masked_part(text) == "999999010190"


def test_a_whole_number_is_not_masked() -> None:
    assert masked_part("9999990101900001") is None


@pytest.mark.parametrize(
    ("told", "first", "full"),
    [
        ("NENG SURYANI", "neng", "neng suryani"),
        (" h. Ahmad  Fauzi, S.H., M.Si", "ahmad", "ahmad fauzi"),
        ("M. Yusuf", "yusuf", "m yusuf"),
        ("I Made Suarta", "made", "i made suarta"),
        ("Nur'aini", "nuraini", "nuraini"),
        ("Bu Siti", "siti", "siti"),
        ("Pak", "pak", "pak"),
        ("...", "", ""),
    ],
)
def test_names_are_compared_without_titles_and_signs(told: str, first: str, full: str) -> None:
    assert (first_name(told), full_name(told)) == (first, full)

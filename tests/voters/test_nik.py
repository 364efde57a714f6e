"""What may be a NIK, and how names are compared."""

import pytest

from models.registers.names import first_name, first_names, full_name
from models.rules.nik import masked_part, problem

_NAMES = (
    *("m", "muhammad", "moch.", "siti", "nur", "nuraini", "nurhayati", "sri", "abdul", "rahman"),
    *("budi", "i made", "rr.", "hj.", "dewi", "tri", "dwi", "yusuf", "aini", "a.a."),
)


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
        ("NENG SURYANI", "neng", "nengsuryani"),
        (" h. Ahmad  Fauzi, S.H., M.Si", "ahmad", "ahmadfauzi"),
        ("M. Yusuf", "yusuf", "muhammadyusuf"),
        ("I Made Suarta", "made", "imadesuarta"),
        ("M.YUSUF", "yusuf", "muhammadyusuf"),
        ("H.M.YUSUF", "yusuf", "muhammadyusuf"),
        ("Moch. Yusuf", "moch", "muhammadyusuf"),
        ("RR. SITI AMINAH", "siti", "sitiaminah"),
        ("R.A. KARTINI", "kartini", "rakartini"),
        ("Rr Siti Aminah", "siti", "sitiaminah"),
        ("DRS.H.AHMAD FAUZI", "ahmad", "ahmadfauzi"),
        ("Ahmad Fauzi S.Pd", "ahmad", "ahmadfauzi"),
        ("Ahmad Fauzi S.Pd. M.M.", "ahmad", "ahmadfauzi"),
        ("NUR AINI", "nur", "nuraini"),
        ("Nur'aini", "nuraini", "nuraini"),
        ("Bu Siti", "siti", "siti"),
        ("Pak", "pak", "pak"),
        ("...", "", ""),
    ],
)
def test_names_are_compared_without_titles_and_signs(told: str, first: str, full: str) -> None:
    assert (first_name(told), full_name(told)) == (first, full)


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("M.YUSUF", "Yusuf"),
        ("M.YUSUF", "M. Yusuf"),
        ("M YUSUF", "m.yusuf"),
        ("RR. SITI", "Siti"),
        ("SITI", "Rr. Siti"),
        ("NURAINI", "Nur Aini"),
        ("NUR AINI", "Nuraini"),
        ("NUR AINI", "Nur"),
        ("NUR'AINI", "Nur Aini"),
        ("SRI WAHYUNI", "Sriwahyuni"),
        ("ABDURRAHMAN", "Abdur Rahman"),
        ("HJ. SITI AMINAH, S.Pd.", "siti"),
    ],
)
def test_a_name_is_found_however_points_titles_and_spaces_stand(card: str, said: str) -> None:
    assert first_name(card) in first_names(said)


@pytest.mark.parametrize(
    ("card", "said"),
    [
        ("NURAINI", "Nur"),
        ("SITI AMINAH", "Aminah"),
        ("MUHAMMAD YUSUF", "Yusuf"),
        ("YUSUF", "Muhammad Yusuf"),
        ("BUDI", "Siti Budi"),
        ("SRI", "Sriti"),
        ("", "..."),
    ],
)
def test_no_other_name_and_no_part_of_one_finds_anybody(card: str, said: str) -> None:
    assert first_name(card) not in first_names(said)


def test_one_answer_never_tries_two_names() -> None:
    for one in _NAMES:
        for other in _NAMES:
            said = first_names(f"{one} {other}")
            assert len(said) <= 3
            assert all(it.startswith(said[0]) or said[0].startswith(it) for it in said), said

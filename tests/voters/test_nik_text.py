"""Identity numbers in what people type are seen, votes are not taken for them."""

import pytest

from models.rules.nik_text import find, hide, plain_digits

NIK = "9999990101900001"


@pytest.mark.parametrize(
    ("said", "left"),
    [
        (f"nik saya {NIK} neng", "nik saya ‹nik› neng"),
        ("9999 9901 0190 0001", "‹nik›"),
        ("99.99.99.010190.0001", "‹nik›"),
        ("999999-010190-0001", "‹nik›"),
        ("999999O1O19OOOO1", "‹nik›"),
        ("34.7101.1234.5678.90", "‹nik›"),
        ("99.9999.0101.9000.01 ya", "‹nik› ya"),
        ("99 9999 0101 9000 01", "‹nik›"),
        ("99-99-99-0101-90-0001", "‹nik›"),
        ("ktp3471011234567890", "ktp‹nik›"),
        (f"nik{NIK}atas nama siti", "nik‹nik›atas nama siti"),
        ("ktp347101123456789", "ktp‹angka›"),
        (
            "nik saya tiga empat tujuh satu nol satu satu dua tiga empat lima enam tujuh delapan"
            " sembilan nol, siti",
            "nik saya ‹nik›, siti",
        ),
        (
            "sembilan sembilan sembilan sembilan sembilan sembilan nol satu nol satu"
            "\nsembilan nol 0001",
            "‹nik›",
        ),
        (f"{NIK} 0012", "‹nik› 0012"),
        (f"{NIK}, {NIK[:-1]}2", "‹nik›, ‹nik›"),
        (f"12 30 44 {NIK}", "12 30 44 ‹nik›"),
        ("999999010190****", "‹nik›"),
        ("９９９９９９０１０１９００００１", "‹nik›"),
        ("99999901019000", "‹angka›"),
        (f"{NIK}1", "‹angka›"),
        ("oiloiloiloiloiloil", "oiloiloiloiloiloil"),
        ("kode K7M-QR4 atau 0812 0000 0001", "kode k7m-qr4 atau 0812 0000 0001"),
    ],
)
def test_numbers_are_hidden_and_words_stay(said: str, left: str) -> None:
    text = plain_digits(said)
    assert hide(text, find(text)) == left


@pytest.mark.parametrize(
    "votes",
    [
        "dpr 3: 12 40 5 0 0 7 1 0 2 11 12 13 4",
        "1=102 2=87 3=3 sah 192 tidak sah 3 jumlah 195",
        "102 87 198 300 120 1",
        "0 1 0 2 0 1 0 0 9 0 1 0 2 0 1 0",
        "12 30 44 110 190 1 20 3",
        "nol satu nol dua nol satu nol nol tiga nol satu nol dua nol satu nol",
        "12-40-5-0-0-7-1-0-2-3-1-0-2",
        "satu dua tiga empat lima enam tujuh delapan sembilan sepuluh",
    ],
)
def test_votes_are_no_identity_numbers(votes: str) -> None:
    assert find(votes) == []


def test_where_one_is_asked_for_any_spacing_and_twelve_digits_count() -> None:
    assert [one.digits for one in find("9 9 9 9 9 9 0 1 0 1 9 0 0 0 0 1", asked=True)] == [NIK]
    assert [one.digits for one in find("999999010190", asked=True)] == [NIK[:12]]
    assert find("999999010190") == []
    assert find("081200000001", asked=True) == []

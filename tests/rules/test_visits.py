"""What officers type about the numbers of a list is read, and what is not read is named."""

import pytest

from bot.register_updates.talk.grammar import HIGHEST, Visit, read
from models.rules.voter_change import TMS, Change


@pytest.mark.parametrize(
    ("said", "number", "place", "visits"),
    [
        ("TPS 3: 13 meninggal", 3, "", [Visit(13, 13, "meninggal")]),
        ("tps 03 Sukamaju Kidul: 1-12 sesuai", 3, "sukamaju kidul", [Visit(1, 12, "sesuai")]),
        ("tps 3 sukamaju 7 pindah", 3, "sukamaju", [Visit(7, 7, "pindah")]),
        ("tps 3 sesuai 1-12", 3, "", [Visit(1, 12, "sesuai")]),
        ("tps 3 no 7 pindah ke Bantul", 3, "", [Visit(7, 7, "pindah", "ke bantul")]),
        ("TPS 3: 5, 6, 7 ganda", 3, "", [Visit(n, n, "ganda") for n in (5, 6, 7)]),
        ("TPS 3: 5 kode 8", 3, "", [Visit(5, 5, "salah_tps")]),
        ("TPS 3: 5 s/d 9 sesuai", 3, "", [Visit(5, 9, "sesuai")]),
        ("tps 3", 3, "", []),
        ("", None, "", []),
    ],
)
def test_numbers_and_what_is_so_with_them(
    said: str, number: int | None, place: str, visits: list[Visit]
) -> None:
    told = read(said)
    assert (told.number, told.place, list(told.visits)) == (number, place, visits)
    assert told.unread == ()


@pytest.mark.parametrize(
    "piece", ["22 entah", "meninggal", "9-5 sesuai", "0 sesuai", f"{HIGHEST + 1} sesuai", "23"]
)
def test_what_cannot_be_read_is_named_and_the_rest_is_kept(piece: str) -> None:
    told = read(f"TPS 3: 1 sesuai, {piece}")
    assert told.visits == (Visit(1, 1, "sesuai"),)
    assert told.unread == (piece,)


def test_the_codes_are_eight_and_each_is_its_own() -> None:
    assert sorted(TMS.values()) == list(range(1, 9))
    assert {Change.NEW, Change.RETIRED, Change.CHANGED} == set(Change) - set(TMS)

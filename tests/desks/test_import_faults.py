"""What is wrong with a list is told in the page's language, whatever it is."""

import re
from pathlib import Path

import pytest

from api.pages import TEXTS
from tests.desks.test_keeping import desk, keeper, send
from tests.screen.conftest import Screen

__all__ = ["desk", "keeper"]
ROOT = Path(__file__).parents[2]
_FAULT = re.compile(r'\bfault"?\s*[=:]\s*f?"(\w+)(\{found\})?"|Told\(\s*\w+,\s*"(\w+)"')
HEAD = "Nama,Nomor HP,TPS,Partai,Surat Suara,Kelurahan,Keterangan\n"
WRONG = {
    ",081200000202,9801012001002,PKL,,,": ("nama: masih kosong", "name: it is empty"),
    "A,,9801012001002,PKL,,,": ("belum ada nomor HP", "there is no phone number"),
    "A,0812 atau 0813,9801012001002,3,,,": ("ada tulisan lain", "words beside the number"),
    "A,081200000301/081200000302,9801012001002,3,,,": ("dua nomor", "two numbers"),
    "A,0812,9801012001002,3,,,": ("kurang atau lebih", "too few or too many"),
    "A,081200000203,4711,3,,,": ("TPS: “4711” bukan TPS", "“4711” is no station"),
    "A,081200000204,9801012001002,Banteng Ungu,,,": ("peserta: “Banteng Ungu”", "“Banteng Ungu”"),
    "A,081200000205,9801012001002,3,walikota,,": ("Yang ada:", "There are:"),
    "A,081200000206,7,3,,Entah Di Mana,": ("Entah Di Mana", "no such kelurahan"),
    "A,081200000207,,3,,,bos": ("“bos” tidak dikenal", "“bos” is not known"),
    "B,081200000208,9801012001002,3,,,\nCici,081200000208,9801012001001,3,,,": (
        "sudah dipakai B di baris",
        "has this number for B",
    ),
}


def faults() -> set[str]:
    """Every fault that a reader of lists names."""
    files = [*(ROOT / "models").rglob("*.py"), *(ROOT / "api" / "screen").rglob("*.py")]
    found = {match for file in files for match in _FAULT.findall(file.read_text("utf-8"))}
    places = {f"place_{reason}" for reason in ("area", "unclear", "station")}
    return {plain or told for plain, filled, told in found if not filled} | places


def test_every_fault_of_a_list_has_a_sentence_in_both_languages() -> None:
    found = faults()
    assert {"phone_none", "line_again", "headings_none"} <= found
    assert {one for one in found if f"imports.x_{one}" not in TEXTS} == set()


@pytest.mark.parametrize("language", ["id", "en"])
async def test_each_wrong_line_is_told_in_the_language_of_the_page(
    keeper: Screen, language: str
) -> None:
    page = await keeper.get(f"/screen/imports?lang={language}")
    assert '<a href="/screen/imports" aria-current="page">' in page, "among the other desks"
    assert '<a href="/screen/witnesses">' in page
    shown = await send(keeper, (HEAD + "\n".join(WRONG)).encode())
    told = re.findall(r'<th scope="row">\d+</th><td>(.*?)</td>', shown)
    assert len(told) == len(WRONG)
    for sentence, wanted in zip(told, WRONG.values(), strict=True):
        assert wanted[language == "en"] in sentence, told
        assert "python" not in sentence
        assert "--" not in sentence


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("Siti,0812\nBudi,0813\n", "kepala kolomnya belum ada. Baris pertama berisi: Siti, 0812"),
        ("Nama,Nomor HP,TPS\nSiti,081200000201,1\n", "kolom ini belum ada: kelurahan"),
        ("Nama,HP,No HP,TPS,Partai\nSiti,1,2,3,3\n", "sama-sama kami baca sebagai nomor HP"),
        (
            "Nama,Kontak Darurat,TPS,Partai\nSiti,081200000201,9801012001001,3\n",
            "belum yakin kolom mana yang berisi nomor HP",
        ),
    ],
)
async def test_what_is_wrong_with_the_whole_file_names_no_command(
    keeper: Screen, content: str, wanted: str
) -> None:
    shown = await send(keeper, content.encode())
    alert = re.search(r'role="alert">(.*?)</p>', shown, re.S)
    assert alert is not None
    assert wanted in alert[1]
    assert "--map" not in shown


async def test_what_was_left_out_is_told_as_well(keeper: Screen) -> None:
    line = "Siti Rahayu,081200000201,9801012001001,3,hitam\n"
    shown = await send(keeper, f"Nama,HP,TPS,Partai,Sepatu\n{line}{line}".encode())
    assert "Kolom “Sepatu” tidak dibaca." in shown
    assert "Baris 3 sama dengan baris 2; dihitung sekali." in shown

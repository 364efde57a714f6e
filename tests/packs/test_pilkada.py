"""The pack of a Pilkada: governor and regent from their pairs, the empty column for one alone."""

from pathlib import Path

import pytest
import xlsxwriter

from models.packs.pack import read_pack
from tests.api.terminal import Saksi
from tests.architecture.test_names import ROOT

LIKE = ROOT / "packs" / "yogyakarta-2024"
HEAD = ("Pemilihan", "No Urut", "Nama Calon", "Nama Wakil", "Singkat", "Julukan")
PAIRS = (
    ("Wali Kota", 1, "Ani Melati", "Budi Kenanga", "Ani-Budi", "ani, melati"),
    ("Wali Kota", 2, "Citra Dahlia", "Dodi Teratai", "Citra-Dodi", ""),
    ("Gubernur", 1, "Eka Anggrek", "Fajar Cempaka", "Eka-Fajar", ""),
)


def book(file: Path, *rows: tuple[object, ...]) -> str:
    with xlsxwriter.Workbook(str(file)) as made:
        sheet = made.add_worksheet()
        sheet.write(0, 0, "DAFTAR PASANGAN CALON")
        for at, row in enumerate((HEAD, *rows), 2):
            sheet.write_row(at, 0, row)
    return str(file)


@pytest.fixture
def saksi(database_url: str, tmp_path: Path) -> Saksi:
    return Saksi(database_url, str(tmp_path / "var"))


async def test_a_pilkada_is_made_of_a_list_of_pairs_and_loads(saksi: Saksi, tmp_path: Path) -> None:
    out = tmp_path / "pilkada"
    words = ("--pilkada", book(tmp_path / "paslon.xlsx", *PAIRS), "--like", str(LIKE))
    done = await saksi("packs", "build", *words, "--out", str(out), "--date", "2024-11-27")
    assert done.code == 0, done.err
    assert "pilkada-2024-3471, Pilkada 2024, Kota Yogyakarta" in done.out
    pack = read_pack(out)
    assert [one.name for one in pack.config.ballots] == ["Gubernur", "Wali Kota"]
    choices = {
        contest.ballot.value: [(one.code, one.name) for one in contest.choices]
        for contest in pack.contests()
    }
    assert choices["bupati"] == [
        ("1", "Ani Melati - Budi Kenanga"),
        ("2", "Citra Dahlia - Dodi Teratai"),
    ]
    assert choices["gubernur"] == [("1", "Eka Anggrek - Fajar Cempaka"), ("0", "Kolom kosong")]
    assert (out / "shapes").is_dir()
    assert (await saksi("load", str(out))).code == 0
    recap = await saksi("recap", "--ballot", "gubernur", "--area", "3471")
    assert "Kolom kosong" in recap.out


@pytest.mark.parametrize(
    ("row", "told"),
    [
        (("Presiden", 1, "Ani", "", "", ""), "none of gubernur, bupati, walikota"),
        (("Bupati", "A", "Ani", "", "", ""), "no number of a pair"),
        (("Bupati", 1, "", "Budi", "", ""), "name: is empty"),
    ],
)
async def test_a_wrong_pair_is_one_sentence_and_nothing_is_written(
    saksi: Saksi, tmp_path: Path, row: tuple[object, ...], told: str
) -> None:
    out = tmp_path / "pilkada"
    words = ("--pilkada", book(tmp_path / "paslon.xlsx", row), "--like", str(LIKE))
    done = await saksi("packs", "build", *words, "--out", str(out))
    assert (done.code, told in done.err, out.exists()) == (2, True, False), done.err


async def test_a_pack_of_no_area_is_asked_about(saksi: Saksi) -> None:
    done = await saksi("packs", "build")
    assert (done.code, "--area 3471" in done.err) == (2, True)

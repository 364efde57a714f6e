"""Where headings stand, in one row or two, and what they mean: never a column by guessing."""

from collections.abc import Sequence
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import text

from models.errors import BadInput
from models.registers.headings import Unsure
from models.registers.witness_list import HEADINGS
from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.mandates.witnesses import import_witnesses
from models.stores.packs.pack_load import load_pack
from tests.packs.tiny import make_tiny_pack
from tests.stores.test_lists import lines

GROUPED = (
    (("No", "Kelurahan", "TPS", "Partai", "SAKSI 1", "", "SAKSI 2", ""), "merged"),
    (("No", "Kelurahan", "TPS", "Partai", "SAKSI 1", "", "SAKSI 2", ""), "beside"),
)


@pytest.mark.parametrize(("group", "how"), GROUPED)
def test_columns_below_a_group_are_read_and_those_beside_it(
    tmp_path: Path, group: Sequence[str], how: str
) -> None:
    file = tmp_path / "daftar.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("Semaki")
        sheet.write(0, 0, "DAFTAR SAKSI KECAMATAN UMBULHARJO")
        sheet.write_row(2, 0, group)
        if how == "merged":
            for column in range(4):
                sheet.merge_range(2, column, 3, column, group[column])
            sheet.merge_range(2, 4, 2, 5, "SAKSI 1")
            sheet.merge_range(2, 6, 2, 7, "SAKSI 2")
        sheet.write_row(3, 4, ("NAMA", "NO HP", "NAMA", "NO HP"))
        sheet.write_row(4, 0, (1, "Semaki", 7, "PDIP", "Siti", "081200000001", "Budi", "62812002"))
        sheet.write_row(5, 0, (2, "Semaki", 8, "PDIP", "Ani", "081200000003"))
    assert [(one.number, one.name, one.phone[-1], one.station) for one in lines(file)] == [
        ("5", "Siti", "1", "7"),
        ("5", "Budi", "2", "7"),
        ("6", "Ani", "3", "8"),
    ]


def test_a_group_of_places_is_read_by_its_columns(tmp_path: Path) -> None:
    file = tmp_path / "daftar.xlsx"
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet()
        for column, heading in enumerate(("Nama", "No HP", "Partai")):
            sheet.merge_range(0, column, 1, column, heading)
        sheet.merge_range(0, 3, 0, 4, "Tempat Tugas")
        sheet.write_row(1, 3, ("Kelurahan", "TPS"))
        sheet.write_row(2, 0, ("Siti", "081200000001", "PDIP", "Semaki", 7))
    (siti,) = lines(file)
    assert (siti.number, siti.kelurahan, siti.station) == ("3", "Semaki", "7")


@pytest.mark.parametrize("heading", ["Kel/Desa", "Desa / Kel.", "Kalurahan/Kelurahan/Desa"])
def test_a_heading_of_several_words_for_one_thing_is_that_thing(heading: str) -> None:
    assert HEADINGS.of(heading) == ("kelurahan", "")
    assert HEADINGS.of("Kecamatan/Kelurahan") == ("", "")


def test_numbers_of_stations_without_a_kelurahan_ask_for_it(tmp_path: Path) -> None:
    file = tmp_path / "daftar.csv"
    rows = "\nSiti;081200000001;{};PDIP;Semaki\nBudi;081200000002;{};PDIP;Semaki"
    file.write_text("Nama;No HP;TPS;Partai;Kelurahan Tugas" + rows.format("7", "TPS 08"), "utf-8")
    with pytest.raises(Unsure, match="Kelurahan Tugas=kelurahan"):
        lines(file)
    file.write_text("Nama;No HP;TPS;Partai;Tugas" + rows.format("7", "TPS 08"), "utf-8")
    with pytest.raises(BadInput, match="column kelurahan is missing"):
        lines(file)
    codes = rows.format("3471011001007", "3471011001008")
    file.write_text("Nama;No HP;TPS;Partai;Kelurahan Tugas" + codes, "utf-8")
    assert len(lines(file)) == 2


def test_a_row_that_numbers_the_columns_is_no_data_and_a_vacant_station_no_heading(
    tmp_path: Path,
) -> None:
    file = tmp_path / "daftar.csv"
    told = ["No;Kelurahan;TPS;Nama;No HP;Partai", "(1);(2);(3);(4);(5);(6)", "1;Semaki;7;;;PDIP"]
    file.write_text("\n".join([*told, "2;Semaki;8;Siti;081200000001;PDIP"]), "utf-8")
    assert [(one.number, one.name) for one in lines(file)] == [("3", ""), ("4", "Siti")]


@pytest.mark.parametrize(
    "head",
    [
        "Nama;No HP;Nama;No HP;TPS;Kelurahan;Partai",
        "Nama Saksi 1;No HP;Nama Saksi 2;No HP;TPS;Kelurahan;Partai",
        "Nama 1;HP;Nama 2;HP 2;TPS;Kelurahan;Partai",
    ],
)
def test_people_side_by_side_without_numbers_are_told_apart_by_their_order(
    tmp_path: Path, head: str
) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text(f"{head}\nSiti;081200000001;Budi;081200000002;7;Semaki;PDIP\n", "utf-8")
    assert [(one.name, one.phone[-1]) for one in lines(file)] == [("Siti", "1"), ("Budi", "2")]


@pytest.mark.parametrize(
    "head", ["Nama;No HP;No HP;TPS;Kelurahan;Partai", "Nama;No HP;TPS;TPS;Kelurahan;Partai"]
)
def test_a_heading_that_stands_twice_is_never_read_by_its_last_column(
    tmp_path: Path, head: str
) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text(f"{head}\nSiti;081200000001;7;7;Semaki;PDIP\n", "utf-8")
    with pytest.raises(BadInput, match="give one of them another heading"):
        lines(file)


async def test_a_list_of_one_party_needs_no_column_for_it(
    database_url: str, tmp_path: Path
) -> None:
    database, keys = Database(database_url, size=1), Keys(b"a key of this test alone")
    file = tmp_path / "daftar.csv"
    file.write_text("Nama,HP,TPS\nSiti,+62 812 0000 0001,9801012001001\n", "utf-8")
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(tmp_path / "tiny"))
        done = await import_witnesses(tx, keys, 1, file, participant="3")
        assert (done.mandates, done.persons) == (1, 1)
        whose = text("select p.code from mandate m join participant p on p.id = m.participant_id")
        assert await tx.scalar(whose) == "3"
    await database.close()

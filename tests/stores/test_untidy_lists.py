"""Lists as people keep them for the eye: what is left blank is filled in or left out, and told."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from models.errors import BadInput
from models.phones import e164
from models.registers.headings import Unsure
from models.registers.station_numbers import together
from models.registers.witness_list import HEADINGS, Status, read_lines
from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.mandates.witnesses import import_witnesses
from models.stores.packs.pack_load import load_pack
from tests.packs.tiny import make_tiny_pack
from tests.stores.test_lists import book_of, lines

HEAD = ("Nama", "No. HP", "Kelurahan", "TPS", "Partai")


def person(number: int, kelurahan: str, tps: object) -> tuple[object, ...]:
    return (f"Saksi {number}", f"08120000{number:04}", kelurahan, tps, "PDIP")


def written(tmp_path: Path, rows: Sequence[Sequence[object]]) -> Path:
    return book_of(tmp_path / "daftar.xlsx", {"Lembar1": rows})


def test_a_kelurahan_in_the_first_of_its_rows_holds_below_and_is_told(tmp_path: Path) -> None:
    rows = [HEAD, person(1, "Semaki", 1), person(2, "", 2), person(3, "", "TPS 04")]
    rows += [("", "", "JUMLAH", 3), person(4, "Giwangan", 1), person(5, "", 2)]
    notes: list[str] = []
    found = list(read_lines(written(tmp_path, rows), notes))
    places = [(line.kelurahan, line.station) for line in found]
    assert places == [
        *(("Semaki", "1"), ("Semaki", "2"), ("Semaki", "TPS 04")),
        *(("Giwangan", "1"), ("Giwangan", "2")),
    ]
    assert "3 lines have the kelurahan of the line above (3, 4, 7)" in notes


def test_where_the_stations_begin_anew_no_kelurahan_is_guessed(tmp_path: Path) -> None:
    rows = [HEAD, person(1, "Semaki", 1), person(2, "", 2), person(3, "", 1), person(4, "", 2)]
    assert [line.kelurahan for line in lines(written(tmp_path, rows))] == [
        "Semaki",
        "Semaki",
        "",
        "",
    ]


@pytest.mark.parametrize("nobody", ["-", "--", "–", "kosong", "Belum ada", "n/a"])
def test_who_is_not_there_is_nobody_and_is_told(tmp_path: Path, nobody: str) -> None:
    gone = (nobody, nobody, "Semaki", 2, "PDIP")
    notes: list[str] = []
    found = list(read_lines(written(tmp_path, [HEAD, person(1, "Semaki", 1), gone]), notes))
    assert [line.name for line in found] == ["Saksi 1"]
    assert "1 lines name nobody (3)" in notes


def test_a_second_witness_who_is_not_there_is_no_wrong_line(tmp_path: Path) -> None:
    head = ("Kelurahan", "TPS", "Nama 1", "HP 1", "Nama 2", "HP 2")
    rows = [head, ("Semaki", 1, "Siti", "081200000001", "-", "-")]
    assert [line.name for line in lines(written(tmp_path, rows))] == ["Siti"]


def test_a_name_without_a_phone_stays_a_wrong_line(tmp_path: Path) -> None:
    rows = [HEAD, ("Siti", "-", "Semaki", 1, "PDIP")]
    (line,) = lines(written(tmp_path, rows))
    assert (line.name, line.phone) == ("Siti", "")


def test_a_signature_below_the_table_is_no_data_and_is_told(tmp_path: Path) -> None:
    rows = [HEAD, person(1, "Semaki", 1), ()]
    rows += [("", "", "", "Yogyakarta, 1 Februari 2024"), ("", "", "", "(Pak Contoh)")]
    notes: list[str] = []
    assert len(list(read_lines(written(tmp_path, rows), notes))) == 1
    assert "5: '(Pak Contoh)' alone is no line" in notes


@pytest.mark.parametrize(
    ("cell", "means"),
    [
        ("TPS 05 Kel. Sorosutan", ("5", "Kel. Sorosutan")),
        ("TPS 5, Sorosutan", ("5", "Sorosutan")),
        ("05 - Sorosutan", ("5", "Sorosutan")),
        ("Sorosutan TPS 005", ("5", "Sorosutan")),
        ("Kel. Muja Muju / TPS-12", ("12", "Kel. Muja Muju")),
        ("7", None),
        ("3471011001001", None),
        ("TPS 5 dan 6", ("5", "dan 6")),
        ("Sorosutan", None),
    ],
)
def test_a_station_and_its_kelurahan_may_stand_in_one_cell(
    cell: str, means: tuple[str, str] | None
) -> None:
    assert together(cell) == means


def test_a_column_of_such_cells_is_proposed_whatever_its_heading(tmp_path: Path) -> None:
    rows = [("Nama", "HP", "Tempat Tugas"), ("Siti", "081200000001", "TPS 05 Kel. Semaki")]
    file = written(tmp_path, rows)
    with pytest.raises(Unsure, match="Tempat Tugas=station"):
        lines(file)
    (line,) = read_lines(file, [], HEADINGS.confirmed({"Tempat Tugas": "station"}))
    assert (line.station, line.kelurahan, line.kind()) == ("5", "Kel. Semaki", Status.WITNESS)


@pytest.mark.parametrize(
    "heading",
    ["Nomor WhatsApp", "No. Telp/HP", "Nomer HP", "No Ponsel", "HP Aktif", "No. WA Aktif", "Tlp"],
)
def test_a_phones_heading_is_known_as_people_write_it(tmp_path: Path, heading: str) -> None:
    rows = [("Nama", heading, "Kelurahan", "TPS"), ("Siti", "081200000001", "Semaki", 5)]
    (line,) = lines(written(tmp_path, rows))
    assert line.phone == "081200000001"


@pytest.mark.parametrize(
    "cell", ["WA: 0812 0000 6025", "HP 081200006025", "No. Telp. +62 812 00006025"]
)
def test_what_the_heading_says_once_more_in_the_cell_is_no_other_word(cell: str) -> None:
    assert e164(cell) == "+6281200006025"


@pytest.mark.parametrize("cell", ["WA", "Budi 0812 0000 6025", "WAHYU 0812 0000 6025"])
def test_other_words_before_a_number_are_refused(cell: str) -> None:
    with pytest.raises(BadInput, match="nothing beside it"):
        e164(cell)


async def test_a_slip_in_a_kelurahan_is_answered_with_the_one_that_may_be_meant(
    database: Database, tmp_path: Path
) -> None:
    file = tmp_path / "daftar.csv"
    rows = ["nama,hp,kelurahan,tps,partai", "Siti,081200000001,Sukamaju Kidum,1,1"]
    rows += ["Budi,081200000002,,2,1", "Ani,081200000003,Entah,1,1"]
    file.write_text("\n".join(rows), "utf-8")
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(tmp_path / "tiny"))
    with pytest.raises(BadInput) as refused:
        async with database.transaction() as tx:
            await import_witnesses(tx, Keys(b"a key of this test alone"), 1, file)
    errors = dict(refused.value.facts["errors"])  # type: ignore[call-overload]
    assert errors["2"].endswith("is not in the election (perhaps Sukamaju Kidul?)")
    assert errors["4"].endswith("is not in the election"), "nothing is like it"

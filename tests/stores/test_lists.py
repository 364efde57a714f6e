"""Lists as people keep them: one reader for CSV and spreadsheets, phones whole, totals no data."""

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest
import xlsxwriter

from models.errors import BadInput
from models.phones import e164, international
from models.registers import listed_roles, official_list, register_columns
from models.registers.headings import Unsure
from models.registers.listed_roles import HEADINGS as ROLES
from models.registers.rows import is_total
from models.registers.station_numbers import station_number
from models.registers.witness_list import HEADINGS, Line, Status, read_lines
from models.sealing import Keys
from models.stores.base import participants
from models.stores.base.database import Database
from models.stores.mandates.witnesses import import_witnesses
from models.stores.packs.pack_load import load_pack
from tests.packs.tiny import make_tiny_pack

HEAD = ("Nama Lengkap", "No. HP/WA", "Desa/Kelurahan", "Kecamatan", "TPS", "Partai")
SITI = ("Siti Rahayu", "0812 0000 0001", "Semaki", "Umbulharjo", "7", "PDIP")


def lines(file: Path) -> list[Line]:
    return list(read_lines(file, []))


@pytest.mark.parametrize(
    "written",
    [
        *("0812 0000 6025", "+62 812-0000-6025", "6281200006025", "0062 812 0000 6025"),
        *("81200006025", "81200006025.0", "'081200006025", "\u202a+62 812 0000 6025\u202c"),
    ],
)
def test_a_phone_is_understood_as_lists_hold_it(written: str) -> None:
    assert e164(written) == "+6281200006025"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("0812 0000 6025 a.n. Budi", "nothing beside it"),
        ("12345", "too few"),
        ("0812 0000 6025 / 0813 0000 1111", "two numbers"),
        ("081200006025 atau 081300001111", "two numbers"),
        ("081200006025, 081300001111", "two numbers"),
        ("08120000602508130000111", "phone number"),
        ("8.12E+10", "nothing beside it"),
        ("", "no phone number"),
    ],
)
def test_a_phone_that_is_not_one_whole_number_is_refused_with_its_reason(
    written: str, why: str
) -> None:
    with pytest.raises(BadInput, match=why):
        e164(written)


def test_a_messengers_number_is_international_always() -> None:
    assert international("6591234567") == "+6591234567"
    assert e164(international("6281200000001")) == "+6281200000001"


@pytest.mark.parametrize("sign", [",", ";", "\t", "|", "#"])
def test_any_divider_and_headings_as_they_really_stand(sign: str, tmp_path: Path) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text("\n".join(sign.join(row) for row in (HEAD, SITI)), encoding="utf-8")
    (siti,) = lines(file)
    assert (siti.name, siti.phone, siti.station) == ("Siti Rahayu", "0812 0000 0001", "7")
    assert (siti.kelurahan, siti.kecamatan, siti.participant) == ("Semaki", "Umbulharjo", "PDIP")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_titles_above_a_sep_line_and_totals_below(
    encoding: str, tmp_path: Path
) -> None:
    file = tmp_path / "daftar.csv"
    told = ["sep=;", "DAFTAR SAKSI", "", ";".join(HEAD), ";".join(SITI), "", "JUMLAH;1;;;;"]
    file.write_bytes("\r\n".join(told).encode(encoding))
    (siti,) = lines(file)
    assert siti.name == "Siti Rahayu"


def test_lines_are_named_as_the_file_counts_them(tmp_path: Path) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text("DAFTAR\n\n" + ";".join(HEAD) + "\n" + ";".join(SITI), encoding="utf-8")
    assert [one.number for one in lines(file)] == ["4"]


def test_every_sheet_is_read_merged_cells_hold_below_and_others_are_named(tmp_path: Path) -> None:
    file = tmp_path / "daftar.xlsx"
    book = xlsxwriter.Workbook(str(file))
    for sheet, number in (("Semaki", 1), ("Muja Muju", 3)):
        page = book.add_worksheet(sheet)
        page.write(0, 0, f"Saksi {sheet}")
        page.write_row(2, 0, ("Nama", "HP", "TPS", "Partai", "Kelurahan"))
        page.write_row(3, 0, ("Siti", 81200000000 + number, 7, "PDIP"))
        page.write_row(4, 0, ("Budi", 81200000001 + number, 8, "PDIP"))
        page.merge_range(3, 4, 4, 4, sheet)
    book.add_worksheet("Catatan").write(0, 0, "telepon dulu")
    book.close()
    left_out: list[str] = []
    found = list(read_lines(file, left_out))
    assert left_out[0] == "sheet 'Catatan' has no such headings and was left out"
    assert [note.partition(",")[0] for note in left_out[1:]] == [
        "sheet 'Semaki': 2 saksi",
        "sheet 'Muja Muju': 2 saksi",
    ]
    assert [one.number for one in found] == ["Semaki!4", "Semaki!5", "Muja Muju!4", "Muja Muju!5"]
    assert [one.kelurahan for one in found] == ["Semaki", "Semaki", "Muja Muju", "Muja Muju"]
    assert [e164(one.phone)[-2:] for one in found] == ["01", "02", "03", "04"]


def test_two_witnesses_side_by_side_are_two(tmp_path: Path) -> None:
    file = tmp_path / "daftar.csv"
    head = "Kelurahan;TPS;Partai;Saksi 1;HP Saksi 1;Saksi 2;HP Saksi 2"
    told = [head, "Semaki;7;PDIP;Siti;081200000001;Budi;081200000002"]
    told.append("Semaki;8;PDIP;Ani;081200000003;;")
    file.write_text("\n".join(told), encoding="utf-8")
    found = lines(file)
    assert [(one.name, one.phone[-1], one.station) for one in found] == [
        ("Siti", "1", "7"),
        ("Budi", "2", "7"),
        ("Ani", "3", "8"),
    ]


def test_a_list_without_headings_says_what_it_begins_with(tmp_path: Path) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text("satu,dua\ntiga,empat\n", encoding="utf-8")
    with pytest.raises(BadInput, match="the first row says: satu, dua"):
        lines(file)


def test_a_number_that_a_spreadsheet_rounded_shows_it_whatever_its_last_digit(
    tmp_path: Path,
) -> None:
    file = tmp_path / "dpt.xlsx"
    book = xlsxwriter.Workbook(str(file))
    page = book.add_worksheet()
    page.write_row(0, 0, ("DAFTAR PEMILIH",))
    page.write_row(1, 0, ("NIK", "Nama"))
    page.write_row(2, 0, (9999990101900001, "Siti"))
    book.close()
    (sheet,) = register_columns.HEADINGS.read(file).sheets
    assert sheet.header == ["NIK", "Nama"]
    assert list(sheet.data()) == [("3", ["9.99999E+15", "Siti"])]


@pytest.mark.parametrize("first", ["JUMLAH", "Total", "total:", "Sub Total", "REKAPITULASI"])
def test_a_row_of_totals_is_no_data(first: str) -> None:
    assert is_total(["", first, "12"])
    assert not is_total(["Totalindo Eka", "12"])


def book_of(file: Path, sheets: dict[str, list[Sequence[object]]]) -> Path:
    """A spreadsheet with these rows, sheet by sheet."""
    book = xlsxwriter.Workbook(str(file))
    for name, told in sheets.items():
        page = book.add_worksheet(name)
        for number, row in enumerate(told):
            page.write_row(number, 0, row)
    book.close()
    return file


SEMAKI = [
    ("Nama", "HP", "Kelurahan", "TPS", "Partai"),
    ("Siti", "081200000001", "Semaki", "7", "PDIP"),
]


def test_each_sheet_is_read_by_its_own_headings_and_told(tmp_path: Path) -> None:
    other = [
        ("No. WA", "No TPS", "Peserta", "Desa/Kelurahan", "Nama Lengkap", "Alamat"),
        ("081200000002", "TPS 08", "Golkar", "Muja Muju", "Budi", "Jalan"),
    ]
    helpers = [("Nama", "HP", "Desa"), ("Ani", "081200000003", "Semaki")]
    sheets = {"Semaki": SEMAKI, "Muja Muju": other, "Relawan": helpers}
    notes: list[str] = []
    _, budi, ani = read_lines(book_of(tmp_path / "daftar.xlsx", sheets), notes)
    assert (budi.name, budi.phone, budi.station) == ("Budi", "081200000002", "TPS 08")
    assert (budi.participant, budi.kelurahan) == ("Golkar", "Muja Muju")
    assert (ani.name, ani.station, ani.kind()) == ("Ani", "", Status.WAITING)
    assert notes == [
        "sheet 'Muja Muju': column 'Alamat' is not read",
        "sheet 'Semaki': 1 saksi, by its columns name, phone, kelurahan, station, participant",
        "sheet 'Muja Muju': 1 saksi, by its columns phone, station, participant, kelurahan, name",
        "sheet 'Relawan': 1 pelamar, by its columns name, phone, kelurahan",
    ]


@pytest.mark.parametrize(
    ("head", "asked"),
    [
        (("Nama", "HP", "Kelurahan", "Nomor TPS Tugas"), "Nomor TPS Tugas=station"),
        (("Nama", "Yang Dapat Dihubungi", "Kelurahan", "TPS"), "Yang Dapat Dihubungi=phone"),
        (("Nama", "HP", "TPS", "Partai Pengusung"), "Partai Pengusung=participant"),
    ],
)
def test_a_heading_of_a_later_sheet_is_asked_about_and_its_rows_are_never_lost(
    tmp_path: Path, head: tuple[str, ...], asked: str
) -> None:
    row = ("Budi", "081200000002", "7", "7")
    file = book_of(tmp_path / "daftar.xlsx", {"Semaki": SEMAKI, "Muja Muju": [head, row]})
    with pytest.raises(Unsure, match=f"(?s)'Muja Muju'.*{asked}"):
        lines(file)


def test_a_sheet_with_parties_but_no_stations_makes_nobody_a_volunteer(tmp_path: Path) -> None:
    other = [("Nama", "HP", "Kelurahan", "Partai"), ("Budi", "081200000002", "Semaki", "PDIP")]
    file = book_of(tmp_path / "daftar.xlsx", {"Semaki": SEMAKI, "Lain": other})
    with pytest.raises(BadInput, match="sheet 'Lain': column station is missing"):
        lines(file)


def test_every_sheet_of_a_list_of_roles_is_read_by_its_own_headings(tmp_path: Path) -> None:
    korcam = [("Nama", "HP", "Jabatan", "Kecamatan"), ("Siti", "0812", "Korcam", "Umbulharjo")]
    admin = [("Peran", "No. WA", "Nama", "Wilayah"), ("Admin", "0813", "Budi", "SELURUH PEMILU")]
    notes: list[str] = []
    sheets = {"Korcam": korcam, "Admin": admin}
    found = list(listed_roles.read_lines(book_of(tmp_path / "r.xlsx", sheets), ROLES, notes))
    assert [(one.name, one.role, one.where()) for one in found] == [
        ("Siti", "Korcam", "Umbulharjo"),
        ("Budi", "Admin", ""),
    ]
    assert [note.partition(",")[0] for note in notes] == [
        "sheet 'Korcam': 1 roles",
        "sheet 'Admin': 1 roles",
    ]


def test_published_figures_of_every_sheet_are_read_by_its_own_headings(tmp_path: Path) -> None:
    one = [("Kode", "01", "02", "Suara Sah"), ("347101", 5, 6, 11)]
    two = [("Suara Sah", "Kode", "Paslon 2", "Paslon 1"), (7, "347102", 4, 3)]
    file = book_of(tmp_path / "h.xlsx", {"Satu": one, "Dua": two})
    about = official_list.About("ppwp", "v", "KPU")
    found = [row for _, row in official_list.read_table(file, about, official_list.HEADINGS)]
    assert [(row.area, row.votes, row.valid) for row in found] == [
        ("347101", {"1": 5, "2": 6}, 11),
        ("347102", {"2": 4, "1": 3}, 7),
    ]


PEOPLE = "nama,hp,tps,partai\n"


@pytest.fixture
async def loaded(database_url: str, tmp_path: Path) -> AsyncIterator[Database]:
    database = Database(database_url, size=1)
    async with database.transaction() as tx:
        pack = make_tiny_pack(tmp_path / "tiny")
        parties = (pack / "parties.csv").read_text("utf-8")
        lines_ = [f"{line}," for line in parties.splitlines()]
        lines_[0] = f"{lines_[0]}names"
        lines_[1] += "beringin"
        lines_[3] += "moncong putih|banteng|P-D I.P|beringin"
        (pack / "parties.csv").write_text("\n".join(lines_), "utf-8")
        await load_pack(tx, pack)
    yield database
    await database.close()


async def taken(database: Database, file: Path) -> int:
    async with database.transaction() as tx:
        done = await import_witnesses(tx, Keys(b"a key of this test alone"), 1, file)
    return done.mandates


@pytest.mark.parametrize(
    "written", ["3", "03", "party:3", "Partai 3", "banteng", "Moncong Putih", "PDI-P", "p d i p"]
)
async def test_a_party_is_known_by_every_name_of_the_pack(
    loaded: Database, tmp_path: Path, written: str
) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text(f"{PEOPLE}Siti,+62 812 0000 0001,9801012001001,{written}\n", "utf-8")
    assert await taken(loaded, file) == 1


async def test_a_name_that_two_parties_share_names_neither(loaded: Database) -> None:
    async with loaded.transaction() as tx:
        known = await participants.names(tx, 1)
        assert await participants.coded(tx, 1, "Banteng") == "party:3"
    assert participants.key("beringin") not in known


@pytest.mark.parametrize("spoiled", ["Si\0ti", "Si\x81ti"])
async def test_bytes_that_are_no_text_are_a_wrong_line_and_no_traceback(
    loaded: Database, tmp_path: Path, spoiled: str
) -> None:
    file = tmp_path / "daftar.csv"
    row = f"{PEOPLE}{spoiled},+62 812 0000 0001,9801012001001,3\n"
    file.write_bytes(row.encode("latin-1"))
    with pytest.raises(BadInput, match=r"daftar\.csv:2: name: holds bytes that are no text"):
        await taken(loaded, file)


async def test_a_missing_column_is_proposed_and_what_is_not_read_is_told(
    loaded: Database, tmp_path: Path
) -> None:
    file = tmp_path / "daftar.csv"
    head = "Nama,HP,Alamat,Nomor TPS Tugas,Partai Pengusung\n"
    file.write_text(f"{head}Siti,+62 812 0000 0001,Jalan,9801012001001,3\n", "utf-8")
    with pytest.raises(Unsure, match='--map "Partai Pengusung=participant"'):
        await taken(loaded, file)
    mapped = {"Nomor TPS Tugas": "station", "Partai Pengusung": "participant"}
    notes: list[str] = []
    (siti,) = read_lines(file, notes, HEADINGS.confirmed(mapped))
    assert (siti.station, siti.participant) == ("9801012001001", "3")
    assert notes == ["column 'Alamat' is not read"]


@pytest.mark.parametrize(
    "written", ["7", "07", "007", "TPS 7", "tps.07", "TPS-07", "TPS: 7", "TPS_7"]
)
def test_a_stations_number_is_understood_as_lists_write_it(written: str) -> None:
    assert station_number(written) == 7


@pytest.mark.parametrize("written", ["", "TPS", "7 dan 8", "9801012001007", "7A", "-7-8"])
def test_what_is_no_number_of_a_station_is_taken_for_none(written: str) -> None:
    assert station_number(written) is None


@pytest.mark.parametrize("written", ["1", "TPS-01", "TPS 001"])
async def test_a_witness_stands_at_the_station_of_a_named_kelurahan(
    loaded: Database, tmp_path: Path, written: str
) -> None:
    file = tmp_path / "daftar.csv"
    head = "nama,hp,tps,partai,kelurahan,kecamatan\n"
    file.write_text(
        f"{head}Siti,+62 812 0000 0001,{written},3,Desa Sukamaju Kidul,Kemantren Sukamaju\n",
        "utf-8",
    )
    assert await taken(loaded, file) == 1

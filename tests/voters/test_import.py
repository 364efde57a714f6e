"""The register comes in: streamed, once, going on where it stopped, as hashes alone."""

import csv
from pathlib import Path

import pytest
import xlsxwriter
from sqlalchemy import text

from models.errors import BadInput
from models.registers.headings import Unsure
from models.registers.names import first_name, full_name
from models.registers.register_columns import HEADINGS
from models.registers.register_row import FAMILY_CARD
from models.rules.voter_limits import Status
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection
from models.stores.voters import voter_import, voters
from models.stores.voters.voter_import import Importer
from models.stores.voters.voter_register import Kind, NoLegalBasis, OtherRegister, kind_for
from models.stores.voters.voters import Listed
from models.values import Kind as Installation
from models.voter_keys import VoterKeys
from tests.voters.conftest import KEYS, import_file
from tests.voters.register import HEADER, masked, name, nik, row, write


async def ask(
    database: Database, tiny: LoadedElection, digits: str, fact: str, keys: VoterKeys = KEYS
) -> Listed | None:
    base = keys.nik(digits) if len(digits) == 16 else keys.visible(digits)
    async with database.transaction() as tx:
        return await voters.find(tx, tiny.id, keys.stored(keys.fact(base, fact)))


async def test_a_voter_is_found_by_nik_and_first_name_and_by_nothing_else(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    rows = [row(n, tps=n % 4 + 1) for n in range(8)] + [row(8, Status="DPTb")]
    report = await import_file(database, tiny, write(tmp_path / "dpt.csv", rows))
    assert (report.added, report.rejected) == (9, {})
    found = await ask(database, tiny, nik(3, woman=True), first_name(name(3)))
    assert found is not None
    async with database.transaction() as tx:
        number = await tx.scalar(
            text("select number from station where id = :id"), {"id": found.station_id}
        )
    assert (number, found.status) == (4, Status.DPT)
    assert (await ask(database, tiny, nik(8), first_name(name(8)))) == Listed(
        (await ask(database, tiny, nik(4), first_name(name(4)))).station_id,  # type: ignore[union-attr]
        Status.DPTB,
    )
    assert await ask(database, tiny, nik(3, woman=True), "asep") is None
    assert await ask(database, tiny, nik(200), first_name(name(200))) is None


async def test_no_cell_of_a_voter_is_in_the_database(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    rows = [row(n) for n in range(5)]
    await import_file(database, tiny, write(tmp_path / "dpt.csv", rows))
    async with database.transaction() as tx:
        kept = str((await tx.execute(text("select * from voter"))).all())
        kept += str((await tx.execute(text("select * from voter_import"))).all())
        kept += str((await tx.execute(text("select data from audit_entry"))).all())
    for cells in rows:
        assert not any(cell.lower() in kept.lower() for cell in cells[:3])


async def test_rejected_rows_are_told_by_reason_and_line_and_the_others_come_in(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    bad = {
        "length": row(1, NIK="99999901019000"),
        "letters": row(1, NIK="9999990101900O01"),
        "repeated": row(1, NIK="1111111111111111"),
        "date": row(1, NIK="9999993213900001"),
        "region": row(1, NIK="0099990101900001"),
        "spoiled": row(1, NIK="9.99999E+15"),
        "masked": masked(row(1)),
        "name": row(1, Nama=" "),
        "area": row(1, "Tidak Ada"),
        "station": row(1, tps=77),
        "short": ["9999991001000001", "9999990101900001"],
        "twice": row(1),
    }
    file = write(tmp_path / "dpt.csv", [row(1), *bad.values()])
    report = await import_file(database, tiny, file)
    assert report.added == 1
    assert {reason: count for reason, (count, _) in report.rejected.items()} == dict.fromkeys(
        bad, 1
    )
    assert report.rejected["length"][1] == [3]
    assert report.rejected["short"][1] == [13]


async def test_the_same_file_again_changes_nothing_and_a_newer_one_what_differs(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    rows = [row(n) for n in range(10)]
    file = write(tmp_path / "dpt.csv", rows)
    await import_file(database, tiny, file)
    again = await import_file(database, tiny, file)
    assert (again.again, again.added) == (True, 10)
    newer = write(tmp_path / "dpt2.csv", [*rows[:8], row(8, tps=2), row(9, tps=3), row(10)])
    report = await import_file(database, tiny, newer)
    assert (report.added, report.changed, report.unchanged) == (1, 2, 8)
    async with database.transaction() as tx:
        assert await tx.scalar(text("select count(*) from voter")) == 11


async def test_a_killed_import_goes_on_where_it_stopped(
    database: Database, tiny: LoadedElection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(voter_import, "BATCH", 10)
    rows = [row(n) for n in range(35)]
    rows[31] = row(1, NIK="1")
    file = write(tmp_path / "dpt.csv", rows)
    real, done = voter_import.put_batch, 0

    async def dies_at_third(*given: object, **named: object) -> tuple[int, int, int]:
        nonlocal done
        done += 1
        if done == 3:
            raise ConnectionResetError
        return await real(*given, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(voter_import, "put_batch", dies_at_third)
    with pytest.raises(ConnectionResetError):
        await import_file(database, tiny, file)
    report = await import_file(database, tiny, file)
    assert (report.resumed_at, report.rows, report.added) == (20, 35, 34)
    assert report.rejected == {"length": (1, [33])}


async def test_a_masked_register_is_found_by_visible_digits_and_full_name(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    twins = [row(3, Nama="Asep Hidayat"), row(3, Nama="ASEP  HIDAYAT, S.H.", TPS="2")]
    rows = [masked(cells) for cells in (row(0, Nama="H. Neng Suryani"), row(1), *twins)]
    report = await import_file(database, tiny, write(tmp_path / "dpt.csv", rows))
    assert report.rejected == {}
    assert await ask(database, tiny, nik(0)[:12], full_name("neng suryani")) is not None
    assert await ask(database, tiny, nik(0)[:12], "neng") is None
    assert await ask(database, tiny, nik(3, woman=True)[:12], "asep hidayat") is None, "two fit"


async def test_the_family_card_may_be_the_second_fact(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    rows = [row(7), row(8, NKK="123")]
    file = write(tmp_path / "dpt.csv", rows)
    report = await import_file(database, tiny, file, fact=FAMILY_CARD)
    assert report.rejected == {"nkk": (1, [3])}
    assert await ask(database, tiny, nik(7, woman=True), "0007") is not None
    assert await ask(database, tiny, nik(7, woman=True), first_name(name(7))) is None


@pytest.mark.parametrize(
    "where",
    [
        {"Desa/Kelurahan": "Sukamaju Kidul", "TPS": "TPS 02"},
        {"Desa/Kelurahan": "DESA SUKAMAJU KIDUL", "Kecamatan": "Kec. Sukamaju", "TPS": "2"},
        {"Desa/Kelurahan": "98.01.01.2001", "TPS": "002"},
    ],
)
async def test_a_station_is_found_however_a_register_names_it(
    where: dict[str, str], database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    report = await import_file(database, tiny, write(tmp_path / "d.csv", [row(1, **where)]))
    assert report.rejected == {}


async def test_a_spreadsheet_and_a_file_with_semicolons_are_read_too(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    book = xlsxwriter.Workbook(tmp_path / "dpt.xlsx")
    sheet = book.add_worksheet()
    for number, cells in enumerate([HEADER, *(row(n) for n in range(4))]):
        sheet.write_row(number, 0, cells)
    sheet.write_number(1, 7, 2)  # a TPS typed as a number
    book.close()
    report = await import_file(database, tiny, tmp_path / "dpt.xlsx")
    assert (report.added, report.rejected) == (4, {})
    with (tmp_path / "dpt.csv").open("w", encoding="cp1252", newline="") as out:
        csv.writer(out, delimiter=";").writerows([HEADER, row(9, Nama="José María")])
    await import_file(database, tiny, tmp_path / "dpt.csv")
    assert await ask(database, tiny, nik(9, woman=True), "jose") is not None


def test_a_participant_needs_a_legal_basis_for_whole_niks() -> None:
    plain, stated = Settings(), Settings(voter_legal_basis="Keputusan KPU (contoh)")
    with pytest.raises(NoLegalBasis):
        kind_for(plain, Installation.PESERTA, masked=False)
    assert kind_for(stated, Installation.PESERTA, masked=False).legal_basis
    assert kind_for(plain, Installation.PESERTA, masked=True).masked
    assert not kind_for(plain, Installation.PENYELENGGARA, masked=False).masked


async def test_another_key_or_another_kind_of_register_is_refused(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    await import_file(database, tiny, write(tmp_path / "a.csv", [row(1)]))
    other = VoterKeys(Keys(b"another secret key than that"))
    with pytest.raises(OtherRegister):
        await import_file(database, tiny, write(tmp_path / "b.csv", [row(2)]), keys=other)
    with pytest.raises(OtherRegister):
        await import_file(database, tiny, write(tmp_path / "c.csv", [masked(row(2))]))


async def test_a_file_without_the_columns_says_which(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text("nama,umur\nNeng,30\n")
    with pytest.raises(BadInput, match="nik, kelurahan, tps"):
        await import_file(database, tiny, tmp_path / "a.csv")
    (tmp_path / "a.xlsx").write_bytes(b"no spreadsheet")
    with pytest.raises(BadInput, match="spreadsheet"):
        await import_file(database, tiny, tmp_path / "a.xlsx")


async def test_every_sheet_of_a_register_is_read_by_its_own_headings(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    back = [HEADER[at] for at in reversed(range(len(HEADER)))]
    first, second = [row(n) for n in range(3)], [row(n)[::-1] for n in range(3, 8)]
    second[2][back.index("NIK")] = "123"
    with xlsxwriter.Workbook(str(tmp_path / "dpt.xlsx")) as book:
        for sheet, head, told in (("TPS 1", HEADER, first), ("TPS 2", back, second)):
            page = book.add_worksheet(sheet)
            for at, cells in enumerate((head, *told)):
                page.write_row(at, 0, cells)
        book.add_worksheet("Catatan").write(0, 0, "telepon dulu")
    report = await import_file(database, tiny, tmp_path / "dpt.xlsx")
    assert (report.rows, report.added) == (8, 7)
    assert report.rejected == {"length": (1, ["TPS 2!4"])}
    assert report.notes[0] == "sheet 'Catatan' has no such headings and was left out"
    assert report.notes[-2:] == ("sheet 'TPS 1': 3 rows", "sheet 'TPS 2': 5 rows")


async def test_an_import_of_several_sheets_goes_on_where_it_stopped(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    with xlsxwriter.Workbook(str(tmp_path / "dpt.xlsx")) as book:
        for sheet in range(2):
            page = book.add_worksheet(f"TPS {sheet}")
            for at, cells in enumerate((HEADER, *(row(10 * sheet + n) for n in range(4)))):
                page.write_row(at, 0, cells)
    await import_file(database, tiny, tmp_path / "dpt.xlsx")
    async with database.transaction() as tx:
        await tx.execute(text("update voter_import set rows = 6, added = 6, done = false"))
    report = await import_file(database, tiny, tmp_path / "dpt.xlsx")
    assert (report.resumed_at, report.rows) == (6, 8)


async def test_a_registers_unknown_heading_is_proposed_and_taken_when_it_was_confirmed(
    database: Database, tiny: LoadedElection, tmp_path: Path
) -> None:
    head = ["Nomor TPS Pemilih" if cell == "TPS" else cell for cell in HEADER]
    lines = [",".join(head), ",".join(row(1))]
    (tmp_path / "dpt.csv").write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(Unsure, match='--map "Nomor TPS Pemilih=tps"'):
        await import_file(database, tiny, tmp_path / "dpt.csv")
    mapped = HEADINGS.confirmed({"Nomor TPS Pemilih": "tps"})
    kind = Kind(masked=False, fact="first_name", legal_basis="test")
    importer = Importer(database, KEYS, tiny.id, tmp_path / "dpt.csv", kind, headings=mapped)
    assert (await importer.run()).added == 1

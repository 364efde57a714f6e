"""Coverage of stations, on the command line, in chat and as a spreadsheet; letters as files."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner

from api.cli.commands import app
from models.errors import AlreadyWitness, NotFound, StationFull
from models.sealing import Keys
from models.settings import settings
from models.stores.base.database import Database
from models.stores.mandates.witnesses import import_witnesses
from models.stores.packs.pack_load import load_pack
from models.values import Role
from tests.cases.desk import Desk
from tests.packs.tiny import make_tiny_pack

KIDUL, FIRST, SECOND = "9801012001", "9801012001001", "9801012001002"
PHONES = [f"+6281200000{number:03}" for number in range(5)]


@pytest.fixture
def commands(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CliRunner]:
    """The command line on an installation with two witnesses at a station, one at another."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SAKSI_VAR", str(tmp_path))
    settings.cache_clear()
    asyncio.run(_load(database_url, tmp_path))
    yield CliRunner()
    settings.cache_clear()


async def _load(url: str, folder: Path) -> None:
    database = Database(url, size=1)
    file = folder / "witnesses.csv"
    rows = [f"Saksi {'ABC'[n]},{PHONES[n]},{(FIRST, FIRST, SECOND)[n]},party:3" for n in range(3)]
    file.write_text("\n".join(["name,phone,station,participant", *rows]), "utf-8")
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(folder / "pack"))
        await import_witnesses(tx, Keys.of(settings()), 1, file)
    await database.close()


def run(commands: CliRunner, *words: str) -> str:
    """What a command prints; an error is raised."""
    return commands.invoke(app, list(words), catch_exceptions=False).stdout


def test_coverage_letters_assignment_and_swap_on_the_command_line(
    commands: CliRunner, tmp_path: Path
) -> None:
    told = json.loads(run(commands, "coverage", "--area", "980101", "--json"))
    assert {k: told["total"][k] for k in ("stations", "none", "one", "two", "mandated")} == {
        **{"stations": 7, "none": 5, "one": 1, "two": 1, "mandated": 0}
    }
    assert [row["name"] for row in told["rows"]] == ["Sukamaju Kidul", "Sukamaju Kaler"]
    pdfs = tmp_path / "letters"
    run(commands, "mandates", "--area", KIDUL, "--pdf", str(pdfs))
    assert sorted(file.name[:17] for file in pdfs.iterdir()) == [
        f"surat-mandat-{number:04d}" for number in (1, 2, 3)
    ]
    before = {file.name: file.read_bytes() for file in pdfs.iterdir()}
    assert all(data.startswith(b"%PDF") for data in before.values())
    run(commands, "mandates", "--area", KIDUL, "--pdf", str(pdfs))
    assert before == {file.name: file.read_bytes() for file in pdfs.iterdir()}, "no new numbers"
    with pytest.raises(StationFull):
        run(commands, "assign", PHONES[2], FIRST)
    assert "assigned to TPS 03" in run(commands, "assign", PHONES[2], f"{KIDUL}003")
    assert "already at" in run(commands, "assign", PHONES[2], f"{KIDUL}003")
    with pytest.raises(NotFound):
        run(commands, "assign", PHONES[4], FIRST)
    with pytest.raises(AlreadyWitness):
        run(commands, "swap", FIRST, PHONES[0], PHONES[1])
    assert "Saksi C for Saksi A" in run(commands, "swap", FIRST, PHONES[0], PHONES[2])
    assert "reserve of Desa Sukamaju Kidul" in run(
        commands, "assign", PHONES[0], KIDUL, "--reserve"
    )
    sheet = tmp_path / "coverage.xlsx"
    run(commands, "coverage", "--area", KIDUL, "--xlsx", str(sheet))
    rows = CalamineWorkbook.from_path(str(sheet)).get_sheet_by_index(0).to_python()
    assert rows[0][:4] == ["Kode", "Wilayah", "TPS", "Tanpa saksi"]
    assert rows[1][:6] == [FIRST, "TPS 01", 1, 0, 0, 1]
    assert rows[-1][1:3] == ["Desa Sukamaju Kidul", 4]


async def test_a_coordinator_hears_the_coverage_of_the_own_area_alone(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR, "980101")
    await desk.witness("Bu Siti", 2)
    heard = await dedi.say("cakupan")
    assert "Cakupan saksi Kec. Sukamaju: 7 TPS." in heard
    assert "Tanpa saksi 6 · satu 1 · dua atau lebih 0" in heard
    assert "TPS 02: tanpa saksi" in await dedi.say("cakupan sukamaju kidul")
    assert "Cakupan saksi" not in await dedi.say("cakupan mawar")


def test_a_list_goes_out_and_in_again_unchanged(commands: CliRunner, tmp_path: Path) -> None:
    mixed = tmp_path / "mixed.csv"
    mixed.write_text(
        "nama;hp;tps;peserta;desa;status;pengalaman\n"
        f"Dewi Calon;{PHONES[3]};;;{KIDUL};calon;saksi 2019\n"
        f"Eka Pelamar;{PHONES[4]};;;Sukamaju Kaler;;belum pernah\n"
        f"Saksi C;{PHONES[2]};;party:3;Sukamaju Kidul;cadangan;\n"
        f"Saksi C;{PHONES[2]};;party:3;Sukamaju Kidul;cadangan;\n",
        "utf-8",
    )
    checked = run(commands, "import-witnesses", str(mixed), "--check")
    assert "would be: 0 new persons, 0 new mandates, 1 reserves, 2 volunteers" in checked
    first = commands.invoke(app, ["import-witnesses", str(mixed)], catch_exceptions=False)
    assert "1 reserves, 2 volunteers" in first.stdout, "the check wrote nothing"
    assert "mixed.csv:5: the same as line 4, taken once" in first.stderr
    for name in ("list.csv", "list.xlsx"):
        file = tmp_path / name
        assert "6 lines" in run(commands, "export-witnesses", str(file))
        again = run(commands, "import-witnesses", str(file))
        assert "0 new persons, 0 new mandates, 0 reserves, 0 volunteers, 6 unchanged" in again
    (waits,) = json.loads(run(commands, "recruits", "--json"))
    assert waits["phone"] == PHONES[4]
    assert "Eka Pelamar: accepted" in run(commands, "accept", waits["code"])
    assert "Eka Pelamar: was accepted" in run(commands, "decline", waits["code"])
    assert "assigned to TPS 03" in run(commands, "assign", waits["code"], f"{KIDUL}003")


def test_wrong_lines_are_named_with_their_column_and_nothing_is_written(
    commands: CliRunner, tmp_path: Path
) -> None:
    file = tmp_path / "wrong.csv"
    rows = (
        f"Orang Baru,{PHONES[3]},{SECOND},party:3,,",
        f"Lain Sekali,{PHONES[3]},{KIDUL}003,party:3,,",
        f"Andi,{PHONES[4]},{FIRST},party:3,,",
        f"Budi,+6281200000099,{SECOND},party:3,presiden,",
        f"Cici,{PHONES[0]},{SECOND},party:3,,",
        "Dodi,12,,,,Sukamaju Kidul",
        "Eni,+6281200000098,,,,Menteng",
    )
    head = "name,phone,station,participant,ballots,kelurahan"
    file.write_text("\n".join((head, *rows)), "utf-8")
    told = str(commands.invoke(app, ["import-witnesses", str(file)]).exception)
    expected = (
        *("3: phone: line 2 has the same phone for 'Orang Baru'", "4: station: this station"),
        *("5: ballots: the station has no ballot 'presiden'", "6: phone: this phone is known as"),
        *("7: phone: not a phone number", "8: kelurahan: 'Menteng': the kelurahan is not"),
    )
    for line in expected:
        assert f"wrong.csv:{line}" in told
    assert "nothing was imported" in told
    names = run(commands, "mandates")
    assert "Orang Baru" not in names
    assert names.count("Saksi") == 3

"""The whole way of a kabupaten's operator, by commands alone: docs/operators/first-election.md.

Pack, 300 witnesses from an untidy workbook, roles from a list, a rehearsal with people, the live
count by the real web and worker with a Bot API of our own, a bundle, and its restore elsewhere.
"""

import asyncio
import csv
import json
import os
import sys
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

import pytest
import xlsxwriter

from api.rehearsal import messengers
from api.rehearsal.crew import answers, at_work, free_port
from api.rehearsal.messengers import Lines
from api.rehearsal.telegram_person import Person
from tests.api.terminal import Saksi
from tests.architecture.test_names import ROOT
from tests.test_command_line import saksi as program

PACK = ROOT / "packs" / "yogyakarta-2024"
PHRASE = "lima kata yang mudah diingat"
PATIENCE = 60.0
WITNESSES, TALKING = 300, 4
PARTY = ("PDIP", "banteng", "PDI-P", "3", "Partai Demokrasi Indonesia Perjuangan")


@dataclass(frozen=True, slots=True)
class Listed:
    """A witness as the list means it."""

    name: str
    phone: str
    station: str
    tps: int
    kelurahan: str
    kecamatan: str


def people() -> list[Listed]:
    """The first 300 stations of the city, a made-up witness each."""
    with (PACK / "areas.csv").open(encoding="utf-8") as file:
        areas = {row["code"]: row for row in csv.DictReader(file)}
    with (PACK / "stations.csv").open(encoding="utf-8") as file:
        stations = [row for row in csv.DictReader(file) if row["special"] != "ya"][:WITNESSES]
    found = []
    for number, row in enumerate(stations):
        kelurahan = areas[row["kelurahan"]]
        place = (int(row["number"]), kelurahan["name"], areas[kelurahan["parent"]]["name"])
        phone = f"+6281200{number:06}"
        found.append(Listed(f"Saksi Contoh {number:03}", phone, row["code"], *place))
    return found


def written(number: int, phone: str) -> str | int:
    """A phone as somebody or other typed it."""
    local = phone.removeprefix("+62")
    ways: tuple[str | int, ...] = (f"0{local}", int(local), f"'0{local}", f"62{local}", phone)
    spaced = f"0{local[:3]} {local[3:7]}-{local[7:]}"
    return (*ways, spaced)[number % 6]


def workbook(file: Path, listed: list[Listed]) -> None:
    """A sheet a kecamatan: titles, merged kelurahan, an own order of columns, sums, notes."""
    with xlsxwriter.Workbook(str(file)) as book:
        for kecamatan, here in groupby(listed, lambda one: one.kecamatan):
            sheet = book.add_worksheet(kecamatan[:31])
            sheet.merge_range(0, 0, 0, 6, f"DAFTAR SAKSI {kecamatan.upper()}")
            head = (
                "No",
                "Desa/Kelurahan",
                "TPS",
                "Nama Lengkap",
                "No. HP/WA",
                "Partai",
                "Ukuran Kaos",
            )
            sheet.write_row(2, 0, head)
            row = 3
            for kelurahan, group in groupby(here, lambda one: one.kelurahan):
                rows = list(group)
                for place, one in enumerate(rows):
                    number = int(one.phone[-6:])
                    cells = (one.tps if number % 2 else f"TPS {one.tps:02}", one.name)
                    more = (written(number, one.phone), PARTY[number % len(PARTY)], "XL")
                    sheet.write_row(row + place, 2, (*cells, *more))
                    sheet.write(row + place, 0, place + 1)
                if len(rows) > 1:
                    sheet.merge_range(row, 1, row + len(rows) - 1, 1, kelurahan)
                else:
                    sheet.write(row, 1, kelurahan)
                row += len(rows)
            sheet.write_row(row, 1, ("JUMLAH", row - 3))
        book.add_worksheet("Catatan").write(0, 0, "Kaos dibagikan hari Minggu")


def structure(file: Path, listed: list[Listed]) -> None:
    """Who leads where, as the organisation keeps it."""
    kecamatan = sorted({one.kecamatan for one in listed})
    with xlsxwriter.Workbook(str(file)) as book:
        sheet = book.add_worksheet("Struktur")
        sheet.write_row(0, 0, ("Nama", "No. HP", "Jabatan", "Kecamatan", "Wilayah"))
        for row, name in enumerate(kecamatan, 1):
            told = (f"Koordinator {row}", f"0813 0000 {row:04}", "Korcam", name, "")
            sheet.write_row(row, 0, told)
        last = ("Bu Rini", "0813 0000 9999", "Verifikator", "", "Seluruh Pemilu")
        sheet.write_row(len(kecamatan) + 1, 0, last)


async def report(person: Person, code: str, votes: tuple[int, int, int]) -> None:
    """From the code to the stored tally of the president's ballot."""
    person.say(code)
    await person.hear_text(PATIENCE)
    person.share_contact()
    await person.hear_text(PATIENCE)
    whole = sum(votes)
    figures = " ".join(f"{number}={count}" for number, count in enumerate(votes, 1))
    person.say(f"PPWP {figures} sah {whole} tidak sah 2 jumlah {whole + 2}")
    await heard(person, "Benar")
    person.press("Benar")
    assert "Tersimpan" in await heard(person, "Tersimpan")


async def heard(person: Person, wanted: str) -> str:
    """The next message with this word in it or on a button below it."""
    async with asyncio.timeout(PATIENCE):
        while True:
            message = await person.hear(PATIENCE)
            if wanted in json.dumps(message, ensure_ascii=False):
                return str(message.get("text"))


@pytest.fixture
def elsewhere(empty_database_url: str, tmp_path: Path) -> Saksi:
    saksi = Saksi(empty_database_url, str(tmp_path / "elsewhere"))
    saksi.environment["SAKSI_BACKUP_PASSPHRASE"] = PHRASE
    return saksi


async def counted(saksi: Saksi) -> dict[str, object]:
    words = ("recap", "--ballot", "ppwp", "--area", "3471", "--json")
    row = json.loads((await saksi(*words)).out)["rows"][0]
    return {name: row[name] for name in ("reported", "votes", "valid", "invalid", "total")}


async def test_a_kabupaten_from_its_lists_to_the_count_and_to_another_machine(
    database_url: str, elsewhere: Saksi, tmp_path: Path
) -> None:
    here, listed = Saksi(database_url, str(tmp_path / "var")), people()
    here.environment["SAKSI_BACKUP_PASSPHRASE"] = PHRASE
    assert (await here("load", str(PACK))).code == 0
    codes = await lists(here, listed, tmp_path)
    await rehearsed(here, database_url, listed[0], tmp_path)
    sums = await live(here, database_url, listed, codes)
    before = await counted(here)
    assert before["reported"] == TALKING
    assert before["votes"] == {str(n): sum(one[n - 1] for one in sums) for n in (1, 2, 3)}

    made = await here("database", "backup", "--bundle", str(tmp_path / "bundles"))
    assert made.code == 0, made.err
    (bundle,) = (tmp_path / "bundles").iterdir()
    restored = await elsewhere("database", "restore", str(bundle))
    assert restored.code == 0, restored.err
    assert "Audit log" in restored.out
    assert await counted(elsewhere) == before
    rebuilt = await elsewhere("recap", "--rebuild", "--ballot", "ppwp")
    assert (rebuilt.code, "the same to the last vote" in rebuilt.out) == (0, True)


async def lists(saksi: Saksi, listed: list[Listed], folder: Path) -> dict[str, str]:
    """Import both lists, checked first; the codes by name."""
    workbook(folder / "saksi.xlsx", listed)
    structure(folder / "struktur.xlsx", listed)
    granted = await saksi("roles", "import", str(folder / "struktur.xlsx"))
    kecamatan = len({one.kecamatan for one in listed})
    assert f"{kecamatan + 1} roles granted" in granted.out, granted.err
    words = ("witnesses", "import", str(folder / "saksi.xlsx"))
    checked = await saksi(*words, "--check")
    assert (checked.code, f"{WITNESSES} new persons" in checked.out) == (0, True), checked.err
    assert "column 'Ukuran Kaos' is not read" in checked.err
    assert "sheet 'Catatan' has no such headings" in checked.err
    done = await saksi(*words, "--codes", str(folder / "kode.csv"), "--json")
    assert json.loads(done.out)["mandates"] == WITNESSES, done.err
    with (folder / "kode.csv").open(encoding="utf-8-sig") as file:
        rows = {row["name"]: row for row in csv.DictReader(file)}
    assert all(rows[one.name]["station"] == one.station for one in listed)
    assert all(row["coordinator"].startswith("Koordinator") for row in rows.values())
    return {name: row["code"] for name, row in rows.items()}


async def rehearsed(saksi: Saksi, url: str, witness: Listed, folder: Path) -> None:
    """A dress rehearsal in which somebody reports; nothing of it stays."""
    assert (await saksi("rehearsal", "start")).code == 0
    talk = "PPWP 1=10 2=20 3=30 sah 60 tidak sah 0 jumlah 60\nBenar\n"
    words = ("chat", "--phone", witness.phone)
    told = await asyncio.to_thread(program, *words, url=url, var=folder / "var", text=talk)
    assert "🟠 LATIHAN" in told.stdout, told.stderr
    assert (await counted(saksi))["reported"] == 1
    assert (await saksi("rehearsal", "stop", "--yes")).code == 0
    assert (await counted(saksi))["reported"] == 0


async def live(
    saksi: Saksi, url: str, listed: list[Listed], codes: dict[str, str]
) -> list[tuple[int, int, int]]:
    """Some witnesses report through the real web and worker; what they sent."""
    sums = [(100 + n, 50 + n, 25 + n) for n in range(TALKING)]
    async with messengers.running(("telegram",), 1, 7) as wires:
        port = free_port()
        async with at_work(_environment(saksi, url, wires, port), "web", "worker"):
            await answers(f"http://127.0.0.1:{port}/health")
            await wires.ready(f"http://127.0.0.1:{port}", PATIENCE)
            talking = []
            for number, votes in enumerate(sums):
                one = listed[number * 7]
                person = Person(wires.telegram, 900_000 + number, one.name, one.phone)
                talking.append(report(person, codes[one.name], votes))
            await asyncio.gather(*talking)
            async with asyncio.timeout(PATIENCE):
                while (await counted(saksi))["reported"] != TALKING:  # noqa: ASYNC110
                    await asyncio.sleep(0.5)
    return sums


def _environment(saksi: Saksi, url: str, wires: Lines, port: int) -> dict[str, str]:
    web = f"http://127.0.0.1:{port}"
    given = {"DATABASE_URL": url, "SAKSI_VAR": saksi.environment["SAKSI_VAR"], "PORT": str(port)}
    more = {"SAKSI_PUBLIC_URL": web, "SAKSI_PLATFORM_LIMITS": "false", "SAKSI_LOG_LEVEL": "error"}
    path = os.pathsep.join(part for part in sys.path if part)
    return {**os.environ, **given, **more, "PYTHONPATH": path, **wires.environment()}

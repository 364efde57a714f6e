"""A bundle of evidence: numbered, complete, and checkable without Saksi."""

import csv
import json
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from sqlalchemy import text

from api.files.bundle import Made, bundle
from models.stores.audit import sources
from models.stores.audit.evidence import backing
from models.stores.base import audit, elections, holds
from models.stores.base.database import Database
from models.stores.base.holds import NewHold
from models.stores.recap_meeting import meeting
from models.stores.recap_meeting.meeting import NewFigures
from tests.api.terminal import Saksi
from tests.api.test_official import FORMS, load
from tests.stores.places import Places
from tests.stores.quiet import quiet

NOW = datetime(2024, 3, 21, 10, 0, tzinfo=UTC)
PHOTO = b"not really a picture"


async def read(path: str) -> bytes:
    if path == "gone.jpg":
        raise FileNotFoundError(path)
    return PHOTO


@pytest.fixture
async def files(database: Database, places: Places, tmp_path: Path) -> dict[str, bytes]:
    """The files of the bundle of the station where our count and KPU's differ."""
    await load(database, tmp_path, FORMS)
    async with database.transaction() as tx:
        for path in ("ab/cd.jpg", "gone.jpg"):
            await tx.execute(
                text(
                    "insert into photo (sha256, path, mime, size, purpose, station_id, forwarded, "
                    "state) values (:hash, :path, 'image/jpeg', 9, 'form', "
                    ":station, false, 'stored')"
                ),
                {"hash": path.encode(), "path": path, "station": places.station(1)},
            )
        read_out = NewFigures(places.station(1), places.president, {"1": 85, "2": 65})
        await meeting.put(tx, places.people[2], [read_out], None)
    await quiet(database)
    async with database.transaction() as tx:
        await audit.seal(tx)
        loaded = await elections.election(tx)
        await holds.put(tx, loaded, NewHold("sengketa di MK", "Bu Hakim", area="980101"))
        station = await sources.station(tx, loaded, "9801011001002")
        behind = await backing(tx, loaded, station)
    made = Made(NOW, "Tim Saksi Contoh", "Tim Hukum", NOW - timedelta(hours=47))
    data = await bundle(station, behind, read, made)
    with ZipFile(BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_everything_is_numbered_and_in_the_list(files: dict[str, bytes]) -> None:
    names = [name for name in files if name.startswith("P-")]
    assert [name.split("-")[1] for name in names] == [str(n) for n in range(1, len(names) + 1)]
    index = files["DAFTAR-BUKTI.txt"].decode()
    assert all(name in index for name in names)
    assert "Hitungan internal, bukan hasil resmi KPU" in index
    assert "sisa 1 hari 1 jam" in index
    assert "berkasnya tidak ditemukan" in index
    assert "oleh Tim Saksi Contoh, untuk Tim Hukum" in index
    assert "1 dari 2 surat suara, 1 terkonfirmasi" in index
    assert "legal hold) nomor 1 sejak" in index
    assert "Bu Hakim: sengketa di MK" in index


def test_the_sums_hold(files: dict[str, bytes]) -> None:
    for line in files["SHA256SUMS"].decode().splitlines():
        digest, name = line.split("  ")
        assert sha256(files[name]).hexdigest() == digest
    assert len(files["SHA256SUMS"].splitlines()) == len(files) - 1
    assert PHOTO in files.values()


def test_the_table_shows_each_side_and_the_difference(files: dict[str, bytes]) -> None:
    rows = list(csv.DictReader(StringIO(files["P-1-perbandingan.csv"].decode())))
    found = {(row["isian"], row["pihak"]): row for row in rows if row["surat_suara"] == "ppwp"}
    theirs = found["1", "KPU c-hasil KPU 360/2024"]
    assert (theirs["angka"], theirs["selisih_dari_hitungan_kami"]) == ("70", "-20")
    assert len({side for _, side in found}) == 4, "two witnesses, KPU, and the PPK's recap"
    [at_ppk] = [row for (field, side), row in found.items() if field == "1" and "PPK" in side]
    assert (at_ppk["angka"], at_ppk["selisih_dari_hitungan_kami"]) == ("85", "-5")


def test_sealed_entries_can_be_checked_by_the_words_in_the_bundle(files: dict[str, bytes]) -> None:
    reports = json.loads(files["P-2-laporan.json"])
    entries = json.loads(files["P-4-catatan-audit.json"])["entries"]
    assert entries
    fields = ("action", "actor", "at", "data", "id", "inbox_id", "subject")
    for entry in entries:
        at = datetime.fromisoformat(entry["at"]).astimezone(UTC)
        shown = {name: entry[name] for name in fields}
        shown["at"] = at.isoformat(timespec="microseconds")
        assert sha256(bytes.fromhex(entry["before"]) + plain(shown)).hexdigest() == entry["hash"]
    numbers = {entry["data"]["numbers"] for entry in entries if "numbers" in entry["data"]}
    said = [one for ballot in reports["ballots"] for one in ballot["reports"]]
    assert numbers == {sha256(plain(_numbers(one))).hexdigest() for one in said}


def plain(document: dict[str, Any]) -> bytes:
    text = json.dumps(document, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode()


def _numbers(said: dict[str, Any]) -> dict[str, Any]:
    """A revision's numbers as they were sealed: votes by place, here three pairs."""
    names = ("valid", "invalid", "total", "detail", "implied")
    votes = [said["votes"].get(code) for code in ("1", "2", "3")]
    return {**{name: said[name] for name in names}, "votes": votes, "figures": None}


async def test_a_list_of_differences_becomes_a_bundle_for_each_station(
    database: Database, saksi: Saksi, tmp_path: Path
) -> None:
    await load(database, tmp_path, FORMS)
    words = ("compare", "--ballot", "ppwp", "--level", "tps", "--version", "c-hasil", "--json")
    found = tmp_path / "selisih.json"
    found.write_text((await saksi(*words)).out)
    told = (await saksi(*words[:-1])).out
    assert "1 Satu 90 -> 70, 2 Dua 60 -> 80" in told
    out = tmp_path / "bukti"
    done = await saksi("evidence", "--differences", str(found), "--most", "1", "--out", str(out))
    assert done.code == 0, done.err
    assert [file.name for file in out.iterdir()] == ["bukti-9801011001002.zip"]
    found.write_text("{}")
    wrong = await saksi("evidence", "--differences", str(found), "--out", str(out))
    assert (wrong.code, "compare --json" in wrong.err) == (2, True)

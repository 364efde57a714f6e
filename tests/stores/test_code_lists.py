"""Activation codes to hand on: with station, kelurahan and a text, by kelurahan to who leads."""

import csv
from pathlib import Path

import pytest
from sqlalchemy import text

from models.rules.code_text import normal
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database
from tests.api.terminal import Saksi
from tests.packs.tiny import make_tiny_pack

PEOPLE = """name,phone,station,participant
Bu Siti,+6281200000001,9801012001001,3
Pak Budi,+6281200000002,9801012001002,3
Bu Ani,+6281200000003,9801022001001,3
"""


@pytest.fixture
async def saksi(database_url: str, tmp_path: Path) -> Saksi:
    """Three witnesses in two kelurahan, a coordinator of the first one's kecamatan."""
    here = Saksi(database_url, str(tmp_path / "var"))
    await here("load", str(make_tiny_pack(tmp_path / "tiny")))
    (tmp_path / "people.csv").write_text(PEOPLE)
    words = ("roles", "grant", "+6281200002001", "coordinator", "--area", "980101")
    assert (await here(*words, "--name", "Pak Dedi")).code == 0
    listed = ("--codes", str(tmp_path / "first.csv"))
    assert (await here("witnesses", "import", str(tmp_path / "people.csv"), *listed)).code == 0
    return here


def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as opened:
        return list(csv.DictReader(opened))


async def hashes(url: str) -> set[bytes]:
    database = Database(url, size=1)
    async with database.transaction() as tx:
        found = await tx.scalars(text("select code_hash from activation where used_at is null"))
        kept = {bytes(one) for one in found}
    await database.close()
    return kept


async def test_the_codes_of_an_import_say_where_and_what_to_forward(
    saksi: Saksi, tmp_path: Path
) -> None:
    siti, *_ = lines(tmp_path / "first.csv")
    assert (siti["name"], siti["station"], siti["tps"]) == ("Bu Siti", "9801012001001", "01")
    assert (siti["kelurahan"], siti["coordinator"]) == ("Sukamaju Kidul", "Pak Dedi")
    assert siti["code"] in siti["text"]
    assert "TPS 01 Sukamaju Kidul" in siti["text"]
    assert (tmp_path / "first.csv").stat().st_mode & 0o077 == 0


async def test_new_codes_replace_those_that_nobody_used_for_all_who_have_not_enrolled(
    saksi: Saksi, database_url: str, tmp_path: Path
) -> None:
    ani = ("chat", "--phone", "+6281200000003")
    assert (await saksi(*ani, text="HADIR\n")).code == 0
    file = tmp_path / "codes.csv"
    done = await saksi("witnesses", "codes", "--new", "--file", str(file), "--bot", "@SaksiBot")
    assert done.code == 0, done.err
    made = lines(file)
    assert [one["name"] for one in made] == ["Bu Siti", "Pak Budi"]
    keys = Keys.of(Settings.model_validate({"var": tmp_path / "var"}))
    now = await hashes(database_url)
    assert all(keys.code_hash(normal(one["code"])) in now for one in made)
    old = {one["name"]: one["code"] for one in lines(tmp_path / "first.csv")}
    assert keys.code_hash(normal(old["Bu Siti"])) not in now
    assert "Buka @SaksiBot di Telegram" in made[0]["text"]


async def test_each_kelurahan_gets_a_file_for_its_coordinator(saksi: Saksi, tmp_path: Path) -> None:
    folder = tmp_path / "codes"
    done = await saksi("witnesses", "codes", "--new", "--by-kelurahan", str(folder))
    assert done.code == 0, done.err
    names = sorted(file.name for file in folder.iterdir())
    assert names == [
        "9801012001-sukamaju-kidul-pak-dedi.csv",
        "9801022001-sukarasa-hilir-tanpa-koordinator.csv",
    ]
    assert len(lines(folder / names[0])) == 2


async def test_without_new_it_tells_who_is_missing_and_shows_no_code(saksi: Saksi) -> None:
    shown = (await saksi("witnesses", "codes")).out
    (kidul,) = [line for line in shown.splitlines() if line.startswith("9801012001")]
    assert kidul.split("  ")[:2] == ["9801012001", "Sukamaju Kidul"]
    assert kidul.split()[-4:] == ["2", "0", "2", "0"]
    inside = (await saksi("witnesses", "codes", "--area", "980102")).out
    assert "Sukamaju Kidul" not in inside


async def test_codes_are_made_only_where_they_can_be_kept(
    saksi: Saksi, database_url: str, tmp_path: Path
) -> None:
    before = await hashes(database_url)
    nowhere = await saksi("witnesses", "codes", "--new")
    assert (nowhere.code, "--file" in nowhere.err) == (2, True)
    gone = await saksi("witnesses", "codes", "--new", "--file", str(tmp_path / "no" / "codes.csv"))
    assert gone.code != 0
    assert await hashes(database_url) == before

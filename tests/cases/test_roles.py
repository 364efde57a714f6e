"""Roles in areas: what the conversation offers, who is named to help, and the commands."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.commands import app
from models.errors import BadInput, NotFound
from models.settings import settings
from models.stores.base.database import Database
from models.stores.packs.pack_load import load_pack
from models.values import Role
from tests.cases.desk import Desk
from tests.packs.tiny import make_tiny_pack


async def test_a_role_says_what_one_can_do(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR, "9801")
    rini = await desk.holder("Bu Rini", 2, Role.REVIEWER)
    assert "PSU" in await dedi.say("halo")
    heard = await rini.say("halo")
    assert "SELISIH" in heard
    assert "PSU" not in heard


async def test_the_nearest_coordinator_is_named_to_help(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await desk.holder("Pak Pusat", 2, Role.COORDINATOR)
    await desk.holder("Pak Lain", 3, Role.COORDINATOR, "9871")
    await siti.say("hadir")
    await siti.say("gak bisa")
    assert "Pak Pusat" in await siti.say("tanpa foto")
    await desk.holder("Pak Dedi", 4, Role.COORDINATOR, "980101")
    await siti.say("hadir")
    await siti.say("gak bisa")
    assert "Pak Dedi" in await siti.say("tanpa foto")


@pytest.fixture
def commands(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[CliRunner]:
    """The command line on an installation with the tiny election."""
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("SAKSI_VAR", str(tmp_path))
    settings.cache_clear()
    asyncio.run(_load(database_url, tmp_path))
    yield CliRunner()
    settings.cache_clear()


async def _load(url: str, folder: Path) -> None:
    database = Database(url, size=1)
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(folder / "pack"))
    await database.close()


def test_a_role_is_granted_once_and_revoked(commands: CliRunner) -> None:
    words = ["grant", "0812 0000 0001", "coordinator", "--area", "980101", "--name", "Pak Dedi"]
    first = commands.invoke(app, words)
    assert first.exit_code == 0
    assert "Kec. Sukamaju (980101): granted" in first.stdout
    assert "Activation code: " in first.stdout
    again = commands.invoke(app, words).stdout
    assert "held already" in again
    assert "Activation code" not in again
    revoke = ["revoke", "081200000001", "coordinator", "--area", "980101"]
    assert "revoked" in commands.invoke(app, revoke).stdout
    assert isinstance(commands.invoke(app, revoke).exception, NotFound)


def test_wrong_input_is_refused(commands: CliRunner) -> None:
    nobody = commands.invoke(app, ["grant", "081200000002", "reviewer", "--everywhere"])
    assert isinstance(nobody.exception, NotFound)
    named = ["grant", "081200000002", "candidate", "--name", "Bu Ani"]
    assert isinstance(commands.invoke(app, named).exception, BadInput)
    assert isinstance(
        commands.invoke(app, [*named, "--participant", "party:99"]).exception, BadInput
    )
    assert isinstance(commands.invoke(app, [*named, "--area", "77"]).exception, NotFound)
    assert commands.invoke(app, ["grant", "081200000002", "king"]).exit_code == 2


def test_a_role_of_the_whole_election_is_meant_and_never_a_slip(commands: CliRunner) -> None:
    words = ["grant", "081200000003", "coordinator", "--name", "Pak Eko"]
    slip = commands.invoke(app, words).exception
    assert isinstance(slip, BadInput)
    assert "in which area?" in str(slip)
    assert "the whole election: granted" in commands.invoke(app, [*words, "--everywhere"]).stdout
    ended = ["revoke", "081200000003", "coordinator"]
    assert isinstance(commands.invoke(app, ended).exception, BadInput)
    assert "revoked" in commands.invoke(app, [*ended, "--everywhere"]).stdout


def test_an_area_is_named_as_people_name_it_and_a_party_by_its_short_name(
    commands: CliRunner,
) -> None:
    words = ["grant", "081200000004", "coordinator", "--name", "Pak Joko", "--area"]
    assert "granted" in commands.invoke(app, [*words, "kec. sukamaju"]).stdout
    assert "Sukamaju 980101" in commands.invoke(app, ["roles", "--area", "980101"]).stdout
    several = commands.invoke(app, [*words, "suka"]).exception
    assert isinstance(several, BadInput)
    assert "which one?" in str(several)
    assert "no area" in str(commands.invoke(app, [*words, "zzz"]).exception)
    stands = ["grant", "081200000005", "candidate", "--name", "Bu Rini", "--participant", "PMB"]
    assert "granted" in commands.invoke(app, stands).stdout


def test_a_token_is_made_listed_and_revoked(commands: CliRunner) -> None:
    phone = "081200000001"
    assert isinstance(commands.invoke(app, ["token", "make", phone]).exception, NotFound)
    commands.invoke(app, ["grant", phone, "auditor", "--everywhere", "--name", "Bu Ani"])
    made = json.loads(
        commands.invoke(app, ["token", "make", phone, "--days", "30", "--json"]).stdout
    )
    assert made["token"].startswith("saksi_")
    shown = commands.invoke(app, ["token", "list"]).stdout
    assert "Bu Ani" in shown
    assert "works" in shown
    assert made["token"] not in shown
    assert "ended: 1" in commands.invoke(app, ["token", "revoke", "1"]).stdout
    assert isinstance(commands.invoke(app, ["token", "revoke", "1"]).exception, NotFound)
    assert isinstance(commands.invoke(app, ["token", "revoke"]).exception, BadInput)
    assert '"works": false' in commands.invoke(app, ["token", "list", "--json"]).stdout


def test_a_person_is_removed_and_a_phone_moved(commands: CliRunner) -> None:
    phone = "081200000001"
    commands.invoke(app, ["grant", phone, "auditor", "--everywhere", "--name", "Bu Ani"])
    moved = commands.invoke(app, ["phone-moved", phone, "--name", "Pak Ujang"])
    assert "Activation code: " in moved.stdout
    assert "removed" in commands.invoke(app, ["remove", phone]).stdout
    assert isinstance(commands.invoke(app, ["remove", phone]).exception, NotFound)


def test_a_role_is_granted_in_the_organisations_own_words(commands: CliRunner) -> None:
    words = ["grant", "081200000001", "coordinator", "--name", "Pak Dedi", "--level", "Cabang"]
    assert "granted" in commands.invoke(app, [*words, "--area", "980101"]).stdout
    listed = commands.invoke(app, ["roles", "--area", "9801"]).stdout
    assert "Pak Dedi" in listed
    assert "Cabang Sukamaju 980101" in listed
    wrong = commands.invoke(app, [*words, "--area", "9801"]).exception
    assert isinstance(wrong, BadInput)
    assert "kecamatan" in str(wrong)


async def test_a_person_is_called_by_the_organisations_level(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR, "980101")
    assert "Koordinator Cabang Sukamaju" in await dedi.say("halo")
    await desk.overwrite("update role set level = 'ranting'")
    assert "Koordinator Ranting Sukamaju" in await dedi.say("halo")


def test_a_list_names_stations_as_people_do_and_its_errors_stand_beside_it(
    commands: CliRunner, tmp_path: Path
) -> None:
    head = "Nama Lengkap;No. HP/WA;Desa/Kelurahan;TPS;Partai\n"
    file = tmp_path / "daftar.csv"
    good = "Siti;0812 0000 0011;Sukamaju Kidul;TPS 01;PMB\n"
    file.write_text(
        head + good + "Budi;12345;Sukamaju Kidul;1;PMB\nAni;081200000012;Tak Ada;1;PMB\n"
    )
    wrong = commands.invoke(app, ["witnesses", "import", str(file), "--check", "--json"])
    assert isinstance(wrong.exception, BadInput)
    assert "all 2 wrong lines: " in str(wrong.exception)
    told = json.loads(wrong.stdout)["errors"]
    assert [(one["line"], one["column"]) for one in told] == [("3", "phone"), ("4", "station")]
    beside = (tmp_path / "daftar-salah.csv").read_text(encoding="utf-8-sig")
    assert "3,phone,not a phone number" in beside
    assert "the kelurahan is not in the election" in beside
    file.write_text(head + good + "JUMLAH;1;;;\n")
    done = commands.invoke(app, ["witnesses", "import", str(file)])
    assert "1 new persons, 1 new mandates" in done.stdout


def test_codes_are_not_made_where_they_cannot_be_written(
    commands: CliRunner, tmp_path: Path
) -> None:
    file = tmp_path / "daftar.csv"
    file.write_text("nama;hp;desa;tps;partai\nSiti;0812 0000 0011;Sukamaju Kidul;1;PMB\n")
    words = ["witnesses", "import", str(file), "--codes", str(tmp_path / "none" / "codes.csv")]
    refused = commands.invoke(app, words).exception
    assert isinstance(refused, BadInput)
    assert "cannot be written" in str(refused)
    assert "1 new persons" in commands.invoke(app, ["witnesses", "import", str(file)]).stdout


def test_totals_get_no_seats(commands: CliRunner, tmp_path: Path) -> None:
    file = tmp_path / "votes.csv"
    file.write_text("party,votes\nPMB,100\nPKL,50\nJUMLAH,150\n")
    done = commands.invoke(app, ["seats", "--votes", str(file), "--seats", "3", "--json"])
    assert json.loads(done.stdout)["seats"] == {"PMB": 2, "PKL": 1}

"""A start that cannot be is refused in a sentence: the variable, the cure, never what was given."""

import os
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from models.errors import BadInput, DatabaseUnavailable, DatabaseVersion
from models.settings import Settings
from models.stores.base.database import driver_url
from models.stores.base.migrate import migrate
from models.stores.base.wake import plain_url
from tests.api.terminal import Saksi
from tests.bench.machine import TOKEN, setting

SECRET = "hunter2-geheim"
WRONG = [
    ("PORT", f"80{SECRET}", "a number from 1 to 65535"),
    ("SAKSI_PORT", "99999", "PORT=8081"),
    ("DATABASE_URL", f"mysql://root:{SECRET}@db/saksi", "postgresql://USER:PASS@HOST"),
    ("DATABASE_URL", f"postgresql://x:{SECRET}@a@b@:y", "%40 for an @"),
    ("DATABASE_URL", f"postgresql://x:{SECRET}@127.0.0.1:1/y", "does not answer"),
    ("DATABASE_URL", f"postgresql://x:{SECRET}@h/y?sslkey=k", "take sslkey out of it"),
    ("TELEGRAM_BOT_TOKEN", SECRET, "copy it whole from @BotFather"),
    ("SAKSI_PUBLIC_URL", f"{SECRET}.example.org", "https://saksi.example.org"),
    ("SAKSI_PRODUCTION", SECRET, "write true or false"),
    ("SAKSI_VOTER_SECOND_FACT", SECRET, "first_name or family_card"),
]


def started(*words: str, **environment: str) -> tuple[int, str]:
    """The command as its own process, as an operator starts it: exit code and what it said."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    done = subprocess.run(
        [sys.executable, "-m", "api.cli", *words],
        env={**kept, **environment},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize(("name", "value", "cure"), WRONG)
async def test_a_wrong_setting_is_one_sentence_with_its_variable_and_the_cure(
    name: str, value: str, cure: str, tmp_path: Path
) -> None:
    saksi = Saksi("", str(tmp_path))
    saksi.environment[name] = value
    done = await saksi("lines")
    assert_told(done.code, done.out + done.err, name, cure)


def test_a_program_of_its_own_tells_a_wrong_setting_likewise(tmp_path: Path) -> None:
    (name, value, cure) = WRONG[2]
    code, told = started("migrate", **{"SAKSI_VAR": str(tmp_path), name: value})
    assert_told(code, told, name, cure)


def assert_told(code: int | None, told: str, name: str, cure: str) -> None:
    assert code == 2
    assert told.count("\n") == 1
    assert name.removeprefix("SAKSI_") in told or "database" in told
    assert cure in told
    assert SECRET not in told
    assert "Traceback" not in told


def test_a_token_too_weak_for_production_is_refused_without_being_told(tmp_path: Path) -> None:
    code, told = started(
        "web", SAKSI_VAR=str(tmp_path), SAKSI_API_TOKEN=SECRET, TELEGRAM_BOT_TOKEN="1:abc"
    )
    assert code == 2
    assert told.startswith("SAKSI_API_TOKEN is too weak for production")
    assert SECRET not in told


async def test_an_empty_variable_is_none(tmp_path: Path) -> None:
    saksi = Saksi("", str(tmp_path))
    saksi.environment |= {"PORT": "", "TELEGRAM_BOT_TOKEN": "", "SAKSI_API_TOKEN": ""}
    done = await saksi("openapi")
    assert done.code == 0, done.err
    assert done.out.startswith("{")


def test_a_path_that_cannot_be_written_is_one_sentence(tmp_path: Path) -> None:
    code, told = started("seats", "--votes", str(tmp_path / "none.csv"), "--seats", "3")
    assert code == 2
    assert "Traceback" not in told


def test_what_hosters_write_behind_an_address_is_understood() -> None:
    url = "postgres://u:p@db.example.org/saksi?sslmode=require&channel_binding=prefer"
    assert dict(driver_url(url).query) == {"ssl": "require"}
    assert plain_url(url).endswith("/saksi?sslmode=require")
    with pytest.raises(BadInput, match="sslrootcert"):
        driver_url("postgresql://u@h/d?sslrootcert=ca.pem")


async def test_a_database_of_somebody_else_is_left_alone(database_url: str) -> None:
    connection = await asyncpg.connect(plain_url(database_url))
    await connection.execute("drop table alembic_version")
    with pytest.raises(BadInput, match="belongs to something else"):
        await _migrated(database_url)
    await connection.execute("create table alembic_version (version_num varchar primary key)")
    await connection.execute("insert into alembic_version values ('9999')")
    with pytest.raises(DatabaseVersion, match="made by a newer Saksi"):
        await _migrated(database_url)
    await connection.execute("update alembic_version set version_num = 'a1b2c3d4'")
    with pytest.raises(BadInput, match="another program"):
        await _migrated(database_url)
    await connection.close()


async def test_a_database_that_is_not_there_is_named_with_what_makes_it(database_url: str) -> None:
    gone = driver_url(database_url).set(database="saksi_none").render_as_string(False)
    with pytest.raises(DatabaseUnavailable, match="createdb saksi_none"):
        await _migrated(gone)


async def _migrated(url: str) -> None:
    import asyncio

    await asyncio.to_thread(migrate, url)


def test_what_is_measured_may_start(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in setting("postgresql://x@127.0.0.1/y", "/nowhere").items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", TOKEN)
    monkeypatch.setenv("SAKSI_PUBLIC_URL", "http://x.invalid")
    assert Settings().production

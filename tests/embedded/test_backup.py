"""A backup holds everything, is complete or absent, and never lands on other data."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import asyncpg
import pytest

from models.embedded.backup import dump, restore
from models.errors import BadInput, DatabaseUnavailable


def saksi(url: str, *command: str) -> "subprocess.CompletedProcess[str]":
    environment = {**os.environ, "DATABASE_URL": url}
    whole = [sys.executable, "-m", "api.cli", *command]
    return subprocess.run(whole, env=environment, capture_output=True, text=True)


async def test_a_backup_is_read_into_another_database(
    database_url: str, empty_database_url: str, tmp_path: Path
) -> None:
    connection = await asyncpg.connect(database_url)
    await connection.execute("create table kept as select 'é'::text as word, '{1,2}'::int[] as n")
    await connection.close()
    file = tmp_path / "saksi.dump"

    written = saksi(database_url, "backup", str(file))
    assert written.returncode == 0, written.stderr
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    read = saksi(empty_database_url, "restore", str(file))
    assert read.returncode == 0, read.stderr

    connection = await asyncpg.connect(empty_database_url)
    assert tuple(await connection.fetchrow("select * from kept")) == ("é", [1, 2])
    assert await connection.fetchval("select count(*) from alembic_version") == 1
    await connection.close()


def test_a_backup_is_never_read_over_other_data(database_url: str, tmp_path: Path) -> None:
    dump(database_url, tmp_path / "saksi.dump")
    refused = saksi(database_url, "restore", str(tmp_path / "saksi.dump"))
    assert refused.returncode == 2
    assert refused.stderr == (
        "This database is not empty: a backup is read into an empty one only.\n"
    )


def test_an_older_backup_is_not_overwritten(empty_database_url: str, tmp_path: Path) -> None:
    older = tmp_path / "saksi.dump"
    older.write_text("older")
    with pytest.raises(BadInput, match="exists already"):
        dump(empty_database_url, older)
    assert older.read_text() == "older"


def test_a_failed_backup_leaves_no_file(tmp_path: Path) -> None:
    nowhere = f"postgresql+asyncpg://saksi:rahasia@/saksi?host={tmp_path}"
    with pytest.raises(DatabaseUnavailable) as refused:
        dump(nowhere, tmp_path / "saksi.dump")
    assert "rahasia" not in str(refused.value)
    assert [*tmp_path.iterdir()] == []


def test_a_broken_backup_changes_nothing(empty_database_url: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.dump"
    broken.write_bytes(b"PGDMP nothing")
    with pytest.raises(DatabaseUnavailable, match="pg_restore failed"):
        restore(empty_database_url, broken)

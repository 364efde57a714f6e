"""`saksi load` as a person or a script runs it."""

import asyncio
import json
import os
import sys
from pathlib import Path

import pytest

from tests.packs.editing import edit
from tests.packs.tiny import make_tiny_pack


async def saksi(url: str, *words: str) -> tuple[int | None, str, str]:
    """Exit code, standard output and standard error of a command on a database."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "api.cli", *words),
        env={**os.environ, "DATABASE_URL": url, "COLUMNS": "200"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
    )
    out, err = await process.communicate()
    return process.returncode, out.decode(), err.decode()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return make_tiny_pack(tmp_path / "tiny")


async def test_a_load_tells_people_and_scripts_what_it_did(database_url: str, pack: Path) -> None:
    code, out, _ = await saksi(database_url, "load", str(pack))
    assert code == 0
    assert "station" in out
    assert "21 added" in out
    code, out, err = await saksi(database_url, "load", str(pack), "--json")
    assert (code, err) == (0, "")
    assert json.loads(out) == {"election": "tiny-2024", "unchanged": True, "changes": {}}


async def test_a_broken_pack_ends_with_one_sentence_and_code_2(
    database_url: str, pack: Path
) -> None:
    edit(pack, "areas.csv", "kabkota,Kota Anggrek", "kabkota,")
    code, out, err = await saksi(database_url, "load", str(pack), "--json")
    assert (code, out) == (2, "")
    assert err.strip() == "areas.csv:5: name is empty"

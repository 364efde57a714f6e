"""`saksi load` as a person or a script runs it."""

import json
from pathlib import Path

import pytest

from tests.api.terminal import Saksi
from tests.packs.editing import edit
from tests.packs.tiny import make_tiny_pack


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return make_tiny_pack(tmp_path / "tiny")


@pytest.fixture
def saksi(database_url: str, tmp_path: Path) -> Saksi:
    return Saksi(database_url, str(tmp_path))


async def test_a_load_tells_people_and_scripts_what_it_did(saksi: Saksi, pack: Path) -> None:
    done = await saksi("load", str(pack))
    assert done.code == 0
    assert "station" in done.out
    assert "21 added" in done.out
    done = await saksi("load", str(pack), "--json")
    assert (done.code, done.err) == (0, "")
    assert json.loads(done.out) == {"election": "tiny-2024", "unchanged": True, "changes": {}}


async def test_a_broken_pack_ends_with_one_sentence_and_code_2(saksi: Saksi, pack: Path) -> None:
    edit(pack, "areas.csv", "kabkota,Kota Anggrek", "kabkota,")
    done = await saksi("load", str(pack), "--json")
    fault = {"file": "areas.csv", "line": 5, "reason": "name is empty"}
    assert (done.code, json.loads(done.out)) == (2, {"errors": [fault]})
    assert done.err == "areas.csv:5: name is empty\n"


async def test_what_changed_in_the_settings_is_told_with_what_it_was(
    saksi: Saksi, pack: Path
) -> None:
    await saksi("load", str(pack))
    edit(pack, "election.toml", "voter_cap = 300", "voter_cap = 310")
    edit(pack, "election.toml", 'name = "Pemilu Contoh 2024"', 'name = "Pemilu Lain"')
    checked = await saksi("load", str(pack), "--check")
    assert "election.toml: station.voter_cap: 300 -> 310" in checked.out
    assert 'election.toml: name: "Pemilu Contoh 2024" -> "Pemilu Lain"' in checked.out
    told = json.loads((await saksi("load", str(pack), "--json")).out)
    assert told["settings"]["station.voter_cap"] == [300, 310]
    assert set(told["settings"]) == {"name", "station.voter_cap"}, "and nothing else is said"

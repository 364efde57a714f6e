"""Every command takes an area by the name that people use, or by its code."""

import json
from pathlib import Path

import pytest

from tests.api.terminal import Saksi
from tests.packs.tiny import make_tiny_pack


@pytest.fixture
async def saksi(database_url: str, tmp_path: Path) -> Saksi:
    saksi = Saksi(database_url, str(tmp_path))
    await saksi("load", str(make_tiny_pack(tmp_path / "tiny")))
    return saksi


COMMANDS = [
    ("recap", "--ballot", "ppwp", "--level", "kelurahan"),
    ("findings",),
    ("attendance",),
    ("witnesses", "coverage"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_a_name_and_its_code_are_the_same_area(
    saksi: Saksi, command: tuple[str, ...]
) -> None:
    by_code = await saksi(*command, "--area", "980101", "--json")
    assert by_code.code == 0, by_code.err
    code = json.loads(by_code.out)["area"]
    for said in ("Sukamaju", "kec. sukamaju"):
        by_name = await saksi(*command, "--area", said, "--json")
        assert by_name.code == 0, by_name.err
        assert json.loads(by_name.out)["area"] == code


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
async def test_a_slip_in_a_name_is_answered_with_what_is_like_it(
    saksi: Saksi, command: tuple[str, ...]
) -> None:
    told = await saksi(*command, "--area", "Sukamaj", "--json")
    assert told.code == 2
    assert "Sukamaju" in told.err


async def test_recap_files_take_a_name_too(saksi: Saksi, tmp_path: Path) -> None:
    file = tmp_path / "rekap.csv"
    told = await saksi("recap", "--ballot", "ppwp", "--area", "Sukamaju", "--file", str(file))
    assert told.code == 0, told.err
    assert "Sukamaju" in file.read_text("utf-8-sig")


async def test_coverage_begins_where_the_election_parts(saksi: Saksi) -> None:
    told = json.loads((await saksi("witnesses", "coverage", "--json")).out)
    assert len(told["rows"]) > 1, "the nation of a small pack has a single provinsi"


async def test_a_hold_takes_a_name_and_says_the_place_by_both(saksi: Saksi) -> None:
    held = ("holds", "add", "--reason", "sengketa", "--by", "Bu Hakim", "--area", "Sukamaju")
    told = await saksi(*held)
    assert told.code == 0, told.err
    assert "(980101)" in told.out
    (kept,) = json.loads((await saksi("holds", "list", "--json")).out)
    assert kept["area"] == "980101"

"""A moment at the terminal is local time with its zone, never bare and never of another place."""

import re
from datetime import UTC, datetime

import pytest

from api.cli.moments import local
from tests.architecture.source import product

BARE = re.compile(r"%H:%M")
OWN = {"api/cli/moments.py"}


def test_no_command_writes_an_hour_by_itself() -> None:
    there = [source.name for source in product("api") if source.name.startswith("api/cli/")]
    assert len(there) > 40
    bare = {s.name for s in product("api") if s.name.startswith("api/cli/") and BARE.search(s.text)}
    assert bare == OWN


@pytest.mark.parametrize(
    ("zone", "told"),
    [
        ("Asia/Jakarta", "2024-02-15 01:05 WIB"),
        ("Asia/Makassar", "2024-02-15 02:05 WITA"),
        ("Asia/Jayapura", "2024-02-15 03:05 WIT"),
    ],
)
def test_a_moment_is_told_in_local_time_with_its_zone(zone: str, told: str) -> None:
    at = datetime(2024, 2, 14, 18, 5, 9, tzinfo=UTC)
    assert local(at, zone) == told
    assert local(at, zone, seconds=True) == told.replace(":05", ":05:09")

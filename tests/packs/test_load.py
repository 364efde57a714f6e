"""Loading a pack into a real PostgreSQL: what lands there, what changed, all or nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.errors import BadPack
from models.stores.pack_load import Loaded
from models.stores.pack_load import load_pack as put
from models.stores.pack_merge import Change
from models.stores.session import Database
from tests.packs.tiny import SPECIAL, make_tiny_pack


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, size=2)
    yield database
    await database.close()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return make_tiny_pack(tmp_path / "tiny")


def edit(pack: Path, file: str, old: str, new: str) -> None:
    """Replace one piece of text that must be there once."""
    text_ = (pack / file).read_text("utf-8")
    assert text_.count(old) == 1, f"{old!r} stands {text_.count(old)} times in {file}"
    (pack / file).write_text(text_.replace(old, new), "utf-8")


async def rows(database: Database, sql: str, **given: Any) -> list[Any]:
    async with database.transaction() as session:
        return [tuple(row) for row in await session.execute(text(sql), given)]


async def load_pack(database: Database, pack: Path, **options: Any) -> Loaded:
    async with database.transaction() as session:
        return await put(session, pack, **options)


async def test_a_pack_lands_with_all_its_rows(database: Database, pack: Path) -> None:
    loaded = await load_pack(database, pack)
    assert not loaded.unchanged
    assert {table: change.added for table, change in loaded.changes.items()} == {
        "contest": 8,
        "participant": 12,
        "area": 17,
        "station": 21,
        "contest_area": 82,
    }
    sql = "select path, timezone, noken from area where code = '9871011001'"
    assert await rows(database, sql) == [("0.98.9871.987101.9871011001", "Asia/Makassar", False)]


async def test_expected_stations_follow_the_districts_down_to_a_single_station(
    database: Database, pack: Path
) -> None:
    await load_pack(database, pack)
    sql = (
        "select a.code, c.code, e.stations, e.voters from contest_area e"
        " join area a on a.id = e.area_id join contest c on c.id = e.contest_id"
        " where c.ballot = 'dprd_kab' and a.level = 3 order by 1, 2"
    )
    assert await rows(database, sql) == [
        ("980101", "980101", 7, 1320),
        ("980102", "980101", 4, 1010),  # kelurahan Sukarasa Hilir and the special station
        ("980102", "980102", 3, 660),
        ("987101", "987101", 6, 1330),
    ]
    sql = (
        "select c.code from station s cross join unnest(s.contests) n join contest c on c.id = n"
        " where s.code = :code"
    )
    own = await rows(database, sql, code=SPECIAL)
    assert own == [("0",), ("9801",), ("98",), ("980001",), ("980101",)]


async def test_the_same_pack_again_changes_nothing(database: Database, pack: Path) -> None:
    await load_pack(database, pack)
    before = await rows(database, "select id, loaded_at from election")
    again = await load_pack(database, pack)
    assert again.unchanged
    assert not again.changes
    assert await rows(database, "select id, loaded_at from election") == before


async def test_a_changed_pack_says_what_changed(database: Database, pack: Path) -> None:
    await load_pack(database, pack)
    edit(pack, "areas.csv", "kelurahan,Kenanga,", "kelurahan,Kenanga Baru,")
    edit(pack, "stations.csv", "9801012001004,9801012001,4,,", "9801012001004,9801012001,4,188,")
    stations = (pack / "stations.csv").read_text("utf-8")
    (pack / "stations.csv").write_text(f"{stations}9871011002003,9871011002,3,99,,,,\n", "utf-8")
    loaded = await load_pack(database, pack)
    changed = {table: change for table, change in loaded.changes.items() if change}
    assert changed == {
        "area": Change(changed=1),
        "station": Change(added=1, changed=1),
        "contest_area": Change(changed=25 + 19),
    }


async def test_a_broken_last_line_leaves_everything_as_it_was(
    database: Database, pack: Path
) -> None:
    await load_pack(database, pack)
    edit(pack, "areas.csv", "kelurahan,Kenanga,", "kelurahan,Kenanga Baru,")
    with (pack / "stations.csv").open("a", encoding="utf-8") as file:
        file.write("9871011002003,9871011009,3,99,,,,\n")
    with pytest.raises(BadPack, match=r"stations\.csv:23: kelurahan '9871011009' is not in"):
        await load_pack(database, pack)
    assert await rows(database, "select name from area where code = '9871011001'") == [("Kenanga",)]

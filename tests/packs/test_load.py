"""Loading a pack into a real PostgreSQL: what lands there, what changed, all or nothing."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from models.errors import BadPack
from models.stores.base.database import Database
from models.stores.packs.pack_load import Loaded
from models.stores.packs.pack_load import load_pack as put
from models.stores.packs.pack_merge import Change
from tests.packs.editing import append_line, drop_lines, edit
from tests.packs.tiny import SPECIAL, make_tiny_pack


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url, size=2)
    yield database
    await database.close()


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return make_tiny_pack(tmp_path / "tiny")


async def rows(database: Database, sql: str, **given: Any) -> list[Any]:
    async with database.transaction() as tx:
        return [tuple(row) for row in await tx.execute(text(sql), given)]


async def load_pack(database: Database, pack: Path, **options: Any) -> Loaded:
    async with database.transaction() as tx:
        return await put(tx, pack, **options)


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


async def test_ids_follow_the_counting_order(database: Database, pack: Path) -> None:
    await load_pack(database, pack)
    found = await rows(database, "select ballot from contest order by id")
    assert [ballot for (ballot,) in found] == [
        *("ppwp", "dpr", "dpd"),
        *("dprd_prov", "dprd_prov", "dprd_kab", "dprd_kab", "dprd_kab"),
    ]


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
    append_line(pack, "stations.csv", "9871011002003,9871011002,3,99,,,,")
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
    append_line(pack, "stations.csv", "9871011009003,9871011009,3,99,,,,")
    with pytest.raises(BadPack, match=r"stations\.csv:23: kelurahan '9871011009' is not in"):
        await load_pack(database, pack)
    assert await rows(database, "select name from area where code = '9871011001'") == [("Kenanga",)]


async def test_the_first_load_says_so_in_the_audit_log(database: Database, pack: Path) -> None:
    await load_pack(database, pack)
    noted = await rows(database, "select action, data->'changes'->'station' from audit_entry")
    counts = {"added": 21, "changed": 0, "removed": 0, "kept": 0}
    assert noted == [("pack.load", counts)]


async def test_a_station_without_anything_on_it_is_removed(database: Database, pack: Path) -> None:
    await load_pack(database, pack)
    drop_lines(pack, "stations.csv", "9801012002003,")
    loaded = await load_pack(database, pack)
    assert loaded.changes["station"] == Change(removed=1)
    assert await rows(database, "select 1 from station where code = '9801012002003'") == []


async def test_a_station_with_a_mandate_stays_inactive_and_comes_back(
    database: Database, pack: Path
) -> None:
    await load_pack(database, pack)
    await mandate(database, "9801012002003")
    whole = (pack / "stations.csv").read_text("utf-8")
    drop_lines(pack, "stations.csv", "9801012002003,")
    loaded = await load_pack(database, pack)
    assert loaded.changes["station"] == Change(kept=1)
    assert await active(database) == [False]
    expected = (
        "select e.stations from contest_area e join contest c on c.id = e.contest_id"
        " join area a on a.id = e.area_id where a.code = '9801012002' and c.ballot = 'ppwp'"
    )
    assert await rows(database, expected) == [(2,)]
    append_line(pack, "parties.csv", "19,PLB,Partai Lokal Baru,11")
    loaded = await load_pack(database, pack)
    assert not loaded.changes["station"], "told once"
    (pack / "stations.csv").write_text(whole, "utf-8")
    loaded = await load_pack(database, pack)
    assert loaded.changes["station"] == Change(changed=1)
    assert await active(database) == [True]
    assert await rows(database, expected) == [(3,)]


async def test_the_recap_folds_again_what_a_pack_changed(database: Database, pack: Path) -> None:
    await load_pack(database, pack)
    await result(database, "9801012002003")
    drop_lines(pack, "stations.csv", "9801012002003,")
    await load_pack(database, pack)
    dirty = (
        "select a.code, c.ballot from recap_dirty d join area a on a.id = d.kelurahan_id"
        " join contest c on c.id = d.contest_id"
    )
    assert await rows(database, dirty) == [("9801012002", "ppwp")]


async def test_most_stations_gone_is_refused_unless_it_is_meant(
    database: Database, pack: Path
) -> None:
    await load_pack(database, pack)
    drop_lines(pack, "stations.csv", "987101")
    with pytest.raises(BadPack, match=r"stations\.csv: lacks 6 of the 21 stations"):
        await load_pack(database, pack)
    loaded = await load_pack(database, pack, removals=True)
    assert loaded.changes["station"] == Change(removed=6)


async def test_areas_and_districts_that_are_gone_go_from_below(
    database: Database, pack: Path
) -> None:
    await load_pack(database, pack)
    for file in ("areas.csv", "stations.csv"):
        drop_lines(pack, file, "9871")
    drop_lines(pack, "districts.csv", "dprd_prov,980002", "dprd_kab,987101")
    drop_lines(pack, "district_areas.csv", "dprd_prov,980002", "dprd_kab,987101")
    drop_lines(pack, "candidates.csv", "dprd_prov,980002", "dprd_kab,987101")
    loaded = await load_pack(database, pack, removals=True)
    assert loaded.changes["area"] == Change(removed=4)
    assert loaded.changes["contest"] == Change(removed=2)
    assert await rows(database, "select count(*) from contest") == [(6,)]


async def test_new_candidates_come_last_and_no_place_changes(
    database: Database, pack: Path
) -> None:
    await load_pack(database, pack)
    before = await codes(database)
    append_line(pack, "candidates.csv", "dprd_prov,980001,1,9,Caleg Baru,L,")
    drop_lines(pack, "candidates.csv", "dprd_prov,980001,3,2")
    loaded = await load_pack(database, pack)
    assert loaded.changes["contest"] == Change(changed=1)
    assert await codes(database) == [*before, "1.9"]
    assert "3.2" in before, "a candidate who is gone keeps the place"


async def test_a_candidate_cannot_take_over_the_number_of_another_once_reports_count(
    database: Database, pack: Path
) -> None:
    await load_pack(database, pack)
    swap(pack)
    await load_pack(database, pack)
    await result(database, "9801012002003")
    swap(pack)
    with pytest.raises(BadPack, match=r"candidates\.csv:[23]: .* moved to number [12] of ppwp 0"):
        await load_pack(database, pack)


def swap(pack: Path) -> None:
    """Exchange the numbers of the first two pairs."""
    text_ = (pack / "candidates.csv").read_text("utf-8")
    for old, new in (("ppwp,0,,1,", "@"), ("ppwp,0,,2,", "ppwp,0,,1,"), ("@", "ppwp,0,,2,")):
        text_ = text_.replace(old, new, 1)
    (pack / "candidates.csv").write_text(text_, "utf-8")


async def codes(database: Database) -> list[str]:
    """Codes of the choices of one DPRD contest, in their places."""
    sql = "select choices from contest where code = '980001'"
    return [choice["code"] for choice in (await rows(database, sql))[0][0]]


async def active(database: Database) -> list[bool]:
    found = await rows(database, "select active from station where code = '9801012002003'")
    return [row[0] for row in found]


async def mandate(database: Database, station: str) -> None:
    """A witness of the first participant at a station."""
    async with database.transaction() as tx:
        await tx.execute(
            text("insert into person (name, language, active) values ('Saksi Contoh', 'id', true)")
        )
        await tx.execute(
            text(
                "insert into mandate (person_id, participant_id, station_id, active)"
                " select (select min(id) from person), (select min(id) from participant), id, true"
                " from station where code = :code"
            ),
            {"code": station},
        )


async def result(database: Database, station: str) -> None:
    """A result of the president's ballot at a station, with its report."""
    await mandate(database, station)
    of = "from station s, contest c where s.code = :code and c.ballot = 'ppwp'"
    async with database.transaction() as tx:
        await tx.execute(
            text(
                "insert into report (person_id, station_id, contest_id, version)"
                f" select (select min(id) from person), s.id, c.id, 1 {of}"
            ),
            {"code": station},
        )
        await tx.execute(
            text(
                "insert into station_result (station_id, contest_id, kelurahan_id, version,"
                " revision_id, state, evidence, cells)"
                f" select s.id, c.id, s.kelurahan_id, 1, 1, 'reported', '[]', '[]' {of}"
            ),
            {"code": station},
        )

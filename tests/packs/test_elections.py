"""Reading elections, contests and areas back as values."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from models.errors import NotFound
from models.stores.base import areas, election_states, elections
from models.stores.base.database import Database, Transaction
from models.stores.packs.pack_load import load_pack
from models.values import Detail, Level
from tests.packs.editing import edit
from tests.packs.tiny import SPECIAL, make_tiny_pack


@pytest.fixture(scope="module")
async def database(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Database]:
    folder = make_tiny_pack(tmp_path_factory.mktemp("packs") / "tiny")
    database = Database(module_database_url, size=2)
    async with database.transaction() as tx:
        await load_pack(tx, folder)
        edit(folder, "election.toml", 'code = "tiny-2024"', 'code = "tiny-2029"')
        edit(folder, "election.toml", "\ndate = 2024-02-14", "\ndate = 2029-02-14")
        await load_pack(tx, folder)
    yield database
    await database.close()


@pytest.fixture
async def tx(database: Database) -> AsyncIterator[Transaction]:
    async with database.transaction() as tx:
        yield tx


async def test_the_election_that_is_meant_is_the_first_one_until_somebody_chooses(
    tx: Transaction,
) -> None:
    """Whatever the day is: the tiny election of 2029 was loaded second."""
    first = await elections.current_election(tx)
    assert first is not None
    assert first.code == "tiny-2024"
    assert first.config.ballots[0].name == "Presiden"
    assert first.config.detail("dpr") is Detail.TOTALS
    assert first.config.reports.corrections_close is not None
    await tx.execute(text("update election set held_on = current_date where code = 'tiny-2029'"))
    again = await elections.current_election(tx)
    assert again is not None
    assert again.code == "tiny-2024"
    await election_states.choose(tx, "tiny-2029")
    later = await elections.current_election(tx)
    assert later is not None
    assert later.code == "tiny-2029"
    await election_states.choose(tx, "tiny-2024")


async def test_an_empty_database_has_no_current_election(database_url: str) -> None:
    empty = Database(database_url, size=1)
    async with empty.transaction() as tx:
        assert await elections.current_election(tx) is None
        with pytest.raises(NotFound):
            await elections.election(tx)
    await empty.close()


async def test_a_station_votes_in_its_own_contests_in_counting_order(tx: Transaction) -> None:
    election = await elections.election(tx, "tiny-2024")
    from sqlalchemy import text

    sql = text("select id from station where election_id = :election and code = :code")
    given = {"election": election.id, "code": SPECIAL}
    station = (await tx.execute(sql, given)).scalar_one()
    voted = (await elections.station_contests(tx, station)).values()
    assert [(one.ballot.value, one.code) for one in voted] == [
        ("ppwp", "0"),
        ("dpr", "9801"),
        ("dpd", "98"),
        ("dprd_prov", "980001"),
        ("dprd_kab", "980101"),
    ]


async def test_a_party_without_candidates_stands_with_its_sum_and_its_own_votes(
    tx: Transaction,
) -> None:
    election = await elections.election(tx, "tiny-2024")
    id_ = await elections.contest_id(tx, election.id, "dprd_prov", "980001")
    contest = await elections.contest(tx, id_)
    codes = [choice.code for choice in contest.choices]
    assert codes == ["1", "1.0", "1.1", "1.2", "2", "2.0", "3", "3.0", "3.1", "3.2"]
    assert await elections.contest(tx, id_) is contest, "read once, then kept"


async def test_a_contest_that_is_not_there_is_refused(tx: Transaction) -> None:
    with pytest.raises(NotFound):
        await elections.contest(tx, 999_999)


@pytest.mark.parametrize(
    ("said", "codes"),
    [
        ("SUKARASA", ["980102"]),
        ("sukarsa", ["980102"]),
        ("sukamaju kidul", ["9801012001"]),
        ("Desa Kenanga", ["9871011001"]),
        ("kemantren mawar", ["987101"]),
        ("kec. sukamaju", ["980101"]),
        ("kota anggrek", ["9871"]),
        ("nusa contoh", ["98"]),
        ("bukan apa-apa", []),
        ("  ", []),
    ],
)
async def test_an_area_is_found_by_the_name_that_people_type(
    tx: Transaction, said: str, codes: list[str]
) -> None:
    election = await elections.election(tx, "tiny-2024")
    assert [found.code for found in await areas.areas_named(tx, election, said)] == codes


async def test_a_name_that_could_be_two_areas_gives_both(tx: Transaction) -> None:
    election = await elections.election(tx, "tiny-2024")
    found = await areas.areas_named(tx, election, "sukarasa hil")
    assert [area.code for area in found] == ["9801022001"]
    both = await areas.areas_named(tx, election, "sukarasa hi u")
    assert {area.code for area in both} == {"9801022001", "9801022002"}


async def test_names_are_looked_for_within_the_area_of_a_coordinator(tx: Transaction) -> None:
    election = await elections.election(tx, "tiny-2024")
    assert await areas.areas_named(tx, election, "kenanga", within="0.98.9801") == []


async def test_an_area_tells_its_place_zone_and_word(tx: Transaction) -> None:
    election = await elections.election(tx, "tiny-2024")
    mawar = await areas.area(tx, election.id, "987101")
    assert (mawar.level, mawar.title, mawar.timezone) == (
        Level.KECAMATAN,
        "Kemantren Mawar",
        "Asia/Makassar",
    )
    below = await areas.children(tx, election.id, "987101")
    assert [area.code for area in below] == ["9871011001", "9871011002"]
    above = await areas.ancestors(tx, election.id, mawar.path)
    assert [area.code for area in above] == ["0", "98", "9871", "987101"]
    assert below[0].location is not None
    with pytest.raises(NotFound):
        await areas.area(tx, election.id, "12")

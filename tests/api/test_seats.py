"""Seats from the own count over HTTP: exact, with who takes them and what can still change."""

from httpx import AsyncClient

from models.stores.base.database import Database
from models.stores.recap import fold
from tests.api.conftest import submit
from tests.stores.places import Places


async def test_seats_of_a_district_as_counted_now(reader: AsyncClient) -> None:
    answer = (await reader.get("/api/v1/seats?ballot=dpr")).json()
    assert (answer["method"], answer["threshold"]) == ("sainte-lague", 0.04)
    assert answer["seats"] == {"1": 2, "2": 2}
    assert answer["national"] == {"1": 60, "2": 50}
    [row] = answer["rows"]
    # 60, 50, 20, 16.7: the quotients of four seats
    assert (row["code"], row["order"]) == ("9801", ["1", "2", "1", "2"])
    assert row["quotients"] == [60.0, 50.0, 20.0, 16.67]
    assert row["elected"]["1"] == {"candidates": ["1.2", "1.1"], "unfilled": 0, "tie": None}
    assert "2" not in row["elected"], "nobody gave the candidates of party 2"
    assert row["bounds"] == {"safe": {}, "open": 4, "between": ["1", "2"]}
    assert row["outstanding_ballots"] == 6 * 306 + 6


async def test_a_party_below_the_threshold_gets_none(
    client: AsyncClient, database: Database, places: Places
) -> None:
    async with database.transaction() as tx:
        pairs = ((0, 1), (2, 3), (2, 3), (2, 3), (4, 5))  # nobody proves many stations
        for station, pair in enumerate(pairs, start=1):
            party = (250, None, None, None, 1, None, None, None)
            for person in pair:
                await submit(tx, places, person, station, places.parliament, party)
        await submit(tx, places, 0, 0, places.parliament, (250, 1, 1, 248, 1, 0, 1, 0))
        await submit(tx, places, 1, 0, places.parliament, (250, 1, 1, 248, 1, 0, 1, 0))
        await fold.fold(tx, "test", 0)
    [row] = (await client.get("/api/v1/seats?ballot=dpr&district=9801")).json()["rows"]
    assert (row["margins"], row["needs"]["1"]) == ({"1": 1499}, None)
    assert (row["seats"], row["excluded"], row["outstanding_ballots"]) == ({"1": 4}, ["2"], 0)
    assert row["elected"]["1"] == {"candidates": ["1.2", "1.1"], "unfilled": 2, "tie": None}
    assert row["bounds"] == {"safe": {"1": 4}, "open": 0, "between": []}


async def test_the_president_needs_half_and_a_fifth_in_most_provinces(reader: AsyncClient) -> None:
    answer = (await reader.get("/api/v1/seats?ballot=ppwp")).json()
    assert (answer["winner"], answer["provinces"], answer["needed"]) == ("1", 1, 1)
    assert answer["pairs"]["1"] == {
        "votes": 271,
        "provinces": 1,
        "elected": True,
        "safe": False,
        "possible": True,
    }


async def test_what_has_no_seats_is_said(reader: AsyncClient) -> None:
    assert (await reader.get("/api/v1/seats?ballot=bupati")).status_code == 404
    assert (await reader.get("/api/v1/seats?ballot=dpr&district=77")).status_code == 404
    assert (await reader.get("/api/v1/seats")).status_code == 400

"""Can it still change? Over HTTP and on the command line, on a made-up election."""

import json

from httpx import AsyncClient

from models.stores.base.database import Database
from models.stores.recap import fold
from tests.api.conftest import submit
from tests.api.terminal import Saksi
from tests.stores.places import Places

NOTE = "Hitungan internal, bukan hasil resmi KPU"
CUP = 306
"""Ballots of a station with 300 voters: 2 % in reserve."""


async def outlook(client: AsyncClient, query: str) -> dict:
    return (await client.get(f"/api/v1/outlook?{query}")).json()


async def test_missing_and_disputed_stations_may_still_change_everything(
    reader: AsyncClient,
) -> None:
    answer = await outlook(reader, "ballot=dpr&district=9801")
    [row] = answer["rows"]
    assert (row["seats"], row["safe"], row["open"]) == ({"1": 2, "2": 2}, {}, 4)
    assert row["between"] == ["1", "2"]
    assert row["ranges"] == {"1": [0, 4], "2": [0, 4]}
    assert row["outstanding_ballots"] == 5 * CUP + 5, "what was reported does not change"
    assert answer["coverage"] == {"stations": 6, "reported": 1, "confirmed": 0, "disputed": 0}
    assert answer["note"] == NOTE
    assert answer["at"].endswith("+07:00")


async def test_unconfirmed_stations_are_open_where_only_confirmed_ones_count(
    reader: AsyncClient,
) -> None:
    answer = await outlook(reader, "ballot=dpr&trust=confirmed")
    assert answer["outstanding_ballots"] == 6 * CUP + 6
    states = {one["station"]: one["state"] for one in answer["stations"]}
    assert len(states) == 6
    assert states["9801011001001"] == "reported"


async def test_disputed_votes_are_not_settled(reader: AsyncClient) -> None:
    answer = await outlook(reader, "ballot=ppwp")
    assert {code: pair["votes"] for code, pair in answer["pairs"].items()} == {
        "1": 100 + 90 + 80,
        "2": 50 + 60 + 70,
        "3": 10 + 5,
    }
    assert answer["outstanding_ballots"] == 5 * CUP + 5
    assert (answer["open"], answer["winner"]) == (True, "1")
    # 465 valid votes, 270 of them for pair 1: 76 against it end its majority
    assert answer["gap"] == 2 * 270 - 465 + 1
    assert answer["stations"][0] == {
        "station": "9801011002002",
        "name": "TPS 2 Kelurahan A2",
        "contest": "0",
        "state": "disputed",
        "ballots": CUP,
        "weight": round(CUP / 76, 3),
    }


async def test_an_area_names_its_own_stations(reader: AsyncClient) -> None:
    answer = await outlook(reader, "ballot=ppwp&area=980201")
    assert [one["station"] for one in answer["stations"]] == ["9802011001001", "9802011001002"]
    assert len((await outlook(reader, "ballot=ppwp&most=1"))["stations"]) == 1


async def test_nothing_is_open_when_all_have_agreed(
    client: AsyncClient, database: Database, places: Places
) -> None:
    async with database.transaction() as tx:
        pairs = ((0, 1), (0, 1), (2, 3), (2, 3), (2, 3), (4, 5))  # nobody proves many stations
        for station, pair in enumerate(pairs):
            party = (90, None, None, None, 30, None, None, None)
            for person in pair:
                await submit(tx, places, person, station, places.parliament, party)
        await fold.fold(tx, "test", 0)
    answer = await outlook(client, "ballot=dpr&trust=confirmed")
    [row] = answer["rows"]
    assert (row["safe"], row["open"], row["between"]) == ({"1": 3, "2": 1}, 0, [])
    assert (answer["stations"], answer["outstanding_ballots"]) == ([], 0)


async def test_what_cannot_be_asked_is_said(reader: AsyncClient) -> None:
    for query, status, word in (
        ("ballot=bupati", 404, "ballot"),
        ("ballot=dpr&district=77", 404, "district"),
        ("ballot=dpr&area=77", 404, "area"),
        ("ballot=dpr&area=9802", 404, "nobody votes"),
        ("ballot=dpr&area=98&district=9801", 400, "not both"),
    ):
        response = await reader.get(f"/api/v1/outlook?{query}")
        assert response.status_code == status, query
        assert word in response.json()["detail"]


async def test_the_command_tells_it_in_words_and_as_json(saksi: Saksi) -> None:
    told = await saksi("outlook", "--ballot", "dpr")
    assert told.code == 0
    assert "safe none; open 4 of 4 between 1, 2" in told.out
    assert "1 of 6 stations reported" in told.out
    assert NOTE in told.out
    president = await saksi("outlook", "--ballot", "ppwp")
    assert "this can still change" in president.out
    document = json.loads((await saksi("outlook", "--ballot", "dpr", "--json")).out)
    assert [row["code"] for row in document["rows"]] == ["9801"]
    wrong = await saksi("outlook", "--ballot", "dpr", "--area", "77")
    assert (wrong.code, wrong.err) == (2, "there is no such area\n")

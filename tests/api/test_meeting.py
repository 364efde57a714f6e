"""What witnesses read at the kecamatan's recap, listed beside our C; the command says the same."""

import json

import pytest
from httpx import AsyncClient

from models.stores.base.database import Database
from models.stores.recap_meeting import meeting
from models.stores.recap_meeting.meeting import NewFigures
from tests.api.terminal import Saksi
from tests.stores.places import Places

D_HASIL = {"1": 90, "2": 50, "3": 15, "valid": 155}


@pytest.fixture
async def read_out(database: Database, places: Places) -> Places:
    """Three stations read out: one differs, one is equal, of one we have no C."""
    async with database.transaction() as tx:
        for station, figures in ((1, D_HASIL), (0, {"1": 100}), (4, {"1": 7})):
            new = NewFigures(places.station(station), places.president, figures)
            await meeting.put(tx, places.people[2], [new], 900)
    return places


async def test_stations_that_differ_are_listed_with_both_sides_and_the_source(
    client: AsyncClient, read_out: Places
) -> None:
    query = {"area": "980101", "for": "Tim Hukum"}
    answer = (await client.get("/api/v1/official/meeting", params=query)).json()
    counts = {"read_out": 2, "compared": 2, "differ": 1}
    assert answer["coverage"] == {"expected": 8, **counts}, "four stations, two ballots"
    [row] = answer["rows"]
    assert (row["station"], row["moved"], row["message"]) == ("9801011001002", 10, 900)
    assert row["fields"] == {"2": [60, 50], "3": [5, 15]}
    assert (row["revision"], row["person"]) == (1, read_out.people[2])
    everything = {"area": "98", "ballot": "ppwp", "all": "true"}
    rows = (await client.get("/api/v1/official/meeting", params=everything)).json()["rows"]
    assert [row["compared"] for row in rows] == [4, 1, 0]


async def test_a_later_message_replaces_nothing(
    client: AsyncClient, database: Database, read_out: Places
) -> None:
    async with database.transaction() as tx:
        new = NewFigures(read_out.station(1), read_out.president, {"2": 60, "3": 5})
        assert await meeting.put(tx, read_out.people[3], [new], 901) == {
            (read_out.station(1), read_out.president)
        }
        assert await meeting.put(tx, read_out.people[3], [new], 902) == set()
    answer = (await client.get("/api/v1/official/meeting?area=980101")).json()
    assert answer["rows"] == []


async def test_the_command_lists_them(saksi: Saksi, read_out: Places) -> None:
    shown = await saksi("d-hasil", "980101", "--for", "Tim Hukum")
    assert "TPS 2 Kelurahan A1 ppwp: 2: C 60, D 50; 3: C 5, D 15" in shown.out
    assert "Hitungan internal, bukan hasil resmi KPU" in shown.out
    assert "untuk Tim Hukum" in shown.out
    told = json.loads((await saksi("d-hasil", "980101", "--json")).out)
    assert told["coverage"]["differ"] == 1

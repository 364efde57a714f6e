"""The projection over HTTP and on the command line: a guess, repeatable, locked until its hour."""

import json

from httpx import AsyncClient
from sqlalchemy import text

from models.stores.base.database import Database
from models.stores.recap import fold
from tests.api.conftest import submit
from tests.api.terminal import Saksi
from tests.api.test_outlook import NOTE
from tests.stores.places import Places


async def test_shares_have_an_interval_and_say_what_they_are(reader: AsyncClient) -> None:
    query = "/api/v1/projection?ballot=ppwp&draws=200&seed=7"
    answer = (await reader.get(query)).json()
    assert (answer["kind"], answer["note"]) == ("projection", NOTE)
    assert "bukan hitungan" in answer["warning"]
    [row] = answer["rows"]
    assert (row["drawn_from"], row["missing"]) == (3, 5)
    first = row["choices"]["1"]
    assert 0 < first["low"] < first["share"] < first["high"] < 1
    assert "votes" not in first, "a projection is never mixed with counted votes"
    assert row["choices"]["3"]["more_than_half"] == 0
    again = (await reader.get(query)).json()
    assert again["rows"] == answer["rows"]
    other = (await reader.get(query.replace("seed=7", "seed=8"))).json()
    assert other["rows"] != answer["rows"]


async def test_only_confirmed_stations_stand_in_where_only_those_count(reader: AsyncClient) -> None:
    query = "/api/v1/projection?ballot=ppwp&draws=20&trust=confirmed"
    [row] = (await reader.get(query)).json()["rows"]
    assert (row["drawn_from"], row["missing"]) == (2, 6)


async def test_seats_are_certain_when_nothing_is_missing(
    client: AsyncClient, database: Database, places: Places
) -> None:
    async with database.transaction() as tx:
        for station in range(1, 6):
            party = (250, None, None, None, 1, None, None, None)
            await submit(tx, places, 0, station, places.parliament, party)
        await submit(tx, places, 0, 0, places.parliament, (250, 1, 1, 248, 1, 0, 1, 0))
        await fold.fold(tx, "test", 0)
    answer = (await client.get("/api/v1/projection?ballot=dpr&district=9801&draws=50")).json()
    [row] = answer["rows"]
    assert row["missing"] == 0
    assert row["choices"]["1"] == {
        **{name: round(250 / 251, 5) for name in ("share", "low", "high")},
        "seats": {"4": 1.0},
    }
    assert row["choices"]["2"]["seats"] == {"0": 1.0}, "below the threshold of 4 %"


async def test_nothing_is_guessed_from_nothing(saksi: Saksi) -> None:
    told = await saksi("outlook", "--ballot", "dpr", "--trust", "confirmed", "--project")
    assert told.code == 0
    assert "no station has reported" in told.out
    assert NOTE in told.out


async def test_the_command_draws_too(saksi: Saksi) -> None:
    words = ("outlook", "--ballot", "dpr", "--project", "--draws", "20", "--seed", "3")
    told = await saksi(*words)
    assert "20 draws, seed 3" in told.out
    assert "bukan hitungan" in told.out
    [row] = json.loads((await saksi(*words, "--json")).out)["rows"]
    for choice in row["choices"].values():
        assert abs(sum(choice["seats"].values()) - 1) < 0.01


async def lock(database: Database) -> None:
    """Put the hour of publication into the far future; a new fingerprint, so it is read anew."""
    async with database.transaction() as tx:
        await tx.execute(
            text(
                "update election set fingerprint = 'locked', config = jsonb_set(config, "
                """'{publication,not_before}', '"2099-02-14T15:00:00+07:00"')"""
            )
        )


async def test_it_is_locked_until_the_hour_of_the_pack(
    client: AsyncClient, database: Database, saksi: Saksi
) -> None:
    await lock(database)
    refused = await client.get("/api/v1/projection?ballot=ppwp")
    assert (refused.status_code, refused.json()["code"]) == (403, "publication_locked")
    assert "2099-02-14 15:00 +0700" in refused.json()["detail"]
    told = await saksi("outlook", "--ballot", "ppwp", "--project")
    assert told.code == 2
    assert "2099-02-14 15:00" in told.err
    assert (await client.get("/api/v1/outlook?ballot=ppwp")).status_code == 200

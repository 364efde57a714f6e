"""Progress over HTTP: stations per ballot and area, and witnesses who checked in."""

from httpx import AsyncClient
from sqlalchemy import text

from models.stores.base.database import Database
from tests.stores.places import Places


async def test_progress_counts_ballots_and_presence(
    client: AsyncClient, database: Database, places: Places
) -> None:
    async with database.transaction() as tx:
        for receipt, person, station in (
            ("H-1", 0, 0),
            ("H-2", 0, 0),
            ("H-3", 1, 0),
            ("H-4", 2, 6),
        ):
            await tx.execute(
                text(
                    "insert into check_in (person_id, station_id, at, flags, receipt) "
                    "values (:person, :station, now(), '[]', :receipt)"
                ),
                {
                    "person": places.people[person],
                    "station": places.station(station),
                    "receipt": receipt,
                },
            )
    answer = (await client.get("/api/v1/progress", params={"level": "kabkota"})).json()
    assert (answer["election"], answer["area"], answer["level"]) == ("contoh-2024", "0", "kabkota")
    assert answer["rows"] == [
        {
            "code": "9801",
            "name": "Kota Satu",
            "stations": 6,
            "checked_in": 1,
            "witnesses": 2,
            "ballots": {
                "ppwp": {"expected": 6, "reported": 4, "confirmed": 2, "disputed": 1},
                "dpr": {"expected": 6, "reported": 1, "confirmed": 0, "disputed": 0},
            },
        },
        {
            "code": "9802",
            "name": "Kota Dua",
            "stations": 2,
            "checked_in": 1,
            "witnesses": 1,
            "ballots": {"ppwp": {"expected": 2, "reported": 0, "confirmed": 0, "disputed": 0}},
        },
    ]


async def test_progress_of_stations_is_asked_of_the_recap(client: AsyncClient) -> None:
    response = await client.get("/api/v1/progress", params={"level": "tps"})
    assert response.status_code == 400

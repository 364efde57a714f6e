"""Findings of the crowd: neighbours, photos, people and times, read from a real database."""

import json
from datetime import UTC, datetime, timedelta

from httpx import AsyncClient
from sqlalchemy import text

from models.stores.base.database import Database
from models.stores.recap import fold
from tests.api.conftest import submit
from tests.api.terminal import Saksi
from tests.api.test_outlook import NOTE
from tests.attacks.behind import behind_the_back
from tests.stores.places import Places


async def rows(client: AsyncClient, **query: str) -> list[dict]:
    answer = await client.get("/api/v1/findings", params={"source": "crowd", **query})
    assert answer.status_code == 200, answer.text
    assert answer.json()["note"] == NOTE
    return answer.json()["rows"]


async def neighbours(database: Database, places: Places) -> None:
    """Six more stations in the last kelurahan; seven alike, one where pair 3 has everything."""
    async with database.transaction() as tx:
        for number in range(3, 9):
            code = f"9802011001{number:03}"
            places.stations[code] = await tx.scalar(
                text(
                    "insert into station (election_id, kelurahan_id, code, number, voters, special)"
                    " values (:e, :k, :code, :number, 300, false) returning id"
                ),
                {
                    "e": places.election,
                    "k": places.areas["9802011001"],
                    "code": code,
                    "number": number,
                },
            )
        for station in range(6, 14):
            votes = (100 + station, 90 - station, 20) if station < 13 else (0, 0, 298)
            await submit(tx, places, 0, station, places.president, votes)
        await fold.fold(tx, "test", 0)


async def test_a_station_unlike_its_neighbours_is_shown_with_the_numbers(
    client: AsyncClient, database: Database, places: Places
) -> None:
    await neighbours(database, places)
    found = await rows(client, area="9802")
    odd = {row["code"]: row for row in found if row["code"].startswith("A")}
    assert {row["station"] for row in odd.values()} == {"9802011001008"}
    assert set(odd) == {"A01", "A02", "A05", "A06"}
    assert odd["A06"]["numbers"] == {"votes": 298}
    assert odd["A05"]["numbers"] == {"total": 300, "voters": 300}
    assert odd["A01"]["numbers"]["share"] == 1.0
    assert odd["A02"]["numbers"]["deviations"] > 6
    assert (odd["A02"]["severity"], odd["A02"]["ballot"]) == ("note", "ppwp")
    assert [row["code"] for row in await rows(client, code="A06")] == ["A06"]
    assert await rows(client, code="A06", area="9801") == []


async def test_one_taking_all_is_usual_where_votes_are_given_by_noken(
    client: AsyncClient, database: Database, places: Places
) -> None:
    await neighbours(database, places)
    async with database.transaction() as tx:
        await tx.execute(text("update area set noken = true where code = '9802011001'"))
    codes = {row["code"] for row in await rows(client, area="9802")}
    assert not codes & {"A05", "A06"}


async def photo(database: Database, places: Places, station: int, sha: str, fine: int) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            text(
                "insert into photo (sha256, path, mime, size, purpose, person_id, station_id, "
                "contest_id, forwarded, state, dhash, likeness) values (decode(:sha, 'hex'), 'x', "
                "'image/jpeg', 9, 'form', :p, :s, :c, false, 'told', 4711, :fine)"
            ),
            {
                "sha": sha,
                "p": places.people[0],
                "s": places.station(station),
                "c": places.president,
                "fine": f"{fine:0256x}",
            },
        )


async def test_a_photo_for_two_stations_is_found_though_it_was_made_smaller(
    client: AsyncClient, database: Database, places: Places
) -> None:
    await photo(database, places, 0, "aa", 0)
    await photo(database, places, 2, "bb", 2**59 - 1)  # 59 bits apart: the same picture
    await photo(database, places, 4, "cc", (2**116 - 1) << 300)  # another form
    await photo(database, places, 5, "dd", (2**200 - 1) << 500)
    found = await rows(client, severity="review")
    assert [(row["station"], row["code"], row["numbers"]) for row in found] == [
        ("9801011001001", "P01", {"stations": 2}),
        ("9801011002001", "P01", {"stations": 2}),
    ]
    assert [r["station"] for r in await rows(client, code="P01", area="9801011002")] == [
        "9801011002001"
    ]


async def test_a_witness_in_two_places_and_figures_before_the_end_of_voting(
    client: AsyncClient, database: Database, places: Places
) -> None:
    noon = datetime(2024, 2, 14, 5, tzinfo=UTC)
    async with database.transaction() as tx:
        for station, minutes, lat in ((0, 0, -7.0), (6, 30, -8.0)):
            await tx.execute(
                text(
                    "insert into check_in (person_id, station_id, at, lat, lon, flags, receipt) "
                    "values (:p, :s, :at, :lat, 110, '[]', :receipt)"
                ),
                {
                    "p": places.people[0],
                    "s": places.station(station),
                    "at": noon + timedelta(minutes=minutes),
                    "lat": lat,
                    "receipt": f"H-{station}",
                },
            )
        await behind_the_back(tx)
        await tx.execute(
            text("update report set created_at = :noon where station_id = :s"),
            {"noon": noon, "s": places.station(2)},
        )
    [twice] = await rows(client, code="P02")
    assert (twice["station"], twice["ballot"]) == ("9802011001001", None)
    assert twice["numbers"] == {"minutes": 30, "km": 111.2}
    [early] = await rows(client, code="P03")
    assert (early["station"], early["severity"]) == ("9801011002001", "review")
    assert early["numbers"] == {"minutes": 60}, "voting ends at 13:00 WIB"


async def test_the_command_tells_the_numbers(saksi: Saksi) -> None:
    told = await saksi("findings", "--code", "P04")
    assert told.code == 0
    assert "TPS 01 Kelurahan A1 (9801011001001), Presiden (ppwp): Angkanya masuk" in told.out
    assert " jam)" in told.out, "minutes as people say them"
    assert "5 findings in 5 results of 14" in told.out
    assert NOTE in told.out
    document = json.loads((await saksi("findings", "--area", "9802", "--json")).out)
    assert (document["rows"], document["coverage"]) == ([], {"expected": 2, "reported": 0})
    wrong = await saksi("findings", "--area", "77")
    assert (wrong.code, wrong.err) == (2, "there is no such area\n")

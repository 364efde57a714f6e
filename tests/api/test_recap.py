"""The recap over HTTP: exact keys, every level and scope, tags, streams, and clear refusals."""

import asyncio
import json
from datetime import UTC, datetime

import pytest
from httpx import AsyncClient
from sqlalchemy import text

from api.http import answers, recap_state, streams
from api.http.answers import Answers, Asked
from models.stores.base.database import Database
from models.stores.recap import fold
from models.stores.recap.recap import Question
from models.values import Ballot
from tests.api.conftest import submit
from tests.stores.places import Places


async def ask(client: AsyncClient, **query: str) -> dict[str, object]:
    response = await client.get("/api/v1/recap", params=query)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/json"
    answer: dict[str, object] = response.json()
    return answer


async def test_the_whole_answer_for_the_nation(reader: AsyncClient) -> None:
    answer = await ask(reader, ballot="ppwp")
    assert datetime.fromisoformat(str(answer.pop("at"))) <= datetime.now(UTC)
    assert answer == {
        "election": "contoh-2024",
        "ballot": "ppwp",
        "area": "0",
        "district": None,
        "level": "nasional",
        "trust": "any",
        "by": "Tim Saksi Contoh",
        "for": "",
        "note": "Hitungan internal, bukan hasil resmi KPU",
        "rows": [
            {
                "code": "0",
                "name": "Indonesia",
                "stations": 8,
                "reported": 4,
                "confirmed": 2,
                "disputed": 1,
                "votes": {"1": 271, "2": 182, "3": 18},
                "valid": 471,
                "invalid": 8,
                "total": 479,
                "voters": 2400,
                "voters_reported": 1200,
                "confirmed_by": {"reviewer": 0, "reader": 0, "witnesses": 2, "operators": 0},
            }
        ],
    }


async def test_only_confirmed_results_with_the_counters_of_all(reader: AsyncClient) -> None:
    [row] = (await ask(reader, ballot="ppwp", trust="confirmed"))["rows"]
    assert row["votes"] == {"1": 190, "2": 110, "3": 15}
    assert (row["reported"], row["confirmed"], row["disputed"]) == (4, 2, 1)


@pytest.mark.parametrize(
    ("level", "codes"),
    [
        ("nasional", ["0"]),
        ("provinsi", ["98"]),
        ("kabkota", ["9801", "9802"]),
        ("kecamatan", ["980101", "980102", "980201"]),
        ("kelurahan", ["9801011001", "9801011002", "9801021001", "9802011001"]),
    ],
)
async def test_rows_of_a_level_add_up_to_the_nation(
    reader: AsyncClient, level: str, codes: list[str]
) -> None:
    rows = (await ask(reader, ballot="ppwp", level=level))["rows"]
    assert [row["code"] for row in rows] == codes
    assert sum(row["votes"]["1"] for row in rows) == 271
    assert sum(row["stations"] for row in rows) == 8


async def test_stations_show_what_each_one_says(reader: AsyncClient) -> None:
    rows = (await ask(reader, ballot="ppwp", area="980101", level="tps"))["rows"]
    shown = [
        (r["code"], r["name"], r["reported"], r["confirmed"], r["disputed"], r["votes"]["1"])
        for r in rows
    ]
    assert shown == [
        ("9801011001001", "TPS 1", 1, 1, 0, 100),
        ("9801011001002", "TPS 2", 1, 1, 0, 90),
        ("9801011002001", "TPS 1", 1, 0, 0, 80),
        ("9801011002002", "TPS 2", 1, 0, 1, 1),
    ]
    confirmed = await ask(reader, ballot="ppwp", area="980101", level="tps", trust="confirmed")
    assert [r["votes"]["1"] for r in confirmed["rows"]] == [100, 90, 0, 0]


async def test_candidates_appear_where_they_were_given_in_one_district(reader: AsyncClient) -> None:
    answer = await ask(reader, ballot="dpr", district="9801")
    assert (answer["area"], answer["district"], answer["level"]) == (None, "9801", "dapil")
    [row] = answer["rows"]
    assert (row["code"], row["name"], row["stations"], row["reported"]) == (
        *("9801", "Contoh I"),
        *(6, 1),
    )
    assert row["votes"] == {"1": 60, "1.0": 10, "1.1": 20, "1.2": 30, "2": 50}
    below = (await ask(reader, ballot="dpr", district="9801", level="kecamatan"))["rows"]
    assert [r["code"] for r in below] == ["980101", "980102"]


async def test_several_districts_share_party_totals_only(
    client: AsyncClient, database: Database, places: Places
) -> None:
    async with database.transaction() as tx:
        await tx.execute(
            text(
                "insert into contest (election_id, ballot, code, name, seats, choices) "
                "select election_id, ballot, '9802', 'Contoh II', 3, choices from contest "
                "where id = :id"
            ),
            {"id": places.parliament},
        )
        second = await tx.scalar(text("select max(id) from contest"))
        await tx.execute(
            text("update area set contests = contests || cast(:id as int) where code = :k"),
            {"id": second, "k": "9802011001"},
        )
        await tx.execute(
            text(
                "insert into contest_area select area_id, cast(:id as int), 2, 600 "
                "from contest_area x join area a on a.id = x.area_id "
                "where contest_id = :ppwp and '9802011001' like "
                "case a.code when '0' then '' else a.code end || '%'"
            ),
            {"id": second, "ppwp": places.president},
        )
        await submit(tx, places, 0, 6, second, (7, 1, 2, 4, 9, 2, 3, 4))
        await fold.fold(tx, "test", 0)
    [row] = (await ask(client, ballot="dpr"))["rows"]
    assert row["votes"] == {"1": 67, "2": 59}
    assert (row["stations"], row["reported"]) == (8, 2)
    stations = (await ask(client, ballot="dpr", level="tps"))["rows"]
    assert stations[6]["votes"] == {"1": 7, "2": 9}
    [alone] = (await ask(client, ballot="dpr", area="9802"))["rows"]
    assert alone["votes"]["1.2"] == 4


async def test_an_answer_is_kept_until_the_recap_changes(
    client: AsyncClient, database: Database, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recap_state, "FRESH_SECONDS", 0)
    first = await client.get("/api/v1/recap", params={"ballot": "ppwp"})
    tag = first.headers["etag"]
    again = await client.get(
        "/api/v1/recap", params={"ballot": "ppwp"}, headers={"If-None-Match": tag}
    )
    assert (again.status_code, again.content) == (304, b"")
    async with database.transaction() as tx:
        await submit(tx, places, 0, 7, places.president, (1, 1, 1))
        await fold.fold(tx, "test", 0)
    later = await client.get(
        "/api/v1/recap", params={"ballot": "ppwp"}, headers={"If-None-Match": tag}
    )
    assert later.status_code == 200
    assert later.json()["rows"][0]["reported"] == 5


async def test_answers_from_memory_are_those_of_the_route(
    client: AsyncClient, database: Database, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recap_state, "FRESH_SECONDS", 60)
    address = "/api/v1/recap?ballot=ppwp&level=kabkota"
    first, second = await client.get(address), await client.get(address)
    assert (second.status_code, second.content) == (200, first.content)
    assert second.headers["etag"] == first.headers["etag"]
    assert second.headers["content-type"] == "application/json"
    same = await client.get(address, headers={"If-None-Match": first.headers["etag"]})
    assert (same.status_code, same.content) == (304, b"")
    async with database.transaction() as tx:
        await tx.execute(text("update recap set valid = 1"))
    assert (await client.get(address)).content == first.content, "it did come from memory"
    await fold_one(database, places)
    monkeypatch.setattr(recap_state, "FRESH_SECONDS", 0)
    assert (await client.get(address)).json()["rows"][1]["reported"] == 1


async def fold_one(database: Database, places: Places) -> None:
    async with database.transaction() as tx:
        await submit(tx, places, 0, 7, places.president, (1, 1, 1))
        await fold.fold(tx, "test", 0)


async def test_a_long_answer_is_streamed_and_the_same(
    client: AsyncClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = await ask(client, ballot="ppwp", level="tps")
    monkeypatch.setattr(answers, "LONGEST", 3)
    monkeypatch.setattr(streams, "_TOGETHER", 3)
    answer = await Answers(database).answer(Asked(Question(Ballot.PPWP, level="tps")))
    assert answer.body is None
    assert answer.pieces is not None
    pieces = [piece async for piece in answer.pieces]
    assert len(pieces) > 1
    assert json.loads(b"".join(pieces)) == whole


async def test_answers_take_no_more_room_than_allowed(
    database: Database, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(answers, "MOST_BYTES", 1500)
    monkeypatch.setattr(recap_state, "FRESH_SECONDS", 60)
    kept = Answers(database)
    questions = [Asked(Question(Ballot.PPWP, area=code)) for code in places.areas]
    for asked in questions:
        await kept.answer(asked)
    assert kept.at_hand(questions[-1]) is not None
    assert kept.at_hand(questions[0]) is None
    await asyncio.sleep(0)


@pytest.mark.parametrize(
    ("query", "status", "said"),
    [
        ({}, 400, "ballot"),
        ({"ballot": "x"}, 400, "ballot"),
        ({"ballot": "dpd"}, 404, "ballot"),
        ({"ballot": "ppwp", "area": "77"}, 404, "area"),
        ({"ballot": "ppwp", "district": "77"}, 404, "district"),
        ({"ballot": "ppwp", "area": "98", "district": "0"}, 400, "not both"),
        ({"ballot": "ppwp", "level": "rt"}, 400, "level"),
        ({"ballot": "ppwp", "area": "9801", "level": "provinsi"}, 400, "level"),
        ({"ballot": "ppwp", "election": "1955"}, 404, "election"),
        ({"ballot": "ppwp", "trust": "blind"}, 400, "trust"),
    ],
)
async def test_a_wrong_question_gets_a_problem_document(
    reader: AsyncClient, query: dict[str, str], status: int, said: str
) -> None:
    response = await reader.get("/api/v1/recap", params=query)
    problem = response.json()
    assert response.headers["content-type"] == "application/problem+json"
    assert (response.status_code, problem["status"]) == (status, status)
    assert said in problem["detail"]
    assert problem["type"] == f"urn:saksi:problem:{problem['code']}"

"""Who may ask, what everybody may see, and how unexpected errors are told."""

from collections.abc import AsyncIterator

import pytest
from httpx import AsyncClient
from sqlalchemy import text
from structlog.testing import capture_logs

from api.http import recap_state
from models.settings import Settings
from models.stores.base.database import Database
from tests.api.conftest import browse, reading_app, report


@pytest.fixture(scope="module")
async def shared(module_database_url: str) -> AsyncIterator[Database]:
    database = Database(module_database_url)
    await report(database)
    yield database
    await database.close()


PRODUCTION = Settings.model_validate(
    {"production": True, "api_token": "geheim-und-lang-genug-4711"}
)


@pytest.mark.parametrize(
    ("header", "status"),
    [
        (None, 401),
        ("Bearer geheim-und-lang-genug-4711", 200),
        ("bearer geheim-und-lang-genug-4711", 200),
        ("Bearer salah", 401),
        ("Bearer", 401),
        ("Basic geheim-und-lang-genug-4711", 401),
        ("Bearer gehéim", 401),
    ],
)
async def test_production_asks_for_the_token(
    shared: Database, header: str | None, status: int
) -> None:
    async with browse(reading_app(shared, PRODUCTION)) as client:
        headers = {"Authorization": header.encode()} if header else {}
        response = await client.get("/api/v1/recap?ballot=ppwp", headers=headers)
    assert response.status_code == status
    if status == 401:
        assert response.json()["code"] == "no_token"
        assert response.headers["www-authenticate"] == "Bearer"


async def test_a_kept_answer_is_no_way_around_the_token(
    shared: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recap_state, "FRESH_SECONDS", 60)
    async with browse(reading_app(shared, PRODUCTION)) as client:
        address, token = (
            "/api/v1/recap?ballot=ppwp",
            {"Authorization": "Bearer geheim-und-lang-genug-4711"},
        )
        for _ in range(2):
            assert (await client.get(address, headers=token)).status_code == 200
            assert (await client.get(address)).status_code == 401


async def test_production_without_a_token_opens_to_nobody(shared: Database) -> None:
    async with browse(reading_app(shared, Settings(production=True))) as client:
        for header in ("Bearer ", "Bearer None"):
            response = await client.get("/api/v1/progress", headers={"Authorization": header})
            assert response.status_code == 401


async def test_health_is_open_metrics_need_a_token_and_ready_the_database(
    shared: Database,
) -> None:
    async with browse(reading_app(shared, PRODUCTION)) as client:
        assert (await client.get("/health")).json() == {"status": "ok"}
        assert (await client.get("/ready")).json() == {"status": "ready"}
        assert (await client.get("/metrics")).status_code == 401
        bearer = {"Authorization": "Bearer geheim-und-lang-genug-4711"}
        assert "python_info" in (await client.get("/metrics", headers=bearer)).text


async def test_ready_says_that_the_database_is_away() -> None:
    nowhere = Database("postgresql://nobody@127.0.0.1:9/nothing")
    async with browse(reading_app(nowhere, Settings())) as client:
        response = await client.get("/ready")
    assert (response.status_code, response.json()["code"]) == (503, "database_unavailable")


async def test_an_unknown_address_is_a_problem_document(shared: Database) -> None:
    async with browse(reading_app(shared, Settings())) as client:
        response = await client.get("/api/v1/nothing")
    assert (response.status_code, response.json()["code"]) == (404, "not_found")


async def test_an_unexpected_error_is_told_as_a_reference_only(
    client: AsyncClient, database: Database
) -> None:
    async with database.transaction() as tx:
        await tx.execute(text("alter table recap rename to gone"))
    with capture_logs() as logs:
        response = await client.get("/api/v1/recap?ballot=ppwp&area=9801")
    problem = response.json()
    assert (response.status_code, problem["code"]) == (500, "error")
    [entry] = logs
    assert entry["reference"] == problem["reference"]
    assert "UndefinedTable" in entry["trace"]
    assert "9801" not in entry["trace"], "no values of a request in a log"
    assert problem["reference"] in problem["detail"]
    assert "gone" not in response.text
    assert "select" not in response.text

"""Auditors read who saw, exported and did what in their area; the log is their own trace, too."""

import json
from collections.abc import AsyncIterator

import pytest
from typer.testing import CliRunner

from api.cli.commands import app
from models.settings import settings
from models.stores.audit import audit_check
from models.stores.base import audit
from models.stores.base.database import Database
from models.values import Role
from tests.api.conftest import browse, reading_app, report
from tests.api.test_rights import MINE, OTHER, PRODUCTION, Office
from tests.stores.quiet import quiet


@pytest.fixture
async def office(database: Database) -> AsyncIterator[Office]:
    places = await report(database)
    async with browse(reading_app(database, PRODUCTION)) as client:
        yield Office(database, places, client)


async def subjects(office: Office, query: str, token: str) -> list[str]:
    """The subjects that an answer names."""
    status, answer = await office.get(f"/api/v1/audit{query}", token)
    assert status == 200, answer
    rows: list[dict[str, str]] = answer["rows"]  # type: ignore[assignment]
    return [f"{row['actor']} {row['action']} {row['subject']}" for row in rows]


async def test_an_auditor_reads_what_happened_in_the_own_area_alone(office: Office) -> None:
    ani = await office.token(0, Role.COORDINATOR, MINE)
    budi = await office.token(1, Role.COORDINATOR, OTHER)
    await office.get("/api/v1/stations/9801011001001", ani)
    await office.get("/api/v1/stations/9801021001001", budi)
    await office.get("/api/v1/recap.csv?ballot=ppwp", budi)
    citra = await office.token(2, Role.AUDITOR, MINE)
    seen = await subjects(office, "", citra)
    person, place = office.places.people, office.places
    assert f"person:{person[0]} saw station:{place.stations['9801011001001']}" in seen
    assert not any(f"person:{person[1]} saw" in one for one in seen), "that was in another area"
    elsewhere = await subjects(office, "", await office.token(1, Role.AUDITOR, OTHER))
    for found, count in ((seen, 8), (elsewhere, 0)):
        assert len([one for one in found if " report.submit report:" in one]) == count
    assert any(f"person:{person[1]} saw station:" in one for one in elsewhere)
    dewi = await office.token(3, Role.AUDITOR, "")
    everything = await subjects(office, f"?person={person[1]}", dewi)
    assert f"person:{person[1]} exported area:{OTHER}" in everything
    assert all(f"person:{person[1]}" in one for one in everything)
    assert (await subjects(office, "?limit=1", dewi))[0] == f"person:{person[3]} saw audit"
    for address, token in ((f"/api/v1/audit?area={OTHER}", citra), ("/api/v1/audit", ani)):
        assert (await office.get(address, token))[0] == 403
    assert (await office.get("/api/v1/audit?since=2024-02-14T18:00", dewi))[0] == 400


async def test_what_was_seen_is_part_of_the_sealed_chain_and_names_nobody(office: Office) -> None:
    ani = await office.token(0, Role.COORDINATOR, MINE)
    await office.get("/api/v1/reports", ani)
    await quiet(office.database)
    async with office.database.transaction() as tx:
        assert await audit.seal(tx) > 0
    async with office.database.transaction() as tx:
        verdict = await audit_check.verify(tx)
    assert verdict.broken is None
    assert verdict.entries > 0
    (noted,) = await office.noted()
    assert noted == (f"person:{office.places.people[0]}", f"area:{MINE}", "/api/v1/reports")


def test_the_command_shows_and_filters(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", database_url)
    settings.cache_clear()
    runner = CliRunner()
    for said in ("yesterday", "2024-02-14T18:00"):
        assert runner.invoke(app, ["audit", "show", "--since", said]).exit_code != 0
    shown = runner.invoke(app, ["audit", "show", "--person", "12", "--since", "6h", "--json"])
    assert json.loads(shown.stdout) == {"entries": []}
    settings.cache_clear()

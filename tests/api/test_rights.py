"""Persons' tokens: each sees the own area and nothing else, by every route; and it is noted."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from re import sub

import pytest
from fastapi.routing import APIRoute
from httpx import AsyncClient
from sqlalchemy import text

from api.app import ROUTERS
from api.http import audited_reads, callers, recap_state
from api.http.deps import Guard
from models.rules.access import Who
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.persons import api_tokens, roles
from models.stores.persons.roles import NewRole
from models.values import Role
from tests.api.conftest import browse, reading_app, report
from tests.architecture.test_routes import needs
from tests.stores.places import Places

PRODUCTION = Settings.model_validate(
    {
        "production": True,
        "api_token": "geheim-und-lang-genug-4711",
        "secret_key": "the secret key of the tests",
    }
)
KEYS = Keys(b"the secret key of the tests")
MINE, OTHER = "980101", "980102"
ABROAD = {
    "/api/v1/recap": f"/api/v1/recap?ballot=ppwp&area={OTHER}",
    "/api/v1/recap.{kind}": f"/api/v1/recap.csv?ballot=ppwp&area={OTHER}",
    "/api/v1/coverage": f"/api/v1/coverage?area={OTHER}",
    "/api/v1/progress": f"/api/v1/progress?area={OTHER}",
    "/api/v1/seats": "/api/v1/seats?ballot=dpr&district=9801",
    "/api/v1/official/compare": f"/api/v1/official/compare?ballot=ppwp&version=x&area={OTHER}",
    "/api/v1/official/ladder": (
        f"/api/v1/official/ladder?ballot=ppwp&area={OTHER}&lower=tps:x&upper=kecamatan:x"
    ),
    "/api/v1/official/meeting": f"/api/v1/official/meeting?area={OTHER}",
    "/api/v1/outlook": "/api/v1/outlook?ballot=dpr&district=9801",
    "/api/v1/projection": "/api/v1/projection?ballot=dpr&district=9801",
    "/api/v1/stations/{code}": "/api/v1/stations/9801021001001",
    "/api/v1/areas/{code}": f"/api/v1/areas/{OTHER}",
    "/api/v1/reports": f"/api/v1/reports?area={OTHER}",
    "/api/v1/findings": f"/api/v1/findings?area={OTHER}",
}
"""An address of another area for every route that persons may call; a new route needs a line."""
NO_AREA = {"/api/v1/official/versions"}


def routes(who: Who | None = None) -> set[str]:
    """Paths of the routes that are guarded for `who`, or for any persons."""
    found = set()
    for route in (one for router in ROUTERS for one in router.routes):
        inside = set(needs(route.dependant)) if isinstance(route, APIRoute) else set()
        guards = [one.who for one in inside if isinstance(one, Guard)]
        if guards and guards[0] in ({who} if who else set(Who) - {Who.INSTALLATION}):
            found.add(route.path)
    return found


class Office:
    """The application in production, and tokens of people with roles."""

    def __init__(self, database: Database, places: Places, client: AsyncClient) -> None:
        self.database, self.places, self.client = database, places, client

    async def token(self, person: int, role: Role | None, *areas: str, days: int = 1) -> str:
        """A token of somebody with a role in these areas."""
        async with self.database.transaction() as tx:
            number = self.places.people[person]
            for code in areas:
                area = self.places.areas[code] if code else None
                if role:
                    await roles.grant(tx, NewRole(number, role, self.places.election, area))
            until = datetime.now(UTC) + timedelta(days=days)
            return (await api_tokens.make(tx, KEYS, number, "test", until))[1]

    async def get(self, address: str, token: str) -> tuple[int, dict[str, object]]:
        """Status and answer."""
        answer = await self.client.get(address, headers={"Authorization": f"Bearer {token}"})
        kind = answer.headers.get("content-type", "")
        return answer.status_code, answer.json() if "json" in kind else {}

    async def noted(self, action: str = "saw") -> list[tuple[str, str, str]]:
        """Who did this with what by which route."""
        async with self.database.transaction() as tx:
            rows = await tx.execute(
                text("select actor, subject, data from audit_entry where action = :a order by id"),
                {"a": action},
            )
            return [(row.actor, row.subject, row.data["route"]) for row in rows]


@pytest.fixture
async def office(database: Database, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Office]:
    monkeypatch.setattr(recap_state, "FRESH_SECONDS", 60)
    monkeypatch.setattr(audited_reads, "minute", lambda: 1)
    places = await report(database)
    async with browse(reading_app(database, PRODUCTION)) as client:
        yield Office(database, places, client)


async def test_another_area_is_refused_by_every_route_and_nothing_is_noted(office: Office) -> None:
    token = await office.token(0, Role.COORDINATOR, MINE)
    assert set(ABROAD) == routes(Who.READER) - NO_AREA, "an address for every route"
    for path, address in ABROAD.items():
        status, problem = await office.get(address, token)
        assert (status, problem.get("code")) == (403, "not_your_area"), path
        assert problem["yours"] == MINE
    assert await office.noted() == []


async def test_the_own_area_is_shown_by_every_route_and_noted_once_a_minute(
    office: Office,
) -> None:
    token = await office.token(0, Role.COORDINATOR, MINE, "9801")
    for path, address in ABROAD.items():
        mine = sub(OTHER, MINE, address).replace("9801021001001", "9801011001001")
        for _ in range(2):
            status, _ = await office.get(mine, token)
        assert status == 200 or "official" in path, path
    noted = await office.noted()
    assert {route for _, _, route in noted} >= set(ABROAD)
    assert len(noted) == len(set(noted)), "the second look of a minute is not written again"
    assert {actor for actor, _, _ in noted} == {f"person:{office.places.people[0]}"}
    assert [route for _, _, route in await office.noted("exported")] == ["/api/v1/recap.{kind}"] * 2


async def test_without_an_area_the_own_one_is_answered(office: Office) -> None:
    ani = await office.token(0, Role.COORDINATOR, MINE)
    budi = await office.token(1, Role.AUDITOR, OTHER)
    for _ in range(2):  # the second time from memory
        for token, code in ((ani, MINE), (budi, OTHER), ("geheim-und-lang-genug-4711", "0")):
            status, answer = await office.get("/api/v1/recap?ballot=ppwp", token)
            assert (status, answer["area"]) == (200, code)
    both = await office.token(2, Role.REVIEWER, MINE, OTHER)
    status, problem = await office.get("/api/v1/progress", both)
    assert (status, problem["detail"]) == (400, f"say which area: {MINE}, {OTHER}")


async def test_a_kept_recap_is_no_way_into_another_area(office: Office) -> None:
    address = f"/api/v1/recap?ballot=ppwp&area={OTHER}"
    ani = await office.token(0, Role.COORDINATOR, MINE)
    budi = await office.token(1, Role.COORDINATOR, OTHER)
    nobody = await office.token(2, None)
    for _ in range(2):
        assert (await office.get(address, "geheim-und-lang-genug-4711"))[0] == 200
        assert (await office.get(address, budi))[0] == 200
        assert (await office.get(address, ani))[0] == 403
        assert (await office.get(address, nobody))[0] == 403
        assert (await office.get(address, "saksi_wrong"))[0] == 401
    assert len(await office.noted()) == 1


async def test_who_reads_no_counts_is_refused(office: Office) -> None:
    tie = text("insert into role (person_id, role, election_id) values (:p, 'candidate', :e)")
    async with office.database.transaction() as tx:
        given = {"p": office.places.people[0], "e": office.places.election}
        await tx.execute(tie, given)
    for person, role in enumerate((None, Role.FIELD_OFFICER, Role.OPERATOR)):
        token = await office.token(person, role, "")
        for address in ABROAD.values():
            assert (await office.get(address, token))[1].get("code") == "not_allowed", address


async def test_a_removed_person_an_ended_token_and_an_ended_role_open_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(callers, "KEEP_SECONDS", 0)
    address, place = "/api/v1/progress", office.places
    removed = await office.token(0, Role.COORDINATOR, MINE)
    ended = await office.token(1, Role.COORDINATOR, MINE)
    old = await office.token(2, Role.COORDINATOR, MINE)
    late = await office.token(3, Role.COORDINATOR, MINE, days=-1)
    for token in (removed, ended, old):
        assert (await office.get(address, token))[0] == 200
    async with office.database.transaction() as tx:
        await tx.execute(
            text("update person set active = false where id = :p"), {"p": place.people[0]}
        )
        await api_tokens.revoke(tx, person=place.people[1])
        role = NewRole(place.people[2], Role.COORDINATOR, place.election, place.areas[MINE])
        await roles.revoke(tx, role)
    for token, status in ((removed, 401), (ended, 401), (late, 401), (old, 403)):
        assert (await office.get(address, token))[0] == status


async def test_outside_production_it_is_open_but_a_persons_token_counts(
    database: Database, office: Office
) -> None:
    open_ = Settings.model_validate({"secret_key": "the secret key of the tests"})
    token = await office.token(0, Role.COORDINATOR, MINE)
    async with browse(reading_app(database, open_)) as client:
        training = Office(database, office.places, client)
        assert (await client.get(f"/api/v1/areas/{OTHER}")).status_code == 200
        assert (await training.get(f"/api/v1/areas/{OTHER}", token))[0] == 403
        assert (await training.get("/api/v1/progress", "saksi_wrong"))[0] == 401


async def test_the_next_minute_is_noted_again_and_a_kept_recap_with_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = await office.token(0, Role.COORDINATOR, MINE)
    for now in (1, 1, 2, 2):
        monkeypatch.setattr(audited_reads, "minute", lambda now=now: now)
        assert (await office.get("/api/v1/recap?ballot=ppwp", token))[0] == 200
    assert len(await office.noted()) == 2

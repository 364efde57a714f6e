"""The reading API on a database with a made-up election and a few reports in it."""

from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import pytest
from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient
from starlette.routing import BaseRoute

from api import screen
from api.http.errors import tell_errors
from api.recap_memory import QuickRecap
from api.routers import (
    attendance,
    audit,
    coverage,
    health,
    official,
    outlook,
    own_votes,
    progress,
    recap,
    seats,
    sources,
)
from api.screen.quick_parts import QuickParts
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.recap import fold
from models.stores.reports import reports
from models.stores.reports.reports import Origin
from models.values import Tally
from tests.api.terminal import Saksi
from tests.stores.places import Places, settle_in


def reading_app(database: Database, settings: Settings) -> FastAPI:
    """Just the routers that read."""
    app = FastAPI(title="Saksi")
    app.state.settings, app.state.database = settings, database
    app.add_middleware(QuickRecap)
    app.add_middleware(QuickParts)
    tell_errors(app)
    app.router.routes.extend(_routes())
    return app


@cache
def _routes() -> list[BaseRoute]:
    """What FastAPI works out of each route at the first request, once for all tests."""
    every = APIRouter()
    for one in (
        recap,
        progress,
        attendance,
        coverage,
        sources,
        seats,
        official,
        outlook,
        own_votes,
        audit,
        health,
    ):
        every.include_router(one.router)
    for router in screen.ROUTERS:
        every.include_router(router)
    return every.routes


def browse(app: FastAPI) -> AsyncClient:
    """A client of the application, without a server between."""
    transport = ASGITransport(app, raise_app_exceptions=False)
    return AsyncClient(transport=transport, base_url="http://saksi.test")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def places(database: Database) -> Places:
    """The made-up election with some reports, for a test that changes something."""
    return await report(database)


@pytest.fixture(scope="module")
async def reader(module_database_url: str) -> AsyncIterator[AsyncClient]:
    """A client for the tests of a module that only read."""
    database = Database(module_database_url)
    await report(database)
    async with browse(reading_app(database, Settings())) as client:
        yield client
    await database.close()


async def report(database: Database) -> Places:
    """Stations 0 and 1 agree by two witnesses, 2 by one, 3 is disputed; DPR of station 0."""
    async with database.transaction() as tx:
        places = await settle_in(tx)
        for station, person, votes in (
            (0, 0, (100, 50, 10)),
            (0, 1, (100, 50, 10)),
            (1, 0, (90, 60, 5)),
            (1, 1, (90, 60, 5)),
            (2, 0, (80, 70, 0)),
            (3, 0, (1, 2, 3)),
            (3, 1, (1, 2, 4)),
        ):
            await submit(tx, places, person, station, places.president, votes)
        party = (60, 10, 20, 30, 50, None, None, None)
        await submit(tx, places, 0, 0, places.parliament, party)
        await fold.fold(tx, "test", 0)
    return places


async def submit(
    tx: object, places: Places, person: int, station: int, contest: int, votes: object
) -> None:
    """A report of these votes with two invalid ones."""
    tally = Tally(votes, None, 2)
    origin = Origin(places.people[person], inbox_id=500 + station)
    await reports.submit(tx, origin, places.station(station), contest, tally)


@pytest.fixture
async def client(database: Database, places: Places) -> AsyncIterator[AsyncClient]:
    async with browse(reading_app(database, Settings())) as client:
        yield client


@pytest.fixture
def saksi(database_url: str, places: Places, tmp_path: Path) -> Saksi:
    """The command line on the made-up election."""
    return Saksi(database_url, str(tmp_path))

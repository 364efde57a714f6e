"""The office of a busy day over HTTP, and who looks: of its area, of another, of all."""

from collections.abc import AsyncIterator

import pytest

from tests.cases.desk import open_desk
from tests.desks.office import Office, busy_day, screen
from tests.screen.conftest import Screen


@pytest.fixture(scope="module")
async def office(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    async with open_desk(module_database_url, tmp_path_factory.mktemp("office")) as desk:
        yield await busy_day(desk)


@pytest.fixture
async def near(office: Office) -> Screen:
    return await screen(office, office.near.person)


@pytest.fixture
async def far(office: Office) -> Screen:
    return await screen(office, office.far.person)


@pytest.fixture
async def chief(office: Office) -> Screen:
    return await screen(office, office.chief.person)

"""A database with the made-up election in it, for each test of the stores."""

from collections.abc import AsyncIterator

import pytest

from models.stores.base.database import Database
from tests.stores.places import Places, settle_in


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def places(database: Database) -> Places:
    async with database.transaction() as tx:
        return await settle_in(tx)

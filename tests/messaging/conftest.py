"""An installation per test, with a database of its own: processes are started and killed here."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.messaging.station import Station, installation


@pytest.fixture
def database_url(own_database_url: str) -> str:
    return own_database_url


@pytest.fixture
async def station(database_url: str, tmp_path: Path) -> AsyncIterator[Station]:
    """The fake Bot API and a fresh database; a test starts web and worker as it needs them."""
    async with installation(database_url, tmp_path) as running:
        yield running

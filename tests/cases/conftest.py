"""A desk per test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.cases.desk import Desk, open_desk


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """A fresh installation, ready to be written to."""
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened

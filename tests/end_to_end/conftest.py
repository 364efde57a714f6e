"""Processes are started and killed here: each test has a database of its own."""

import pytest


@pytest.fixture
def database_url(own_database_url: str) -> str:
    return own_database_url

"""The option that writes golden conversations; tests/conftest.py takes it in."""

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-transcripts` writes golden conversations instead of comparing them."""
    parser.addoption("--update-transcripts", action="store_true", default=False)

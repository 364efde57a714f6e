"""A desk per test, as the cases have it."""

from tests.cases.conftest import desk

__all__ = ["desk"]

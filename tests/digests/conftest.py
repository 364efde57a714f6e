"""A desk per test, as for cases."""

from tests.cases.conftest import desk

__all__ = ["desk"]

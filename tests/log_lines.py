"""Log lines of tests are those of the processes; structlog's own draw a trace for a second each."""

from models.logs import write_lines

__all__ = ["pytest_configure"]


def pytest_configure() -> None:
    write_lines()

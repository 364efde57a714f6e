"""What a log line may hold."""

from collections.abc import Iterator
from io import StringIO

import pytest
import structlog

from api.logs import use_plain_logs


@pytest.fixture
def out() -> Iterator[StringIO]:
    """Where the lines go."""
    lines = StringIO()
    use_plain_logs("info", lines)
    yield lines
    structlog.reset_defaults()


def test_a_traceback_names_the_place_and_no_values(out: StringIO) -> None:
    def handle(phone: str) -> None:
        secret = f"the message of {phone}"
        raise ValueError(len(secret))

    try:
        handle("+628120000" + "0001")
    except ValueError as error:
        structlog.get_logger().error("it failed", reference="X-1", exc_info=error)
    line = out.getvalue()
    assert "it failed" in line
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "+6281200000001" not in line
    assert "the message of +" not in line


def test_lines_below_the_level_are_left_out(out: StringIO) -> None:
    structlog.get_logger().debug("chatter")
    structlog.get_logger().info("news", station="34.71")
    assert "chatter" not in out.getvalue()
    assert "station=34.71" in out.getvalue()

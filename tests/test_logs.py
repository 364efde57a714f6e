"""What a log line may hold."""

from collections.abc import Iterator

import pytest
import structlog

from models.logs import configure


@pytest.fixture(autouse=True)
def lines() -> Iterator[None]:
    """The log as the processes set it up."""
    before = structlog.get_config()
    configure("info")
    yield
    structlog.configure(**before)


def test_a_traceback_names_the_place_and_no_values(capsys: pytest.CaptureFixture[str]) -> None:
    def handle(phone: str) -> None:
        secret = f"the message of {phone}"
        raise ValueError(len(secret))

    try:
        handle("+628120000" + "0001")
    except ValueError as error:
        structlog.get_logger().error("it failed", reference="X-1", exc_info=error)
    line = capsys.readouterr().err
    assert "it failed" in line
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert "+6281200000001" not in line
    assert "the message of +" not in line


def test_lines_below_the_level_are_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().debug("chatter")
    structlog.get_logger().info("news", station="34.71")
    said = capsys.readouterr().err
    assert "chatter" not in said
    assert "station=34.71" in said

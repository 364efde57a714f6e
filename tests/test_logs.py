"""What a log line may hold."""

import contextlib
from collections.abc import Iterator

import pytest
import structlog

from models import logs
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


def test_the_same_warning_is_written_a_few_times_a_minute_and_then_counted() -> None:
    now = [0.0]
    repeats = logs.Repeats(clock=lambda: now[0])
    written = 0
    for _ in range(1_387):
        now[0] += 0.04
        with contextlib.suppress(structlog.DropEvent):
            repeats(None, "warning", {"event": "the database does not answer", "error": "OSError"})
            written += 1
    assert written == 5
    repeats(None, "warning", {"event": "the database does not answer", "error": "TimeoutError"})
    repeats(None, "error", {"event": "a message is set aside"})
    now[0] += 60
    line = {"event": "the database does not answer", "error": "OSError"}
    assert repeats(None, "warning", dict(line)) == {**line, "left_out": 1_382}
    assert repeats(None, "warning", dict(line)) == line


def test_errors_are_all_written() -> None:
    repeats = logs.Repeats(clock=lambda: 0.0)
    assert all(repeats(None, "error", {"event": "set aside"}) for _ in range(50))

"""Log lines go to standard error, one line each; standard output belongs to a command's answer."""

import logging
import sys
import time
import unicodedata
from collections.abc import Callable

import structlog
from structlog.typing import EventDict

from models.rules.nik_text import without

_SHORTEST = 7
"""Letters of the shortest that is hidden: a one-time code, 7QK-4MD."""
_MINUTE, _MOST = 60.0, 5
"""Seconds, and how often the same warning is written within them."""
_KINDS = ("error", "problem", "process", "account", "channel", "bot")
"""What makes two warnings of one event different ones."""
_MOST_KINDS = 1_000
_COMMANDS = frozenset(("Cc", "Cf", "Zl", "Zp"))


def without_numbers(logger: object, method: str, event: EventDict) -> EventDict:
    """Take identity numbers and codes out of a line: errors quote what they met."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = printable(without(value) if len(value) >= _SHORTEST else value)
    return event


class Repeats:
    """Lets a warning through a few times a minute; the next one says how many were left out.

    Of the same event of the same kind of trouble; what goes wrong a thousand times a minute is
    said once in a while, and the disk keeps its room. Errors are all written.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: dict[tuple[str, ...], tuple[float, int]] = {}

    def __call__(self, logger: object, method: str, event: EventDict) -> EventDict:
        """The line, or DropEvent."""
        if method != "warning":
            return event
        key = (str(event.get("event")), *(str(event.get(name, "")) for name in _KINDS))
        now = self._clock()
        since, times = self._seen.get(key, (now, 0))
        if now - since >= _MINUTE:
            self._seen[key] = now, 1
            return {**event, "left_out": times - _MOST} if times > _MOST else event
        self._seen[key] = since, times + 1
        if len(self._seen) > _MOST_KINDS:
            self._seen.clear()
        if times >= _MOST:
            raise structlog.DropEvent
        return event


def printable(text: str) -> str:
    """The text without control characters, which could begin a line or command a terminal.

    Ends of lines stay: they are written as \\n, or stand in a trace.
    """
    if text.isprintable():
        return text
    return "".join(
        letter
        if letter in "\n\t" or unicodedata.category(letter) not in _COMMANDS
        else f"\\x{ord(letter):02x}"
        for letter in text
    )


class _Lines(logging.Formatter):
    """The same for the standard library's lines, with the traces below them."""

    def format(self, record: logging.LogRecord) -> str:
        """The line as it may be written."""
        plain = logging.makeLogRecord(record.__dict__)
        said = record.getMessage().replace("\r", "\\r").replace("\n", "\\n")
        plain.msg, plain.args = said, None
        return printable(without(super().format(plain)))


def configure(level: str = "info") -> None:
    """Set structlog and the standard library's logging up once for this process.

    Log lines hold no names, phones or NIK: whoever logs names ids and error classes only.
    """
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    logging.basicConfig(stream=sys.stderr, level=max(number, logging.WARNING), format="%(message)s")
    for handler in logging.getLogger().handlers:
        handler.setFormatter(_Lines("%(message)s"))
    # Its failures reach us as errors, and the outbox notes them: a trace and the provider's page
    # for each call would fill the disk in the ten minutes in which a provider is down.
    logging.getLogger("telegram").setLevel(logging.CRITICAL)
    write_lines(number)


def write_lines(number: int = logging.INFO) -> None:
    """Set structlog up alone: one line each, from this level of the standard library's on."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            Repeats(),
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            without_numbers,
            structlog.processors.LogfmtRenderer(
                key_order=("timestamp", "level", "event"), drop_missing=True, bool_as_flag=False
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        # Standard error as it is at the moment of writing: a test or a daemon may exchange it.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )

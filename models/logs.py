"""Log lines go to standard error, one line each; standard output belongs to a command's answer."""

import logging
import sys
import unicodedata

import structlog
from structlog.typing import EventDict

from models.rules.nik_text import without

_SHORTEST = 7
"""Letters of the shortest that is hidden: a one-time code, 7QK-4MD."""
_COMMANDS = frozenset(("Cc", "Cf", "Zl", "Zp"))


def without_numbers(logger: object, method: str, event: EventDict) -> EventDict:
    """Take identity numbers and codes out of a line: errors quote what they met."""
    for name, value in event.items():
        if isinstance(value, str):
            event[name] = printable(without(value) if len(value) >= _SHORTEST else value)
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
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
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

"""Log lines for people: a time, a level, an event; never the values of variables.

The library's own default draws every local variable beside a traceback: message texts, phone
numbers, keys. Nothing of that may be in a log (design, promise 8).
"""

import logging
import sys
from typing import TextIO

import structlog

LEVELS = {"debug": 10, "info": 20, "warning": 30, "error": 40}


def use_plain_logs(level: str, out: TextIO = sys.stderr) -> None:
    """Write log lines of this level (debug, info, warning, error) and above to `out`."""
    number = LEVELS.get(level.lower(), logging.INFO)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="%H:%M:%S"),
            structlog.dev.ConsoleRenderer(
                colors=out.isatty(), exception_formatter=structlog.dev.plain_traceback
            ),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(out),
        cache_logger_on_first_use=False,
    )
    logging.basicConfig(level=number, stream=out, format="%(asctime)s %(message)s")

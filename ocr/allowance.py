"""Processor time and memory that the system gives a process which opens strangers' files.

On Windows the system knows no such limits: there only the parent's clock ends a reading.
"""

import contextlib
import os
import sys
from pathlib import Path

if sys.platform != "win32":
    import resource

_own: list[bool] = []
"""Filled in a process that is limited: elsewhere `allow` does nothing."""


def confine(memory: int) -> None:
    """Limit this process for ever: bytes of address space, no core file."""
    _own.append(True)
    if sys.platform == "win32":
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with contextlib.suppress(ValueError, OSError):  # macOS refuses a limit of address space
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))


def allow(seconds: float) -> None:
    """From now on so many seconds of processor time; the system ends what takes more."""
    if not _own or sys.platform == "win32":
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    until = int(used.ru_utime + used.ru_stime + seconds) + 1
    _, most = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (until, most))


def taken() -> int:
    """Bytes of address space that this process has taken; 0 where the system does not say."""
    try:
        pages = int(Path("/proc/self/statm").read_text("ascii").split()[0])
    except (OSError, ValueError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")

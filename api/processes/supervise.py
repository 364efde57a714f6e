"""Keep Saksi's processes alive on one machine: start, watch, restart what dies, end together.

The processes are forks of one that has imported everything: four of them start in the time of one.
There is no event loop and no thread in the parent, so that a fork is safe at any time.
"""

import contextlib
import os
import signal
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import FrameType

import structlog

log = structlog.get_logger()

AGAIN = "SAKSI_AGAIN"
"""Set to 1 for a process whose predecessor died (api/processes/serve.py notes it)."""
CALM_SECONDS = 10.0
"""A process that lived this long may be restarted at once again."""
LONGEST_PAUSE = 10.0
"""A process that dies at every start is tried at most this often, in seconds."""
GRACE_SECONDS = 8.0
"""How long the processes may take to end by themselves before they are killed."""
LOOK_SECONDS = 0.05
"""How often the parent looks for a dead child or a request to end."""
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)

Main = Callable[[], None]


@dataclass(slots=True)
class _Child:
    """One process: its work, and when it may be started again."""

    name: str
    main: Main
    pid: int = 0
    began: float = 0.0
    pause: float = 0.1
    not_before: float = field(default=0.0)
    died: bool = False


class Supervisor:
    """Runs named processes until it is told to end."""

    def __init__(self, mains: Mapping[str, Main]) -> None:
        self._children = [_Child(name, main) for name, main in mains.items()]
        self._told = False

    def pids(self) -> dict[str, int]:
        """Each process by its name; 0 where none lives at this moment."""
        return {child.name: child.pid for child in self._children}

    def run(self, between: Callable[[], None] = lambda: None) -> None:
        """Start everything, restart what dies, and end it all on Ctrl-C, TERM or HUP.

        `between` is called at every look; it must not block.
        """
        before = {number: signal.signal(number, self._tell) for number in SIGNALS}
        try:
            while not self._told:
                self._start_missing()
                self._reap()
                between()
                time.sleep(LOOK_SECONDS)
        finally:
            self._end()
            for number, handler in before.items():
                signal.signal(number, handler)

    def _tell(self, number: int, frame: FrameType | None) -> None:
        self._told = True

    def _start_missing(self) -> None:
        for child in self._children:
            if child.pid == 0 and time.monotonic() >= child.not_before:
                child.began = time.monotonic()
                child.pid = _fork(child.main, again=child.died)

    def _reap(self) -> None:
        for child in self._children:
            code = _ended(child.pid) if child.pid else None
            if code is not None:
                lived = time.monotonic() - child.began
                child.pause = 0.1 if lived > CALM_SECONDS else min(child.pause * 2, LONGEST_PAUSE)
                child.pid, child.not_before = 0, time.monotonic() + child.pause
                child.died = code != 0
                told = "process died" if child.died else "process ended by itself"
                log.warning(told, process=child.name, again_in_seconds=child.pause)

    def _end(self) -> None:
        """Ask every process to end, then insist."""
        running = [child for child in self._children if child.pid]
        for child in running:
            _signal(child.pid, signal.SIGTERM)
        until = time.monotonic() + GRACE_SECONDS
        while running and time.monotonic() < until:
            running = [child for child in running if _ended(child.pid) is None]
            time.sleep(LOOK_SECONDS)
        for child in running:
            _signal(child.pid, signal.SIGKILL)
            os.waitpid(child.pid, 0)


def _fork(main: Main, *, again: bool) -> int:
    """A process of its own session (Ctrl-C of the terminal is the parent's); returns its pid."""
    sys.stdout.flush()
    sys.stderr.flush()
    pid = os.fork()
    if pid:
        return pid
    code = 1
    try:
        os.environ[AGAIN] = str(int(again))
        os.setsid()
        for number in SIGNALS:
            signal.signal(number, signal.SIG_DFL)
        main()
        code = 0
    except BaseException as problem:  # the child must never return into the parent's code
        log.error("process failed", exc_info=problem)
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _ended(pid: int) -> int | None:
    """How a process ended: its exit status, negative for a signal; None while it lives."""
    try:
        found, status = os.waitpid(pid, os.WNOHANG)
    except ChildProcessError:
        return 1
    return os.waitstatus_to_exitcode(status) if found == pid else None


def _signal(pid: int, number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, number)

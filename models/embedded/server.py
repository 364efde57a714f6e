"""Starts the server until a connection is answered, and stops it; callers hold the control lock."""

import logging
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from models.embedded import binaries, cluster, process
from models.embedded.locks import opened
from models.embedded.place import Place
from models.embedded.process import Postmaster
from models.errors import DatabaseUnavailable

Tell = Callable[[str], None]
"""Gets a sentence for the operator when something takes long."""

_log = logging.getLogger(__name__)
_PATIENCE = 2.0
"""Seconds that processes without their postmaster, and sockets, get before we step in."""
_LAST = 10.0
"""Seconds that a stopped server's last children get on a busy machine."""
_STOP = 60
"""Seconds to wait for a stop; a slow disk may still be writing after that."""


def start(place: Place, *, durable: bool, tell: Tell = _log.warning) -> Postmaster:
    """Return once a connection is answered, whatever state the server was left in.

    Waits for crash recovery as long as it takes. Raises DatabaseUnavailable with the server's own
    last words when it ends twice before it answers.
    """
    starts, since, told = 0, time.monotonic(), False
    while True:
        found = process.living(place.data)
        if found is not None and answers(found):
            return found
        waited = time.monotonic() - since
        if found is not None:
            if waited > _PATIENCE and _lost_its_socket(found):
                stop(place)
            elif waited > 1.0 and not told:
                tell("Waiting for the database: after a crash it recovers, which may take minutes.")
                told = True
        elif _is_free(place):
            if starts == 2:
                raise DatabaseUnavailable(f"The database does not start: {_last_words(place)}")
            _launch(place, durable=durable)
            starts, since = starts + 1, time.monotonic()
        elif waited > _PATIENCE:
            _end_orphans(place)
            since = time.monotonic()
        time.sleep(min(0.2, 0.01 + waited / 10))


def answers(found: Postmaster) -> bool:
    """True when the server accepts a connection now (not while it starts, recovers or stops)."""
    if found.socket_folder is None:
        return False
    asked = [str(binaries.path("pg_isready")), "-h", str(found.socket_folder)]
    done = subprocess.run(
        [*asked, "-p", str(cluster.PORT), "-d", "saksi", "-U", "saksi", "-t", "2"],
        env=binaries.environment(),
        capture_output=True,
    )
    return done.returncode == 0


def is_alive(place: Place) -> bool:
    """True while any process of the server lives, its postmaster or what a crash left of it."""
    return process.living(place.data) is not None or not _is_free(place)


def stop(place: Place, seconds: int = _STOP) -> None:
    """Stop a running server by a fast shutdown: open transactions roll back, the rest is kept.

    Returns after `seconds` at most; the server then goes on to stop by itself.
    """
    found = process.living(place.data)
    if found is not None:
        programs = binaries.folder_for(place.account, place.store)
        subprocess.run(
            [programs / "pg_ctl", "stop", "-D", place.data, "-m", "fast", "-t", str(seconds)],
            cwd=place.home,
            env=binaries.environment(),
            capture_output=True,
            start_new_session=True,
            **place.account.popen,
        )
        end = time.monotonic() + _LAST
        while not _is_free(place) and time.monotonic() < end:  # its children end just after it
            time.sleep(0.02)
    with suppress(OSError):  # not empty while it still stops; the next start uses it again
        (found.socket_folder if found and found.socket_folder else place.sockets).rmdir()


def _is_free(place: Place) -> bool:
    """True when no process of a server, nor of one being made, holds its lock."""
    with opened(place.run / "server.lock", place.account) as lock:
        return lock.try_share()


def _launch(place: Place, *, durable: bool) -> None:
    """Start the server as a session of its own that holds the server lock until it has ended."""
    with opened(place.run / "server.lock", place.account) as lock:
        if not lock.try_take():
            return
        place.settle()
        programs, sockets = cluster.prepare(place, lock, durable=durable)
        _remove_dead_files(place, sockets)
        log = place.run / "start.log"
        place.write(log, "")
        subprocess.run(
            [programs / "pg_ctl", "start", "-W", "-s", "-D", place.data, "-l", log],
            cwd=place.home,
            env=binaries.environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(lock.fd,),
            start_new_session=True,  # Ctrl-C in the terminal is for us
            **place.account.popen,
        )


def _remove_dead_files(place: Place, sockets: Path) -> None:
    """Remove the pid and socket files of a dead server: another process may have its number now.

    Nobody holds the server lock here; the processes named are looked at nevertheless, for a server
    started by hand holds none.
    """
    socket = sockets / f".s.PGSQL.{cluster.PORT}"
    lock = socket.with_name(f"{socket.name}.lock")
    for file in (place.data / "postmaster.pid", lock):
        pid = _first_number(file)
        if pid is not None and process.is_ours(pid, place.data):
            raise DatabaseUnavailable(f"Process {pid} already serves {place.data}.")
        file.unlink(missing_ok=True)
    socket.unlink(missing_ok=True)


def _first_number(file: os.PathLike[str]) -> int | None:
    try:
        with open(file, encoding="utf-8", errors="replace") as lines:
            return abs(int(lines.readline()))
    except (OSError, ValueError):
        return None


def _lost_its_socket(found: Postmaster) -> bool:
    """True when a ready server's socket file was removed (by a cleaner of /tmp)."""
    folder = found.socket_folder
    return found.ready and folder is not None and not (folder / f".s.PGSQL.{cluster.PORT}").exists()


def _end_orphans(place: Place) -> None:
    """End what a killed postmaster left running, as its death would have: nothing else may start.

    A backend notices by itself unless it computes; SIGQUIT ends it without clean-up, and recovery
    follows anyway.
    """
    for number in (signal.SIGQUIT, signal.SIGKILL):
        for pid in process.all_of(place.data):
            with suppress(ProcessLookupError):
                os.kill(pid, number)
        for _ in range(20):
            if _is_free(place):
                return
            time.sleep(0.1)


def _last_words(place: Place) -> str:
    """What the server wrote before it ended: at its very start, or in its newest log."""
    logs = sorted((place.data / "log").glob("*.log"), key=lambda file: file.stat().st_mtime)
    free = shutil.disk_usage(place.home).free // 1024**2
    for file in (place.run / "start.log", *logs[-1:]):
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
        fatal = [at for at, line in enumerate(lines) if _is_fatal(line)]
        if fatal:
            words = " ".join(lines[max(0, fatal[-1] - 1) : fatal[-1] + 1])
            return f"{words} (in {file}; {free} MB of disk free)"
    return f"no reason given (in {place.data / 'log'}; {free} MB of disk free)"


def _is_fatal(line: str) -> bool:
    """An end of the server, not a refused connection while it was starting."""
    return "PANIC: " in line or ("FATAL: " in line and "the database system is" not in line)

"""Which processes are PostgreSQL on a given data folder; looks only, ends nothing."""

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Postmaster:
    """What a server wrote into its pid file: process number, socket folder, status word."""

    pid: int
    socket_folder: Path | None
    ready: bool


def recorded(data: Path) -> Postmaster | None:
    """The server that the pid file names, dead or alive; None without a readable file.

    Lines of postmaster.pid (PostgreSQL 18, miscadmin.h): 1 pid, 2 data, 3 start time, 4 port,
    5 first socket folder, 6 address, 7 shared memory key, 8 status.
    """
    try:
        lines = (data / "postmaster.pid").read_text(errors="replace").splitlines()
        pid = int(lines[0])
    except (OSError, ValueError, IndexError):
        return None
    folder = Path(lines[4]) if len(lines) > 4 and lines[4] else None
    return Postmaster(pid, folder, len(lines) > 7 and lines[7].strip() == "ready")


def living(data: Path) -> Postmaster | None:
    """The server that the pid file names, if that process lives and is PostgreSQL on this data."""
    found = recorded(data)
    return found if found is not None and is_ours(found.pid, data) else None


def is_ours(pid: int, data: Path) -> bool:
    """True when the process lives and is a PostgreSQL of this data folder.

    Its working folder is the data folder for all of its life, under whatever name. A zombie, a
    process of another program or one that we may not look at is not.
    """
    if not Path("/proc/self").exists():
        return _ps_says(pid, data)
    try:
        name = Path(f"/proc/{pid}/comm").read_text().strip()
        return name == "postgres" and os.path.samefile(f"/proc/{pid}/cwd", data)
    except OSError:
        return False


def all_of(data: Path) -> Iterator[int]:
    """Every living PostgreSQL process of the data folder; on systems without /proc none."""
    for entry in Path("/proc").glob("[0-9]*"):
        if is_ours(int(entry.name), data):
            yield int(entry.name)


def _ps_says(pid: int, data: Path) -> bool:
    """The same question where there is no /proc (macOS)."""
    done = subprocess.run(
        ["ps", "-o", "stat=,command=", "-p", str(pid)], capture_output=True, text=True
    )
    state, _, command = done.stdout.strip().partition(" ")
    return not state.startswith("Z") and "postgres" in command and str(data) in command

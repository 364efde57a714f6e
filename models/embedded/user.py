"""The system user that PostgreSQL runs as: whoever we are, or one of its own when we are root."""

import fcntl
import os
import pwd
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import DatabaseUnavailable

NAME = "saksi"
"""System user made for the server when Saksi runs as root: PostgreSQL refuses root."""


@dataclass(frozen=True, slots=True)
class Account:
    """A user of the operating system, by the numbers that own files and processes."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        """True when we are root and this account is not."""
        return os.geteuid() == 0 and self.uid != 0

    @property
    def popen(self) -> dict[str, Any]:
        """Arguments for subprocess that run a program as this account, in its private mask."""
        if not self.is_other:
            return {"umask": 0o077}
        return {"umask": 0o077, "user": self.uid, "group": self.gid, "extra_groups": ()}

    def own(self, path: Path | int) -> None:
        """Give the account a file or folder that was just made for it."""
        if self.is_other:
            os.chown(path, self.uid, self.gid)


def current() -> Account:
    """The account that this process runs as."""
    return of_uid(os.geteuid())


def of_uid(uid: int) -> Account:
    """The account with this number; raises DatabaseUnavailable for a number without a name."""
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        raise DatabaseUnavailable(
            f"User number {uid} has no name on this machine (/etc/passwd), and PostgreSQL needs "
            "one: add the user, or set DATABASE_URL."
        ) from None
    return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)


def system_user(name: str = NAME) -> Account:
    """The account for the server, made when it is missing; only root may call this.

    Of several processes one makes it and the others wait: two useradd at once give the name two
    numbers, and the first of them belongs to nobody when the second is written.

    Raises DatabaseUnavailable when it can't be made.
    """
    with _one_at_a_time():
        for command in (None, *_commands(name)):
            if command is not None:
                subprocess.run(command, capture_output=True, env={"PATH": _PATH}, cwd="/")
            try:
                entry = pwd.getpwnam(name)
            except KeyError:
                continue
            if entry.pw_uid != 0 and _is_known_to_programs(entry.pw_uid, name):
                return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise DatabaseUnavailable(
        f"PostgreSQL must not run as root and the system user {name} can't be made here: "
        f"make it (useradd --system {name}), run Saksi as a plain user, or set DATABASE_URL."
    )


@contextmanager
def _one_at_a_time() -> Iterator[None]:
    """The body runs in one process of this machine; a killed one lets go."""
    folder = next(place for place in (Path("/run"), Path("/var/lib"), Path("/")) if place.is_dir())
    mode = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
    lock = os.open(folder / "saksi-user.lock", mode, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
    finally:
        os.close(lock)


def _is_known_to_programs(uid: int, name: str, seconds: float = 10) -> bool:
    """True as soon as a new program, as initdb will be one, finds the name of the number."""
    if shutil.which("id", path=_PATH) is None:
        return True
    end = time.monotonic() + seconds
    while True:
        asked = subprocess.run(
            ["id", "-un", str(uid)], capture_output=True, text=True, env={"PATH": _PATH}, cwd="/"
        )
        if asked.stdout.strip() == name:
            return True
        if time.monotonic() > end:
            return False
        time.sleep(0.05)


_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


def _commands(name: str) -> list[list[str]]:
    """The ways to make a system user without a home or a log-in, on Debian and elsewhere."""
    made = ["useradd", "--system", "--user-group", "--no-create-home"]
    ways = [
        [*made, "--home-dir", "/var/lib/saksi", "--shell", "/usr/sbin/nologin", name],
        ["adduser", "-S", "-H", "-h", "/var/lib/saksi", "-s", "/sbin/nologin", name],  # busybox
    ]
    return [way for way in ways if shutil.which(way[0], path=_PATH)]

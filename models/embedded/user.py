"""The system user that PostgreSQL runs as: whoever we are, or one of its own when we are root."""

import os
import pwd
import shutil
import subprocess
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


def system_user() -> Account:
    """The account `saksi`, made when it is missing; only root may call this.

    Raises DatabaseUnavailable when it can't be made.
    """
    for command in (None, *_commands()):
        if command is not None:
            subprocess.run(command, capture_output=True, env={"PATH": _PATH}, cwd="/")
        try:
            entry = pwd.getpwnam(NAME)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(entry.pw_name, entry.pw_uid, entry.pw_gid)
    raise DatabaseUnavailable(
        f"PostgreSQL must not run as root and the system user {NAME} can't be made here: "
        f"make it (useradd --system {NAME}), run Saksi as a plain user, or set DATABASE_URL."
    )


_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/local/bin:/usr/bin:/bin"


def _commands() -> list[list[str]]:
    """The ways to make a system user without a home or a log-in, on Debian and elsewhere."""
    made = ["useradd", "--system", "--user-group", "--no-create-home"]
    ways = [
        [*made, "--home-dir", "/var/lib/saksi", "--shell", "/usr/sbin/nologin", NAME],
        ["adduser", "-S", "-H", "-h", "/var/lib/saksi", "-s", "/sbin/nologin", NAME],  # busybox
    ]
    return [way for way in ways if shutil.which(way[0], path=_PATH)]

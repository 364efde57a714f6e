"""Makes the data folder and writes its configuration; starts no server."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from models.embedded import binaries
from models.embedded.locks import Lock
from models.embedded.place import Place
from models.errors import DatabaseUnavailable, DatabaseVersion

PORT = 5432
"""Names the socket file, nothing else: there is no TCP."""

_MIB = 1024**2


def prepare(place: Place, lock: Lock, *, durable: bool) -> tuple[Path, Path]:
    """Make the data folder when there is none, write the configuration for this start.

    `lock` (held alone) is inherited by what runs here, so that nobody else begins before an
    interrupted one has ended. Returns the folders of the programs and of the socket.
    Raises DatabaseVersion for data of another major version, DatabaseUnavailable otherwise.
    """
    programs = binaries.folder_for(place.account, place.store)
    if not (place.data / "PG_VERSION").exists():
        _create(place, programs, lock, durable=durable)
    found = (place.data / "PG_VERSION").read_text().strip()
    if found != binaries.MAJOR:
        raise DatabaseVersion(
            f"{place.data} was made by PostgreSQL {found} and this Saksi runs {binaries.MAJOR}: "
            "back it up and move it over as docs/operators/database.md describes.",
            found=found,
            wanted=binaries.MAJOR,
        )
    sockets = place.make_sockets()
    place.write(place.data / "saksi.conf", _configuration(sockets, durable=durable))
    return programs, sockets


def _create(place: Place, programs: Path, lock: Lock, *, durable: bool) -> None:
    """initdb in a folder beside, with the database in it, then one rename: all or nothing."""
    if place.data.exists() and any(place.data.iterdir()):
        raise DatabaseUnavailable(f"{place.data} is not empty and no PostgreSQL data folder.")
    part = place.home / "pg.new"
    shutil.rmtree(part, ignore_errors=True)
    options = ["-U", "saksi", "-A", "trust", "-E", "UTF8", "--no-instructions"]
    # The builtin provider needs no locale of the system, and sorts the same on every machine.
    options += ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    unsynced = [] if durable else ["--no-sync"]
    _run(place, lock, [str(programs / "initdb"), "-D", str(part), *options, *unsynced])
    with (part / "postgresql.conf").open("a", encoding="utf-8") as conf:
        conf.write("\ninclude_if_exists = 'saksi.conf'  # written anew at each start\n")
    single = [str(programs / "postgres"), "--single", *([] if durable else ["-F"])]
    _run(place, lock, [*single, "-D", str(part), "postgres"], "create database saksi\n")
    part.rename(place.data)


def _run(place: Place, lock: Lock, command: list[str], text: str = "") -> None:
    done = subprocess.run(
        command,
        input=text,
        cwd=place.home,
        env=binaries.environment(),
        capture_output=True,
        text=True,
        pass_fds=(lock.fd,),
        start_new_session=True,  # Ctrl-C is for us, not for it
        **place.account.popen,
    )
    if done.returncode != 0 or "ERROR: " in done.stderr or "FATAL: " in done.stderr:
        raise DatabaseUnavailable(
            f"The database could not be made in {place.home}: {_last_line(done.stderr)}"
        )


def _last_line(text: str) -> str:
    lines = [line for line in text.splitlines() if line.strip()]
    told = [line for line in lines if "error" in line.lower() or "FATAL" in line]
    return (told or lines or ["no reason given"])[-1]


def _configuration(socket_folder: Path, *, durable: bool) -> str:
    """Settings for a laptop or a small server; ALTER SYSTEM overrules each of them.

    Without `durable` a power cut may lose everything, a killed process still nothing: for tests.
    """
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") // _MIB
    lines = {
        "listen_addresses": "",
        "port": PORT,
        "unix_socket_directories": str(socket_folder),
        "unix_socket_permissions": "0700",
        "max_connections": 200,
        "shared_buffers": f"{max(128, min(1024, memory // 8)) if durable else 128}MB",
        "effective_cache_size": f"{max(256, memory // 2)}MB",
        "work_mem": "16MB",
        "maintenance_work_mem": "128MB",
        "max_wal_size": "2GB",
        "wal_compression": "on",
        "synchronous_commit": "on",
        "fsync": "on" if durable else "off",
        "full_page_writes": "on" if durable else "off",
        # After a crash one call for the file system, not one for each file: 5 s on a busy disk.
        "recovery_init_sync_method": "syncfs" if sys.platform == "linux" else "fsync",
        "random_page_cost": 1.1,
        "jit": "off",
        "timezone": "UTC",
        "log_timezone": "UTC",
        **_LOGGING,
    }
    written = "".join(f"{name} = '{value}'\n" for name, value in lines.items())
    return f"# Written by Saksi at each start. Change a setting with ALTER SYSTEM.\n{written}"


_LOGGING = {
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",  # seven files, each overwritten after a week
    "log_rotation_age": "1d",
    "log_rotation_size": 0,
    "log_truncate_on_rotation": "on",
    # A statement's error may quote a phone number or a NIK (design, promise 8): the program that
    # sent it gets it, the log does not. "log" keeps the server's own messages, FATAL and PANIC.
    "log_min_messages": "log",
    "log_min_error_statement": "panic",
    "log_error_verbosity": "terse",
    "log_parameter_max_length": 0,
}

"""Copies a whole PostgreSQL database into a file and back, by PostgreSQL's own programs."""

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit, urlunsplit

from models.embedded import binaries
from models.errors import BadInput, DatabaseUnavailable
from models.pooler import is_pooled


def dump(url: str, file: Path) -> None:
    """Write the database into `file` (pg_dump's custom format, readable by its owner alone).

    The file is complete or not there. Raises BadInput when it exists already or the address is a
    pooler's, DatabaseUnavailable with pg_dump's reason.
    """
    of_server(url)
    if file.exists():
        raise BadInput(f"{file} exists already: choose another name.", file=str(file))
    part = file.with_name(f"{file.name}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as out:
            _run(["pg_dump", "--format=custom", "--no-owner", "--no-privileges"], url, out.fileno())
            os.fsync(out.fileno())
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)


def restore(url: str, file: Path) -> None:
    """Read a file of `dump` into an empty database, all of it or nothing.

    Raises BadInput when there is no such file, the database holds tables already or the address
    is a pooler's, DatabaseUnavailable with pg_restore's reason.
    """
    of_server(url)
    if not file.is_file():
        raise BadInput(f"There is no file {file}.", file=str(file))
    asked = "select count(*) from pg_tables where schemaname = 'public'"
    if _run(["psql", "-X", "-t", "-A", "-c", asked], url).strip() != "0":
        raise BadInput("This database is not empty: a backup is read into an empty one only.")
    options = ["--exit-on-error", "--single-transaction", "--no-owner", "--no-privileges"]
    _run(["pg_restore", *options, "-d"], url, more=[str(file)])


def of_server(url: str) -> None:
    """Raises BadInput for a pooler's address: pg_dump and pg_restore set what a session keeps."""
    if is_pooled(url):
        raise BadInput(
            "a copy is read and written past PgBouncer: set SAKSI_MIGRATION_URL to the server's "
            "own address, without ?pgbouncer=true"
        )


def _run(
    command: list[str], url: str, output: int = subprocess.PIPE, more: list[str] | None = None
) -> str:
    address, secret = _for_programs(url)
    done = subprocess.run(
        [binaries.path(command[0]), *command[1:], address, *(more or [])],
        env=binaries.environment() | secret,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=subprocess.PIPE,
    )
    if done.returncode != 0:
        reason = done.stderr.decode(errors="replace").strip().splitlines() or ["no reason given"]
        raise DatabaseUnavailable(f"{command[0]} failed: {reason[0]}")
    return done.stdout.decode() if done.stdout else ""


def _for_programs(url: str) -> tuple[str, dict[str, str]]:
    """The address for PostgreSQL's programs, and the password apart: `ps` shows no secret."""
    parts = urlsplit(url)
    account, at, host = parts.netloc.rpartition("@")
    name, _, password = account.partition(":")
    scheme = parts.scheme.partition("+")[0]
    query = "&".join(one for one in parts.query.split("&") if not one.startswith("pgbouncer="))
    address = urlunsplit((scheme, f"{name}{at}{host}", parts.path, query, ""))
    return address, {"PGPASSWORD": unquote(password)} if password else {}

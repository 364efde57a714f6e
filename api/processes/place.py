"""Where the database of a command is: DATABASE_URL, or the embedded one of this folder."""

import sys
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from models.stores.base.grants import APPLICATION

if TYPE_CHECKING:
    from models.settings import Settings
    from models.stores.base.database import Database


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the database is: for whoever owns its tables, and for the application.

    `role`: the application's own role; None where it owns the tables (DATABASE_URL alone).
    """

    owner: str
    application: str
    role: str | None


@contextmanager
def addresses(settings: "Settings") -> Iterator[Addresses]:
    """The addresses of the database; starts the embedded server, or shares the running one."""
    from models.logs import configure

    configure(settings.log_level)
    if settings.database_url:
        yield _given(settings.database_url, settings.migration_url)
        return
    from models.embedded import embedded

    with embedded(settings.var) as url:
        yield Addresses(url, _as(url, APPLICATION), APPLICATION)


def _given(application: str, owner: str | None) -> Addresses:
    if owner is None:
        return Addresses(application, application, None)
    return Addresses(owner, application, urlsplit(application).username)


def _as(url: str, role: str) -> str:
    """The same address for another user; the embedded server asks for no password."""
    parts = urlsplit(url)
    return parts._replace(netloc=f"{role}@").geturl()


@contextmanager
def database_url(settings: "Settings") -> Iterator[str]:
    """The address of the database for whoever owns its tables: to migrate, to back up."""
    with addresses(settings) as found:
        yield found.owner


def free_port(settings: "Settings") -> None:
    """Raises BadInput when the port that the web process wants is taken."""
    import socket

    from models.errors import BadInput

    with socket.socket() as trial:
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((settings.host, settings.port))
        except OSError as problem:
            raise BadInput(
                f"{settings.host}:{settings.port} cannot be opened ({problem.strerror}); "
                "choose another port, for example: PORT=8081 make run"
            ) from None


@asynccontextmanager
async def ready_database(settings: "Settings", *, real: bool = False) -> AsyncIterator["Database"]:
    """A database with the newest schema and our key, for a command of its own.

    While a dress rehearsal runs it is the rehearsal's, unless `real`; standard error says so.
    """
    from models.stores.base import key_check
    from models.stores.base.database import Database
    from models.stores.base.migrate import migrate_async

    with addresses(settings) as found:
        await migrate_async(found.owner, found.role)
        used = found if real else await routed(found)
        if used != found:
            sys.stderr.write("LATIHAN: a rehearsal runs; this is in it, and is wiped with it\n")
        database = Database(used.application, size=2)
        try:
            async with database.transaction() as tx:
                await key_check.hold(tx, settings)
            yield database
        finally:
            await database.close()


async def routed(found: Addresses) -> Addresses:
    """Where everybody works now: the rehearsal's database while one runs, else the real one."""
    from models.stores.base.database import Database

    database = Database(found.application, size=1)
    try:
        return await routed_by(found, database)
    finally:
        await database.close()


async def routed_by(found: Addresses, real: "Database") -> Addresses:
    """The same, asked over the real database, which is open."""
    from models.stores.base.dress_rehearsals import running

    async with real.transaction() as tx:
        dress = await running(tx)
    return of_database(found, dress.database) if dress else found


def of_database(found: Addresses, name: str) -> Addresses:
    """The same server and users, another database."""
    return Addresses(_named(found.owner, name), _named(found.application, name), found.role)


def _named(url: str, name: str) -> str:
    return urlsplit(url)._replace(path=f"/{name}").geturl()


async def with_our_key(settings: "Settings", url: str) -> None:
    """Raises OtherKey where the database at this address was made with another key."""
    from models.stores.base import key_check
    from models.stores.base.database import Database

    database = Database(url, size=1)
    try:
        async with database.transaction() as tx:
            await key_check.hold(tx, settings)
    finally:
        await database.close()

"""A dress rehearsal's database: a copy of the real one as it is now, thrown away at the end."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import asyncpg

from api.processes.place import Addresses, addresses, of_database
from bot.base.media import media_of
from models.embedded.backup import dump, of_server, restore
from models.errors import BadInput, DatabaseUnavailable
from models.settings import Settings
from models.stores.base import audit, key_check
from models.stores.base import dress_rehearsals as dress
from models.stores.base.database import Database
from models.stores.base.migrate import migrate_async
from models.stores.base.wake import plain_url
from models.stores.rehearsal import rehearsal

SUFFIX = "_latihan"


@dataclass(frozen=True, slots=True)
class Wiped:
    """What of a rehearsal was thrown away."""

    messages: int
    reports: int
    photos: int


async def start(settings: Settings) -> str:
    """Copy the database, mark the copy, and have everybody work there; returns its name.

    Raises BadInput where one runs already, or the real count has begun; DatabaseUnavailable where
    no database may be made.
    """
    async with _real(settings) as (found, database):
        of_server(found.owner)
        async with database.transaction() as tx:
            if await dress.running(tx) is not None:
                raise BadInput("a rehearsal runs already: saksi rehearsal stop ends it")
            if await dress.left(tx) is not None:
                raise BadInput("the last rehearsal is not wiped yet: saksi rehearsal stop")
            real = await rehearsal.real(tx)
            if real.reports:
                raise BadInput(
                    f"the real count has begun ({real.reports:,} reports): no rehearsal any more"
                )
        name = f"{_name(found.owner)}{SUFFIX}"
        copy = of_database(found, name)
        await _made(found.owner, name)
        await asyncio.to_thread(_copied, found.owner, copy.owner)
        await migrate_async(copy.owner, copy.role)
        await _marked(copy.owner)
        async with database.transaction() as tx:
            await dress.began(tx, name)
            await audit.note(tx, "operator", "rehearsal started", "installation", {})
    return name


async def stop(settings: Settings) -> Wiped:
    """Have everybody work in the real database again, then throw the rehearsal's away with its
    photos. Where that broke off, the next call goes on with it. Raises BadInput where none is left.
    """
    async with _real(settings) as (found, database):
        async with database.transaction() as tx:
            running = await dress.left(tx)
            if running is None:
                raise BadInput("no rehearsal runs")
            await dress.ended(tx)
        there = await _is_there(found.owner, running.database)
        copy = of_database(found, running.database)
        wiped, photos = await _left(copy) if there else (Wiped(0, 0, 0), set())
        await _thrown_away(settings, database, photos)
        await _dropped(found.owner, running.database)
        async with database.transaction() as tx:
            data = {"messages": wiped.messages, "reports": wiped.reports, "photos": wiped.photos}
            await dress.wiped(tx)
            await audit.note(tx, "operator", "rehearsal wiped", "installation", data)
    return wiped


@asynccontextmanager
async def _real(settings: Settings) -> AsyncIterator[tuple[Addresses, Database]]:
    """The real database, whether a rehearsal runs or not, as its owner: where everybody works is
    nothing that the application's role may say (models/stores/base/grants.py).
    """
    with addresses(settings) as found:
        await migrate_async(found.owner, found.role)
        database = Database(found.owner, size=1)
        try:
            async with database.transaction() as tx:
                await key_check.hold(tx, settings)
            yield found, database
        finally:
            await database.close()


async def _thrown_away(settings: Settings, database: Database, photos: set[str]) -> None:
    """Delete photos, but for those that the real count has by now: somebody may send one again."""
    media = media_of(settings)
    for path in sorted(photos):
        async with database.transaction() as tx:
            ours = await dress.has_photo(tx, path)
        if not ours:
            await media.delete(path)


def _name(url: str) -> str:
    return str(plain_url(url).partition("?")[0].rpartition("/")[2])


async def _made(owner: str, name: str) -> None:
    """An empty database of this name; one that a broken start left is thrown away."""
    await _dropped(owner, name)
    await _told(owner, "create database {}", name)


async def _dropped(owner: str, name: str) -> None:
    await _told(owner, "drop database if exists {} with (force)", name)


async def _is_there(owner: str, name: str) -> bool:
    connection = await asyncpg.connect(plain_url(owner), statement_cache_size=0)
    try:
        asked = "select exists (select from pg_database where datname = $1)"
        return bool(await connection.fetchval(asked, name))
    finally:
        await connection.close()


async def _told(owner: str, statement: str, name: str) -> None:
    connection = await asyncpg.connect(plain_url(owner), statement_cache_size=0)
    try:
        quoted = await connection.fetchval("select quote_ident($1)", name)
        await connection.execute(statement.format(quoted))
    except asyncpg.InsufficientPrivilegeError:
        raise DatabaseUnavailable(
            "the user of DATABASE_URL may make no databases: alter role USER createdb"
        ) from None
    finally:
        await connection.close()


def _copied(real: str, copy: str) -> None:
    with tempfile.TemporaryDirectory(prefix="rehearsal-") as folder:
        dump(real, Path(folder, "now.dump"))
        restore(copy, Path(folder, "now.dump"))


async def _marked(owner: str) -> None:
    database = Database(owner, size=1)
    try:
        async with database.transaction() as tx:
            await dress.mark(tx)
    finally:
        await database.close()


async def _left(copy: Addresses) -> tuple[Wiped, set[str]]:
    """What the rehearsal leaves to be wiped, and its photos."""
    database = Database(copy.application, size=1)
    try:
        async with database.transaction() as tx:
            photos = await dress.photos(tx)
            messages, reports = await rehearsal.rehearsed(tx)
    finally:
        await database.close()
    return Wiped(messages, reports, len(photos)), photos

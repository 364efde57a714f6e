"""Bring a database to the newest schema (Alembic), from code rather than by a shell."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg

from models.errors import BadInput, DatabaseUnavailable, DatabaseVersion
from models.stores.base import grants
from models.stores.base.database import driver_url
from models.stores.base.wake import plain_url

if TYPE_CHECKING:
    from alembic.config import Config

_TABLES = """select table_name from information_schema.tables
where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1 limit 3"""
_SCRIPTS = Path(__file__).parents[2] / "migrations"


def configuration(url: str) -> "Config":
    """Alembic's configuration for the project's migrations on this database."""
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["url"] = url
    return config


def newest() -> str:
    """The number of the newest migration, as their files are named."""
    return max(path.name.partition("_")[0] for path in _SCRIPTS.glob("versions/[0-9]*.py"))


def migrate(url: str, role: str | None = None) -> None:
    """Upgrade to the newest schema; does nothing when it is there already. Blocks.

    `role`: the application's own, where it is another than the owner's of this address; it is
    given its rights.
    """
    if asyncio.run(_ready(url, role)):
        return  # every command asks: Alembic alone takes a fifth of a second to import
    from alembic import command

    command.upgrade(configuration(url), "head")
    if role is not None:
        asyncio.run(_allow(url, role))


async def _ready(url: str, role: str | None) -> bool:
    """Whether the schema is the newest one and the role has its rights."""
    async with _connected(url) as connection:
        if await connection.fetchval("select to_regclass('alembic_version')") is None:
            _refuse_foreign([str(row[0]) for row in await connection.fetch(_TABLES)])
            return False
        number = await connection.fetchval("select version_num from alembic_version")
        _refuse_newer(str(number or ""))
        return number == newest() and (role is None or await grants.allowed(connection, role))


def _refuse_foreign(tables: Sequence[str]) -> None:
    """Raises BadInput where something else lives: our tables would stand among its own."""
    if tables:
        named = ", ".join(tables)
        raise BadInput(
            f"this database belongs to something else (tables {named}): make one for Saksi alone, "
            "for example createdb saksi, and name it in DATABASE_URL"
        )


def _refuse_newer(number: str) -> None:
    """Raises DatabaseVersion where a later Saksi was here; BadInput for another program."""
    known = {path.name.partition("_")[0] for path in _SCRIPTS.glob("versions/[0-9]*.py")}
    if number in known or not number:
        return
    if number.isdigit() and len(number) == 4 and number > newest():
        raise DatabaseVersion(
            f"this database was made by a newer Saksi (schema {number}, known here up to "
            f"{newest()}): update the program, or restore a backup of before"
        )
    raise BadInput("this database belongs to another program: name one for Saksi in DATABASE_URL")


async def _allow(url: str, role: str) -> None:
    async with _connected(url) as connection:
        await grants.allow(connection, role)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    try:
        connection = await asyncpg.connect(plain_url(url), statement_cache_size=0)
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as refused:
        raise DatabaseUnavailable(_why(url, refused)) from None
    try:
        yield connection
    finally:
        await connection.close()


def _why(url: str, refused: Exception) -> str:
    """Why there is no connection, in one sentence with the cure and without the password."""
    told = driver_url(url)
    place = f"{told.host or 'localhost'}:{told.port or 5432}"
    if isinstance(refused, asyncpg.InvalidCatalogNameError):
        return f"there is no database {told.database} at {place}: createdb {told.database}"
    if isinstance(refused, asyncpg.InvalidAuthorizationSpecificationError):
        return f"the database at {place} refuses {told.username}: check name and password"
    return (
        f"the database at {place} does not answer ({type(refused).__name__}): is it running, and "
        "is its address in DATABASE_URL right?"
    )


async def migrate_async(url: str, role: str | None = None) -> None:
    """The same from a running event loop."""
    await asyncio.to_thread(migrate, url, role)

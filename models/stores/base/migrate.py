"""Bring a database to the newest schema (Alembic), from code rather than by a shell."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import asyncpg

from models.stores.base import grants
from models.stores.base.wake import plain_url

if TYPE_CHECKING:
    from alembic.config import Config

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
            return False
        number = await connection.fetchval("select version_num from alembic_version")
        return number == newest() and (role is None or await grants.allowed(connection, role))


async def _allow(url: str, role: str) -> None:
    async with _connected(url) as connection:
        await grants.allow(connection, role)


@asynccontextmanager
async def _connected(url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(plain_url(url), statement_cache_size=0)
    try:
        yield connection
    finally:
        await connection.close()


async def migrate_async(url: str, role: str | None = None) -> None:
    """The same from a running event loop."""
    await asyncio.to_thread(migrate, url, role)

"""Bring a database to the newest schema (Alembic), from code rather than by a shell."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import asyncpg

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


def migrate(url: str) -> None:
    """Upgrade to the newest schema; does nothing when it is there already. Blocks."""
    if asyncio.run(_current(url)) == newest():
        return  # every command asks: Alembic alone takes a fifth of a second to import
    from alembic import command

    command.upgrade(configuration(url), "head")


async def _current(url: str) -> str | None:
    """The number of the database's schema; None for an empty database."""
    connection = await asyncpg.connect(plain_url(url), statement_cache_size=0)
    try:
        if await connection.fetchval("select to_regclass('alembic_version')") is None:
            return None
        found: str | None = await connection.fetchval("select version_num from alembic_version")
        return found
    finally:
        await connection.close()


async def migrate_async(url: str) -> None:
    """The same from a running event loop."""
    await asyncio.to_thread(migrate, url)

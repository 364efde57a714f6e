"""Bring a database to the newest schema (Alembic), from code rather than by a shell."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config

_SCRIPTS = Path(__file__).parents[1] / "migrations"


def configuration(url: str) -> Config:
    """Alembic's configuration for the project's migrations on this database."""
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS))
    config.attributes["url"] = url
    return config


def migrate(url: str) -> None:
    """Upgrade to the newest schema; does nothing when it is there already. Blocks."""
    command.upgrade(configuration(url), "head")


async def migrate_async(url: str) -> None:
    """The same from a running event loop."""
    await asyncio.to_thread(migrate, url)

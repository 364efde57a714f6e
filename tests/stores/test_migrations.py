"""The migrations are one line, and the tables that they make are the tables that we describe."""

import asyncio

from alembic import command
from alembic.script import ScriptDirectory

from models.stores.base.migrate import configuration, migrate


def test_there_is_one_newest_migration(empty_database_url: str) -> None:
    heads = ScriptDirectory.from_config(configuration(empty_database_url)).get_heads()
    assert len(heads) == 1


async def test_migrated_tables_match_the_models(empty_database_url: str) -> None:
    await asyncio.to_thread(migrate, empty_database_url)
    await asyncio.to_thread(command.check, configuration(empty_database_url))


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    await asyncio.to_thread(migrate, database_url)

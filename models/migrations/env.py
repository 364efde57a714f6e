"""Alembic's entry: runs the migrations on the database named in the configuration."""

import asyncio

from alembic import context
from sqlalchemy import Connection, pool
from sqlalchemy.ext.asyncio import create_async_engine
from sqlmodel import SQLModel

import models.tables  # noqa: F401  (registers the tables)
from models.pooler import is_pooled
from models.stores.base.database import connect_args, driver_url


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection, target_metadata=SQLModel.metadata, compare_server_default=False
    )
    with context.begin_transaction():
        # Two processes that start together migrate one after the other.
        connection.exec_driver_sql("select pg_advisory_xact_lock(7314590)")
        context.run_migrations()


async def _online(url: str) -> None:
    told = connect_args(url) if is_pooled(url) else {}
    engine = create_async_engine(driver_url(url), poolclass=pool.NullPool, connect_args=told)
    async with engine.connect() as connection:
        await connection.run_sync(_run)
    await engine.dispose()


asyncio.run(_online(context.config.attributes["url"]))

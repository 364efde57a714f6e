"""Waiting for the other tests on the same server: its horizon of transactions is one for all."""

import asyncio

from sqlalchemy import text

from models.stores.base.database import Database


async def quiet(database: Database) -> None:
    """Wait until what is written lies below every running transaction of the whole server.

    The horizon (pg_snapshot_xmin) counts the transactions of other tests' databases too.
    """
    behind = text(
        "select exists (select from audit_entry where block is null"
        " and xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint)"
    )
    async with asyncio.timeout(20):
        while True:
            async with database.transaction() as tx:
                if not await tx.scalar(behind):
                    return
            await asyncio.sleep(0.02)

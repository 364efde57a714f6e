"""The inbox on a real database: once, in order, apart by sender."""

from collections.abc import AsyncIterator
from uuid import uuid4

import asyncpg
import pytest

from models.stores.base.database import Database
from models.stores.base.wake import plain_url
from models.stores.messaging import inbox
from models.stores.messaging.inbox import NewEvent, NewMessage, Sender

START = Sender("", "", "")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


def event(*messages: NewMessage, reason: str | None = None) -> NewEvent:
    return NewEvent(uuid4(), "telegram", "saksi", b"{}", messages, reason)


def said(number: int, sender: str = "7") -> NewMessage:
    return NewMessage(f"{number}/x", sender, number, 0, "saksi")


async def keep(database: Database, *events: NewEvent) -> None:
    connection = await asyncpg.connect(plain_url(database.url))
    try:
        await inbox.keep(connection, events)
    finally:
        await connection.close()


async def counts(database: Database) -> tuple[int, int]:
    connection = await asyncpg.connect(plain_url(database.url))
    try:
        row = await connection.fetchrow(
            "select (select count(*) from event), (select count(*) from inbox)"
        )
    finally:
        await connection.close()
    assert row is not None
    return row[0], row[1]


async def test_the_same_message_again_changes_nothing(database: Database) -> None:
    await keep(database, event(said(1)), event(said(2)), event(said(1)))
    await keep(database, event(said(2)))
    assert await counts(database) == (2, 2)


async def test_an_event_with_an_old_and_a_new_message_keeps_the_new_one(database: Database) -> None:
    await keep(database, event(said(1)))
    await keep(database, event(said(1), said(2)))
    assert await counts(database) == (2, 2)


async def test_what_cannot_be_parsed_is_kept_with_its_reason(database: Database) -> None:
    await keep(database, event(reason="not JSON"))
    assert await counts(database) == (1, 0)


async def test_a_flood_of_one_sender_does_not_hide_the_others(database: Database) -> None:
    flood = [event(said(n, "1")) for n in range(500)]
    await keep(database, *flood, event(said(900, "2")), event(said(901, "3")))
    async with database.transaction() as tx:
        ring = await inbox.waiting(tx, START, 10)
        rest = await inbox.waiting(tx, ring[0][0], 10)
    assert [s.sender for s, _ in ring] == ["1", "2", "3"]
    assert [s.sender for s, _ in rest] == ["2", "3"]


async def test_messages_come_in_the_order_of_the_provider(database: Database) -> None:
    sender = Sender("telegram", "saksi", "7")
    await keep(database, event(said(12)), event(said(11)), event(said(13)), event(said(5, "8")))
    async with database.transaction() as tx:
        found = await inbox.pending(tx, sender, 10)
        assert [m["position"] for m in found] == [11, 12, 13]
        assert len(await inbox.pending(tx, sender, 2)) == 2


async def test_a_contact_has_one_worker_at_a_time(database: Database) -> None:
    sender = Sender("telegram", "saksi", "7")
    async with database.transaction() as tx:
        mine = await inbox.claim(tx, sender, "id")
    assert mine is not None
    async with database.transaction() as first, database.transaction() as second:
        assert await inbox.claim(first, sender, "id") is not None
        assert await inbox.claim(second, sender, "id") is None
        assert await inbox.claim(second, sender._replace(sender="8"), "id") is not None
    async with database.transaction() as tx:
        again = await inbox.claim(tx, sender, "en")
    assert again is not None
    assert again["id"] == mine["id"]
    assert again["language"] == "id"

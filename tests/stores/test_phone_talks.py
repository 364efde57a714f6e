"""A conversation as the browser phone hears it: nothing lost, whatever the order of the commits."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import Interval, bindparam, text

from models.stores.base.database import Database, Transaction
from models.stores.messaging import phone_talks
from models.stores.messaging.phone_talks import PAGE, Cursor, Talk, received_key, said_key

HEARD = text("""
with e as (
    insert into event (id, channel, account, payload) values (:event, 'webchat', 'web', '{}'))
insert into inbox (event_id, part, channel, account, external_id, sender, position, state)
values (:event, 0, 'webchat', 'web', cast(:event as text), :sender, 0, :state) returning id
""")
SAY = text("""
insert into outbox (id, purpose, contact_id, channel, account, recipient, body, priority, state,
                    attempts, repeats, not_before, created_at)
overriding system value
select cast(:id as bigint), 'p' || cast(:id as bigint), c.id, 'webchat', 'web', '',
       '{"text": "a"}', 0, :state, 0, 0, now() + :later, now() - :ago
from contact c where c.sender = :sender
""").bindparams(bindparam("later", type_=Interval), bindparam("ago", type_=Interval))
HOUR = timedelta(hours=1)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, size=2)
    async with opened.transaction() as tx:
        for sender in ("siti", "budi"):
            await tx.execute(
                text(
                    "insert into contact (channel, account, sender, name, language, state,"
                    " activation_tries, last_order, stopped)"
                    " values ('webchat', 'web', :sender, '', 'id', '{}', 0, 0, false)"
                ),
                {"sender": sender},
            )
    yield opened
    await opened.close()


async def say(tx: Transaction, number: int, **more: object) -> None:
    now = timedelta()
    values = {"id": number, "sender": "siti", "state": 1, "later": now, "ago": now, **more}
    await tx.execute(SAY, values)


async def hear(tx: Transaction, state: int = 0) -> int:
    values = {"event": uuid4(), "sender": "siti", "state": state}
    return int(await tx.scalar(HEARD, values))


async def ask(tx: Transaction, known: Talk | None, have: set[str]) -> Talk:
    """As the page asks; `have` grows by what it gets."""
    talk = await phone_talks.talk(tx, "web", "siti", known.cursor if known else None, have)
    have.update(received_key(message) for message in talk.received)
    have.update(said_key(message) for message in talk.said)
    return talk


async def test_a_smaller_id_that_is_committed_later_is_not_missed(database: Database) -> None:
    have: set[str] = set()
    async with database.transaction() as tx:
        await say(tx, 12)
        first = await ask(tx, None, have)
        await say(tx, 15)
        second = await ask(tx, first, have)
        await say(tx, 14)
        third = await ask(tx, second, have)
    assert [[m.id for m in talk.said] for talk in (first, second, third)] == [[12], [15], [14]]


async def test_the_cursor_passes_what_is_old_and_nothing_else(database: Database) -> None:
    have: set[str] = set()
    async with database.transaction() as tx:
        await say(tx, 1, ago=HOUR)
        await say(tx, 2, ago=HOUR)
        await say(tx, 3)
        first = await ask(tx, None, have)
        assert first.cursor == Cursor(0, 2)
        assert (await ask(tx, first, {"o3"})).said == ()


async def test_a_message_for_later_appears_when_it_is_due(database: Database) -> None:
    have: set[str] = set()
    async with database.transaction() as tx:
        await say(tx, 1, ago=HOUR, later=HOUR, state=0)
        await say(tx, 2, ago=HOUR / 2)
        first = await ask(tx, None, have)
        assert [m.id for m in first.said] == [2]
        second = await ask(tx, first, have)
        assert second.said == ()
        await tx.execute(text("update outbox set not_before = now() where id = 1"))
        third = await ask(tx, second, have)
        assert [m.id for m in third.said] == [1]


async def test_a_received_message_comes_again_when_it_is_handled(database: Database) -> None:
    have: set[str] = set()
    async with database.transaction() as tx:
        number = await hear(tx)
        first = await ask(tx, None, have)
        assert [(m.id, m.state) for m in first.received] == [(number, 0)]
        second = await ask(tx, first, have)
        assert second.received == ()
        await tx.execute(text("update inbox set state = 1"))
        third = await ask(tx, second, have)
        assert [(m.id, m.state) for m in third.received] == [(number, 1)]


async def test_a_long_talk_comes_in_pages(database: Database) -> None:
    have: set[str] = set()
    async with database.transaction() as tx:
        await say(tx, 1, ago=2 * HOUR)
        start = await ask(tx, None, have)
        for number in range(2, 2 * PAGE + 3):
            await say(tx, number, ago=HOUR)
        first = await ask(tx, start, have)
        second = await ask(tx, first, have)
        third = await ask(tx, second, have)
    assert [len(talk.said) for talk in (first, second, third)] == [PAGE, PAGE, 1]
    assert len(have) == 2 * PAGE + 2


async def test_a_mark_changes_with_every_kind_of_news(database: Database) -> None:
    async def mark() -> str:
        return (await phone_talks.marks(tx, "web", [("siti", Cursor(0, 0))]))[0]

    async with database.transaction() as tx:
        seen = [await mark()]
        await say(tx, 1, sender="budi")
        assert await mark() == seen[0]
        await say(tx, 2)
        seen.append(await mark())
        await hear(tx)
        seen.append(await mark())
        await tx.execute(text("update inbox set state = 1"))
        seen.append(await mark())
        await say(tx, 3, later=HOUR, state=0)
        assert await mark() == seen[-1]
        await tx.execute(text("update outbox set not_before = now()"))
        seen.append(await mark())
    assert len(set(seen)) == 5


async def test_what_went_to_one_phone_is_not_shown_to_another(database: Database) -> None:
    async with database.transaction() as tx:
        await say(tx, 1)
        number = await hear(tx)
        assert await phone_talks.said_to(tx, "web", "siti", 1)
        assert await phone_talks.received_from(tx, "web", "siti", number)
        assert await phone_talks.said_to(tx, "web", "budi", 1) is None
        assert await phone_talks.received_from(tx, "web", "budi", number) is None

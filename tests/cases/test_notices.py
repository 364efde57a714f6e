"""Notices: once whatever crashes, in order, nobody behind another, and to the latest contact."""

import asyncio

import pytest

from bot.base.claimed_turns import OutboxNew, Turn
from bot.base.ports import Outgoing
from bot.capabilities import CONVERSATION
from bot.engine.messages import Unread
from bot.messaging.notices import Notices
from bot.messaging.runner import Runner
from models.stores.base.database import Transaction
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
from models.values import Role
from tests.cases.desk import Desk, Phone


async def waiting(desk: Desk, phone: Phone, count: int, start: int = 0) -> None:
    """Notices for a person, told by number."""
    async with desk.database.transaction() as tx:
        many = [
            NewNotice(f"test:{phone.person}:{n}", "number", {"n": n}, phone.person)
            for n in range(start, start + count)
        ]
        await notices.put(tx, many)


async def count_aloud(tx: Transaction, turn: Turn) -> list[OutboxNew]:
    """Says the number of the notice."""
    assert isinstance(turn.inbound.outcome, Unread)
    number = turn.inbound.outcome.data["n"]
    return [OutboxNew(f"{turn.key}:0", Outgoing(f"{turn.contact['person_id']}:{number}"))]


async def outbox(desk: Desk) -> list[str]:
    rows = await desk.rows("select body ->> 'text' as said from outbox order by id")
    return [row.said for row in rows]


async def two(desk: Desk) -> tuple[Phone, Phone]:
    """Two people who have written once."""
    both = await desk.person("Bu Siti", 1), await desk.person("Pak Budi", 2)
    for phone in both:
        await phone.say("halo")
    await desk.do("delete from outbox")
    return both


async def test_each_is_told_once_in_order_and_people_take_turns(desk: Desk) -> None:
    siti, budi = await two(desk)
    await waiting(desk, siti, 4)
    await waiting(desk, siti, 4)
    await waiting(desk, budi, 2)
    await Notices(desk.database, count_aloud).drain()
    told = await outbox(desk)
    assert told[:4] == [f"{p.person}:{n}" for n in (0, 1) for p in (siti, budi)]
    assert told[4:] == [f"{siti.person}:{n}" for n in (2, 3)]
    assert await desk.rows("select 1 from outbox where priority <> 1") == []


async def test_several_processes_tell_each_once_and_in_order(desk: Desk) -> None:
    siti, budi = await two(desk)
    await waiting(desk, siti, 15)
    await waiting(desk, budi, 15)
    tellers = [Notices(desk.database, count_aloud) for _ in range(4)]
    running = [asyncio.create_task(teller.run()) for teller in tellers]
    async with asyncio.timeout(20):
        while await desk.rows("select 1 from notice where state = 0"):  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)
    told = await outbox(desk)
    for phone in (siti, budi):
        mine = [line for line in told if line.startswith(f"{phone.person}:")]
        assert mine == [f"{phone.person}:{n}" for n in range(15)]


async def test_a_crash_before_the_commit_tells_it_later_and_once(desk: Desk) -> None:
    siti, _ = await two(desk)
    await waiting(desk, siti, 1)
    falls = [True]

    async def dies_once(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        said = await count_aloud(tx, turn)
        if falls and falls.pop():
            raise ConnectionResetError("the machine is gone")
        return said

    teller = Notices(desk.database, dies_once)
    with pytest.raises(ConnectionResetError):
        await teller.once()
    assert await outbox(desk) == []
    await teller.drain()
    assert await outbox(desk) == [f"{siti.person}:0"]


async def test_one_that_cannot_be_told_is_set_aside_and_the_next_goes_on(desk: Desk) -> None:
    siti, budi = await two(desk)
    await waiting(desk, siti, 2)
    await waiting(desk, budi, 1)

    async def picky(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        assert turn.inbound.outcome is not None
        if turn.contact["person_id"] == siti.person and turn.inbound.outcome.data["n"] == 0:
            raise ValueError("no words for it")
        return await count_aloud(tx, turn)

    teller = Notices(desk.database, picky)
    for _ in range(8):
        await teller.drain()
        await desk.do("update notice set not_before = now()")
    await teller.drain()
    assert await outbox(desk) == [f"{budi.person}:0", f"{siti.person}:1"]
    aside = await desk.rows("select attempts, reason from notice where state = 2")
    assert [tuple(row) for row in aside] == [(7, "ValueError")]


async def test_who_never_wrote_hears_it_with_the_first_message(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR)
    data = {"receipt": "I-7QK", "status": "taken", "by": "Bu Ani", "note": ""}
    async with desk.database.transaction() as tx:
        await notices.put(tx, [NewNotice("test:1", "incident_told", data, dedi.person)])
    await desk.notices.drain()
    assert await desk.rows("select state, reason from notice") == [(2, notices.UNREACHED)]
    heard = await dedi.say("halo")
    assert "I-7QK sedang ditangani Bu Ani" in heard


async def test_the_contact_written_from_last_is_told(desk: Desk) -> None:
    siti, _ = await two(desk)
    await desk.do(
        "insert into contact (channel, account, sender, person_id, name, language, state,"
        " activation_tries, last_order, stopped, last_inbound_at)"
        " values ('telegram', 'bot', '77', :person, '', 'id', '{}', 0, 0, false, now())",
        person=siti.person,
    )
    await waiting(desk, siti, 1)
    await Notices(desk.database, count_aloud).drain()
    assert await desk.rows("select channel, recipient from outbox") == [("telegram", "77")]


async def test_somebody_removed_hears_nothing(desk: Desk) -> None:
    siti, _ = await two(desk)
    await desk.do("update person set active = false where id = :id", id=siti.person)
    await waiting(desk, siti, 1)
    await Notices(desk.database, Runner(CONVERSATION, desk.keys).handle).drain()
    assert await outbox(desk) == []

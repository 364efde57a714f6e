"""From the webhook to the reply: once, in order, nobody behind another, nothing lost."""

import asyncio
import time

import pytest

from api.rehearsal.telegram_person import Silence
from bot.base.claimed_turns import OutboxNew, Turn
from bot.base.ports import Outgoing
from models.stores.base.database import Transaction
from tests.messaging.station import Station, echo


async def test_a_message_is_answered_over_real_http(station: Station) -> None:
    siti = station.person()
    async with station.website(), station.worker():
        siti.say("Hadir")
        assert await siti.hear_text() == "> Hadir"
    assert station.telegram.counts.doubled == 0


async def test_messages_of_one_sender_are_answered_in_order_and_of_many_at_once(
    station: Station,
) -> None:
    people = [station.person(n) for n in range(12)]
    async with station.website():
        for turn in range(8):
            for person in people:
                person.say(f"{turn}")
            await asyncio.gather(*station.telegram.postman.on_the_way)
    async with station.worker():
        for person in people:
            assert [await person.hear_text() for _ in range(8)] == [f"> {n}" for n in range(8)]


async def test_several_workers_handle_each_message_once_and_in_order(station: Station) -> None:
    people = [station.person(n) for n in range(8)]
    turns: list[str] = []

    async def count(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        turns.append(turn.key)
        return await echo(tx, turn)

    async with (
        station.website(),
        station.worker(count),
        station.worker(count),
        station.worker(count),
    ):
        for turn in range(12):
            for person in people:
                person.say(f"{turn}")
            await asyncio.gather(*station.telegram.postman.on_the_way)
        for person in people:
            assert [await person.hear_text() for _ in range(12)] == [f"> {n}" for n in range(12)]
    assert len(turns) == len(set(turns)) == 96
    assert station.telegram.counts.sent == 96


async def test_updates_delivered_twice_are_answered_once(station: Station) -> None:
    station.telegram.postman.repeat = 1.0
    siti = station.person()
    async with station.website(), station.worker():
        for turn in range(5):
            siti.say(f"{turn}")
            assert await siti.hear_text() == f"> {turn}"
        with pytest.raises(Silence):
            await siti.hear(0.5)
    assert station.telegram.counts.repeated == 5


async def test_a_flood_does_not_delay_the_others(station: Station) -> None:
    flooder, siti = station.person(1), station.person(2)
    handled: list[str] = []

    async def slow(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        handled.append(turn.message["sender"])
        await asyncio.sleep(0.01)
        return await echo(tx, turn)

    async with station.website():
        for turn in range(80):
            flooder.say(f"{turn}")
        await asyncio.gather(*station.telegram.postman.on_the_way)
        siti.say("Hadir")
        await asyncio.gather(*station.telegram.postman.on_the_way)
    async with station.worker(slow):
        assert await siti.hear_text() == "> Hadir"
    assert handled.index(str(siti.chat.id)) < 20


async def test_a_message_that_fails_is_set_aside_and_the_next_one_goes_on(
    station: Station,
) -> None:
    async def picky(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        if turn.inbound.text == "racun":
            raise ValueError("9999990101900001 must not be told")
        return await echo(tx, turn)

    siti = station.person()
    async with station.website():
        for text in ("satu", "racun", "dua"):
            siti.say(text)
            await asyncio.gather(*station.telegram.postman.on_the_way)
    async with station.worker(picky):
        heard = [await siti.hear_text() for _ in range(3)]
    assert heard[0] == "> satu"
    assert "belum bisa kami proses" in heard[1]
    assert heard[2] == "> dua"
    rows = await station.rows("select state, reason from inbox order by id")
    assert [row["state"] for row in rows] == [1, 2, 1]
    reference = rows[1]["reason"].split()[-1]
    assert rows[1]["reason"] == f"ValueError {reference}"
    assert reference in heard[1]


async def test_a_late_message_is_marked_as_late(station: Station) -> None:
    late: list[tuple[str, bool]] = []

    async def watch(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        late.append((turn.inbound.text, turn.inbound.late))
        return []

    siti = station.person()
    async with station.website(), station.worker(watch):
        held = station.telegram.deliver
        kept: list[dict[str, object]] = []
        station.telegram.deliver = kept.append  # type: ignore[method-assign]
        siti.say("pertama")
        station.telegram.deliver = held  # type: ignore[method-assign]
        siti.say("kedua")
        await station.until("select count(*) = 1 from inbox where state = 1")
        held(kept[0])
        await station.until("select count(*) = 2 from inbox where state = 1")
        siti.say("ketiga")
        await station.until("select count(*) = 3 from inbox where state = 1")
    assert late == [("kedua", False), ("pertama", True), ("ketiga", False)]


async def test_state_and_replies_are_undone_together_when_the_commit_fails(
    station: Station,
) -> None:
    failures = 0

    async def breaks_once(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        nonlocal failures
        replies = [OutboxNew(f"{turn.key}:0", Outgoing("jawaban"))]
        if not failures:
            failures += 1
            raise ConnectionResetError("the database is gone")
        return replies

    siti = station.person()
    async with station.website(), station.worker(breaks_once):
        siti.say("Hadir")
        assert await siti.hear_text() == "jawaban"
    assert [row["state"] for row in await station.rows("select state from inbox")] == [1]
    assert len(siti.chat.heard) == 1


async def test_who_writes_during_the_own_turn_is_next_at_once(station: Station) -> None:
    """Nobody rings when a turn ends: whoever wrote meanwhile used to wait for the next look."""
    siti, waits = station.person(), list[float]()

    async def slow(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        await asyncio.sleep(0.2)
        return await echo(tx, turn)

    async with station.website(), station.worker(slow):
        for turn in range(6):
            siti.say("satu")
            await asyncio.sleep(0.1)
            siti.say("dua")
            assert await siti.hear_text() == "> satu"
            began = time.monotonic()
            assert await siti.hear_text() == "> dua", turn
            waits.append(time.monotonic() - began - 0.2)
    assert sorted(waits)[2] < 0.2, waits

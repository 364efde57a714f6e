"""Without a public address updates are fetched: one owner per bot, confirmed once stored."""

import asyncio

from tests.messaging.station import Station


async def test_updates_are_fetched_answered_and_confirmed(station: Station) -> None:
    siti = station.person()
    siti.say("sebelum mulai")
    async with station.worker():
        assert await siti.hear_text() == "> sebelum mulai"
        siti.say("Hadir")
        assert await siti.hear_text() == "> Hadir"
    assert station.telegram.counts.delivered >= 1


async def test_two_workers_poll_one_after_the_other(station: Station) -> None:
    siti = station.person()
    async with station.worker(), station.worker():
        for turn in range(5):
            siti.say(f"{turn}")
            assert await siti.hear_text() == f"> {turn}"
        owners = await station.rows("select owner from lease where name like 'poll:%'")
        assert len(owners) == 1
    siti.say("lagi")
    async with station.worker():
        assert await siti.hear_text() == "> lagi"
    assert len(siti.chat.heard) == 6


async def test_a_press_is_answered_and_handled(station: Station) -> None:
    siti = station.person()
    query = {"id": "5", "data": "ya", "message": {"message_id": 1, "chat": {"id": siti.chat.id}}}
    station.telegram.update(siti.chat, "callback_query", query)
    async with station.worker():
        assert await siti.hear_text() == "> ya"
        async with asyncio.timeout(5):
            while not station.telegram.counts.presses_answered:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

"""Two machines on one database, each with web and worker: whoever hears it, it is done once."""

from dataclasses import replace
from pathlib import Path

from tests.messaging.station import Station


async def test_messages_that_come_in_by_turns_are_answered_once_and_in_order(
    station: Station, tmp_path: Path
) -> None:
    there = station.settings.model_copy(update={"var": tmp_path / "the-other-machine"})
    other = replace(station, settings=there)
    people = [station.person(number) for number in range(6)]
    async with station.website(), other.website():
        first = f"{station.web}/webhooks/telegram/{there.telegram_bot_name}"
        assert station.telegram.webhook is not None
        second, secret = station.telegram.webhook
        assert first != second
        async with station.worker(), other.worker():
            for turn in range(6):
                station.telegram.webhook = ((first, second)[turn % 2], secret)
                for person in people:
                    person.say(f"kata {turn}")
                for person in people:
                    assert f"kata {turn}" in await person.hear_text(30)
        async with other.worker():  # the first machine is gone
            station.telegram.webhook = (second, secret)
            for person in people:
                person.say("masih ada?")
            for person in people:
                assert "masih ada?" in await person.hear_text(30)
    assert station.telegram.counts.sent == 42
    assert station.telegram.counts.doubled == 0
    assert [tuple(row) for row in await station.rows("select sum(repeats) from outbox")] == [(0,)]

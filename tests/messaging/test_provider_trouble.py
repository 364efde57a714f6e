"""A provider in trouble delays answers and loses none, and its pages do not fill our log."""

import asyncio
import logging

import pytest

from api.rehearsal.faults import KINDS, Faults, deck
from api.rehearsal.trouble import Kind
from models.logs import configure
from tests.messaging.station import Station


@pytest.mark.parametrize("kind", ["429", "500", "slow", "down"])
async def test_every_answer_goes_once_it_is_well(
    station: Station, kind: Kind, caplog: pytest.LogCaptureFixture
) -> None:
    configure("error")
    people = [station.person(number) for number in range(3)]
    async with station.website(), station.worker():
        await station.until("select count(*) = 0 from inbox")
        station.telegram.trouble.begin(kind)
        for person in people:
            person.say("halo")
        await asyncio.sleep(2.0)
        assert station.telegram.trouble.met
        assert kind == "slow" or station.telegram.counts.sent == 0
        station.telegram.trouble.end()
        for person in people:
            assert "halo" in await person.hear_text(60)
    assert station.telegram.counts.sent == 3
    assert station.telegram.counts.doubled == 0
    assert [line for line in caplog.records if line.name.startswith("telegram")] == []
    assert not logging.getLogger("telegram.request").isEnabledFor(logging.ERROR)


async def test_what_a_provider_took_without_a_word_is_counted_when_it_goes_again(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram.wire._PATIENCE", 0.5)
    monkeypatch.setattr("api.rehearsal.trouble.SLOW", 1.5)
    siti = station.person()
    async with station.website(), station.worker():
        await station.until("select count(*) = 0 from inbox")
        station.telegram.trouble.begin("slow")
        siti.say("halo")
        assert "halo" in await siti.hear_text(60)
        station.telegram.trouble.end()
        assert "halo" in await siti.hear_text(60)
        await station.until("select count(*) = 1 from outbox where state = 1")
    (row,) = await station.rows("select recipient, provider_id, repeats from outbox")
    assert station.telegram.counts.doubled >= 1
    assert row["repeats"] >= station.telegram.counts.doubled
    noted = {(row["recipient"], row["provider_id"]): row["repeats"]}
    assert station.telegram.copies.beyond(noted) == 0
    assert station.telegram.copies.beyond({}) == station.telegram.counts.doubled


def test_the_deck_has_every_kind_and_as_many_kills_as_were_asked() -> None:
    import random

    drawn = deck(Faults(KINDS, kills=40), random.Random(1))
    kinds = [kind for _, kind in drawn]
    assert set(kinds) == set(KINDS)
    assert kinds.count("kill") + kinds.count("database") == 40
    places = [place for place, _ in drawn]
    assert places == sorted(places)
    assert 0 < places[0] < places[-1] < 1

"""Somebody unknown fills no disk: after a number of files a day theirs are not fetched any more."""

import asyncio

import pytest

from bot.messaging import fetches, file_budget
from bot.messaging.file_budget import FileBudget
from models.stores.base.database import Database
from models.stores.messaging.inbox import Sender
from tests.messaging.station import Station
from tests.messaging.test_files import picture
from tests.messaging.test_lanes import _known

MANY = 4


def test_each_account_has_its_own_number_and_the_day_ends() -> None:
    now = [1.0]
    budget = FileBudget(lambda: now[0])
    one, other = Sender("telegram", "saksi", "1"), Sender("telegram", "saksi", "2")
    assert [budget.take(one) for _ in range(file_budget.MOST + 2)][-3:] == [True, False, False]
    assert budget.take(other)
    now[0] += file_budget.DAY
    assert budget.take(one)


async def test_a_stranger_s_photos_are_fetched_up_to_a_number_a_witness_s_all(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_budget, "MOST", 2)
    monkeypatch.setattr(fetches, "PATIENCE", 60.0)  # each photo with its own turn
    stranger, siti = station.person(1), station.person(2)
    async with station.website():
        siti.say("halo")
        await asyncio.gather(*station.telegram.postman.on_the_way)
        database = Database(station.url)
        await _known(database)
        await database.close()
        for _ in range(MANY):
            stranger.send_photo(picture())
            siti.send_photo(picture())
        await asyncio.gather(*station.telegram.postman.on_the_way)
        async with station.worker():
            assert await siti.hear_text(30) == "> halo"
            hers = [await siti.hear_text(30) for _ in range(MANY)]
            theirs = [await stranger.hear_text(30) for _ in range(MANY)]
    assert [said[:8] for said in hers] == ["> photo "] * MANY
    assert [said[:8] for said in theirs[:2]] == ["> photo "] * 2
    assert theirs[2:] == ["> file_enough"] * (MANY - 2)

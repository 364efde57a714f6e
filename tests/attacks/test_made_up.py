"""What made-up people did in training can never count once the same database is in production."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from api.phone import cast
from api.rehearsal.cast import person
from bot.reports.timed import retire_made_up
from models.settings import Settings
from models.stores.persons import made_up
from models.stores.reports import results
from tests.attacks.test_independent_voices import FORGED, TRUE, say
from tests.cases.desk import Desk, Phone, open_desk

TRAINING = Settings.model_validate({"production": False})
PRODUCTION = Settings.model_validate(
    {"production": True, "api_token": "5f0c1e7ab94d2c6880e3a1b7", "secret_key": "5f0c1e7ab94d2c688"}
)


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


async def played(desk: Desk) -> list[Phone]:
    """Two made-up witnesses of one station agree, as in the browser's training phones."""
    async with desk.database.transaction() as tx:
        await cast.enrol(tx, desk.keys)
        found = await cast.people(tx, desk.keys)
    phones = [Phone(desk, one.phone, found[one.key]) for one in cast.CAST if one.key in ("1", "2")]
    for phone in phones:
        await say(phone, TRUE)
    return phones


async def started(desk: Desk, settings: Settings) -> None:
    """What the clock does first."""
    async with desk.database.transaction() as tx:
        await retire_made_up(tx, settings, desk.now)
    async with desk.database.transaction() as tx:
        await results.settle_waiting(tx)


async def test_in_training_they_count_and_in_production_never_again(desk: Desk) -> None:
    first, _ = await played(desk)
    await started(desk, TRAINING)
    assert (await desk.recap()).confirmed == 1
    await started(desk, PRODUCTION)
    recap = await desk.recap()
    assert (recap.reported, recap.confirmed, recap.votes) == (0, 0, [0, 0, 0])
    assert "Tersimpan" not in await first.say(TRUE), "nobody speaks for them"
    await started(desk, PRODUCTION)
    assert (await desk.recap()).reported == 0
    noted = await desk.rows("select 1 from audit_entry where action = 'made-up people retired'")
    assert len(noted) == 1


async def test_a_real_witness_there_is_neither_confirmed_nor_disputed_by_them(desk: Desk) -> None:
    await played(desk)
    ((station,),) = await desk.rows(
        "select s.code from report r join station s on s.id = r.station_id limit 1"
    )
    await desk.do("update mandate set active = false")
    siti = await desk.witness("Bu Siti", 321, station)
    await say(siti, FORGED)
    await started(desk, PRODUCTION)
    recap = await desk.recap()
    assert (recap.reported, recap.confirmed, recap.disputed) == (1, 0, 0)
    assert recap.votes == [12, 177, 3]


async def test_those_of_a_rehearsal_are_marked_by_their_phones(desk: Desk) -> None:
    siti = await desk.person("Bu Siti", 321)
    name, phone = person(4711)
    async with desk.database.transaction() as tx:
        await made_up.mark(tx, desk.keys, [phone, "+6281200000999"])
    ((marked,),) = await desk.rows("select made_up from person where id = :p", p=siti.person)
    assert not marked, name
    async with desk.database.transaction() as tx:
        await made_up.mark(tx, desk.keys, [siti.number])
        assert await made_up.retire(tx) == 1

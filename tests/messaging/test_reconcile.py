"""What providers say they brought, against what is stored: a lost update is found by its number."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from api.reconciliation import read_list, reconcile
from models.errors import BadInput
from models.stores.base.database import Database, Transaction
from tests.attacks.behind import behind_the_back
from tests.messaging.station import Station
from tests.messaging.whatsapp_line import Line, connected


@asynccontextmanager
async def looked_into(station: Station) -> AsyncIterator[Transaction]:
    """What is stored; nothing of what a test does to it stays."""
    database = Database(station.url)
    async with database.transaction() as tx:
        yield tx
        await tx.rollback()
    await database.close()


async def _talk(station: Station, words: int) -> None:
    person = station.person()
    async with station.website(), station.worker():
        for number in range(words):
            person.say(f"halo {number}")
            await person.hear(20)


async def test_an_update_that_never_came_leaves_a_gap_in_the_bots_numbers(
    station: Station,
) -> None:
    await _talk(station, 4)
    async with looked_into(station) as tx:
        whole = await reconcile(tx, {})
        assert (whole.agrees, whole.numbers[0].have, whole.numbers[0].missing) == (True, 4, 0)
        await behind_the_back(tx)
        first = await tx.scalar(text("select min(position) from inbox"))
        await tx.execute(text("delete from inbox where position = :lost"), {"lost": first + 1})
        holed = await reconcile(tx, {})
        assert (holed.agrees, holed.numbers[0].missing) == (False, 1)
        assert holed.numbers[0].after == first


async def test_a_list_of_the_provider_is_looked_up_id_by_id(
    station: Station, tmp_path: Path
) -> None:
    await _talk(station, 2)
    (first, second) = await station.rows("select position from inbox order by position")
    here, never = [str(first[0]), str(second[0])], str(second[0] + 1)
    file = tmp_path / "telegram.csv"
    lines = [f"telegram,saksi,{one}" for one in (*here, never)]
    file.write_text("\n".join(["channel,account,id", *lines]))
    async with looked_into(station) as tx:
        found = await reconcile(tx, read_list(file))
    assert (found.listed, found.missing, found.waiting, found.agrees) == (3, [never], [], False)
    file.write_text("update\n1")
    with pytest.raises(BadInput, match="channel, account, id"):
        read_list(file)


async def test_whatsapps_reports_are_counted_and_its_ids_are_found(
    database_url: str, tmp_path: Path
) -> None:
    async with connected(database_url, tmp_path) as line:
        await _reported(line)


async def _reported(line: Line) -> None:
    line.meta.statuses = ("delivered",)
    person = line.person()
    async with line.station.worker():
        person.say("halo")
        await person.hear(20)
        await line.station.until("select count(*) = 1 from outbox where delivery = 'delivered'", 60)
    async with looked_into(line.station) as tx:
        found = await reconcile(tx, {("whatsapp", line.meta.number): ["wamid.never"]})
    assert [(one.sent, one.told, one.failed) for one in found.told] == [(1, 1, 0)]
    assert found.missing == ["wamid.never"]

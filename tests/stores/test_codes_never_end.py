"""Codes are never used up: tried where two letters are all there is, as a nation would find it."""

import asyncio
import random
import secrets
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import text

from models.rules.voter_change import Change
from models.sealing import Keys
from models.stores.attendance import presence
from models.stores.attendance.climbing_sql import _code
from models.stores.attendance.presence import NewCheckIn
from models.stores.base.database import Database, Transaction
from models.stores.broadcast import broadcasts
from models.stores.broadcast.broadcasts import NewBroadcast
from models.stores.incidents import incidents
from models.stores.incidents.incidents import NewIncident
from models.stores.messaging.inbox import Sender
from models.stores.persons import people
from models.stores.recruiting import recruits, volunteer_lists
from models.stores.recruiting.recruits import Draft
from models.stores.recruiting.volunteer_lists import Listed
from models.stores.register_updates import voter_changes
from models.stores.register_updates.voter_changes import NewChange
from models.stores.revotes import requests
from models.stores.revotes.requests import NewRequest
from tests.stores.places import Places

KEYS = Keys(b"k" * 32)
NOW = datetime(2024, 2, 14, 5, 0, tzinfo=UTC)
MANY = 60
"""More than the sixteen codes of four letters and the 32 of five together."""


@pytest.fixture
def two_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    dice = random.Random(1)
    monkeypatch.setattr(secrets, "choice", lambda _letters: dice.choice("CD"))


async def _contact(tx: Transaction, number: int) -> int:
    made = text(
        "insert into contact (channel, account, sender, name, language, state, activation_tries,"
        " last_order, stopped) values ('telegram', 'saksi', :sender, '', 'id', '{}', 0, 0, false)"
        " returning id"
    )
    return int(await tx.scalar(made, {"sender": str(number)}) or 0)


async def _check_in(tx: Transaction, places: Places, n: int) -> None:
    new = NewCheckIn(places.people[0], places.station(n % 8), NOW, None, None, (), None)
    await presence.put_check_in(tx, new)


async def _incident(tx: Transaction, places: Places, n: int) -> None:
    who = await _contact(tx, n)
    new = NewIncident(places.election, "other", "ricuh", None, "", None, who, False, (), None)
    await incidents.put(tx, new, Sender("telegram", "saksi", str(n)))


async def _request(tx: Transaction, places: Places, n: int) -> None:
    new = NewRequest(places.station(n % 8), (places.president,), "psu", "x", places.people[0])
    await requests.put(tx, new)


async def _application(tx: Transaction, places: Places, n: int) -> None:
    phone = f"+62812000{n:05}"
    await recruits.draft(tx, KEYS, Draft(places.election, "Orang", phone, None))


async def _listed(tx: Transaction, places: Places, n: int) -> None:
    area = places.areas["9801011001"]
    new = Listed(places.election, "Orang", f"+62812001{n:05}", area)
    assert await volunteer_lists.put_listed(tx, KEYS, new)


async def _change(tx: Transaction, places: Places, n: int) -> None:
    who = await _contact(tx, n)
    new = NewChange(places.election, who, NOW + timedelta(days=n), next(iter(Change)), None, 0, "x")
    assert await voter_changes.put(tx, new)


async def _broadcast(tx: Transaction, places: Places, n: int) -> None:
    new = NewBroadcast(places.election, places.people[0], f"kabar {n}", False, (), ())
    await broadcasts.put(tx, new)


@pytest.mark.parametrize(
    ("put", "table"),
    [
        (_check_in, "check_in"),
        (_incident, "incident"),
        (_request, "vote_request"),
        (_application, "recruit"),
        (_listed, "recruit"),
        (_change, "voter_change"),
        (_broadcast, "broadcast"),
    ],
)
@pytest.mark.usefixtures("two_letters")
async def test_every_one_gets_a_code_of_its_own(
    database: Database,
    places: Places,
    put: Callable[[Transaction, Places, int], Awaitable[None]],
    table: str,
) -> None:
    async with asyncio.timeout(60), database.transaction() as tx:
        for n in range(MANY):
            await put(tx, places, n)
        found = text(f"select count(*), count(distinct receipt) from {table}")
        assert tuple((await tx.execute(found)).one()) == (MANY, MANY)


@pytest.mark.usefixtures("two_letters")
async def test_activation_codes_that_clash_are_drawn_anew(database: Database) -> None:
    async with asyncio.timeout(60), database.transaction() as tx:
        codes = set()
        for n in range(300):
            person, _ = await people.put_person(tx, KEYS, "Orang", f"+62812002{n:05}")
            codes.add(await people.new_code(tx, KEYS, person))
    assert len(codes) == 300


async def test_codes_of_absences_follow_from_their_numbers_beyond_eight_million(
    database: Database,
) -> None:
    every = text(
        f"select count(distinct c), count(*), min(length(c)), max(length(c)) from (select"
        f" {_code('n')} as c from (select generate_series(1, 40) n"
        f" union all select generate_series(7962620, 7962680)"
        f" union all select generate_series(7962624 + 1, 7962624 + 40)) numbers"
        f" group by n) codes"
    )
    async with database.transaction() as tx:
        distinct, rows, shortest, longest = (await tx.execute(every)).one()
    assert distinct == rows
    assert (shortest, longest) == (7, 8)

"""The personal link: token and code open it, wrong codes slow it down, a new one ends the old."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import text

from api.phone import gate
from api.phone.gate import Handout, Refused
from models.sealing import Keys
from models.stores.base.database import Database, Transaction
from models.stores.persons.people import put_person
from models.stores.persons.phone_links import Link

KEYS = Keys(b"a secret of tests, long enough")
KEYED = gate.keyed_by(KEYS)


@dataclass
class Desk:
    """An enrolled person with a link, inside one open transaction."""

    tx: Transaction
    person: int
    made: Handout

    async def enter(self, code: str, token: str = "") -> Link | Refused:
        return await gate.enter(self.tx, KEYED, "web", token or self.made.token, code)

    async def later(self, time: timedelta) -> None:
        """As if that much time had passed since the last try."""
        await self.tx.execute(
            text("update phone_link set tried_at = tried_at - cast(:time as interval)"),
            {"time": time},
        )

    async def link(self) -> Link:
        found = await self.enter(self.made.code)
        assert isinstance(found, Link)
        return found


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    database = Database(database_url, size=1)
    async with database.transaction() as tx:
        person, _ = await put_person(tx, KEYS, "Siti Rahayu", "+6281200000009")
        yield Desk(tx, person, await gate.hand_out(tx, KEYED, person))
    await database.close()


def wrong(code: str) -> str:
    digits = code.replace(" ", "")
    return f"{(int(digits) + 1) % 1_000_000:06d}"


@pytest.mark.parametrize("written", ["{}", " {} ", "{}.", "kode: {}"])
async def test_the_code_opens_however_it_is_written(desk: Desk, written: str) -> None:
    found = await desk.enter(written.format(desk.made.code))
    assert isinstance(found, Link)
    assert (found.person_id, found.name) == (desk.person, "Siti Rahayu")


async def test_the_contact_belongs_to_the_person_from_then_on(desk: Desk) -> None:
    await desk.enter(desk.made.code)
    rows = (await desk.tx.execute(text("select channel, person_id, name from contact"))).all()
    assert [tuple(row) for row in rows] == [("webchat", desk.person, "Siti Rahayu")]


async def test_neither_token_nor_code_is_in_the_database(desk: Desk) -> None:
    rows = await desk.tx.execute(text("select phone_link::text from phone_link"))
    stored = str(rows.scalar_one())
    assert desk.made.token not in stored
    assert desk.made.code.replace(" ", "").encode().hex() not in stored


async def test_wrong_codes_make_longer_and_longer_pauses_but_never_lock_for_good(
    desk: Desk,
) -> None:
    for _ in range(gate.FREE_TRIES):
        assert await desk.enter(wrong(desk.made.code)) == Refused("code")
    assert await desk.enter(desk.made.code) == Refused("pause", 60)
    pauses = []
    for _ in range(9):
        refused = await desk.enter("000000")
        assert isinstance(refused, Refused)
        pauses.append(refused.seconds)
        await desk.later(timedelta(seconds=refused.seconds))
        assert await desk.enter(wrong(desk.made.code)) == Refused("code")
    assert pauses == [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    await desk.later(timedelta(hours=1))
    assert isinstance(await desk.enter(desk.made.code), Link)


async def test_the_right_code_forgets_the_wrong_ones(desk: Desk) -> None:
    for _ in range(2):
        for _ in range(gate.FREE_TRIES - 1):
            assert await desk.enter(wrong(desk.made.code)) == Refused("code")
        assert isinstance(await desk.enter(desk.made.code), Link)


async def test_a_code_does_not_open_another_link(desk: Desk) -> None:
    other, _ = await put_person(desk.tx, KEYS, "Budi Santoso", "+6281200000008")
    theirs = await gate.hand_out(desk.tx, KEYED, other)
    assert await desk.enter(desk.made.code, theirs.token) == Refused("code")
    assert await desk.enter(desk.made.code, "no such token") == Refused("link")


async def test_the_cookie_says_who_and_cannot_be_altered(desk: Desk) -> None:
    value = gate.cookie(KEYED, await desk.link())
    number, _, mac = value.partition(".")
    found = await gate.holder(desk.tx, KEYED, value)
    assert found is not None
    assert found.person_id == desk.person
    other = gate.keyed_by(Keys(b"another secret, long enough too"))
    for altered in (
        f"{int(number) + 1}.{mac}",
        f"{number}.{mac[::-1]}",
        number,
        "",
        "x.é",
        "9" * 99,
    ):
        assert await gate.holder(desk.tx, KEYED, altered) is None
    assert await gate.holder(desk.tx, other, value) is None


async def test_a_new_link_ends_the_old_one_and_keeps_the_conversation(desk: Desk) -> None:
    old = await desk.link()
    cookie = gate.cookie(KEYED, old)
    made = await gate.hand_out(desk.tx, KEYED, desk.person)
    assert await gate.holder(desk.tx, KEYED, cookie) is None
    assert await desk.enter(desk.made.code) == Refused("link")
    new = await desk.enter(made.code, made.token)
    assert isinstance(new, Link)
    assert new.sender == old.sender


async def test_who_is_no_longer_active_is_out_at_once(desk: Desk) -> None:
    cookie = gate.cookie(KEYED, await desk.link())
    await desk.tx.execute(text("update person set active = false"))
    assert await gate.holder(desk.tx, KEYED, cookie) is None
    assert await desk.enter(desk.made.code) == Refused("link")

"""The personal link: token and code open it, wrong codes slow it down, a new one ends the old."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta

import pytest
from sqlalchemy import func, insert, text
from sqlmodel import col

from api.phone import gate
from api.phone.gate import Entered, Handout, Refused
from models.sealing import Keys
from models.stores.base.database import Database, Transaction
from models.stores.persons import held_acts, people, phone_links, phone_sessions
from models.stores.persons.people import put_person
from models.tables import ContactRow

KEYS = Keys(b"a secret of tests, long enough")
KEYED = gate.keyed_by(KEYS)


@dataclass
class Desk:
    """An enrolled person with a link, inside one open transaction."""

    tx: Transaction
    person: int
    made: Handout

    async def enter(self, code: str, token: str = "", browser: str = "") -> Entered | Refused:
        return await gate.enter(self.tx, KEYED, "web", token or self.made.token, code, browser)

    async def later(self, time: timedelta) -> None:
        """As if that much time had passed since the last try."""
        await self.tx.execute(
            text("update phone_link set tried_at = tried_at - cast(:time as interval)"),
            {"time": time},
        )

    async def entered(self, browser: str = "Chrome, Android") -> Entered:
        found = await self.enter(self.made.code, browser=browser)
        assert isinstance(found, Entered)
        return found

    async def notices(self) -> list[tuple[int, str, str]]:
        """Whom something is told, in which event, with which browser."""
        asked = "select whom, event, data->>'browser' from notice order by id"
        return [tuple(row) for row in await self.tx.execute(text(asked))]


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
    assert isinstance(found, Entered)
    assert (found.link.person_id, found.link.name) == (desk.person, "Siti Rahayu")


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
    assert isinstance(await desk.enter(desk.made.code), Entered)


async def test_a_link_opens_one_browser_and_no_second_one(desk: Desk) -> None:
    first = await desk.entered()
    assert await desk.enter(desk.made.code, browser="Firefox, Windows") == Refused("used")
    assert await gate.holder(desk.tx, KEYED, first.cookie) is not None
    assert await desk.notices() == [
        (desk.person, "phone_opened", "Chrome, Android"),
        (desk.person, "phone_tried", "Firefox, Windows"),
    ]


async def test_who_has_another_chat_is_told_there_who_opened_the_phone(desk: Desk) -> None:
    given = {"channel": "telegram", "account": "saksi", "sender": "77", "person_id": desk.person}
    made = insert(ContactRow).values(**given, name="", last_inbound_at=func.now())
    chat = await desk.tx.scalar(made.returning(col(ContactRow.id)))
    await desk.entered()
    assert [whom for whom, _, _ in await desk.notices()] == [-chat]


async def test_who_left_is_out_and_the_link_stays_used(desk: Desk) -> None:
    first = await desk.entered()
    await gate.leave(desk.tx, KEYED, first.cookie)
    assert await gate.holder(desk.tx, KEYED, first.cookie) is None
    assert await desk.enter(desk.made.code) == Refused("used")


async def test_a_link_that_nobody_opened_ends_in_days(desk: Desk) -> None:
    older = text("update phone_link set created_at = created_at - cast(:time as interval)")
    await desk.tx.execute(older, {"time": timedelta(days=phone_links.LINK_DAYS - 1)})
    assert await desk.enter(wrong(desk.made.code)) == Refused("code")
    await desk.tx.execute(older, {"time": timedelta(days=1)})
    assert await desk.enter(desk.made.code) == Refused("link")


async def test_an_activation_code_is_void_once_the_link_proved_whose_phone_it_is(
    desk: Desk,
) -> None:
    code = await people.new_code(desk.tx, KEYS, desk.person)
    await desk.entered()
    used = await people.known_codes(desk.tx, KEYS, [code.replace("-", "")])
    assert used == set()


async def test_another_browser_for_the_same_conversation_is_new_for_its_person(
    desk: Desk,
) -> None:
    """A second link in a thief's hands gives no re-vote on the spot: it waits for a code."""
    await desk.entered()
    contact = await desk.tx.scalar(text("select id from contact"))
    assert not await held_acts.fresh(desk.tx, contact), "the first one is who was handed the link"
    made = await gate.hand_out(desk.tx, KEYED, desk.person)
    assert isinstance(await desk.enter(made.code, made.token), Entered)
    assert await held_acts.fresh(desk.tx, contact)


async def test_a_browser_is_a_phone_for_two_months_and_can_be_ended_sooner(desk: Desk) -> None:
    first = await desk.entered()
    (row,) = await phone_sessions.listed(desk.tx, desk.person)
    assert row.browser == "Chrome, Android"
    assert (row.expires_at - row.created_at).days == phone_sessions.DAYS
    await desk.tx.execute(text("update phone_session set expires_at = now() - interval '1 second'"))
    assert await gate.holder(desk.tx, KEYED, first.cookie) is None
    await desk.tx.execute(text("update phone_session set expires_at = now() + interval '1 day'"))
    assert await phone_sessions.end(desk.tx, desk.person) == 1
    assert await gate.holder(desk.tx, KEYED, first.cookie) is None


async def test_the_right_code_comes_through_after_wrong_ones(desk: Desk) -> None:
    for _ in range(gate.FREE_TRIES - 1):
        assert await desk.enter(wrong(desk.made.code)) == Refused("code")
    assert isinstance(await desk.enter(desk.made.code), Entered)


async def test_a_code_does_not_open_another_link(desk: Desk) -> None:
    other, _ = await put_person(desk.tx, KEYS, "Budi Santoso", "+6281200000008")
    theirs = await gate.hand_out(desk.tx, KEYED, other)
    assert await desk.enter(desk.made.code, theirs.token) == Refused("code")
    assert await desk.enter(desk.made.code, "no such token") == Refused("link")


async def test_the_cookie_says_who_and_cannot_be_altered(desk: Desk) -> None:
    value = (await desk.entered()).cookie
    found = await gate.holder(desk.tx, KEYED, value)
    assert found is not None
    assert found.person_id == desk.person
    stored = await desk.tx.scalar(text("select phone_session::text from phone_session"))
    assert value not in str(stored)
    other = gate.keyed_by(Keys(b"another secret, long enough too"))
    for altered in (value[::-1], value[:-1], "", "x.é", "9" * 99):
        assert await gate.holder(desk.tx, KEYED, altered) is None
    assert await gate.holder(desk.tx, other, value) is None


async def test_a_new_link_ends_the_old_one_and_keeps_the_conversation(desk: Desk) -> None:
    old = await desk.entered()
    made = await gate.hand_out(desk.tx, KEYED, desk.person)
    assert await gate.holder(desk.tx, KEYED, old.cookie) is None
    assert await desk.enter(desk.made.code) == Refused("link")
    new = await desk.enter(made.code, made.token)
    assert isinstance(new, Entered)
    assert new.link.sender == old.link.sender


async def test_who_is_no_longer_active_is_out_at_once(desk: Desk) -> None:
    cookie = (await desk.entered()).cookie
    await desk.tx.execute(text("update person set active = false"))
    assert await gate.holder(desk.tx, KEYED, cookie) is None
    assert await desk.enter(desk.made.code) == Refused("link")

"""A SIM is swapped, an account taken over: what weighs waits for a code no thief can read."""

import json
import re
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.base.ports import AccountChanged
from bot.channels.whatsapp import updates
from bot.engine.effects import Effect
from bot.engine.messages import Inbound, Kind
from models.sealing import Keys
from models.stores.persons import held_acts, leaving, people
from models.values import Role
from tests.attacks.test_independent_voices import assigned
from tests.attacks.test_second_person import PSU, ask
from tests.cases.desk import NIGHT, Desk, Phone, open_desk
from tests.cases.test_broadcasts import write

WEIGHTY = {
    *("OpenVersion", "SteerVersion", "AssignWitness", "SwapWitness", "ChooseReserve"),
    "DecideMandate",
    *("SteerBroadcast", "DecideDispute", "DecideCorrection", "DecideApplicant", "BindChat"),
    *("OpenScreen", "OpenPublic", "AnswerQuestion"),
}


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


async def taken_over(desk: Desk, victim: Phone, number: int, *, ended: bool = True) -> Phone:
    """Another chat that speaks for a person, as after the proof of a swapped SIM's number."""
    thief = desk.stranger(number)
    await thief.say("halo")
    ((contact,),) = await desk.rows("select id from contact where sender = :s", s=thief.number)
    async with desk.database.transaction() as tx:
        await people.bind(tx, contact, victim.person)
        if ended:
            await leaving.end_others(tx, contact, victim.person)
    return Phone(desk, thief.number, victim.person)


async def people_of(desk: Desk) -> tuple[Phone, Phone]:
    """A coordinator and who leads above, both known by chat."""
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    boss = await desk.holder("Bu Ketua", 5, Role.ADMINISTRATOR)
    for phone in (dedi, boss):
        await phone.say("halo")
    return dedi, boss


def code_in(heard: str) -> str:
    found = re.search(r"kode ini[^:]*: (\S+) \(", heard)
    assert found is not None, heard
    return found[1]


async def test_a_taken_over_chat_opens_no_vote_without_a_code_from_above(desk: Desk) -> None:
    dedi, boss = await people_of(desk)
    thief = await taken_over(desk, dedi, 60)
    assert "Chat ini baru" in await ask(thief, *PSU)
    assert await desk.rows("select 1 from vote_request") == []
    warned = await boss.hear()
    assert "Pak Dedi menulis dari chat yang baru dan mau mencatat pemungutan suara ulang" in warned
    assert "telepon Pak Dedi" in warned
    for _ in range(held_acts.TRIES):
        heard = await thief.say("AAA-AAA")
    assert "terlalu sering" in heard
    assert "Tidak ada yang berubah" in await thief.say(f"KONFIRMASI {code_in(warned)}"), "rests"
    assert await desk.rows("select 1 from vote_request") == []


async def test_the_code_does_the_act_once(desk: Desk) -> None:
    dedi, boss = await people_of(desk)
    moved = await taken_over(desk, dedi, 60)
    await ask(moved, *PSU)
    code = code_in(await boss.hear())
    await desk.stranger(61).say(f"KONFIRMASI {code}")
    assert await desk.rows("select 1 from vote_request") == [], "another chat's code is nothing"
    assert "Tersimpan, permintaan" in await moved.say(code.lower())
    assert len(await desk.rows("select 1 from vote_request")) == 1
    assert "belum cocok" in await moved.say(f"KONFIRMASI {code}")
    assert len(await desk.rows("select 1 from vote_request")) == 1
    noted = await desk.rows("select action from audit_entry where action like 'act %' order by id")
    assert [row.action for row in noted][:3] == ["act held", "act code refused", "act confirmed"]


async def test_the_chat_of_before_gets_the_code_and_above_only_the_news(desk: Desk) -> None:
    dedi, boss = await people_of(desk)
    thief = await taken_over(desk, dedi, 60, ended=False)
    assert "chat lama" in await ask(thief, *PSU)
    assert "menulis dari chat yang baru" in (told := await boss.hear())
    assert "kode ini" not in told
    assert code_in(await dedi.hear())
    assert await desk.rows("select 1 from vote_request") == []


async def test_a_code_too_late_is_nothing(desk: Desk) -> None:
    dedi, boss = await people_of(desk)
    moved = await taken_over(desk, dedi, 60)
    await ask(moved, *PSU)
    code = code_in(await boss.hear())
    await desk.do("update held_act set asked_at = asked_at - interval '31 minutes'")
    assert "belum cocok" in await moved.say(code)
    assert await desk.rows("select 1 from vote_request") == []


async def test_assigning_is_held_as_well(desk: Desk) -> None:
    dedi, boss = await people_of(desk)
    thief = await taken_over(desk, dedi, 60)
    await assigned(desk, thief, 11)
    assert await desk.rows("select 1 from mandate") == []
    assert "mau menugaskan saksi" in (warned := await boss.hear())
    await thief.say("batal")
    assert "belum cocok" in await thief.say(f"KONFIRMASI {code_in(warned)}"), "dropped"
    assert await desk.rows("select 1 from mandate") == []


async def test_a_broadcast_is_held_before_anybody_is_asked_to_approve_it(desk: Desk) -> None:
    dedi, boss = await people_of(desk)
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    thief = await taken_over(desk, dedi, 60)
    await write(desk, thief)
    assert "Chat ini baru" in await thief.say("[Minta persetujuan]")
    assert "persetujuan" not in (warned := await boss.hear())
    assert await desk.rows("select 1 from broadcast where state = 'waiting'") == []
    assert "kami mintai persetujuan" in await thief.say(code_in(warned))


async def test_a_first_chat_and_one_of_days_ago_are_not_asked(desk: Desk) -> None:
    dedi, _ = await people_of(desk)
    assert "permintaan" in await ask(dedi, *PSU), "nobody spoke for him before"
    moved = await taken_over(desk, dedi, 60)
    await desk.do("update contact set changed_at = changed_at - interval '3 days 1 minute'")
    assert "permintaan" in await ask(moved, *PSU)


async def test_where_nobody_could_make_sure_nothing_is_done(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    await dedi.say("halo")
    thief = await taken_over(desk, dedi, 60)
    assert "hubungi pengelola" in await ask(thief, *PSU)
    assert await desk.rows("select 1 from vote_request") == []
    async with desk.database.transaction() as tx:
        await held_acts.sure(tx, dedi.person)
    assert "permintaan" in await ask(thief, *PSU), "the keyboard of the installation knows"


async def test_another_new_chat_of_a_leader_hears_no_code(desk: Desk) -> None:
    dedi, boss = await people_of(desk)
    thief = await taken_over(desk, dedi, 60)
    second = await taken_over(desk, boss, 61)
    assert "hubungi pengelola" in await ask(thief, *PSU)
    assert "kode ini" not in await second.hear()


def test_every_act_of_weight_says_so() -> None:
    heavy = {one.__name__ for one in Effect.__subclasses__() if one.weight}
    assert heavy == WEIGHTY


SYSTEM = {
    "from": "6281200000003",
    "id": "wamid.made-up",
    "timestamp": f"{int(NIGHT.timestamp())}",
    "system": {"body": "User identity changed", "type": "customer_identity_changed"},
    "type": "system",
}


def test_whatsapp_tells_of_an_account_on_another_device() -> None:
    value = {"metadata": {"phone_number_id": "1"}, "messages": [SYSTEM]}
    entry = [{"changes": [{"field": "messages", "value": value}]}]
    payload = json.dumps({"object": "whatsapp_business_account", "entry": entry}).encode()
    address = Keys(b"the secret key of these tests").phone_address
    (envelope,) = updates.envelopes(payload, {"1"}, "1", address)
    told = updates.inbound(payload, envelope.part, NIGHT)
    assert told.outcome == AccountChanged()
    assert envelope.sender == address("6281200000003")


async def test_such_news_make_the_chat_new(desk: Desk) -> None:
    dedi, _ = await people_of(desk)
    ((contact,),) = await desk.rows("select id from contact where sender = :s", s=dedi.number)
    async with desk.database.transaction() as tx:
        assert not await held_acts.fresh(tx, contact)
        await held_acts.account_changed(tx, contact)
        assert await held_acts.fresh(tx, contact)
    assert timedelta(0) < timedelta(days=held_acts.FRESH_DAYS)
    assert "Chat ini baru" in await ask(dedi, *PSU)


async def test_whoever_moves_the_phone_or_leaves_takes_what_waits_with_them(desk: Desk) -> None:
    for number, leave in ((60, "moved"), (61, "removed")):
        dedi, boss = await people_of(desk)
        thief = await taken_over(desk, dedi, number)
        await ask(thief, *PSU)
        code = code_in(await boss.hear())
        async with desk.database.transaction() as tx:
            if leave == "moved":
                await leaving.move_phone(tx, desk.keys, dedi.number, "Pak Baru")
            else:
                await leaving.remove(tx, dedi.person)
        assert await desk.rows("select 1 from held_act where state = 'waiting'") == [], leave
        await thief.say(f"KONFIRMASI {code}")
        assert await desk.rows("select 1 from vote_request") == [], leave


async def test_a_code_does_nothing_where_the_chat_speaks_for_somebody_else_by_now(
    desk: Desk,
) -> None:
    dedi, boss = await people_of(desk)
    ani = await desk.holder("Bu Ani", 7, Role.COORDINATOR, "9801")
    thief = await taken_over(desk, dedi, 60)
    await ask(thief, *PSU)
    code = code_in(await boss.hear())
    for speaks in (ani.person, None):
        speak = "update contact set person_id = :p where sender = :s"
        await desk.do(speak, p=speaks, s=thief.number)
        await thief.say(f"KONFIRMASI {code}")
        assert await desk.rows("select 1 from vote_request") == []


async def test_what_a_provider_reports_of_an_account_is_no_word_of_its_owner(desk: Desk) -> None:
    chat = desk.stranger(60)
    told = Inbound(Kind.OUTCOME, desk.now, outcome=AccountChanged())
    handling = desk.worker._handling
    handling.translate = lambda _message: told  # type: ignore[method-assign]
    await chat.say("(the provider's own event)")
    rows = await desk.rows("select last_inbound_at, changed_at from contact")
    assert [(row.last_inbound_at, row.changed_at is not None) for row in rows] == [(None, True)]

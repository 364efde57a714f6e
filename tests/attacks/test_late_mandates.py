"""A leader sends strangers after the polls opened: without a second word nothing counts."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from models.stores.audit import crowd
from models.stores.base import areas, elections
from models.stores.persons import mandates, roles
from models.stores.persons.mandates import NewMandate
from models.values import Role, Severity
from tests.attacks.test_independent_voices import FORGED, TRUE, assigned, say
from tests.cases.desk import Desk, Phone, open_desk


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


async def leaders(desk: Desk) -> tuple[Phone, Phone, Phone]:
    """Two coordinators of one kabupaten, and who leads above; all known by chat."""
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    eka = await desk.holder("Bu Eka", 4, Role.COORDINATOR, "9801")
    boss = await desk.holder("Bu Ketua", 5, Role.ADMINISTRATOR)
    for phone in (dedi, eka, boss):
        await phone.say("halo")
    return dedi, eka, boss


async def receipt(desk: Desk) -> str:
    ((code,),) = await desk.rows(
        "select receipt from mandate_request where undoes is null order by id desc limit 1"
    )
    return str(code)


async def test_what_a_late_witness_reports_counts_for_nothing_until_another_leader_agrees(
    desk: Desk,
) -> None:
    dedi, eka, boss = await leaders(desk)
    late = await assigned(desk, dedi, 11)
    ((waits,),) = await desk.rows("select data from notice where event = 'mandate_waits'")
    assert waits["approvers"] == 1, "and he is told that it waits for her"
    await say(late, TRUE)
    assert (await desk.recap()).reported == 0
    assert "Pak Dedi menugaskan Orang Baru 11 di TPS 01" in await boss.hear()
    assert "disetujui orang lain" in await dedi.say(f"SETUJUI {await receipt(desk)}"), "not his own"
    assert (await desk.recap()).reported == 0
    assert "Pak Dedi menugaskan Orang Baru 11" in await eka.hear()
    assert "dihitung; disetujui Bu Eka" in await eka.say("[Setujui]")
    recap = await desk.recap()
    assert (recap.reported, recap.votes) == (1, [102, 87, 3])
    assert "sudah disetujui" in await late.hear()
    assert "disetujui Bu Eka" in await dedi.hear()


async def test_late_strangers_neither_dispute_nor_confirm_what_honest_witnesses_said(
    desk: Desk,
) -> None:
    dedi, _, _ = await leaders(desk)
    siti = await desk.witness("Bu Siti", 1)
    await say(siti, TRUE)
    late = await assigned(desk, dedi, 11)
    assert "Orang Baru 11 juga ditugaskan di TPS 01" in await siti.hear(), "the old witness hears"
    await say(late, FORGED)
    recap = await desk.recap()
    assert (recap.votes, recap.disputed, recap.confirmed) == ([102, 87, 3], 0, 0)
    await say(late, TRUE)
    assert (await desk.recap()).confirmed == 0


async def test_two_may_undo_it_and_whoever_stood_there_stands_there_again(desk: Desk) -> None:
    dedi, eka, boss = await leaders(desk)
    siti = await desk.witness("Bu Siti", 1)
    joko = await desk.person("Pak Joko", 12)
    await desk.do(
        "insert into mandate (person_id, participant_id, area_id, active)"
        " select :p, (select participant_id from mandate limit 1), kelurahan_id, true"
        " from station where code = '9801012001001'",
        p=joko.person,
    )
    await dedi.say("TUKAR TPS 1 Sukamaju Kidul")
    await dedi.say("1")
    await dedi.say("benar")
    await say(joko, FORGED)
    await eka.hear()
    await eka.say("[Setujui]")
    assert (await desk.recap()).votes == [12, 177, 3]
    assert "permintaan" in await boss.say(f"TOLAK {await receipt(desk)}")
    assert (await desk.recap()).votes == [12, 177, 3], "one word undoes nothing"
    for phone in (dedi, eka):
        await phone.hear()
    await dedi.say("[Setujui]")
    assert (await desk.recap()).reported == 0
    assert "digantikan" in await joko.hear()
    assert "TPS 01" in await siti.say("belum"), "she stands there again"
    await say(siti, TRUE)
    assert (await desk.recap()).votes == [102, 87, 3]


async def test_a_reserve_called_on_the_day_waits_as_well(desk: Desk) -> None:
    dedi, _, _ = await leaders(desk)
    await desk.witness("Bu Siti", 1)
    joko = await desk.person("Pak Joko", 12)
    await desk.do(
        "insert into mandate (person_id, participant_id, area_id, active)"
        " select :p, (select participant_id from mandate limit 1), kelurahan_id, true"
        " from station where code = '9801012001001'",
        p=joko.person,
    )
    await dedi.say("ganti tps 1 sukamaju kidul")
    label = next(one for one in dedi.buttons if one.startswith("Pak Joko"))
    await dedi.say(f"[{label}]")
    ((late, waits),) = await desk.rows(
        "select late, waits from mandate where person_id = :p and station_id is not null",
        p=joko.person,
    )
    assert (late, waits) == (True, True)


async def test_before_the_opening_one_leader_is_enough(desk: Desk) -> None:
    desk.clock[0] -= timedelta(days=1)
    dedi, _, _ = await leaders(desk)
    early = await assigned(desk, dedi, 11)
    assert await desk.rows("select 1 from mandate_request") == []
    await say(early, TRUE)
    assert (await desk.recap()).reported == 1


async def test_findings_name_stations_with_late_mandates(desk: Desk) -> None:
    dedi, eka, _ = await leaders(desk)

    async def found() -> list[tuple[str, str, object]]:
        async with desk.database.transaction() as tx:
            election = await elections.election(tx)
            whole = await areas.area(tx, election.id, "0")
            every = [one.flag async for one in crowd.noticed(tx, election, whole, {})]
        late = [flag for flag in every if flag.finding.code == "P05"]
        return [(flag.place, flag.finding.severity, flag.finding.numbers) for flag in late]

    assert await found() == []
    await assigned(desk, dedi, 11)
    place = "9801012001001"
    assert await found() == [(place, Severity.REVIEW, {"mandates": 1, "waiting": 1})]
    await eka.hear()
    await eka.say("[Setujui]")
    assert await found() == [(place, Severity.NOTE, {"mandates": 1, "waiting": 0})]


async def test_the_keyboard_of_the_installation_is_a_second_word(desk: Desk) -> None:
    dedi, _, _ = await leaders(desk)
    late = await assigned(desk, dedi, 11)
    async with desk.database.transaction() as tx:
        current = await elections.election(tx)
        whose = await roles.participant_id(tx, current.id, "party:3")
    ((station, given),) = await desk.rows("select station_id, participant_id from mandate")
    async with desk.database.transaction() as tx:
        await mandates.put_mandate(tx, NewMandate(late.person, given or whose, station))
    await say(late, TRUE)
    assert (await desk.recap()).reported == 1

"""A coordinator alone opens a re-vote and sends strangers: the old result goes on counting."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.stores.audit import crowd
from models.stores.audit.audit_check import verify
from models.stores.base import areas, elections
from models.values import Role, Severity
from tests.attacks.test_independent_voices import FORGED, TRUE, assigned, say
from tests.cases.desk import STATION, Desk, Phone, open_desk


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


async def ask(phone: Phone, *lines: str) -> str:
    heard = ""
    for line in lines:
        heard = await phone.say(line)
    return heard


PSU = ("psu tps 1 sukamaju kidul", "[Presiden (abu-abu)]", "rekomendasi Panwaslu 12", "[Benar]")


async def confirmed(desk: Desk) -> tuple[Phone, Phone]:
    """Two honest witnesses whose result is confirmed."""
    phones = (await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2))
    for phone in phones:
        await say(phone, TRUE)
    recap = await desk.recap()
    assert (recap.votes, recap.confirmed) == ([102, 87, 3], 1)
    return phones


async def test_one_coordinator_and_two_strangers_replace_nothing(desk: Desk) -> None:
    await confirmed(desk)
    crook = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    assert "belum ada orang kedua" in await ask(crook, *PSU)
    ((receipt,),) = await desk.rows("select receipt from vote_request")
    assert "disetujui orang lain" in await crook.say(f"PSU SETUJUI {receipt}")
    assert await desk.rows("select 1 from vote_version") == []
    await desk.do("update mandate set active = false")  # what a swap of both does
    for number in (11, 12):
        await say(await assigned(desk, crook, number), FORGED)
    recap = await desk.recap()
    assert (recap.votes, recap.confirmed) == ([102, 87, 3], 1), "the old voices go on speaking"


async def test_a_stranger_or_a_leader_from_elsewhere_is_no_second_person(desk: Desk) -> None:
    await confirmed(desk)
    crook = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    elsewhere = await desk.holder("Bu Lain", 4, Role.COORDINATOR, "980102")
    await ask(crook, *PSU)
    ((receipt,),) = await desk.rows("select receipt from vote_request")
    assert "wewenang" in await elsewhere.say(f"PSU SETUJUI {receipt}")
    siti = desk.stranger(50)
    await siti.say(f"PSU SETUJUI {receipt}")
    assert await desk.rows("select 1 from vote_version") == []


async def test_two_may_open_it_is_told_above_and_two_may_undo_it(desk: Desk) -> None:
    siti, budi = await confirmed(desk)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    second = await desk.holder("Bu Eka", 4, Role.COORDINATOR, "9801")
    boss = await desk.holder("Bu Ketua", 5, Role.ADMINISTRATOR)
    for phone in (second, boss):
        await phone.say("halo")
    await ask(dedi, *PSU)
    assert (await desk.recap()).votes == [102, 87, 3], "it waits"
    await second.hear()
    await second.say("[Setujui]")
    assert "diminta Pak Dedi, disetujui Bu Eka" in await boss.hear()
    for phone in (siti, budi):
        assert "Pemungutan suara ulang" in await phone.hear()
    assert (await desk.recap()).votes == [0, 0, 0]
    assert "sudah" in (await second.say("[Setujui]")).lower(), "once"
    await say(siti, FORGED)
    assert "permintaan" in await boss.say("[Minta dibatalkan]")
    assert "dibatalkan" in await second.hear()
    await second.say("[Setujui]")
    assert "dibatalkan" in await siti.hear()
    recap = await desk.recap()
    assert (recap.votes, recap.confirmed) == ([102, 87, 3], 1), "as it was before"
    assert "Tersimpan" in await say_again(siti)
    noted = await desk.rows("select action from audit_entry where action ~ 'vote' order by id")
    assert [row.action for row in noted] == [
        "re-vote asked for",
        "vote reopened",
        "re-vote asked for",
        "vote undone",
    ]
    async with desk.database.transaction() as tx:
        verdict = await verify(tx)
    assert verdict.broken is None, verdict


async def test_findings_name_a_station_whose_vote_somebody_wants_anew(desk: Desk) -> None:
    await confirmed(desk)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    second = await desk.holder("Bu Eka", 4, Role.COORDINATOR, "9801")
    await second.say("halo")
    assert await anew(desk) == []
    await ask(dedi, *PSU)
    asked = {"opened": 0, "waiting": 1, "undone": 0}
    assert await anew(desk) == [(STATION, Severity.REVIEW, asked)]
    await second.hear()
    await second.say("[Setujui]")
    assert await anew(desk) == [(STATION, Severity.NOTE, {**asked, "opened": 1, "waiting": 0})]


async def anew(desk: Desk) -> list[tuple[str, str, object]]:
    """Place, severity and numbers of each finding about a vote held anew."""
    async with desk.database.transaction() as tx:
        election = await elections.election(tx)
        whole = await areas.area(tx, election.id, "0")
        every = [one.flag async for one in crowd.noticed(tx, election, whole, {})]
    found = [flag for flag in every if flag.finding.code == "P06"]
    return [(flag.place, flag.finding.severity, flag.finding.numbers) for flag in found]


async def say_again(phone: Phone) -> str:
    """The same numbers once more, which are of the vote that counts."""
    await phone.say(TRUE)
    return await phone.say("benar")


async def test_a_rejected_request_opens_nothing(desk: Desk) -> None:
    await confirmed(desk)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    second = await desk.holder("Bu Eka", 4, Role.COORDINATOR, "9801")
    await second.say("halo")
    await ask(dedi, *PSU)
    await second.hear()
    assert "ditolak" in await second.say("[Tolak]")
    assert "ditolak oleh Bu Eka" in await dedi.hear()
    assert (await desk.recap()).votes == [102, 87, 3]

"""The clock's job: reminders and alerts once, climbing level by level until somebody takes it."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from bot.attendance import timed as attendance
from models.settings import Settings
from models.values import Role
from tests.cases.desk import Desk, Phone

HADIR = datetime(2024, 2, 14, 0, 0, tzinfo=UTC)
"""07.00 WIB, the hour of check_in; 08.00 WITA."""
DEDI_AREA, MELATI = "980101", "9801"


async def watch(desk: Desk, minutes: float) -> None:
    """One run of the job, so many minutes after 07.00 WIB; what is due is told."""
    desk.clock[0] = HADIR + timedelta(minutes=minutes)
    async with desk.database.transaction() as tx:
        await attendance.watch(tx, Settings(), desk.now)
    await desk.notices.drain()


async def crew(desk: Desk) -> tuple[Phone, Phone, Phone]:
    """The kecamatan's coordinator, the kabupaten's, and the centre's, who have all written."""
    desk.clock[0] = HADIR - timedelta(hours=3)
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, DEDI_AREA)
    rina = await desk.holder("Bu Rina", 12, Role.COORDINATOR, MELATI)
    pusat = await desk.holder("Pak Pusat", 13, Role.COORDINATOR)
    for phone in (dedi, rina, pusat):
        await phone.say("halo")
    return dedi, rina, pusat


async def test_a_witness_is_reminded_once_and_not_after_checking_in(desk: Desk) -> None:
    desk.clock[0] = HADIR - timedelta(hours=3)
    siti, budi = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    kadek = await desk.witness("Pak Kadek", 3, "9871011001001")
    silent = await desk.witness("Bu Diam", 4, "9801012001002")
    for phone in (siti, budi, kadek):
        await phone.say("halo")
    await watch(desk, -100)  # 06.20 WITA
    assert "saksi ditunggu pukul 07.00 WITA di TPS 01 Kenanga" in await kadek.hear()
    assert await siti.hear() == ""
    await desk.do(
        "insert into check_in (person_id, station_id, at, flags, receipt) "
        "select :p, id, :at, '[]', 'H-X' from station where code = '9801012001001'",
        p=budi.person,
        at=HADIR - timedelta(minutes=50),
    )
    for minutes in (-40, -39, -55, -20):  # the clock goes back and forth
        await watch(desk, minutes)
    heard = await siti.hear()
    assert heard.count("pukul 07.00 WIB") == 1
    assert await budi.hear() == await kadek.hear() == ""
    assert await desk.rows("select 1 from notice where whom = :p", p=silent.person) == []


async def test_a_long_round_of_reminders_goes_on_where_it_stopped(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "LONGEST", 0.0)
    desk.clock[0] = HADIR - timedelta(hours=3)
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    parts = "select run from phase_run where phase = 'check_in' and by = :by order by run"
    found = []
    for minutes in (-45, -44, -43):
        await watch(desk, minutes)
        found.append([row.run for row in await desk.rows(parts, by=HADIR)])
    assert found[0] == ["remind:0.98"]
    assert found[1] == found[2] == ["remind", "remind:0.98", "remind:0.99"]
    assert (await siti.hear()).count("07.00 WIB") == 1


async def test_an_area_is_one_message_and_climbs_until_somebody_takes_it(desk: Desk) -> None:
    dedi, rina, pusat = await crew(desk)
    for number, station in enumerate(("9801012001001", "9801012001002", "9801012002001")):
        await desk.witness(f"Saksi {number}", 20 + number, station)
    await watch(desk, 14)
    assert await dedi.hear() == ""
    await watch(desk, 16)
    heard = await dedi.hear()
    assert "Kec. Sukamaju: 3 dari 3 TPS belum hadir (batas 07.00 WIB)" in heard
    assert "• TPS 01 Sukamaju Kidul: Saksi 0" in heard
    assert await rina.hear() == await pusat.hear() == ""
    await watch(desk, 37)
    assert "Kabupaten Melati: 3 dari 3 TPS belum hadir" in (up := await rina.hear())
    assert "• Kec. Sukamaju: 3 TPS" in up
    assert await dedi.hear() == await pusat.hear() == ""
    rina.buttons = {**rina.buttons}
    taken = await rina.say("[Tangani]")
    assert "Bu Rina tangani" in taken
    for minutes in (58, 80, 200):
        await watch(desk, minutes)
    assert await pusat.hear() == ""
    (row,) = await desk.rows("select receipt from absence where step = 0")
    assert "sudah ditangani Bu Rina" in await dedi.say(f"tangani {row.receipt}")
    assert "TPS 02 Sukamaju Kidul: Saksi 1" in await rina.say("[Rincian]")
    (parent,) = await desk.rows("select receipt from absence where step = 1")
    assert "selesai" in await rina.say(f"beres {parent.receipt} sudah ditelepon")
    states = await desk.rows("select state, handler_id from absence order by step")
    assert [tuple(s) for s in states] == [("closed", rina.person)] * 2
    actions = await desk.rows("select action from audit_entry where action like 'absence%'")
    assert [a.action for a in actions] == ["absence taken", "absence closed"]


async def test_what_is_no_longer_missing_climbs_no_further(desk: Desk) -> None:
    dedi, rina, _ = await crew(desk)
    siti = await desk.witness("Bu Siti", 1)
    await watch(desk, 16)
    assert "1 dari 1 TPS" in await dedi.hear()
    await siti.say("hadir")
    await siti.say("tanpa lokasi")
    await siti.say("tanpa foto")
    await watch(desk, 40)
    assert await rina.hear() == ""
    (row,) = await desk.rows("select state, missing, receipt from absence")
    assert (row.state, row.missing) == ("closed", 0)
    assert f"{row.receipt} selesai" in await dedi.say(f"tangani {row.receipt}")


async def test_a_coordinator_of_another_area_takes_nothing(desk: Desk) -> None:
    dedi, _, _ = await crew(desk)
    ani = await desk.holder("Bu Ani", 14, Role.COORDINATOR, "9871")
    await desk.witness("Bu Siti", 1)
    await watch(desk, 16)
    await dedi.hear()
    (row,) = await desk.rows("select receipt from absence")
    for line in (f"tangani {row.receipt}", f"beres {row.receipt}", f"rincian {row.receipt}"):
        assert "bukan wewenang" in await ani.say(line)
    assert "tidak ketemu" in await ani.say("tangani A-AAAAA")
    assert (await desk.rows("select state from absence"))[0].state == "open"


async def test_a_taken_part_leaves_what_climbed_without_it(desk: Desk) -> None:
    dedi, rina, _ = await crew(desk)
    hilir = await desk.holder("Pak Hilir", 15, Role.COORDINATOR, "980102")
    await desk.witness("Bu Siti", 1)
    await desk.witness("Pak Budi", 2, "9801022001001")
    await watch(desk, 16)
    await watch(desk, 37)
    assert "2 dari 2 TPS" in await rina.hear()
    assert "Pak Dedi tangani" in await dedi.say(
        "tangani " + await receipt(desk, "0.98.9801.980101")
    )
    listed = await rina.say("rincian " + await receipt(desk, "0.98.9801"))
    assert "Pak Budi" in listed
    assert "Bu Siti" not in listed
    assert await hilir.say("halo")


async def receipt(desk: Desk, path: str) -> str:
    (row,) = await desk.rows("select receipt from absence where path = :path", path=path)
    return str(row.receipt)


async def test_two_clocks_at_once_and_a_late_start(desk: Desk) -> None:
    dedi, _, _ = await crew(desk)
    await desk.witness("Bu Siti", 1)
    late = HADIR + timedelta(hours=11, minutes=40)  # 18.40 WIB: both phases are over
    desk.clock[0] = late

    async def one() -> None:
        async with desk.database.transaction() as tx:
            await attendance.watch(tx, Settings(), late)

    await asyncio.gather(one(), one(), one())
    await desk.notices.drain()
    heard = await dedi.hear()
    assert "belum mengirim Presiden" in heard
    assert "belum hadir" not in heard
    assert len(await desk.rows("select 1 from notice where event = 'absence_new'")) == 1
    runs = await desk.rows("select phase, told from phase_run where run = 'alert' order by phase")
    assert {("check_in", None), ("ppwp", 1)} <= {tuple(run) for run in runs}


async def test_an_empty_area_and_a_place_without_leaders_hear_nothing(desk: Desk) -> None:
    await crew(desk)
    await watch(desk, 16)
    assert await desk.rows("select 1 from absence") == []
    await desk.do("update role set ended_at = now()")
    await desk.witness("Bu Siti", 1)
    await watch(desk, 700)
    assert await desk.rows("select 1 from absence") == []


async def test_a_reserve_is_named_from_the_alert_and_stands_there(desk: Desk) -> None:
    dedi, _, _ = await crew(desk)
    siti, joko = await desk.witness("Bu Siti", 1), await desk.person("Pak Joko", 2)
    await joko.say("halo")
    await desk.do(
        "insert into mandate (person_id, participant_id, area_id, active) "
        "select :person, p.id, a.id, true from participant p, area a "
        "where p.kind = 'party' and p.code = '3' and a.code = '9801012001'",
        person=joko.person,
    )
    await watch(desk, 16)
    assert "Bu Siti" in await dedi.hear()
    assert "siapa yang menggantikan Bu Siti" in await dedi.say("ganti tps 1 sukamaju kidul")
    assert "Pak Joko sekarang saksi" in await dedi.say("[Pak Joko (Sukamaju Kidul)]")
    assert "ditugaskan sebagai saksi di TPS 01 Sukamaju Kidul" in await joko.hear()
    (row,) = await desk.rows("select person_id from mandate where active and slot is not null")
    assert row.person_id == joko.person != siti.person

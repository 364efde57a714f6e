"""Corrections: the coordinator hears who changed what; after the closing time it takes a word."""

from datetime import UTC, datetime

from models.values import Role
from tests.cases.desk import Desk, Phone
from tests.cases.test_disputes import FIRST, report

LATE = datetime(2024, 2, 21, 1, tzinfo=UTC)
CHANGE = "ubah ppwp 2 jadi 80 sah 185 jumlah 188"


async def crew(desk: Desk) -> tuple[Phone, Phone]:
    """A witness with a saved report, and the coordinator of the kecamatan."""
    siti = await desk.witness("Bu Siti", 1)
    dedi = await desk.holder("Pak Dedi", 2, Role.COORDINATOR, "980101")
    await desk.holder("Pak Pusat", 3, Role.COORDINATOR)
    await dedi.say("halo")
    await report(siti, FIRST)
    return siti, dedi


async def votes(desk: Desk) -> list[int]:
    found: list[int] = (await desk.recap()).votes
    return found


async def test_the_nearest_coordinator_sees_who_changed_what(desk: Desk) -> None:
    siti, dedi = await crew(desk)
    assert await votes(desk) == [102, 87, 3]
    assert "Tersimpan" in await report(siti, CHANGE)
    heard = await dedi.hear()
    assert "Bu Siti mengubah Presiden (abu-abu), TPS 01 Sukamaju Kidul" in heard
    assert "87 → 80" in heard
    assert await votes(desk) == [102, 80, 3]
    assert len(await desk.rows("select 1 from notice")) == 1
    assert len(await desk.rows("select 1 from revision")) == 2


async def test_after_the_closing_time_it_waits_for_a_word(desk: Desk) -> None:
    siti, dedi = await crew(desk)
    desk.clock[0] = LATE
    assert "tanyakan dulu ke koordinator" in await report(siti, CHANGE)
    assert await votes(desk) == [102, 87, 3]
    heard = await dedi.hear()
    assert "Bu Siti minta perbaikan" in heard
    assert "87 → 80" in heard
    assert "disetujui" in await dedi.say("[Setujui]")
    assert "disetujui koordinator dan tersimpan" in await siti.hear()
    assert await votes(desk) == [102, 80, 3]
    (row,) = await desk.rows("select state, decided_by from correction")
    assert (row.state, row.decided_by) == ("approved", dedi.person)
    sources = await desk.rows("select said_by, inbox_id is not null from revision order by id")
    assert [tuple(source) for source in sources] == [(siti.person, True)] * 2
    assert "sudah berubah" in await dedi.say("[Tolak]")
    assert await votes(desk) == [102, 80, 3]


async def test_a_rejected_one_leaves_the_old_numbers(desk: Desk) -> None:
    siti, dedi = await crew(desk)
    desk.clock[0] = LATE
    await report(siti, CHANGE)
    await dedi.hear()
    assert "ditolak" in await dedi.say("[Tolak]")
    assert "belum disetujui" in await siti.hear()
    assert await votes(desk) == [102, 87, 3]
    assert len(await desk.rows("select 1 from revision")) == 1


async def test_nobody_approves_the_own_and_nobody_of_another_area(desk: Desk) -> None:
    siti, dedi = await crew(desk)
    desk.clock[0] = LATE
    await desk.holder("Bu Siti", 1, Role.COORDINATOR, "9801012001")
    ani = await desk.holder("Bu Ani", 5, Role.COORDINATOR, "9871")
    await report(siti, CHANGE)
    assert "87 → 80" in await dedi.hear()
    siti.buttons["Setujui"] = ani.buttons["Setujui"] = dedi.buttons["Setujui"]
    assert "diperiksa orang lain" in await siti.say("[Setujui]")
    assert "bukan wewenang" in await ani.say("[Setujui]")
    assert await votes(desk) == [102, 87, 3]


async def test_a_later_request_replaces_the_one_before(desk: Desk) -> None:
    siti, dedi = await crew(desk)
    desk.clock[0] = LATE
    await report(siti, CHANGE)
    await dedi.hear()
    old = dedi.buttons["Setujui"]
    await report(siti, "ubah ppwp 2 jadi 81 sah 186 jumlah 189")
    await dedi.hear()
    new, dedi.buttons["Setujui"] = dedi.buttons["Setujui"], old
    assert "sudah berubah" in await dedi.say("[Setujui]")
    dedi.buttons["Setujui"] = new
    assert "disetujui" in await dedi.say("[Setujui]")
    assert await votes(desk) == [102, 81, 3]


async def test_a_correction_that_changes_nothing_does_not_say_that_it_did(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    await siti.say("benar")
    await siti.say("ubah ppwp 2 jadi 87")
    heard = await siti.say("benar")
    assert "tetap seperti semula, tidak ada yang berubah" in heard
    assert "diperbaiki" not in heard

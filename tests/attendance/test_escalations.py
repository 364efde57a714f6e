"""What nobody takes goes up, each level once: incidents, citizens' reports, late corrections."""

import asyncio
from datetime import timedelta

from bot.attendance import timed as attendance
from models.settings import Settings
from models.values import Role
from tests.attendance.test_watch import HADIR, crew
from tests.cases.desk import Desk


async def later(desk: Desk, minutes: float) -> None:
    """The clock's job, so many minutes on."""
    desk.clock[0] += timedelta(minutes=minutes)
    async with desk.database.transaction() as tx:
        await attendance.watch(tx, Settings(), desk.now)
    await desk.notices.drain()


async def test_an_incident_climbs_until_it_is_taken(desk: Desk) -> None:
    dedi, rina, pusat = await crew(desk)
    desk.clock[0] = HADIR - timedelta(hours=1)
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("kejadian ada bagi-bagi amplop di depan")
    await siti.say("kirim")
    assert "amplop" in (first := await dedi.hear())
    assert "sejak" not in first
    await later(desk, 14)
    assert await rina.hear() == ""
    await later(desk, 2)
    heard = await rina.hear()
    assert "Belum ada yang menangani sejak 06.00 WIB" in heard
    assert "Dari: Bu Siti" in heard
    assert await dedi.hear() == ""
    await asyncio.gather(later(desk, 16), later(desk, 0))
    assert "amplop" in await pusat.hear()
    await later(desk, 40)
    assert await dedi.hear() == await rina.hear() == await pusat.hear() == ""
    assert "Pak Dedi tangani" in await dedi.say("[Tangani]")


async def test_a_taken_incident_and_a_clock_set_back_tell_nobody(desk: Desk) -> None:
    dedi, rina, pusat = await crew(desk)
    desk.clock[0] = HADIR - timedelta(hours=1)
    citizen = desk.stranger(77)
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("kejadian kotak dibuka sebelum waktunya")
    await siti.say("rahasiakan")
    await citizen.say("kejadian ada intimidasi di jalan mawar")
    await citizen.say("kirim")
    assert "kotak dibuka" in await dedi.hear()
    assert "jalan mawar" in await pusat.hear()
    await later(desk, -30)
    await later(desk, 46)
    heard = await rina.hear()
    assert "kotak dibuka" in heard
    assert "Siti" not in heard
    await rina.say("[Tangani]")
    await later(desk, 60)
    assert "kotak" not in await pusat.hear(), "taken, and a citizen's report is at the top already"


async def test_a_late_correction_climbs_and_never_to_its_own_witness(desk: Desk) -> None:
    dedi, rina, _ = await crew(desk)
    siti = await desk.witness("Bu Siti", 1)
    await desk.holder("Bu Siti", 1, Role.COORDINATOR, "9801")
    await siti.say("PPWP 102 87 3 sah 192 tidak sah 8 jumlah 200")
    await siti.say("benar")
    desk.clock[0] += timedelta(days=8)
    await siti.say("ubah ppwp 2 jadi 80, sah 185, jumlah 193")
    await siti.say("benar")
    assert "minta perbaikan" in await dedi.hear()
    await siti.hear()
    await later(desk, 16)
    heard = await rina.hear()
    assert "Belum ada yang menangani sejak" in heard
    assert "nomor 2 Candra-Dewi: 87 → 80" in heard
    assert await siti.hear() == ""
    assert "disetujui" in await rina.say("[Setujui]")

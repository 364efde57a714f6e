"""An officer's list: answers land once, in any order, the newest holds; the coordinator decides."""

from datetime import timedelta

from sqlalchemy import text

from bot.channels.console import Console, event
from models.rules.voter_change import Status
from models.stores.register_updates import voter_changes
from models.values import Role
from tests.cases.desk import Desk, Phone

KIDUL = "9801012001"


async def arrives(desk: Desk, phone: Phone, said: str, minutes: int) -> str:
    """A message that was sent so many minutes ago arrives now, twice."""
    payload = event(phone.number, said, desk.now - timedelta(minutes=minutes))
    for _ in range(2):
        assert await desk.entrance.keep(Console(), payload) is None
        await desk.worker.drain()
    return await phone.hear()


async def standing(desk: Desk) -> dict[int, str]:
    """What holds for each number of the list."""
    rows = await desk.rows("""select distinct on (number) number, outcome from voter_visit
        order by number, at desc, id desc""")
    return {row.number: row.outcome for row in rows}


async def reports(desk: Desk) -> list[tuple[str, str]]:
    rows = await desk.rows("select text, status from voter_change order by id")
    return [(row.text, row.status) for row in rows]


async def test_answers_land_once_in_any_order_and_the_newest_holds(desk: Desk) -> None:
    rt = await desk.holder("Pak Karyo", 1, Role.FIELD_OFFICER, KIDUL)
    await rt.say("halo")
    desk.clock[0] += timedelta(hours=2)
    said = await rt.say("coklit tps 1: 1-3 sesuai, 4 meninggal")
    assert "Tersimpan 4 nomor, TPS 01 Sukamaju Kidul" in said
    assert "Berikutnya: 5, 6" in said
    late = await arrives(desk, rt, "coklit tps 1: 4 pindah, 5 ganda", 60)
    assert late.count("Tersimpan 2 nomor") == 1
    assert "1 nomor sudah ada jawaban yang lebih baru" in late
    assert "Berikutnya: 6, 7" in await arrives(desk, rt, "coklit tps 1: 3 tni", 90)
    assert await standing(desk) == {
        1: "sesuai",
        2: "sesuai",
        3: "sesuai",
        4: "meninggal",
        5: "ganda",
    }
    assert [kept for kept, _ in await reports(desk)] == [
        "TPS 01 Sukamaju Kidul nomor 4",
        "TPS 01 Sukamaju Kidul nomor 5",
    ]
    await rt.say("coklit tps 1: 4 sesuai")
    assert [status for _, status in await reports(desk)] == ["rejected", "reported"]
    assert "5 dari" in await rt.say("coklit")


async def test_the_coordinator_decides_and_the_codes_are_recapped(desk: Desk) -> None:
    rt = await desk.holder("Pak Karyo", 1, Role.FIELD_OFFICER, KIDUL)
    await rt.say("coklit tps 1: 7 tidak dikenal, 8 salah tps")
    async with desk.database.transaction() as tx:
        election = await tx.scalar(text("select id from election"))
        rows = await voter_changes.listed(tx, election, Status.REPORTED)
        for row in rows:
            await voter_changes.decide(tx, row.receipt, Status.ACCEPTED, "")
        day = timedelta(days=1)
        told = await voter_changes.recap(tx, election, desk.now - day, desk.now + day)
    assert {(row.kelurahan, row.kind) for row in told} == {
        ("Sukamaju Kidul", "tak_dikenal"),
        ("Sukamaju Kidul", "salah_tps"),
    }


async def test_another_neighbourhood_is_not_the_officer_s(desk: Desk) -> None:
    rt = await desk.holder("Pak Karyo", 1, Role.FIELD_OFFICER, "9871")
    assert "Belum ada yang tersimpan" in await rt.say("coklit tps 1 sukamaju kidul: 1 sesuai")
    assert "untuk petugas" in await (await desk.witness("Bu Siti", 2)).say("coklit")
    assert await standing(desk) == {}

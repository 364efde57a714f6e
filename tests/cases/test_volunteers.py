"""Volunteers apply by chat; the nearest coordinator answers; phones change hands and are kept."""

import re
from datetime import UTC, datetime, timedelta

from models.stores.persons import leaving
from models.stores.recruiting import recruits
from models.values import Role
from tests.cases.desk import STATION, Desk, Phone

KIDUL = "9801012001"


async def apply(phone: Phone, name: str = "Budi Santoso", where: str = "sukamaju kidul") -> str:
    """Everything that somebody says to apply; the last answer."""
    for line in ("daftar", "setuju", name, where, "saksi 2019"):
        await phone.say(line)
    return await phone.say("benar")


async def test_who_applies_is_accepted_by_the_nearest_coordinator_alone(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR, "980101")
    pusat = await desk.holder("Pak Pusat", 2, Role.COORDINATOR)
    other = await desk.holder("Pak Lain", 3, Role.COORDINATOR, "9871")
    await dedi.say("halo")
    budi = desk.stranger(50)
    assert "Tersimpan" in await apply(budi)
    ((receipt, row),) = await desk.rows("select receipt, recruit::text from recruit")
    assert budi.number[3:] not in row, "the phone is sealed"
    heard = await dedi.hear()
    assert "Budi Santoso, Sukamaju Kidul" in heard
    assert "saksi 2019" in heard
    assert "Budi" not in await pusat.say("halo"), "told to the nearest one"
    await budi.say("daftar")
    await budi.say("setuju")
    assert "menunggu jawaban" in await budi.say("Budi"), "one application for a phone"
    assert "bukan wewenang" in await other.say(f"terima {receipt}")
    assert "Tidak ada pelamar" in await other.say("pelamar")
    assert "jadi calon saksi" in await dedi.say("[Terima]")
    assert "Selamat, Budi Santoso" in await budi.hear()
    assert "sudah dijawab" in await pusat.say(f"tolak {receipt}")
    assert "sudah terdaftar" in await budi.say("daftar")
    ((state, name),) = await desk.rows(
        "select r.state, p.name from recruit r join person p on p.id = r.person_id"
    )
    assert (state, name) == ("accepted", "Budi Santoso")


async def test_many_applications_are_one_message_with_a_number(desk: Desk) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    desk.clock[0] = tomorrow.replace(minute=1)  # early in a half hour of notices
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR, "980101")
    await dedi.say("halo")
    for number in range(50, 54):
        desk.clock[0] += timedelta(seconds=10)
        await apply(desk.stranger(number), f"Calon {'ABCD'[number - 50]} Contoh")
    assert "Calon A" in await dedi.hear()
    await desk.do("update notice set not_before = now() where event = 'applicants_new'")
    heard = await dedi.say("halo")
    assert "Ada 3 pelamar saksi baru (Sukamaju Kidul)" in heard
    assert heard.count("pelamar saksi baru") == 1
    assert "4 pelamar menunggu" in await dedi.say("pelamar")


async def test_a_phone_that_changed_hands_is_moved_by_a_coordinator(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR, "9801")
    await dedi.say("halo")
    siti = await desk.witness("Bu Siti", 7)
    assert "sudah tercatat sebagai saksi" in await siti.say("daftar")
    await siti.say("[Bukan saya]")
    for line in ("setuju", "Ani Wijaya", "sukamaju kaler", "belum pernah", "benar"):
        await siti.say(line)
    assert "sebelumnya milik Bu Siti" in await dedi.hear()
    await dedi.say("[Terima]")
    assert "Ani Wijaya" in await siti.hear()
    rows = await desk.rows("select name, phone_hash is null from person where name <> 'Pak Dedi'")
    assert set(rows) == {("Bu Siti", True), ("Ani Wijaya", False)}
    assert "belum ada TPS" in await siti.say("isi"), "the mandate stays Bu Siti's"


async def test_who_was_removed_may_apply_anew_and_gets_no_old_mandate_back(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR)
    await dedi.say("halo")
    siti = await desk.witness("Bu Siti", 7, STATION)
    await siti.say("halo")
    async with desk.database.transaction() as tx:
        await leaving.remove(tx, siti.person)
    assert "kode aktivasi" in await siti.say("ppwp 102 87 3")
    assert await desk.rows("select 1 from report") == []
    await apply(siti, "Siti Rahayu")
    await dedi.hear()
    await dedi.say("[Terima]")
    assert "sudah terdaftar" in await siti.say("daftar"), "the old mandate does not come back"


async def test_an_area_outside_the_election_and_deleting_what_was_said(desk: Desk) -> None:
    budi = desk.stranger(50)
    for line in ("daftar", "setuju", "Budi Santoso"):
        await budi.say(line)
    assert "tidak ketemu di wilayah pemilu ini" in await budi.say("Menteng, Jakarta")
    assert "1. Desa Sukamaju Kidul" in await budi.say("kec. Sukamaju")
    await budi.say("1")
    await budi.say("belum pernah")
    await budi.say("benar")
    assert await desk.rows("select count(*) from recruit") == [(1,)]
    async with desk.database.transaction() as tx:
        later = desk.now + timedelta(days=400)
        assert await recruits.clear(tx, later) == 0, "who waits is kept"
    await budi.say("hapus data saya")
    await budi.say("hapus")
    assert await desk.rows("select count(*) from recruit") == [(0,)]


async def test_quiz_and_practice_are_kept_and_touch_no_report(desk: Desk) -> None:
    desk.clock[0] = datetime(2024, 2, 1, 3, 0, tzinfo=UTC)
    siti = await desk.witness("Bu Siti", 7)
    for answer in ("kuis", "A", "B", "C", "B"):
        await siti.say(answer)
    assert "5 dari 5" in await siti.say("A")
    heard = await siti.say("latihan")
    assert "TPS 01" not in heard, "the station is made up"
    boxes = re.findall(r"\[([X0-9 ]+)\]", heard)
    await siti.say(" ".join(box.replace("X", "0").replace(" ", "") for box in boxes))
    assert "siap bertugas" in await siti.say("sesuai formulir")
    rows = await desk.rows("select kind, score, out_of, passed from training order by id")
    assert rows == [("quiz", 5, 5, True), ("practice", 6, 7, True)]
    for table in ("report", "revision", "station_result", "photo", "recap_dirty"):
        assert await desk.rows(f"select count(*) from {table}") == [(0,)]

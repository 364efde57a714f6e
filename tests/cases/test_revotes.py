"""A re-vote: the old result stays stored and counts no more; the witnesses begin anew."""

from models.values import Role
from tests.cases.desk import STATION, Desk
from tests.cases.test_disputes import FIRST, OTHER, differing, report


async def test_a_reopened_vote_counts_anew_and_keeps_the_old(desk: Desk) -> None:
    siti, budi = await differing(desk)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    second = await desk.holder("Bu Eka", 9, Role.COORDINATOR, "9801")
    await second.say("halo")
    await siti.hear()
    assert (await desk.recap()).reported == 1
    assert "surat suara yang mana" in await dedi.say("psu tps 1 sukamaju kidul")
    await dedi.say("[Presiden (abu-abu)]")
    await dedi.say("rekomendasi Panwaslu nomor 12")
    assert "Berlaku setelah disetujui orang kedua" in await dedi.say("[Benar]")
    assert "Pak Dedi minta Pemungutan suara ulang" in await second.hear()
    assert "Disetujui" in await second.say("[Setujui]")
    for phone in (siti, budi):
        assert "Pemungutan suara ulang" in await phone.hear()
    recap = await desk.recap()
    assert (recap.votes, recap.reported, recap.disputed) == ([0, 0, 0], 0, 0)
    assert len(await desk.rows("select 1 from revision")) == 2
    assert "Presiden (abu-abu): angka belum" in await siti.say("belum")
    assert await desk.rows("select 1 from dispute where closed_at is null") == []
    assert "Tersimpan" in await report(siti, "ppwp 50 40 10 sah 100 tidak sah 2 jumlah 102")
    recap = await desk.recap()
    assert (recap.votes, recap.reported, recap.disputed) == ([50, 40, 10], 1, 0)
    versions = await desk.rows("select version from report order by id")
    assert [row.version for row in versions] == [1, 1, 2]
    (noted,) = await desk.rows("select data from audit_entry where action = 'vote reopened'")
    assert noted.data["reason"] == "rekomendasi Panwaslu nomor 12"


async def test_an_old_photo_is_no_photo_of_the_new_vote(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR)
    second = await desk.holder("Bu Eka", 9, Role.COORDINATOR)
    await second.say("halo")
    await report(siti, FIRST)
    await desk.do(
        "insert into photo (sha256, path, mime, size, purpose, person_id, station_id, contest_id,"
        " forwarded, state) select '', 'a', 'image/jpeg', 1, 'form', r.person_id, r.station_id,"
        " r.contest_id, false, 'told' from report r"
    )
    assert "foto 1" in await siti.say("belum")
    await dedi.say("hitung ulang tps 1 sukamaju kidul")
    await dedi.say("[Presiden (abu-abu)]")
    await dedi.say("keputusan PPK tanggal 16")
    await dedi.say("[Benar]")
    await second.hear()
    await second.say("[Setujui]")
    await siti.hear()
    assert "Presiden (abu-abu): angka belum, foto belum" in await siti.say("belum")


async def test_a_coordinator_finds_the_stations_of_the_own_area_alone(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "980102")
    assert "tidak ketemu" in await dedi.say("psu tps 1 sukamaju kidul")
    heard = await dedi.say("tps 1")
    assert "TPS yang mana" in heard
    assert set(dedi.buttons) >= {"TPS 01 Sukarasa Hilir", "TPS 01 Sukarasa Hulu"}
    assert not any("Sukamaju" in label for label in dedi.buttons)
    assert "TPS 901 Sukarasa Hulu" in await dedi.say("tps 901")


async def test_an_administrator_opens_a_vote_anywhere_by_the_stations_code(desk: Desk) -> None:
    boss = await desk.holder("Bu Ani", 4, Role.ADMINISTRATOR)
    heard = await boss.say(f"psu {STATION}")
    assert "TPS 01 Sukamaju Kidul: surat suara yang mana" in heard
    dotted = "98.01.01.2001.001"
    assert "TPS 01 Sukamaju Kidul: surat suara" in await boss.say(f"hitung ulang tps {dotted}")
    await boss.say("[Presiden (abu-abu)]")
    await boss.say("rekomendasi Panwaslu nomor 12")
    assert "belum ada orang kedua" in await boss.say("[Benar]")
    assert len(await desk.rows("select 1 from vote_request")) == 1
    assert await desk.rows("select 1 from vote_version") == []


async def test_a_number_that_is_no_stations_code_stays_hidden(desk: Desk) -> None:
    boss = await desk.holder("Bu Ani", 4, Role.ADMINISTRATOR)
    await boss.say("psu")
    assert "tidak ketemu" in await boss.say("9999990101800")
    kept = await desk.rows("select state::text from contact")
    assert "9999990101800" not in kept[0][0]
    assert "tidak ketemu" in await boss.say("9801012001999")


async def test_a_right_that_ended_meanwhile_opens_nothing(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await report(siti, OTHER)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR)
    await dedi.say("psu tps 1 sukamaju kidul")
    await dedi.say("[Presiden (abu-abu)]")
    await dedi.say("rekomendasi Panwaslu nomor 12")
    await desk.do("update role set ended_at = now()")
    assert "bukan wewenang" in await dedi.say("[Benar]")
    assert await desk.rows("select 1 from vote_version") == []
    assert (await desk.recap()).votes == [102, 78, 3]

"""Stations, letters and swaps: two per participant, numbers without gaps, old mandates kept."""

from models.values import Role
from tests.cases.desk import Desk, Phone
from tests.cases.test_volunteers import apply


async def accepted(desk: Desk, boss: Phone, number: int, name: str) -> tuple[Phone, str]:
    """Somebody who applied and was accepted: the phone and the code."""
    phone = desk.stranger(number)
    await apply(phone, name)
    ((receipt,),) = await desk.rows("select receipt from recruit where name = :name", name=name)
    await boss.say(f"terima {receipt}")
    await phone.hear()
    return phone, receipt


async def letters(desk: Desk) -> list[tuple[int, str, bool]]:
    """Number, name, and whether it holds, of every letter."""
    rows = await desk.rows(
        "select l.number, p.name, l.void_at is null from mandate_letter l"
        " join mandate m on m.id = l.mandate_id join person p on p.id = m.person_id"
        " order by l.number"
    )
    return [tuple(row) for row in rows]


async def test_a_volunteer_is_assigned_and_gets_the_letter(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR, "980101")
    other = await desk.holder("Pak Lain", 2, Role.COORDINATOR, "9871")
    budi, code = await accepted(desk, dedi, 50, "Budi Santoso")
    assert "bukan wewenang" not in await dedi.say("pelamar")
    assert "di luar wilayah" in await other.say(f"tugaskan {code} #1")
    assert "tidak ketemu" in await other.say(f"tugaskan {code} tps 1 sukamaju kidul")
    assert "TPS yang mana" in await dedi.say(f"tugaskan {code} tps 1 sukamaju")
    assert "ditugaskan di TPS 01 Sukamaju Kidul" in await dedi.say("[TPS 01 Sukamaju Kidul]")
    heard = await budi.hear()
    assert "ditugaskan sebagai saksi di TPS 01 Sukamaju Kidul" in heard
    assert "Surat mandat 0001/SM/PKL/" in heard
    (pdf,) = budi.documents
    data = await desk.media.read(pdf.path)
    assert data.startswith(b"%PDF")
    assert pdf.name == "surat-mandat-0001-TPS01-Budi-Santoso.pdf"
    assert "Surat mandat 0001/SM/PKL/" in await budi.say("surat mandat")
    assert budi.documents[-1] == pdf, "the same letter is the same file"
    assert "sudah bertugas" in await dedi.say(f"tugaskan {code} tps 1 sukamaju kidul")
    assert "Untuk peserta mana" in await dedi.say(f"tugaskan {code} tps 2 kidul untuk XYZ")
    await dedi.say(f"tugaskan {code} tps 2 kidul untuk padi")
    assert await letters(desk) == [(1, "Budi Santoso", True), (2, "Budi Santoso", True)]


async def test_a_full_station_is_refused_and_a_swap_keeps_the_old_mandate(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR, "980101")
    await dedi.say("halo")
    siti, joko = await desk.witness("Bu Siti", 2), await desk.witness("Pak Joko", 3)
    budi, code = await accepted(desk, dedi, 50, "Budi Santoso")
    await siti.say("halo")
    full = await dedi.say(f"tugaskan {code} tps 1 kidul")
    assert "sudah penuh: Bu Siti, Pak Joko" in full
    reserve = await dedi.say(f"tugaskan {code} cadangan sukamaju kidul")
    assert "masuk cadangan Desa Sukamaju Kidul" in reserve
    assert "Budi Santoso" in await dedi.say("cadangan")
    await siti.say("tukar")
    assert "Tersimpan" in await siti.say("sakit")
    assert "Alasan: sakit" in await dedi.hear()
    assert "Budi Santoso, Sukamaju Kidul (cadangan)" in await dedi.say("[Pilih pengganti]")
    await dedi.say("[Budi Santoso]")
    assert "sudah ditukar" in await dedi.say("[Setujui]")
    assert "digantikan saksi lain" in await siti.hear()
    assert "surat-mandat" in (await budi.hear() and budi.documents[-1].name)
    assert "belum ada TPS" in await siti.say("isi")
    rows = await desk.rows(
        "select p.name, m.active, m.slot from mandate m join person p on p.id = m.person_id"
        " where m.station_id is not null order by m.id"
    )
    assert rows == [("Bu Siti", False, 1), ("Pak Joko", True, 2), ("Budi Santoso", True, 1)]
    assert await desk.rows("select 1 from mandate where station_id is null and active") == []
    assert "sudah selesai diputuskan" in await dedi.say("[Pilih pengganti]")
    assert "Belum ada cadangan" in await dedi.say("tukar tps 1 kidul"), "nobody is free"
    await joko.say("tukar")
    await joko.say("ada acara keluarga")
    await dedi.hear()
    await dedi.say("[Tolak]")
    assert "tugas Pak Joko tetap" in await joko.hear()


async def test_letters_are_numbered_without_gaps(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 1, Role.COORDINATOR, "980101")
    await desk.witness("Bu Siti", 2)
    for number, name in ((50, "Ani Satu"), (51, "Budi Dua"), (52, "Cici Tiga")):
        _, code = await accepted(desk, dedi, number, name)
        await dedi.say(f"tugaskan {code} tps 1 kidul")  # the third finds it full
    assert await letters(desk) == [(1, "Ani Satu", True)]
    await dedi.say("tukar tps 1 kidul")
    await dedi.say("[Ani Satu]")
    await dedi.say("[Budi Dua]")
    await dedi.say("[Setujui]")
    assert await letters(desk) == [(1, "Ani Satu", False), (2, "Budi Dua", True)]

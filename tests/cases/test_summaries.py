"""What leaders ask for by word, over the real database: recap, seats, what is missing, disputes."""

from pathlib import Path

from models.values import Role
from tests.cases.desk import Desk

KABUPATEN = "9801"


async def counted(desk: Desk) -> None:
    """Two witnesses of one station disagree about the presidential ballot."""
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    assert "Tersimpan" in await siti.say("benar")
    await desk.recap()


async def test_a_coordinator_asks_about_the_own_area_and_those_inside_it(
    desk: Desk, tmp_path: Path
) -> None:
    await counted(desk)
    dedi = await desk.holder("Pak Dedi", 2, Role.COORDINATOR, KABUPATEN)
    heard = await dedi.say("rekap")
    assert heard.startswith("Kabupaten Melati, 02.14 WIB\nPresiden: 1 dari 14 TPS (7 %)\n")
    assert "1 Ani-Budi: 53,1 % (102)" in heard
    assert heard.endswith("Hitungan internal, bukan hasil resmi KPU.")
    picture = (tmp_path / "photos" / dedi.photos[-1]).read_bytes()
    assert picture.startswith(b"\x89PNG")
    assert "Kec. Sukamaju, 02.14 WIB\nPresiden: 1 dari 7" in await dedi.say("rekap sukamaju")
    assert "DPR RI: 0 dari 4 TPS" in await dedi.say("rekap dpr sukamaju kidull")
    assert "tidak ketemu di wilayah Pak Dedi" in await dedi.say("rekap kota anggrek")
    assert "Maksudnya yang mana?" in await dedi.say("rekap suka")
    assert "Presiden: 1 dari 4 TPS" in await dedi.say("[Desa Sukamaju Kidul]")
    assert "Melati 2, 3 kursi: belum ada angka." in await dedi.say("kursi")
    assert "Hadir: lengkap, 1 TPS" in await dedi.say("belum")  # figures prove presence
    heard = await dedi.say("belum")
    assert "Tanpa saksi: 13 TPS" in heard  # of 14 in the kabupaten
    assert heard.count("Bu Siti") <= 1  # with the first phase that the station lacks
    assert "Desa Sukamaju Kidul" in await dedi.say("belum sukamaju kidul")
    assert "Tidak ada selisih" in await dedi.say("selisih")


async def test_seats_are_told_with_what_is_safe_and_what_is_open(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("dpr 1: 40, 2: 30, 3: 110 sah 180 tidak sah 5 jumlah 185")
    said = await siti.say("benar")
    assert "Tersimpan" in said, said
    await desk.recap("dpr")
    dedi = await desk.holder("Pak Dedi", 2, Role.COORDINATOR)
    heard = await dedi.say("kursi dpr")
    assert "Nusa Contoh I, 3 kursi; 1 dari 21 TPS (5 %)\nPKL 2 · PMB 1\nAman 0" in heard


async def test_nothing_of_the_count_is_told_before_the_hour(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 2, Role.COORDINATOR, KABUPATEN)
    desk.clock[0] = desk.now.replace(hour=7, minute=30)
    for word in ("rekap", "kursi"):
        assert "mulai 15.00 WIB" in await dedi.say(word)


async def test_one_who_leads_two_areas_is_asked_which_and_strangers_get_nothing(
    desk: Desk,
) -> None:
    dedi = await desk.holder("Pak Dedi", 2, Role.COORDINATOR, "980102")
    await desk.holder("Pak Dedi", 2, Role.COORDINATOR, "9871")
    assert "Maksudnya yang mana?" in await dedi.say("rekap")
    assert "Kota Anggrek" in await dedi.say("[Kota Anggrek]")
    assert "03.14 WITA" in await dedi.say("rekap mawar")
    dedi.buttons["dibuat-buat"] = "rekap::980101"
    assert "tidak ketemu" in await dedi.say("[dibuat-buat]")
    siti = await desk.witness("Bu Siti", 1)
    assert "bukan wewenang" in await siti.say("rekap")

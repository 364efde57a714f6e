"""News between digests: told once, with coverage, never before the hour or below the floor."""

from typing import Any

import pytest

from bot.digests.news import tell_news, tell_seats
from models.rules.digest_events import leader, milestone, moved
from tests.cases.desk import Desk
from tests.digests.test_rounds import SETTINGS, hour, report
from tests.digests.test_rounds import leader as somebody


async def look(desk: Desk, text: str, work: Any = tell_news) -> None:
    """The clock looks at this hour; then what waits is told."""
    desk.clock[0] = hour(text)
    async with desk.database.transaction() as tx:
        await work(tx, SETTINGS, desk.now)
    await desk.notices.drain()


@pytest.mark.parametrize(
    ("reported", "told", "news"),
    [
        (0, 0, None),
        (1, 0, None),
        (2, 0, 10),
        (10, 0, 50),
        (10, 10, 50),
        (10, 50, None),
        (18, 0, 90),
    ],
)
def test_only_the_highest_share_that_was_reached_is_news(
    reported: int, told: int, news: int | None
) -> None:
    assert milestone(reported, 20, told) == news
    assert milestone(0, 0, 0) is None


def test_nobody_leads_with_as_many_votes_as_another() -> None:
    assert [leader(v) for v in ({}, {"1": 0}, {"1": 5, "2": 5}, {"1": 5, "2": 6})] == [
        "",
        "",
        "",
        "2",
    ]
    assert moved({"1": 3, "2": 1}, {"1": 2, "3": 2}) == (["3"], ["1", "2"])


async def test_shares_of_stations_and_a_new_lead_are_told_once(desk: Desk) -> None:
    dedi = await somebody(desk, "Pak Dedi", 90, "9801012001")
    await report(desk, 1, "9801012001001", "PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    await look(desk, "14T14:59")
    assert await dedi.hear() == "", "nothing of the count before the hour"
    await look(desk, "14T15:00")
    heard = await dedi.hear()
    assert heard.startswith(
        "Desa Sukamaju Kidul, 15.00 WIB: 10 % TPS sudah mengirim Presiden.\n1 dari 4 TPS"
    )
    assert heard.endswith("Hitungan internal, bukan hasil resmi KPU.")
    await look(desk, "14T15:01")
    assert await dedi.hear() == ""
    await report(desk, 2, "9801012001002", "PPWP 50 120 10 sah 180 tidak sah 0 jumlah 180")
    await look(desk, "14T15:10")
    heard = await dedi.hear()
    assert "50 % TPS sudah mengirim" in heard
    assert "urutan teratas Presiden berubah.\n2 dari 4 TPS (50 %)\n2 Candra-Dewi: 55,6 %" in heard
    await dedi.say("digest jarang")
    await report(desk, 3, "9801012001003", "PPWP 150 20 10 sah 180 tidak sah 0 jumlah 180")
    await look(desk, "14T15:20")
    assert await dedi.hear() == "", "who wants few hears no news between digests"


async def test_a_large_dispute_and_an_hour_of_silence_are_told_to_the_nearest(desk: Desk) -> None:
    dedi = await somebody(desk, "Pak Dedi", 90, "980101")
    far = await somebody(desk, "Bu Rini", 91, "9871")
    await report(desk, 1, "9801012001001", "PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    other = await desk.witness("Pak Budi", 2, party="pair:2")
    await other.say("PPWP 12 177 3 sah 192 tidak sah 3 jumlah 195")
    await other.say("benar")
    await desk.recap()
    await desk.do("update dispute set opened_at = :at", at=hour("14T16:00"))
    await look(desk, "14T16:05")
    heard = await dedi.hear()
    assert "Selisih besar: TPS 01 Sukamaju Kidul, Presiden, berbeda 90 suara." in heard
    await desk.do("update recap set updated_at = :at", at=hour("14T16:00"))
    for minute in ("16:59", "17:00", "17:01"):
        await look(desk, f"14T{minute}")
    heard = await dedi.hear()
    assert heard.count("sudah 60 menit tidak ada laporan masuk, masih kurang 34 laporan") == 1
    assert "Kota Anggrek: sudah 60 menit" in await far.hear(), "silence counts from the hour on"


async def test_a_seat_that_changes_hands_is_told_once_and_above_the_floor_only(desk: Desk) -> None:
    dedi = await somebody(desk, "Pak Dedi", 90, "9801")
    near = await somebody(desk, "Bu Rini", 91, "980101")
    figures = "dprd_kab 1: 90, 2: 30, 3: 0 sah 120 tidak sah 0 jumlah 120"
    await report(desk, 1, "9801012001001", figures, "dprd_kab")
    await look(desk, "14T21:00", tell_seats)
    assert await desk.rows("select 1 from digest_seats") == [], "one station is no district"
    await desk.do("update recap set reported = 6")
    await look(desk, "14T21:05", tell_seats)
    assert await dedi.hear() == "", "the first count is where changes begin"
    await desk.do("update recap set votes[1] = 20")
    for minute in ("10", "15"):
        await look(desk, f"14T21:{minute}", tell_seats)
    heard = await dedi.hear()
    assert heard.count("Melati 1, 21.10 WIB: ada kursi yang berpindah.") == 1
    assert "Bertambah: Padi\nBerkurang: PMB\n6 dari" in heard
    assert "KURSI" in dedi.buttons or "Kursi" in dedi.buttons
    assert await near.hear() == "", "a kecamatan is a part of the district"

"""Rounds of digests over the real database: one per slot and person, whatever happens."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.base.media import Media, open_store
from bot.digests.rounds import clear, send_round
from models.settings import Settings
from models.values import Role
from tests.cases.desk import Desk, Phone

WIB = ZoneInfo("Asia/Jakarta")
SETTINGS = Settings.model_validate({"secret_key": "a secret of tests, long enough"})


def hour(text: str) -> datetime:
    return datetime.fromisoformat(f"2024-02-{text}").replace(tzinfo=WIB)


async def leader(
    desk: Desk, name: str, number: int, *codes: str, role: Role = Role.COORDINATOR
) -> Phone:
    """Somebody who leads these areas and has written once."""
    desk.clock[0] = hour("05T07:00")
    for code in codes:
        phone = await desk.holder(name, number, role, code)
    await phone.say("halo")
    return phone


async def slot(desk: Desk, text: str) -> int | None:
    """The clock looks at this hour; then what waits is told."""
    desk.clock[0] = hour(text)
    async with desk.database.transaction() as tx:
        told = await send_round(tx, SETTINGS, desk.now)
    await desk.notices.drain()
    return told


async def report(desk: Desk, number: int, station: str, figures: str, ballot: str = "ppwp") -> None:
    """A witness reports a ballot of a station."""
    siti = await desk.witness(f"Bu Siti {number}", number, station)
    await siti.say(figures)
    assert "Tersimpan" in await siti.say("benar")
    await desk.recap(ballot)


async def test_a_digest_tells_what_changed_and_what_to_do(desk: Desk) -> None:
    dedi = await leader(desk, "Pak Dedi", 90, "980101")
    await report(desk, 1, "9801012001001", "PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    assert await slot(desk, "14T21:00") == 1
    assert await dedi.hear() == (
        "Kabar Kec. Sukamaju, 21.00 WIB\n"
        "Presiden: 1 dari 7 TPS (14 %)\n"
        "1 Ani-Budi 53,1 % · 2 Candra-Dewi 45,3 % · 3 Eko-Fitri 1,6 %\n"
        "6 TPS belum mengirim Presiden: balas BELUM.\n"
        "Hitungan internal, bukan hasil resmi KPU."
    )
    await report(desk, 2, "9801012001002", "PPWP 50 120 10 sah 180 tidak sah 0 jumlah 180")
    assert await slot(desk, "14T21:15") == 1
    heard = await dedi.hear()
    assert "Presiden: 2 dari 7 TPS (29 %), tambah 1\n" in heard
    assert "2 Candra-Dewi 55,6 % (naik 10,3) · 1 Ani-Budi 40,9 % (turun 12,3)" in heard
    assert len(set(dedi.photos)) == 2
    assert await slot(desk, "14T21:30") == 0, "nothing changed: the quarter of an hour is silent"
    assert await slot(desk, "14T22:00") == 1
    assert "Belum ada yang berubah sejak kabar lalu." in await dedi.hear()
    kept = await desk.rows("select distinct slot from digest_area order by 1")
    assert len(kept) == 2, "what nobody is compared with any more is gone"


async def test_two_clocks_a_crash_and_missed_hours_leave_one_digest_each(desk: Desk) -> None:
    dedi = await leader(desk, "Pak Dedi", 90, "9801")
    await report(desk, 1, "9801012001001", "PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")

    async def look(at: datetime) -> int | None:
        async with desk.database.transaction() as tx:
            return await send_round(tx, SETTINGS, at)

    async def fall(at: datetime) -> None:
        async with desk.database.transaction() as tx:
            assert await send_round(tx, SETTINGS, at) == 1
            raise ConnectionResetError("the machine is gone")

    with pytest.raises(ConnectionResetError):
        await fall(hour("14T21:00"))
    both = await asyncio.gather(look(hour("14T21:00")), look(hour("14T21:00")))
    assert sorted(both, key=str) == [1, None]
    await desk.notices.drain()
    assert (await dedi.hear()).count("Kabar Kabupaten Melati") == 1
    await report(desk, 2, "9801012001002", "PPWP 50 120 10 sah 180 tidak sah 0 jumlah 180")
    assert await slot(desk, "15T01:05") == 1, "of all that were missed the last one is sent"
    heard = await dedi.hear()
    assert heard.count("Kabar") == 1
    assert "01.00 WIB\nPresiden: 2 dari 14 TPS (14 %), tambah 1" in heard
    assert [await look(hour("15T01:00")), await look(hour("14T21:10"))] == [None, None]


async def test_what_was_not_told_in_time_makes_room_for_what_is_newer(desk: Desk) -> None:
    dedi = await leader(desk, "Pak Dedi", 90, "9801")
    await report(desk, 1, "9801012001001", "PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    await slot(desk, "14T21:00")
    await dedi.hear()
    await report(desk, 2, "9801012001002", "PPWP 50 120 10 sah 180 tidak sah 0 jumlah 180")
    for late in ("14T21:15", "14T22:00"):
        async with desk.database.transaction() as tx:
            assert await send_round(tx, SETTINGS, hour(late)) == 1
    await desk.notices.drain()
    heard = await dedi.hear()
    assert heard.count("Kabar") == 1
    assert "22.00 WIB\nPresiden: 2 dari 14 TPS (14 %), tambah 1" in heard


async def test_two_areas_are_one_digest_and_who_is_gone_hears_nothing(desk: Desk) -> None:
    dedi = await leader(desk, "Pak Dedi", 90, "980101", "9871", "9801012001")
    rini = await leader(desk, "Bu Rini", 91, "9801", role=Role.REVIEWER)
    gone = await leader(desk, "Pak Eko", 92, "9801")
    ended = await leader(desk, "Pak Fajar", 93, "9801")
    silent = await desk.holder("Bu Gita", 94, Role.COORDINATOR, "9801")
    await desk.do("update person set active = false where id = :id", id=gone.person)
    await desk.do("update role set ended_at = now() where person_id = :id", id=ended.person)
    assert await slot(desk, "14T21:00") == 2
    heard = await dedi.hear()
    assert "Kabar Kec. Sukamaju, 21.00 WIB" in heard
    assert "Kabar Kota Anggrek, 22.00 WITA" in heard
    assert "Kidul" not in heard, "it lies in an area that is told already"
    assert "Kabar Kabupaten Melati" in await rini.hear()
    for nobody in (gone, ended, silent):
        assert await nobody.hear() == ""


async def test_an_area_without_stations_says_so_once(desk: Desk) -> None:
    await desk.do("update station set active = false where code like '9871%'")
    await desk.do(
        "delete from contest_area where area_id in (select id from area where code like '9871%')"
    )
    dedi = await leader(desk, "Pak Dedi", 90, "9871")
    assert await slot(desk, "14T21:00") == 1
    assert await dedi.hear() == (
        "Di Kota Anggrek belum ada TPS yang tercatat. Mohon tanyakan ke admin.\n"
        "Hitungan internal, bukan hasil resmi KPU."
    )
    assert await slot(desk, "14T21:15") == 0
    assert "tidak dipilih di Kota Anggrek" in await dedi.say("rekap")


async def test_each_person_can_turn_digests_down_and_up_again(desk: Desk) -> None:
    dedi = await leader(desk, "Pak Dedi", 90, "9801")
    await report(desk, 1, "9801012001001", "PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    assert "seberapa sering" in await dedi.say("digest")
    assert "datang jarang" in await dedi.say("[Jarang]")
    assert [await slot(desk, at) for at in ("14T20:15", "14T21:00", "14T22:00")] == [0, 1, 0]
    assert "21.00 WIB" in await dedi.hear()
    assert "dimatikan" in await dedi.say("DIGEST MATI")
    assert await slot(desk, "15T09:00") == 0
    assert "datang sering" in await dedi.say("kabar sering")
    assert await slot(desk, "15T09:15") == 1


async def test_before_the_hour_digests_speak_of_witnesses_and_not_of_the_count(desk: Desk) -> None:
    dedi = await leader(desk, "Pak Dedi", 90, "980101")
    assert await slot(desk, "05T08:00") == 1
    assert (
        "Ada saksi di 0 dari 7 TPS; lengkap dua saksi di 0 TPS.\n7 TPS masih" in await dedi.hear()
    )
    await report(desk, 1, "9801012001001", "PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    assert await slot(desk, "12T08:00") == 1
    assert "Ada saksi di 1 dari 7 TPS, tambah 1" in await dedi.hear()
    assert await slot(desk, "14T13:30") == 1
    heard = await dedi.hear()
    assert "Kabar Kec. Sukamaju, 13.00 WIB\nHadir di 0 dari 1 TPS bersaksi.\n1 TPS belum" in heard
    assert "Presiden" not in heard
    assert "%" not in heard


async def test_candidates_hear_of_their_own_votes_every_hour_where_these_moved(desk: Desk) -> None:
    await leader(desk, "Pak Dedi", 90, "9801")
    pair = await desk.holder("Bu Ani", 91, Role.CANDIDATE, None, "pair:1")
    both = await desk.holder("Pak Dedi", 90, Role.CANDIDATE, None, "pair:2")
    await pair.say("halo")
    assert await slot(desk, "14T21:00") == 1, "nothing is counted yet: the coordinator alone"
    await report(desk, 1, "9801012001001", "PPWP 102 87 3 sah 192 tidak sah 3 jumlah 195")
    assert await slot(desk, "14T21:15") == 1
    assert await pair.hear() == "", "candidates are not told every quarter of an hour"
    assert await slot(desk, "14T22:00") == 2
    heard = await pair.hear()
    assert "102" in heard
    assert "Hitungan internal, bukan hasil resmi KPU" in heard
    assert "Kabar Kabupaten Melati" in await both.hear(), "who leads as well hears once"
    assert "dimatikan" in await pair.say("kabar mati")
    assert await slot(desk, "14T23:00") == 1


async def test_old_charts_and_notices_go_and_evidence_stays(desk: Desk, tmp_path: Path) -> None:
    dedi = await leader(desk, "Pak Dedi", 90, "9801")
    assert await slot(desk, "14T21:00") == 1
    assert "Kabar" in await dedi.hear()
    files = Media(open_store(tmp_path / "photos"))
    kept = ("charts/2024-02-13/a.png", "ab/cd.jpg", "charts/2024-02-14/b.png")
    for path in ("charts/2024-02-10/a.png", *kept):
        await files.put(path, b"x")
    settings = Settings.model_validate({"var": tmp_path, "secret_key": "long enough for a test"})
    async with desk.database.transaction() as tx:
        gone = [await clear(tx, settings, hour("15T12:00")) for _ in range(2)]
    assert gone == [1, 0]
    assert [await files.has(path) for path in kept] == [True] * 3
    assert len(await desk.rows("select 1 from notice")) == 1
    async with desk.database.transaction() as tx:
        await clear(tx, settings, datetime.now(WIB) + timedelta(days=4))
    assert await desk.rows("select 1 from notice") == []
    assert await slot(desk, "14T21:01") is None, "the slot stays made"

"""Broadcasts over the real database: two people, the area's right, once each, STOP for ever."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from api.cli.broadcast import _write
from bot.broadcast import timed as broadcast_clock
from bot.channels.console import Console
from models.settings import Settings, settings
from models.stores.persons import people
from models.values import Role
from tests.cases.desk import Desk, Phone

SETTINGS = Settings(platform_limits=False)
UMBUL = "980101"
TEXT = "Halo {nama}, besok kumpul jam 7."


_CONTACT = """insert into contact (channel, account, sender, person_id, name, language, state,
    activation_tries, last_order, stopped, last_inbound_at)
    values ('telegram', 'saksi', :sender, :person, '', 'id', '{}', 0, 0, false, now())"""
_CONSOLE = _CONTACT.replace("'telegram', 'saksi'", f"'{Console.name}', '{Console.account}'")


async def tick(desk: Desk, times: int = 1, settings: Settings = SETTINGS) -> None:
    """So many ticks of the clock: recipients found, slices handed over; then what waits is told."""
    for _ in range(times):
        async with desk.database.transaction() as tx:
            await broadcast_clock.prepare(tx, settings, desk.now)
        async with desk.database.transaction() as tx:
            await broadcast_clock.feed(tx, settings, desk.now)
    await desk.notices.drain()


async def crew(desk: Desk) -> tuple[Phone, Phone, list[Phone]]:
    """Two coordinators of one kecamatan, and three witnesses there; all are known by chat."""
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, UMBUL)
    ani = await desk.holder("Bu Ani", 12, Role.COORDINATOR, UMBUL)
    siti = await desk.witness("Bu Siti", 1)
    budi = await desk.witness("Pak Budi", 2)
    wati = await desk.witness("Bu Wati", 3, party="pair:2")
    for phone in (dedi, ani, siti, budi, wati):
        await desk.do(_CONSOLE, sender=phone.number, person=phone.person)
    return dedi, ani, [siti, budi, wati]


async def write(
    desk: Desk, author: Phone, kind: str = "[Bukan kampanye]", whom: str = "siaran saksi"
) -> str:
    """A broadcast to the witnesses, up to its preview; what the author sees."""
    await author.say(whom)
    await author.say(TEXT)
    said = await author.say(kind)
    await tick(desk)
    return said + await author.hear()


async def approved(desk: Desk, author: Phone, second: Phone) -> None:
    """Written, asked for, looked at, approved."""
    await write(desk, author)
    await author.say("[Minta persetujuan]")
    await second.hear()
    await second.say("[Lihat contoh]")
    await second.say("[Setujui]")


async def messages(desk: Desk) -> list[str]:
    rows = await desk.rows(
        "select body ->> 'text' as said from outbox where priority = 2 order by body ->> 'text'"
    )
    return [row.said.split("\n")[0] for row in rows]


async def test_two_people_send_it_once_to_each_and_see_what_became_of_it(desk: Desk) -> None:
    dedi, ani, witnesses = await crew(desk)
    seen = await write(desk, dedi)
    assert "📢 Halo" in seen
    assert "Sampai ke 3 orang, kira-kira 1 menit" in seen
    assert await desk.rows("select 1 from outbox where priority = 2") == []
    assert "1 orang kami mintai persetujuan" in await dedi.say("[Minta persetujuan]")
    asked = await ani.hear()
    assert "Pak Dedi minta persetujuan" in asked
    assert "Sampai ke 3 orang" in asked
    code = asked.split("siaran ")[1].split(",")[0]
    assert "lihat contoh penerimanya dulu" in await ani.say(f"siaran setujui {code}")
    samples = await ani.say("[Lihat contoh]")
    assert "• Bu Siti, TPS 01 Sukamaju Kidul" in samples
    assert samples.count("•") == 3
    assert "Disetujui" in await ani.say("[Setujui]")
    assert "disetujui Bu Ani" in await dedi.hear()
    await tick(desk, 3)
    for phone, name in zip(witnesses, ("Bu Siti", "Pak Budi", "Bu Wati"), strict=True):
        heard = await phone.hear()
        assert heard.startswith(f"📢 Halo {name}, besok kumpul jam 7.")
        assert "Pak Dedi" in heard
        assert "STOP" in heard
    await tick(desk)
    assert "selesai" in await dedi.hear()
    assert "Terkirim 3 orang" in await dedi.say(f"siaran {code}")
    noted = await desk.rows("select action from audit_entry where action like 'broadcast%'")
    assert [one.action for one in noted] == [
        "broadcast written",
        "broadcast ask",
        "broadcast samples seen",
        "broadcast approve",
        "broadcast done",
        "broadcast report seen",
    ]


async def test_the_own_one_and_another_area_s_are_refused(desk: Desk) -> None:
    dedi, ani, _ = await crew(desk)
    joko = await desk.holder("Pak Joko", 13, Role.COORDINATOR, "9871")
    await write(desk, dedi)
    await dedi.say("[Minta persetujuan]")
    ((code,),) = await desk.rows("select receipt from broadcast")
    await dedi.say(f"siaran lihat {code}")
    assert "harus disetujui orang lain" in await dedi.say(f"siaran setujui {code}")
    for verb in ("lihat", "setujui", "tolak", "jeda", "batal", ""):
        assert "bukan wewenang" in await joko.say(f"siaran {verb} {code}")
    assert "tidak ketemu" in await joko.say("siaran saksi sukamaju kidul")
    await joko.say("batal")
    assert "hanya untuk koordinator" in await (await desk.person("Bu X", 50)).say("siaran")
    assert "ditolak" in await ani.say(f"siaran tolak {code} kurang jelas")
    assert '"kurang jelas"' in await dedi.hear()
    await tick(desk, 2)
    assert await messages(desk) == []


async def test_stop_holds_before_and_after_the_recipients_are_found(desk: Desk) -> None:
    dedi, ani, (siti, budi, _) = await crew(desk)
    await siti.say("stop")
    assert "Tidak dikirimi: 1 minta berhenti" in await write(desk, dedi)
    await dedi.say("[Minta persetujuan]")
    await ani.hear()
    await ani.say("[Lihat contoh]")
    await budi.say("stop")  # found already, but not handed over yet
    await ani.say("[Setujui]")
    await tick(desk, 2)
    assert await messages(desk) == ["📢 Halo Bu Wati, besok kumpul jam 7."]


async def test_stop_is_the_person_s_whatever_contact_comes_and_duty_goes_on(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    await desk.do(_CONTACT, sender="77", person=siti.person)
    assert "Pesan tugas tetap jalan" in await siti.say("stop")
    await desk.do(_CONTACT, sender="78", person=None)
    async with desk.database.transaction() as tx:
        new = await tx.scalar(text("select id from contact where sender = '78'"))
        await people.bind(tx, int(new or 0), siti.person)
    assert await _stopped(desk, siti) == [True, True, True]
    assert "TPS 01" in await siti.say("hadir")
    assert "lagi ke nomor ini" in await siti.say("mulai lagi")
    assert await _stopped(desk, siti) == [False, False, False]
    assert await desk.rows("select 1 from opt_out") == []


async def test_a_stranger_s_stop_goes_along_when_the_phone_is_proven(desk: Desk) -> None:
    await desk.do(_CONTACT, sender="79", person=None)
    await desk.do("update contact set stopped = true where sender = '79'")
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    async with desk.database.transaction() as tx:
        new = await tx.scalar(text("select id from contact where sender = '79'"))
        await people.bind(tx, int(new or 0), siti.person)
    assert await _stopped(desk, siti) == [True, True]


async def _stopped(desk: Desk, phone: Phone) -> list[bool]:
    query = "select stopped from contact where person_id = :p"
    return [row.stopped for row in await desk.rows(query, p=phone.person)]


_FORTY = """insert into person (name, language, active)
    select 'Saksi ' || n, 'id', true from generate_series(20, 59) n"""
_FORTY_CONTACTS = _CONTACT.replace(
    "values ('telegram', 'saksi', :sender, :person,",
    "select 'telegram', 'saksi', p.id::text, p.id,",
).replace("now())", "now() from person p where p.name like 'Saksi %'")
_BULK = "select count(*) from outbox where priority = 2"
_MANDATES = """insert into mandate (person_id, participant_id, station_id, slot, active)
    select p.id, (select min(id) from participant), (select min(id) from station), null, true
    from person p where p.name like 'Saksi %'"""


async def test_killed_between_slices_nobody_gets_it_twice_or_not_at_all(desk: Desk) -> None:
    dedi, ani, _ = await crew(desk)
    await desk.do(_FORTY)
    await desk.do(_FORTY_CONTACTS)
    await desk.do(_MANDATES)
    await approved(desk, dedi, ani)
    slow = SETTINGS.model_copy(update={"platform_limits": True})
    await _killed(desk, slow)
    assert (await desk.rows(_BULK))[0][0] == 0
    await tick(desk, 1, slow)
    first = (await desk.rows(_BULK))[0][0]
    assert 20 <= first <= 21 + 3  # a second's worth of each account, no more

    async def clock() -> None:
        async with desk.database.transaction() as tx:
            await broadcast_clock.feed(tx, slow, desk.now)

    await asyncio.gather(clock(), clock())  # one holds the broadcast, the other passes by
    assert (await desk.rows(_BULK))[0][0] == 43
    ((code,),) = await desk.rows("select receipt from broadcast")
    assert "ditahan" in await dedi.say(f"siaran jeda {code}")
    assert (await desk.rows(_BULK))[0][0] == 0  # nothing was on its way: all of it waits again
    assert "dilanjutkan" in await dedi.say(f"siaran lanjut {code}")
    await tick(desk, 3, slow)
    told = await messages(desk)
    assert len(told) == len(set(told)) == 43
    assert await desk.rows("select 1 from broadcast_recipient where state <> 1") == []


async def _killed(desk: Desk, settings: Settings) -> None:
    """A clock that dies after its slice and before its commit."""
    try:
        async with desk.database.transaction() as tx:
            await broadcast_clock.feed(tx, settings, desk.now)
            raise KeyboardInterrupt
    except KeyboardInterrupt:
        return


async def test_a_campaign_is_refused_and_stops_in_the_quiet_days(desk: Desk) -> None:
    dedi, ani, _ = await crew(desk)
    await approved(desk, dedi, ani)
    await desk.do("update broadcast set campaign = true")
    await desk.do("""update election set fingerprint = 'quiet', config = jsonb_set(config,
        '{publication,quiet_days}', '["2024-02-15"]')""")
    await tick(desk)  # 02.14 WIB of the 15th
    assert await messages(desk) == []
    assert "masa tenang" in await dedi.hear()
    ((code,),) = await desk.rows("select receipt from broadcast")
    assert "masa tenang" in await ani.say(f"siaran lanjut {code}")
    assert "masa tenang" in await write(desk, dedi, "[Kampanye]")
    assert "Begini jadinya" in await write(desk, dedi)


async def test_whatsapp_outside_its_window_is_a_template_or_not_reached(desk: Desk) -> None:
    dedi, _, (siti, *_) = await crew(desk)
    await desk.do(
        """update contact set channel = 'whatsapp', last_inbound_at = now() - interval '2 days'
        where person_id = :p""",
        p=siti.person,
    )
    assert "1 di luar 24 jam WhatsApp" in await write(desk, dedi)
    with_template = SETTINGS.model_copy(update={"whatsapp_template": "kabar:id"})
    await dedi.say("siaran saksi")
    await dedi.say(TEXT)
    await dedi.say("[Bukan kampanye]")
    await tick(desk, 1, with_template)
    seen = await dedi.hear()
    assert "Sampai ke 3 orang" in seen
    assert "WhatsApp" not in seen


async def test_a_list_counts_each_phone_once_and_leaves_out_who_is_nobody_there(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dedi, _, (siti, budi, _) = await crew(desk)
    joko = await desk.holder("Pak Joko", 13, Role.COORDINATOR, "9871")
    await desk.stranger(99).say("halo")  # asked something once, and is nobody here
    wrong = ("+6281200000099", "bukan nomor")
    lines = ["phone", siti.number, siti.number, budi.number, joko.number, *wrong]
    (tmp_path / "list.csv").write_text("\n".join(lines))
    monkeypatch.setenv("SAKSI_DATABASE_URL", desk.database.url)
    monkeypatch.setenv("SAKSI_SECRET_KEY", "the secret key of these tests")
    settings.cache_clear()
    told = await _write(TEXT, dedi.number, [], [], tmp_path / "list.csv", campaign=False)
    settings.cache_clear()
    assert "2 recipients" in told[0]
    assert "2 of the list are nobody of this area" in told[1]
    assert told[2].startswith("  line 7: not a phone number")
    assert told[3] == "  1 lines with a phone twice"
    assert "daftar 4 nomor" in (await tick(desk) or await dedi.hear())
    assert await desk.rows("select 1 from broadcast where phones is not null") == []
    everybody = await write(desk, dedi, whom="siaran semua")
    assert "Sampai ke 5 orang" in everybody


async def test_a_phone_that_changed_hands_meanwhile_gets_nothing(desk: Desk) -> None:
    dedi, ani, (siti, budi, _) = await crew(desk)
    await approved(desk, dedi, ani)
    await desk.do("update contact set person_id = null where person_id = :p", p=siti.person)
    await desk.do("update person set active = false where id = :p", p=budi.person)
    await tick(desk, 2)
    assert await messages(desk) == ["📢 Halo Bu Wati, besok kumpul jam 7."]
    ((code,),) = await desk.rows("select receipt from broadcast")
    assert "2 tidak punya chat di sini" in await dedi.say(f"siaran {code}")


async def test_the_report_tells_what_became_of_each(desk: Desk) -> None:
    dedi, ani, (siti, budi, wati) = await crew(desk)
    await approved(desk, dedi, ani)
    await tick(desk)
    said = "update outbox set state = :state, delivery = :delivery, error = :error"
    for phone, state, delivery, error in (
        (siti, 1, "read", None),
        (budi, 1, "failed", "131026"),
        (wati, 2, None, "Forbidden"),
    ):
        where = (
            " where priority = 2 and contact_id in (select id from contact where person_id = :p)"
        )
        values = {"state": state, "delivery": delivery, "error": error, "p": phone.person}
        await desk.do(said + where, **values)
    await tick(desk)
    told = await dedi.hear()
    assert "Terkirim 1 orang" in told
    assert "Sampai di ponsel 1, dibaca 1" in told
    assert "Gagal: 1 (131026), 1 (Forbidden)" in told
    assert "Gagal" in await ani.hear()

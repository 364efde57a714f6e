"""Who asks for a person is heard by the nearest coordinator; figures prove who is there."""

from models.values import Role
from tests.cases.desk import Desk, Phone


async def dedi_leads(desk: Desk) -> Phone:
    """The kecamatan's coordinator, who has written before."""
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    await dedi.say("halo")
    return dedi


async def test_twice_not_understood_the_coordinator_is_told_where_what_and_whom_to_call(
    desk: Desk,
) -> None:
    dedi = await dedi_leads(desk)
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("blorong kemplang")
    assert "Mau dibantu orang" in await siti.say("zxcv qwert")
    assert "Pak Dedi" in await siti.say("[Panggil orang]")
    heard = await dedi.hear()
    assert "Bu Siti (TPS 01 Sukamaju Kidul) minta dibantu" in heard
    assert "+6281200000001" in heard
    assert "blorong kemplang" in heard
    assert "sudah kami beri tahu tadi" in await siti.say("panggil")
    assert await dedi.hear() == "", "once an hour"


async def test_the_coordinators_phone_is_told_to_a_witness_of_the_area_and_noted(
    desk: Desk,
) -> None:
    await dedi_leads(desk)
    siti = await desk.witness("Bu Siti", 1)
    assert "Pak Dedi, telepon +6281200000011" in await siti.say("siapa koordinator saya?")
    rows = await desk.rows("select subject from audit_entry where action = 'saw'")
    assert [row.subject for row in rows] == ["list:coordinator"]


async def test_without_anybody_who_leads_there_that_is_said(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    assert "Belum ada koordinator" in await siti.say("siapa koordinator saya?")
    assert "Belum ada koordinator" in await siti.say("panggil koordinator")


async def test_figures_prove_presence_for_everybody_who_asks(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    assert "balas HADIR" in await siti.say("belum")
    await siti.say("PPWP 102 87 3 192 3 195")
    assert "Tersimpan" in await siti.say("benar")
    assert "✅ Hadir" in await siti.say("belum")
    (row,) = await desk.rows("select flags from check_in")
    assert list(row.flags) == ["no_location", "by_figures"]


async def test_a_witness_without_location_or_photo_who_goes_on_is_checked_in_flagged(
    desk: Desk,
) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("hadir")
    await siti.say("tidak bisa")
    assert "Sudah benar" in await siti.say("PPWP 102 87 3 192 3 195")
    (row,) = await desk.rows("select flags from check_in")
    assert list(row.flags) == ["no_location", "no_photo"]
    await siti.say("benar")
    assert len(await desk.rows("select 1 from check_in")) == 1


async def test_lists_give_the_phone_to_who_leads_there_and_to_nobody_else(desk: Desk) -> None:
    dedi = await dedi_leads(desk)
    auditor = await desk.holder("Bu Auditor", 13, Role.AUDITOR)
    await desk.witness("Bu Siti", 1)
    heard = await dedi.say("belum")
    assert "TPS 01 Sukamaju Kidul: Bu Siti +6281200000001" in heard
    query = "select actor, subject from audit_entry where action = 'saw' and subject ~ 'phones'"
    noted = {tuple(row) for row in await desk.rows(query)}
    assert noted == {(f"person:{dedi.person}", "phones:witnesses")}
    seen = await auditor.say("belum")
    assert "Bu Siti" in seen
    assert "+62" not in seen

"""At the kecamatan's recap: figures kept with their source, differences told at once."""

import pytest

from models.errors import BadInput
from models.values import Role
from tests.cases.desk import STATION, Desk, Phone

KECAMATAN = "980101"


async def attending(desk: Desk) -> tuple[Phone, Phone]:
    """The witness at the meeting, and the kecamatan's coordinator; our C of TPS 01 is there."""
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("PPWP 102 87 3 192 3 195")
    assert "Tersimpan" in await siti.say("benar")
    lina = await desk.holder("Bu Lina", 2, Role.RECAP_WITNESS, KECAMATAN)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, KECAMATAN)
    await dedi.say("halo")
    return lina, dedi


async def test_differences_come_back_at_once_and_the_coordinator_hears(desk: Desk) -> None:
    lina, dedi = await attending(desk)
    assert "TPS 01:" in await lina.say("D HASIL PRESIDEN SUKAMAJU KIDUL")
    heard = await lina.say("TPS 1: 102 78 12 192 3 195")
    assert "C 87, D 78 (-9)" in heard
    assert "nomor 2 di C.HASIL 87, di D.HASIL 78" in heard
    assert "KEBERATAN SAKSI-KPU" in heard
    told = await dedi.hear()
    assert "di 1 TPS" in told
    assert "9 suara" in told
    assert "Keberatan tercatat" in await lina.say("[Sudah keberatan]")
    assert "Keberatan saksi, TPS 01 Sukamaju Kidul" in await dedi.hear()
    (case,) = await desk.rows("select category, text from incident")
    assert case.category == "objection"
    assert "di D.HASIL 78" in case.text


async def test_every_message_is_a_revision_with_its_source(desk: Desk) -> None:
    lina, dedi = await attending(desk)
    await lina.say("D HASIL PRESIDEN SUKAMAJU KIDUL TPS 1: 102 78 12")
    await lina.say("TPS 1: 102 78 12")
    assert "1 TPS sama dengan C kita" in await lina.say("TPS 1: 102 87 3 192 3 195")
    await dedi.hear()
    rows = await desk.rows(
        "select f.number, f.figures, f.person_id, i.sender, f.inbox_id from meeting_figure f "
        "join inbox i on i.id = f.inbox_id order by f.number"
    )
    assert [(row.number, row.figures["2"]) for row in rows] == [(1, 78), (2, 87)]
    assert rows[1].figures["total"] == 195
    assert {(row.person_id, row.sender) for row in rows} == {(lina.person, lina.number)}
    entries = await desk.rows("select inbox_id from audit_entry where action = 'recap noted'")
    assert [entry.inbox_id for entry in entries] == [row.inbox_id for row in rows]


async def test_only_the_own_kecamatan_is_read_out(desk: Desk) -> None:
    await attending(desk)
    other = await desk.holder("Bu Ani", 4, Role.RECAP_WITNESS, "987101")
    assert "TPS 01" not in await other.say("D HASIL PRESIDEN SUKAMAJU KIDUL TPS 1: 1 2 3")
    assert await desk.rows("select 1 from meeting_figure") == []
    with pytest.raises(BadInput, match="one kecamatan"):
        await desk.holder("Bu Ani", 4, Role.RECAP_WITNESS, "9871")


async def test_a_station_with_no_c_of_ours_is_kept_all_the_same(desk: Desk) -> None:
    lina = await desk.holder("Bu Lina", 2, Role.RECAP_WITNESS, KECAMATAN)
    answer = await lina.say("D HASIL PRESIDEN SUKAMAJU KIDUL TPS 1: 102 78 12")
    assert "belum bisa dibandingkan" in answer
    (row,) = await desk.rows(
        "select s.code from meeting_figure join station s on s.id = station_id"
    )
    assert row.code == STATION

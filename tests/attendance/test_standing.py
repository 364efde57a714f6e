"""GANTI puts the nearest reserve in a missing witness's place; JAMIN vouches, never for oneself."""

from models.values import Role
from tests.cases.desk import Desk, Phone


async def reserve(desk: Desk, name: str, number: int, kelurahan: str) -> Phone:
    """A reserve of party 3 in a kelurahan."""
    known = await desk.person(name, number)
    await desk.do(
        "insert into mandate (person_id, participant_id, area_id, active) "
        "select :person, p.id, a.id, true from participant p, area a "
        "where p.kind = 'party' and p.code = '3' and a.code = :kelurahan",
        person=known.person,
        kelurahan=kelurahan,
    )
    return known


async def standing(desk: Desk, station: str = "9801012001001") -> list[tuple[str, int]]:
    rows = await desk.rows(
        "select p.name, m.slot from mandate m join person p on p.id = m.person_id "
        "join station s on s.id = m.station_id where s.code = :station and m.active "
        "and m.slot is not null order by m.slot",
        station=station,
    )
    return [tuple(row) for row in rows]


async def test_the_nearest_reserve_takes_the_place_and_both_hear_it(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    siti = await desk.witness("Bu Siti", 1)
    joko = await reserve(desk, "Pak Joko", 2, "9801012001")
    await reserve(desk, "Bu Tetangga", 3, "9801012002")
    await reserve(desk, "Pak Jauh", 4, "9801022001")
    for phone in (siti, joko):
        await phone.say("halo")
    offered = await dedi.say("ganti tps 1 sukamaju kidul")
    assert "siapa yang menggantikan Bu Siti" in offered
    labels = [label for label in dedi.buttons if "(" in label]
    assert labels == ["Pak Joko (Sukamaju Kidul)", "Bu Tetangga (Sukamaju Kaler)"]
    assert "Pak Joko sekarang saksi TPS 01" in await dedi.say("[Pak Joko (Sukamaju Kidul)]")
    assert "mohon segera ke TPS 01 Sukamaju Kidul" in await joko.hear()
    assert "sekarang dipegang orang lain" in await siti.hear()
    assert await standing(desk) == [("Pak Joko", 1)]
    assert "sudah berubah" in await dedi.say("[Bu Tetangga (Sukamaju Kaler)]")
    assert "TPS 01 Sukamaju Kidul, betul" in await joko.say("hadir")
    (entry,) = await desk.rows("select data from audit_entry where action = 'reserve named'")
    assert entry.data == {"old": siti.person, "new": joko.person}


async def test_a_coordinator_of_another_area_replaces_and_vouches_for_nobody(desk: Desk) -> None:
    ani = await desk.holder("Bu Ani", 14, Role.COORDINATOR, "9871")
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    await desk.witness("Bu Siti", 1)
    await reserve(desk, "Pak Joko", 2, "9801012001")
    assert "tidak ketemu" in await ani.say("ganti tps 1 sukamaju kidul")
    assert "tidak ketemu" in await ani.say("jamin tps 1 sukamaju kidul")
    await dedi.say("ganti tps 1 sukamaju kidul")
    ani.buttons = dict(dedi.buttons)
    assert "bukan wewenang" in await ani.say("[Pak Joko (Sukamaju Kidul)]")
    assert await standing(desk) == [("Bu Siti", 1)]


async def test_a_coordinator_vouches_with_an_entry_and_never_for_oneself(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    siti = await desk.witness("Bu Siti", 1)
    await desk.witness("Pak Dedi", 11)
    await siti.say("halo")
    assert "siapa yang dijamin" in await dedi.say("jamin tps 1 sukamaju kidul")
    assert "orang lain" in await dedi.say("[Pak Dedi]")
    assert "dijamin Pak Dedi. Tercatat 02.14 WIB" in await dedi.say("[Bu Siti]")
    assert "dijamin Pak Dedi" in await siti.hear()
    rows = await desk.rows("select person_id, by_id from vouch")
    assert [tuple(row) for row in rows] == [(siti.person, dedi.person)]
    (entry,) = await desk.rows("select actor from audit_entry where action = 'presence vouched'")
    assert entry.actor == f"person:{dedi.person}"


async def test_without_a_reserve_nothing_changes(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    await desk.witness("Bu Siti", 1)
    assert "Belum ada saksi cadangan" in await dedi.say("ganti tps 1 sukamaju kidul")
    assert "belum punya saksi" in await dedi.say("ganti tps 2 sukamaju kidul")
    assert "Contoh: GANTI TPS 7" in await dedi.say("ganti")
    assert await standing(desk) == [("Bu Siti", 1)]

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


async def test_the_nearest_reserves_are_offered_and_one_place_is_given_once(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    ani = await desk.holder("Bu Ani", 14, Role.COORDINATOR, "9871")
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    await reserve(desk, "Pak Joko", 2, "9801012001")
    await reserve(desk, "Bu Tetangga", 3, "9801012002")
    await reserve(desk, "Pak Jauh", 4, "9801022001")
    await dedi.say("ganti tps 1 sukamaju kidul")
    labels = [label for label in dedi.buttons if "(" in label]
    assert labels == ["Pak Joko (Sukamaju Kidul)", "Bu Tetangga (Sukamaju Kaler)"]
    ani.buttons = dict(dedi.buttons)
    assert "bukan wewenang" in await ani.say(f"[{labels[0]}]")
    assert "sekarang saksi TPS 01" in await dedi.say(f"[{labels[0]}]")
    assert "digantikan saksi lain" in await siti.hear()
    assert "sudah berubah" in await dedi.say(f"[{labels[1]}]")
    rows = await desk.rows(
        "select p.name from mandate m join person p on p.id = m.person_id "
        "where m.active and m.slot is not null"
    )
    assert [row.name for row in rows] == ["Pak Joko"]


async def test_a_coordinator_of_another_area_vouches_for_nobody(desk: Desk) -> None:
    ani = await desk.holder("Bu Ani", 14, Role.COORDINATOR, "9871")
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    await desk.witness("Bu Siti", 1)
    await desk.witness("Pak Budi", 2)
    assert "tidak ketemu" in await ani.say("jamin tps 1 sukamaju kidul")
    await dedi.say("jamin tps 1 sukamaju kidul")
    ani.buttons = dict(dedi.buttons)
    assert "bukan wewenang" in await ani.say("[Bu Siti]")
    assert "belum punya saksi" in await dedi.say("jamin tps 2 sukamaju kidul")
    assert "Contoh: JAMIN TPS 7" in await dedi.say("jamin")
    assert await desk.rows("select 1 from vouch") == []


async def test_a_coordinator_vouches_with_an_entry_and_never_for_oneself(desk: Desk) -> None:
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    siti = await desk.witness("Bu Siti", 1)
    await desk.witness("Pak Dedi", 11)
    await siti.say("halo")
    assert "siapa yang dijamin" in await dedi.say("jamin tps 1 sukamaju kidul")
    assert "dijamin orang lain" in await dedi.say("[Pak Dedi]")
    assert "dijamin Pak Dedi. Tercatat 02.14 WIB" in await dedi.say("[Bu Siti]")
    assert "dijamin Pak Dedi" in await siti.hear()
    rows = await desk.rows("select person_id, by_id from vouch")
    assert [tuple(row) for row in rows] == [(siti.person, dedi.person)]
    (entry,) = await desk.rows("select actor from audit_entry where action = 'presence vouched'")
    assert entry.actor == f"person:{dedi.person}"

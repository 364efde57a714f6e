"""Incidents reach whoever leads there at once; names are kept back; the paper copy is noted."""

from models.values import Role
from tests.cases.desk import Desk, Phone


async def leaders(desk: Desk) -> tuple[Phone, Phone]:
    """The kecamatan's coordinator, and the centre's."""
    dedi = await desk.holder("Pak Dedi", 11, Role.COORDINATOR, "980101")
    pusat = await desk.holder("Bu Pusat", 12, Role.COORDINATOR)
    for phone in (dedi, pusat):
        await phone.say("halo")
    return dedi, pusat


async def tell(phone: Phone, story: str, last: str = "kirim") -> str:
    """An incident in one message and its last word; what is answered."""
    assert "Kirim sekarang?" in await phone.say(story)
    return await phone.say(last)


async def test_the_nearest_coordinator_hears_takes_and_closes_it(desk: Desk) -> None:
    dedi, pusat = await leaders(desk)
    siti = await desk.witness("Bu Siti", 1)
    assert "Koordinator sudah kami kabari" in await tell(siti, "kejadian ada bagi-bagi amplop")
    heard = await dedi.hear()
    assert "Politik uang, TPS 01 Sukamaju Kidul" in heard
    assert "Dari: Bu Siti" in heard
    assert await pusat.hear() == ""
    assert "Pelapor: Bu Siti" in await dedi.say("[Tangani]")
    assert "sedang ditangani Pak Dedi" in await siti.hear()
    (row,) = await desk.rows("select receipt, state, handler_id from incident")
    assert (row.state, row.handler_id) == ("taken", dedi.person)
    assert "sudah ditangani Pak Dedi" in await pusat.say(f"tangani {row.receipt}")
    assert "Apa hasilnya" in await dedi.say(f"beres {row.receipt}")
    assert "selesai" in await dedi.say(f"beres {row.receipt} sudah dilaporkan ke Panwaslu")
    assert "sudah dilaporkan ke Panwaslu" in await siti.hear()
    actions = await desk.rows("select action from audit_entry where action like 'incident%'")
    assert [a.action for a in actions] == ["incident told", "incident taken", "incident closed"]


async def test_a_citizens_name_is_for_the_handler_alone(desk: Desk) -> None:
    dedi, pusat = await leaders(desk)
    citizen = desk.stranger(99)
    answer = await tell(citizen, "kejadian ada intimidasi di jalan mawar", "rahasiakan")
    assert "Nama dirahasiakan" in answer
    await desk.do("update contact set name = 'Warga Mawar' where person_id is null")
    heard = await pusat.hear()
    assert "intimidasi di jalan mawar" in heard
    assert "nama dirahasiakan" in heard
    assert await dedi.hear() == ""
    (notice,) = await desk.rows("select data::text as said from notice")
    assert "Warga" not in notice.said
    assert "namanya rahasia" in await pusat.say("[Tangani]")
    assert "sedang ditangani Bu Pusat" in await citizen.hear()
    entries = await desk.rows("select actor, inbox_id from audit_entry where action ~ 'told'")
    assert [tuple(entry) for entry in entries] == [("confidential", None)]


async def test_a_confidential_witness_is_not_named_before_somebody_handles_it(desk: Desk) -> None:
    dedi, _ = await leaders(desk)
    siti = await desk.witness("Bu Siti", 1)
    await tell(siti, "kejadian diancam di luar TPS", "rahasiakan")
    assert "Siti" not in await dedi.hear()
    assert "Pelapor: Bu Siti" in await dedi.say("[Tangani]")


async def test_others_may_not_handle_it(desk: Desk) -> None:
    dedi, _ = await leaders(desk)
    siti = await desk.witness("Bu Siti", 1)
    ani = await desk.holder("Bu Ani", 13, Role.COORDINATOR, "9871")
    await tell(siti, "kejadian kotak suara dibuka sebelum jam 13")
    await dedi.hear()
    siti.buttons = ani.buttons = dict(dedi.buttons)
    assert "bukan wewenang" in await ani.say("[Tangani]")
    assert "Sama-sama" in await siti.say("[Tangani]")
    await desk.holder("Bu Siti", 1, Role.COORDINATOR)
    assert "diperiksa orang lain" in await siti.say("[Tangani]")
    assert "tidak ketemu" in await dedi.say("tangani I-AAAA")
    assert (await desk.rows("select state from incident"))[0].state == "open"


async def test_a_flood_from_one_sender_ends(desk: Desk) -> None:
    await leaders(desk)
    citizen = desk.stranger(99)
    for number in range(5):
        answer = await tell(citizen, f"kejadian ada intimidasi nomor {number}")
        assert "Tersimpan" in answer
    assert "terlalu cepat" in await tell(citizen, "kejadian ada intimidasi lagi")
    assert len(await desk.rows("select 1 from incident")) == 5


async def test_a_paper_copy_is_noted_and_a_refused_one_is_an_incident(desk: Desk) -> None:
    dedi, _ = await leaders(desk)
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("salinan")
    await siti.say("[Semua]")
    await siti.say("Ketua KPPS Pak Joko")
    assert "Salinan tercatat" in await siti.say("Pak Dedi jam 5 pagi")
    (row,) = await desk.rows("select status, signed_by, handed_to, contests from paper_copy")
    assert (row.status, row.handed_to) == ("received", "Pak Dedi jam 5 pagi")
    assert len(row.contests) == 5
    assert "Salinan: balas SALINAN" not in await siti.say("belum")
    await siti.say("salinan")
    assert "pasal 506" in await siti.say("tidak diberi")
    assert "pasal 506" in await dedi.hear()
    (kept,) = await desk.rows("select category from incident")
    assert kept.category == "copy_refused"

"""Two witnesses differ: both are asked again without hearing the other, then a reviewer decides."""

import asyncio

from models.values import Role
from tests.cases.desk import STATION, Desk, Phone

FIRST = "ppwp 102 87 3 sah 192 tidak sah 3 jumlah 195"
OTHER = "ppwp 102 78 3 sah 183 tidak sah 3 jumlah 186"
RESULT = "select state, evidence, cells, revision_id from station_result"


async def report(phone: Phone, line: str) -> str:
    """Numbers, as written if they break a sum, and the last word."""
    heard = await phone.say(line)
    if "SESUAI FORMULIR" in heard:
        heard = await phone.say("sesuai formulir")
    assert "Sudah benar?" in heard
    return await phone.say("benar")


async def differing(desk: Desk) -> tuple[Phone, Phone]:
    """Two witnesses of one station whose numbers differ."""
    siti, budi = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    await report(siti, FIRST)
    await report(budi, OTHER)
    return siti, budi


async def stubborn(desk: Desk) -> tuple[Phone, Phone]:
    """The same, and both stay with their numbers."""
    siti, budi = await differing(desk)
    for phone, line in ((siti, "87, sah 192, jumlah 195"), (budi, "78, sah 183, jumlah 186")):
        await phone.say("periksa")
        for number in line.split(","):
            heard = await phone.say(number)
        assert "Terima kasih sudah memeriksa" in heard
    return siti, budi


async def test_both_are_asked_once_and_nobody_hears_the_others_figure(desk: Desk) -> None:
    siti, budi = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    await report(siti, FIRST)
    heard = await report(budi, OTHER)
    assert "dua laporan yang belum sama" in heard
    assert "87" not in heard
    heard = await siti.hear()
    assert "dua laporan yang belum sama" in heard
    assert "78" not in heard
    question = await siti.say("periksa")
    assert "87" not in question
    assert "78" not in question
    await siti.say("87, sah 192, jumlah 195")
    assert await budi.hear() == ""
    asked = await desk.rows("select whom, event, state from notice order by id")
    assert [tuple(row) for row in asked] == [
        (siti.person, "cells_differ", 1),
        (budi.person, "cells_differ", 1),
    ]


async def test_reports_of_the_same_moment_are_one_dispute(desk: Desk) -> None:
    phones = [await desk.witness(f"Saksi {n}", n) for n in (1, 2)]
    for phone, line in zip(phones, (FIRST, OTHER), strict=True):
        await phone.say(line)
    heard = await asyncio.gather(*(phone.say("benar") for phone in phones))
    later = [await phone.hear() for phone in phones]
    for mine in zip(heard, later, strict=True):
        assert "".join(mine).count("dua laporan yang belum sama") == 1
    assert len(await desk.rows("select 1 from dispute")) == 1


async def test_the_same_cells_that_differ_anew_are_asked_about_anew(desk: Desk) -> None:
    siti, budi = await differing(desk)
    await report(budi, "ubah ppwp 2 jadi 87 sah 192 jumlah 195")
    await siti.hear()
    assert (await desk.recap()).confirmed == 1
    heard = await report(budi, "ubah ppwp 2 jadi 78 sah 183 jumlah 186")
    assert "dua laporan yang belum sama" in heard
    assert "dua laporan yang belum sama" in await siti.hear()
    assert len(await desk.rows("select 1 from dispute")) == 2


async def test_one_who_looks_again_and_agrees_ends_it(desk: Desk) -> None:
    siti, budi = await differing(desk)
    rini = await desk.holder("Bu Rini", 3, Role.REVIEWER)
    await budi.say("periksa")
    for line in ("87", "192", "195"):
        heard = await budi.say(line)
    assert "Tersimpan" in heard
    (row,) = await desk.rows(RESULT)
    assert (row.state, row.evidence, row.cells) == ("confirmed", ["two_witnesses"], [])
    assert "Tidak ada selisih" in await rini.say("selisih")
    ended = await desk.rows("select closed_at is not null from dispute")
    assert ended == [(True,)]
    assert await siti.hear() != ""


async def test_a_reviewer_sees_it_only_when_both_have_looked_again(desk: Desk) -> None:
    rini = await desk.holder("Bu Rini", 3, Role.REVIEWER, "980101")
    await differing(desk)
    assert "Tidak ada selisih" in await rini.say("selisih")
    await desk.do("update dispute set opened_at = now() - interval '31 minutes'")
    assert "Selisih, 1 menunggu" in await rini.say("selisih")


async def test_a_reviewer_takes_one_report_and_gives_the_reason(desk: Desk) -> None:
    await stubborn(desk)
    rini = await desk.holder("Bu Rini", 3, Role.REVIEWER, "980101")
    heard = await rini.say("selisih")
    assert "A 87 · B 78" in heard
    assert "Siti" not in heard
    await rini.say("[Laporan A]")
    assert "Tersimpan" in await rini.say("sesuai foto plano halaman 1")
    (row,) = await desk.rows(RESULT)
    assert (row.state, row.evidence, row.cells) == ("confirmed", ["reviewer"], [])
    (counted,) = await desk.rows(
        "select v.votes, v.said_by from revision v where id = :id", id=row.revision_id
    )
    assert counted.votes == [102, 87, 3]
    (decision,) = await desk.rows("select person_id, reason, seen from decision")
    assert (decision.person_id, decision.reason) == (rini.person, "sesuai foto plano halaman 1")
    assert len(decision.seen) == 2
    recap = await desk.recap()
    assert (recap.votes, recap.confirmed, recap.disputed) == ([102, 87, 3], 1, 0)
    noted = await desk.rows("select 1 from audit_entry where action = 'dispute decided'")
    assert len(noted) == 1


async def test_a_reviewers_own_figures_count_and_have_a_source(desk: Desk) -> None:
    siti, _ = await stubborn(desk)
    rini = await desk.holder("Bu Rini", 3, Role.REVIEWER)
    await desk.photo(siti, STATION, "ppwp")
    await rini.say("selisih")
    await rini.say("nomor 2 = 77 sah 182 jumlah 185")
    assert "Tersimpan" in await rini.say("terbaca jelas di foto")
    recap = await desk.recap()
    assert (recap.votes, recap.valid, recap.total) == ([102, 77, 3], 182, 185)
    (source,) = await desk.rows(
        "select v.said_by, v.inbox_id is not null as message, r.kind from station_result s "
        "join revision v on v.id = s.revision_id join report r on r.id = v.report_id"
    )
    assert (source.said_by, source.message, source.kind) == (rini.person, True, "decision")
    # The decision holds until somebody says something else.
    await report(siti, "ubah ppwp 2 jadi 80 sah 185 jumlah 188")
    (row,) = await desk.rows(RESULT)
    assert (row.state, row.cells) == ("disputed", ["2", "valid", "total"])
    assert (await desk.recap()).votes == [102, 77, 3]


async def test_nobody_decides_the_own_report(desk: Desk) -> None:
    siti, _ = await stubborn(desk)
    await desk.holder("Bu Siti", 1, Role.REVIEWER)
    assert "diputuskan orang lain" in await siti.say("selisih")


async def test_of_two_reviewers_the_first_decides_and_the_second_hears_so(desk: Desk) -> None:
    await stubborn(desk)
    rini = await desk.holder("Bu Rini", 3, Role.REVIEWER, "980101")
    adi = await desk.holder("Pak Adi", 4, Role.REVIEWER)
    for reviewer, letter in ((rini, "A"), (adi, "B")):
        assert "Selisih, 1 menunggu" in await reviewer.say("selisih")
        assert "alasannya" in await reviewer.say(f"[Laporan {letter}]")
    assert "Tersimpan" in await rini.say("sesuai foto plano halaman 1")
    assert "sudah tidak menunggu" in await adi.say("menurut saya yang B")
    assert (await desk.recap()).votes == [102, 87, 3]
    assert len(await desk.rows("select 1 from decision")) == 1
    assert "Tidak ada selisih" in await adi.say("selisih")


async def test_a_reviewer_sees_which_photo_was_forwarded(desk: Desk) -> None:
    siti, _ = await stubborn(desk)
    rini = await desk.holder("Bu Rini", 3, Role.REVIEWER, "980101")
    for _ in range(2):
        await desk.photo(siti, STATION, "ppwp")
    await desk.do("update photo set forwarded = true where path = 'form-1.jpg'")
    heard = await rini.say("selisih")
    assert heard.index("Foto formulirnya") < heard.index("diteruskan dari orang lain")
    assert rini.photos == ["form-2.jpg", "form-1.jpg"]


async def test_another_areas_reviewer_sees_nothing(desk: Desk) -> None:
    await stubborn(desk)
    ani = await desk.holder("Bu Ani", 4, Role.REVIEWER, "9871")
    assert "Tidak ada selisih" in await ani.say("selisih")


async def test_who_is_tied_to_a_candidate_decides_no_cell_of_it(desk: Desk) -> None:
    await stubborn(desk)
    caleg = await desk.holder("Pak Caleg", 4, Role.REVIEWER)
    await desk.holder("Pak Caleg", 4, Role.CANDIDATE, None, "pair:2")
    assert "Tidak ada selisih" in await caleg.say("selisih")
    other = await desk.holder("Bu Caleg", 5, Role.REVIEWER)
    await desk.holder("Bu Caleg", 5, Role.CANDIDATE, None, "pair:1")
    assert "Selisih, 1 menunggu" in await other.say("selisih")


async def test_a_report_that_changed_meanwhile_is_not_decided_over(desk: Desk) -> None:
    siti, _ = await stubborn(desk)
    rini = await desk.holder("Bu Rini", 3, Role.REVIEWER)
    await rini.say("selisih")
    await rini.say("[Laporan A]")
    await report(siti, "ubah ppwp 2 jadi 80 sah 185 jumlah 188")
    assert "sudah berubah" in await rini.say("sesuai foto plano")
    assert await desk.rows("select 1 from decision") == []

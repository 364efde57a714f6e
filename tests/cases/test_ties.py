"""Whoever is tied to a participant decides nothing about its votes, by no way."""

from models.values import Role
from tests.cases.desk import STATION, Desk, Phone
from tests.cases.test_corrections import CHANGE, LATE
from tests.cases.test_disputes import FIRST, report, stubborn
from tests.cases.test_typing import quiet

TIED = "terikat pada peserta ini"


async def tied(desk: Desk, role: Role, party: str) -> Phone:
    """Pak Dedi with a role, and standing for a participant besides."""
    await desk.holder("Pak Dedi", 9, Role.CANDIDATE, None, party)
    dedi = await desk.holder("Pak Dedi", 9, role)
    await dedi.say("halo")
    return dedi


async def test_a_correction_of_the_own_votes_is_anothers_to_approve(desk: Desk) -> None:
    siti, dedi = await desk.witness("Bu Siti", 1), await tied(desk, Role.COORDINATOR, "pair:2")
    await report(siti, FIRST)
    desk.clock[0] = LATE
    await report(siti, CHANGE)
    await dedi.hear()
    assert TIED in await dedi.say("[Setujui]")
    assert TIED in await dedi.say("[Tolak]")
    assert (await desk.rows("select state from correction"))[0].state == "waiting"
    await desk.overwrite(
        "update role set participant_id = (select id from participant where kind = 'pair' "
        "and code = '1') where role = 'candidate'"
    )  # whose votes this correction leaves as they are
    assert "disetujui" in await dedi.say("[Setujui]")


async def test_a_vote_is_not_opened_anew_by_whom_it_concerns(desk: Desk) -> None:
    dedi = await tied(desk, Role.COORDINATOR, "pair:2")
    await dedi.say("psu tps 1 sukamaju kidul")
    await dedi.say("[Presiden (abu-abu)]")
    await dedi.say("rekomendasi Panwaslu nomor 12")
    assert TIED in await dedi.say("[Benar]")
    assert await desk.rows("select 1 from vote_version") == []


async def test_ballots_of_the_own_party_are_not_lent_for_typing(desk: Desk) -> None:
    siti, dedi = await desk.witness("Bu Siti", 1), await tied(desk, Role.OPERATOR, "party:3")
    await siti.say("halo")
    await desk.photo(siti, STATION, "dpr")
    await quiet(desk)
    assert "Tidak ada foto" in await dedi.say("ketik")
    await desk.photo(siti, STATION, "ppwp")
    await quiet(desk)
    assert "Presiden" in await dedi.say("ketik")
    await desk.holder("Pak Dedi", 9, Role.CANDIDATE, None, "pair:1")
    await dedi.say("102 87 3 192 3 195")
    assert TIED in await dedi.say("benar")
    assert await desk.rows("select 1 from report") == []


async def test_a_dispute_about_the_own_votes_is_not_shown_and_not_decided(desk: Desk) -> None:
    await stubborn(desk)
    dedi = await tied(desk, Role.REVIEWER, "pair:1")
    assert "Presiden" in await dedi.say("selisih")
    await desk.holder("Pak Dedi", 9, Role.CANDIDATE, None, "pair:2")
    await dedi.say("[Laporan A]")
    heard = await dedi.say("lihat foto plano")
    assert "Tersimpan" not in heard
    assert await desk.rows("select 1 from decision") == []
    assert "Presiden" not in await dedi.say("selisih")

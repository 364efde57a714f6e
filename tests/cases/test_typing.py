"""Photos alone fulfil a witness's duty: operators type them, two for each ballot, never the own."""

from models.values import Role
from tests.cases.desk import STATION, Desk, Phone
from tests.cases.test_disputes import FIRST, OTHER, report

NUMBERS = "102 87 3 192 3 195"


async def photographed(desk: Desk, ballot: str = "ppwp") -> Phone:
    """A witness who sent a photo of the form and no numbers, some time ago."""
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("halo")
    await desk.photo(siti, STATION, ballot)
    await quiet(desk)
    return siti


async def quiet(desk: Desk) -> None:
    """The witness had the time to type."""
    await desk.do("update untyped_ballot set last_at = now() - interval '11 minutes'")


async def typed(phone: Phone, numbers: str = NUMBERS) -> str:
    """Take the next ballot and type it."""
    assert "Presiden" in await phone.say("ketik")
    await phone.say(numbers)
    return await phone.say("benar")


async def test_two_operators_type_a_ballot_and_confirm_each_other(desk: Desk) -> None:
    await photographed(desk)
    adi = await desk.holder("Mas Adi", 2, Role.OPERATOR, "9801")
    eko = await desk.holder("Mas Eko", 3, Role.OPERATOR, "9801")
    assert "selesai diketik" in await typed(adi)
    assert adi.photos == ["form-1.jpg"]
    (row,) = await desk.rows("select state, evidence from station_result")
    assert (row.state, row.evidence) == ("reported", [])
    assert "Tidak ada foto" in await adi.say("ketik")
    assert "selesai diketik" in await typed(eko)
    (row,) = await desk.rows("select state, evidence from station_result")
    assert (row.state, row.evidence) == ("confirmed", ["typed"])
    assert (await desk.recap()).votes == [102, 87, 3]
    kinds = await desk.rows("select kind, person_id from report order by id")
    assert [tuple(kind) for kind in kinds] == [("typed", adi.person), ("typed", eko.person)]
    assert await desk.rows("select 1 from untyped_ballot") == []


async def test_a_ballot_is_lent_to_one_at_a_time(desk: Desk) -> None:
    await photographed(desk)
    adi = await desk.holder("Mas Adi", 2, Role.OPERATOR)
    eko = await desk.holder("Mas Eko", 3, Role.OPERATOR)
    assert "Presiden" in await adi.say("ketik")
    assert "Tidak ada foto" in await eko.say("ketik")
    await desk.do("update typing_task set until = now() - interval '1 second'")
    assert "Presiden" in await eko.say("ketik")
    await adi.say(NUMBERS)
    assert await desk.rows("select 1 from report") == []


async def test_operators_who_differ_are_decided_by_a_reviewer_at_once(desk: Desk) -> None:
    await photographed(desk)
    adi = await desk.holder("Mas Adi", 2, Role.OPERATOR)
    eko = await desk.holder("Mas Eko", 3, Role.OPERATOR)
    rini = await desk.holder("Bu Rini", 4, Role.REVIEWER)
    await typed(adi)
    await typed(eko, "102 78 3 183 3 186")
    assert "A 87 · B 78" in await rini.say("selisih")
    assert rini.photos == ["form-1.jpg"]


async def test_a_witness_who_types_after_all_takes_it_off_the_list(desk: Desk) -> None:
    siti = await photographed(desk)
    adi = await desk.holder("Mas Adi", 2, Role.OPERATOR)
    await report(siti, FIRST)
    assert "Tidak ada foto" in await adi.say("ketik")


async def test_nobody_types_the_own_station_or_another_area_or_too_early(desk: Desk) -> None:
    siti = await photographed(desk)
    await desk.holder("Bu Siti", 1, Role.OPERATOR)
    ani = await desk.holder("Bu Ani", 4, Role.OPERATOR, "9871")
    for phone in (siti, ani):
        assert "Tidak ada foto" in await phone.say("ketik")
    await desk.photo(siti, STATION, "ppwp")
    adi = await desk.holder("Mas Adi", 2, Role.OPERATOR)
    assert "Tidak ada foto" in await adi.say("ketik")


async def test_photos_of_an_old_vote_are_not_typed(desk: Desk) -> None:
    siti = await photographed(desk)
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR)
    second = await desk.holder("Bu Eka", 9, Role.COORDINATOR)
    adi = await desk.holder("Mas Adi", 2, Role.OPERATOR)
    await second.say("halo")
    await dedi.say("psu tps 1 sukamaju kidul")
    await dedi.say("[Presiden (abu-abu)]")
    await dedi.say("rekomendasi Panwaslu nomor 12")
    await dedi.say("[Benar]")
    await second.hear()
    await second.say("[Setujui]")
    assert "Tidak ada foto" in await adi.say("ketik")
    await report(siti, OTHER)
    assert (await desk.recap()).votes == [102, 78, 3]


async def test_a_party_ballot_is_typed_page_by_page(desk: Desk) -> None:
    await desk.do("""update election set config = jsonb_set(config, '{reports,detail}', '"full"'),
                     fingerprint = 'full'""")
    await photographed(desk, "dpr")
    adi = await desk.holder("Mas Adi", 2, Role.OPERATOR)
    assert "DPR RI" in await adi.say("ketik")
    for number in (1, 2, 3):
        await adi.say(f"partai {number}: 10 5 4 3 jumlah 22")
        heard = await adi.say("benar")
        assert f"Sudah {number} dari 3 partai" in heard
    await adi.say("sah 66 tidak sah 2 jumlah 68")
    assert "selesai diketik" in await adi.say("benar")
    recap = await desk.recap("dpr")
    assert (recap.valid, recap.invalid, recap.reported) == (66, 2, 1)
    assert len(await desk.rows("select 1 from report where kind = 'typed'")) == 1

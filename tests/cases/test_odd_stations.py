"""Stations abroad with letters in their codes, special ones, and more votes than ballots."""

from models.values import Role
from tests.cases.desk import STATION, Desk
from tests.packs.tiny import ABROAD, SPECIAL

LETTERED = "99AZ010001001"


async def test_a_station_abroad_with_letters_in_its_code_reports_and_is_found(desk: Desk) -> None:
    old, new = ABROAD[:-3], LETTERED[:-3]
    named = {"old": old, "new": new}
    await desk.do(
        "update area set code = replace(code, :old, :new), path = replace(path, :old, :new)",
        **named,
    )
    await desk.do("update station set code = replace(code, :old, :new)", **named)
    siti = await desk.witness("Bu Siti", 1, LETTERED)
    boss = await desk.holder("Bu Ani", 4, Role.ADMINISTRATOR)
    heard = await siti.say("belum")
    assert "Presiden" in heard
    assert "DPD" not in heard  # abroad only the president and the DPR are voted for
    assert "Sudah benar?" in await siti.say("ppwp 50 30 10 sah 90 tidak sah 2 jumlah 92")
    assert "Tersimpan" in await siti.say("benar")
    assert (await desk.recap()).votes == [50, 30, 10]
    assert "surat suara yang mana" in await boss.say(f"psu {LETTERED.lower()}")


async def test_a_special_station_may_exceed_the_ballots_and_another_goes_to_a_reviewer(
    desk: Desk,
) -> None:
    line = "ppwp 400 100 50 sah 550 tidak sah 5 jumlah 555"
    for number, station in enumerate((STATION, SPECIAL), start=1):
        siti = await desk.witness(f"Bu Siti {number}", number, station)
        asked = "SESUAI FORMULIR" if station == STATION else "Sudah benar?"
        heard = await siti.say(line)
        if station == STATION:  # more votes for one than ballots were printed: were they meant so?
            assert "Nomor 1 Ani-Budi: 400" in heard
            heard = await siti.say("ya")
        assert asked in heard
        assert "Tersimpan" in await siti.say("benar" if station == SPECIAL else asked)
    rows = await desk.rows("""
        select s.code, f->>'code' as finding, f->>'severity' as severity
        from revision v join report r on r.id = v.report_id join station s on s.id = r.station_id,
             jsonb_array_elements(v.findings) f where f->>'code' = 'B01' order by s.code""")
    found = {row.code: row.severity for row in rows}
    assert found == {STATION: "review", SPECIAL: "note"}
    assert (await desk.recap()).votes == [800, 200, 100]

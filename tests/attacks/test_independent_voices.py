"""Somebody sends strangers who agree with each other: they prove nothing, and the recap says so."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from models.rules.settling import Entry, Reading, StationReports, settle
from models.stores.recap import fold
from models.stores.reports import results
from models.values import Evidence, ResultState, Role
from tests.cases.desk import STATION, Desk, Phone, open_desk
from tests.rules.ballots import PAIRS, pairs

NIGHT = datetime(2024, 2, 14, 19, 0, tzinfo=UTC)
TRUE = "ppwp 102 87 3 sah 192 tidak sah 3 jumlah 195"
FORGED = "ppwp 12 177 3 sah 192 tidak sah 3 jumlah 195"
RESULT = "select state, evidence from station_result"


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        yield opened


def voice(person: int, **what: object) -> Entry:
    return Entry(person, person, person, NIGHT, pairs(5, 6, 7), **what)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("one", "other", "several", "proves"),
    [
        ({}, {}, False, True),
        ({"late": True, "given_by": 7}, {"late": True, "given_by": 7}, False, False),
        ({"late": True, "given_by": 7}, {"late": True, "given_by": 8}, False, True),
        ({"late": True, "given_by": 7}, {}, False, True),
        ({"late": False, "given_by": 7}, {"late": False, "given_by": 7}, False, True),
        ({"spread": True}, {}, False, False),
        ({"participant": "3"}, {"participant": "3"}, True, False),
        ({"participant": "3"}, {"participant": "4"}, True, True),
        ({"participant": "3"}, {"participant": "3"}, False, True),
    ],
)
def test_two_witnesses_prove_each_other_only_as_independent_voices(
    one: dict[str, object], other: dict[str, object], several: bool, proves: bool
) -> None:
    settled = settle(PAIRS, StationReports((voice(1, **one), voice(2, **other)), several=several))
    assert settled is not None
    assert (settled.evidence == {Evidence.TWO_WITNESSES}) is proves
    assert settled.state is (ResultState.CONFIRMED if proves else ResultState.REPORTED)


def test_a_photo_that_shows_other_numbers_is_a_voice_against_two_who_agree() -> None:
    both = (voice(1), voice(2))
    moved = Reading(9, {"1": 6, "2": 5, "3": 7, "valid": 18})
    settled = settle(PAIRS, StationReports(both, (moved,)))
    assert settled is not None
    assert (settled.state, settled.disputed) == (ResultState.DISPUTED, ("1", "2"))
    slip = Reading(9, {"1": 5, "2": 6, "3": 1, "valid": 18})
    settled = settle(PAIRS, StationReports(both, (slip,)))
    assert settled is not None
    assert (settled.state, settled.doubted) == (ResultState.CONFIRMED, ("3",))


async def say(phone: Phone, line: str) -> None:
    assert "Sudah benar?" in await phone.say(line)
    assert "Tersimpan" in await phone.say("benar")


async def assigned(desk: Desk, leader: Phone, number: int) -> Phone:
    """A stranger whom a leader sends to the station."""
    stranger = await desk.person(f"Orang Baru {number}", number)
    ((code,),) = await desk.rows(
        "insert into recruit (election_id, receipt, state, name, person_id, experience, reason)"
        " select id, :code, 'accepted', :name, :person, '', '' from election returning receipt",
        code=f"R-7QK{number % 10}",
        name=f"Orang Baru {number}",
        person=stranger.person,
    )
    await leader.say(f"TUGASKAN {code} TPS 1 Sukamaju Kidul")
    return stranger


async def test_one_person_at_many_stations_proves_nobody(desk: Desk) -> None:
    roamer = await desk.person("Pak Keliling", 1)
    codes = await desk.rows("select s.code from station s where s.active order by s.code limit 5")
    places = [row.code for row in codes if row.code != STATION][:4]
    for code in places:
        await desk.do(
            "insert into mandate (person_id, participant_id, station_id, slot, active)"
            " select :p, (select id from participant where kind = 'party' and code = '3'), id, 1,"
            " true from station where code = :c",
            p=roamer.person,
            c=code,
        )
    from models.stores.base import elections
    from models.stores.reports import reports
    from models.stores.reports.reports import Origin
    from models.values import Tally

    seen = []
    for code in places:
        honest = await desk.witness(f"Saksi {code}", 100 + int(code[-6:]) % 800, code)
        async with desk.database.transaction() as tx:
            rows = await desk.rows(
                "select s.id, coalesce(s.contests, k.contests) as c from station s"
                " join area k on k.id = s.kelurahan_id where s.code = :code",
                code=code,
            )
            known = await elections.contests(tx, list(rows[0].c))
            contest = next(n for n, one in known.items() if one.ballot == "ppwp")
            for person in (honest.person, roamer.person):
                saved = await reports.submit(
                    tx, Origin(person), rows[0].id, contest, Tally((5, 6, 7), 18, 0, 18)
                )
        seen.append(saved.state)
    assert seen == [ResultState.CONFIRMED] * 3 + [ResultState.REPORTED]


async def test_witnesses_of_one_participant_wait_where_others_had_witnesses_too(
    desk: Desk,
) -> None:
    first, second = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    other = await desk.witness("Bu Rina", 3, party="pair:2")
    await say(first, TRUE)
    await say(second, TRUE)
    ((state, evidence),) = await desk.rows(RESULT)
    assert (state, evidence) == ("reported", [])
    await say(other, TRUE)
    ((state, evidence),) = await desk.rows(RESULT)
    assert (state, evidence) == ("confirmed", ["two_witnesses"])


async def test_a_mandate_that_ends_has_its_station_settled_again(desk: Desk) -> None:
    first, second = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    other = await desk.witness("Bu Rina", 3, party="pair:2")
    await say(first, TRUE)
    await say(second, TRUE)
    await desk.do("update mandate set active = false where person_id = :p", p=other.person)
    async with desk.database.transaction() as tx:
        assert await results.settle_waiting(tx) == 1
    ((state, _),) = await desk.rows(RESULT)
    assert state == "confirmed"


async def test_the_recap_says_what_its_confirmed_stations_rest_on(desk: Desk) -> None:
    for number in (1, 2):
        await say(await desk.witness(f"Saksi {number}", number), TRUE)
    async with desk.database.transaction() as tx:
        while await fold.fold(tx, "desk"):
            continue
    (row,) = await desk.rows(
        "select confirmed, by_witnesses, by_reader, by_operators, by_reviewer from recap r"
        " join area a on a.id = r.area_id where a.level = 0 and r.trust = 0 and r.confirmed > 0"
    )
    assert tuple(row) == (1, 1, 0, 0, 0)
    leader = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    assert "Cocok atau diputuskan 1 (dua saksi 1), selisih 0." in await leader.say("rekap")


async def test_two_strangers_whom_one_leader_sent_that_night_confirm_nothing(desk: Desk) -> None:
    leader = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    second = await desk.holder("Bu Eka", 4, Role.COORDINATOR, "9801")
    await second.say("halo")
    for number in (11, 12):
        stranger = await assigned(desk, leader, number)
        await say(stranger, FORGED)
        await second.hear()
        assert "disetujui Bu Eka" in await second.say("[Setujui]")
    ((state, evidence),) = await desk.rows(RESULT)
    assert (state, evidence) == ("reported", [])
    mandates = await desk.rows("select given_by, late from mandate")
    assert [tuple(row) for row in mandates] == [(leader.person, True)] * 2

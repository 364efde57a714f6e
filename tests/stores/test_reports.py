"""Reports are revisions: numbered, receipted, settled at once, and never overwritten."""

import asyncio
import re

import pytest
from sqlalchemy import text

from models.errors import BadInput, ImpossibleNumber, NotFound
from models.stores.base import receipts
from models.stores.base.database import Database
from models.stores.base.elections import contest
from models.stores.reports import reports, revision_numbers
from models.stores.reports.reports import Origin, Saved
from models.values import Ballot, Finding, ResultState, Severity, Tally
from tests.stores.places import PARLIAMENT, Places

COUNT = Tally((100, 80, 20), 200, 5, 205)


async def send(
    database: Database, places: Places, person: int, tally: Tally = COUNT, station: int = 0
) -> Saved:
    async with database.transaction() as tx:
        origin = Origin(places.people[person])
        return await reports.submit(tx, origin, places.station(station), places.president, tally)


async def test_a_first_report_counts_and_has_a_receipt(database: Database, places: Places) -> None:
    saved = await send(database, places, 0)
    assert (saved.revision, saved.state, saved.again) == (1, ResultState.REPORTED, False)
    assert re.fullmatch(r"P-[2-9A-Z]{4}", saved.receipt)


def test_the_receipt_of_a_partys_page_says_which_party() -> None:
    codes = {receipts.draw(Ballot.DPR, "D3", tries) for tries in (0, 0, 2)}
    assert {len(code.removeprefix("D3-")) for code in codes} == {3, 5}
    assert all(receipts.draw(Ballot.DPRD_KAB, "K18").startswith("K18-") for _ in range(5))
    assert re.fullmatch(r"D-[2-9A-Z]{4}", receipts.draw(Ballot.DPR, "nonsense"))


async def test_a_second_person_who_agrees_confirms_and_one_who_differs_disputes(
    database: Database, places: Places
) -> None:
    await send(database, places, 0)
    assert (await send(database, places, 1)).state is ResultState.CONFIRMED
    saved = await send(database, places, 2, Tally((100, 81, 20), 201, 5, 206))
    assert saved.state is ResultState.DISPUTED
    assert saved.cells == ("2", "valid", "total")


async def test_a_correction_is_a_new_revision_and_the_old_one_stays(
    database: Database, places: Places
) -> None:
    first = await send(database, places, 0)
    second = await send(database, places, 0, Tally((101, 80, 20), 201, 5, 206))
    assert (second.revision, second.report_id) == (2, first.report_id)
    async with database.transaction() as tx:
        rows = await tx.execute(text("select number, votes, receipt from revision order by 1"))
        kept = [tuple(row) for row in rows]
    assert kept == [(1, [100, 80, 20], first.receipt), (2, [101, 80, 20], second.receipt)]


async def test_the_same_numbers_again_give_the_same_receipt(
    database: Database, places: Places
) -> None:
    first = await send(database, places, 0)
    second = await send(database, places, 0)
    assert (second.receipt, second.revision, second.again) == (first.receipt, 1, True)


async def test_sums_that_nobody_wrote_are_filled_in_and_named(
    database: Database, places: Places
) -> None:
    given = Tally((None, 10, 20, 30, 50, None, None, None), None, 4)
    async with database.transaction() as tx:
        await reports.submit(
            tx, Origin(places.people[0]), places.station(0), places.parliament, given
        )
        row = (await tx.execute(text("select * from revision"))).one()
        stored = await contest(tx, places.parliament)
    assert stored.choices == PARLIAMENT.choices
    assert row.votes == [60, 10, 20, 30, 50, None, None, None]
    assert (row.valid, row.total, row.implied) == (110, 114, ["1", "total", "valid"])
    assert revision_numbers.given_in(row, stored) == given


async def test_people_who_report_a_station_at_once_are_settled_together(
    database: Database, places: Places
) -> None:
    saved = await asyncio.gather(*(send(database, places, person) for person in range(4)))
    assert {one.revision for one in saved} == {1}
    assert len({one.receipt for one in saved}) == 4
    async with database.transaction() as tx:
        state = await tx.scalar(text("select state from station_result"))
    assert state == "confirmed"


async def test_revisions_sent_at_once_by_one_person_get_numbers_of_their_own(
    database: Database, places: Places
) -> None:
    tallies = [Tally((n, 0, 0), n, 0, n) for n in range(6)]
    saved = await asyncio.gather(*(send(database, places, 0, tally) for tally in tallies))
    assert sorted(one.revision for one in saved) == [1, 2, 3, 4, 5, 6]


async def test_a_withdrawn_report_stays_stored_and_counts_no_more(
    database: Database, places: Places
) -> None:
    first = await send(database, places, 0)
    await send(database, places, 1, Tally((1, 2, 3), 6, 0, 6))
    async with database.transaction() as tx:
        state = await reports.withdraw(tx, first.report_id, places.people[0], "salah TPS")
    assert state is ResultState.REPORTED
    async with database.transaction() as tx:
        assert await tx.scalar(text("select count(*) from revision")) == 2
        counted = await tx.scalar(
            text("select v.votes from station_result s join revision v on v.id = s.revision_id")
        )
    assert counted == [1, 2, 3]
    assert (await send(database, places, 0)).state is ResultState.DISPUTED


async def test_a_re_vote_starts_anew_and_keeps_the_old_vote(
    database: Database, places: Places
) -> None:
    await send(database, places, 0)
    await send(database, places, 1)
    async with database.transaction() as tx:
        origin = Origin(places.people[0])
        saved = await reports.submit(
            tx,
            origin,
            places.station(0),
            places.president,
            Tally((5, 5, 5), 15, 0, 15),
            version=2,
        )
        reported = await tx.scalar(text("select count(*) from report"))
    assert (saved.revision, saved.state, reported) == (1, ResultState.REPORTED, 3)


async def test_findings_are_kept_with_their_numbers(database: Database, places: Places) -> None:
    finding = Finding("S01", Severity.ASK, ("1", "valid"), {"counted": 199, "written": 200})
    async with database.transaction() as tx:
        origin = Origin(places.people[0], inbox_id=77)
        await reports.submit(
            tx,
            origin,
            places.station(0),
            places.president,
            COUNT,
            findings=(finding,),
            reason="SESUAI FORMULIR",
        )
        row = (await tx.execute(text("select * from revision"))).one()
        note = (await tx.execute(text("select * from audit_entry where actor <> 'database'"))).one()
    assert row.findings == [
        {
            "code": "S01",
            "severity": "ask",
            "fields": ["1", "valid"],
            "numbers": {"counted": 199, "written": 200},
        }
    ]
    assert (row.reason, row.inbox_id, note.inbox_id) == ("SESUAI FORMULIR", 77, 77)
    assert note.data["numbers"] == revision_numbers.digest(row._mapping)


@pytest.mark.parametrize(
    "tally",
    [
        Tally((-1, 0, 0), 0, 0, 0),
        Tally((1, 2, 100_000), None, None, None),
        Tally((1, 2, 40_000), None, None, None),
    ],
)
async def test_what_no_form_can_hold_is_refused(
    database: Database, places: Places, tally: Tally
) -> None:
    with pytest.raises(ImpossibleNumber):
        await send(database, places, 0, tally)


async def test_a_contest_or_station_that_is_not_there_is_refused(
    database: Database, places: Places
) -> None:
    origin = Origin(places.people[0])
    async with database.transaction() as tx:
        with pytest.raises(BadInput):
            await reports.submit(tx, origin, places.station(6), places.parliament, Tally((1,) * 8))
        with pytest.raises(BadInput):
            await reports.submit(tx, origin, places.station(0), places.president, Tally((1,) * 4))
        with pytest.raises(NotFound):
            await reports.submit(tx, origin, 0, places.president, COUNT)
        with pytest.raises(NotFound):
            await reports.withdraw(tx, 0, places.people[0])


async def test_a_taken_receipt_is_drawn_again(
    database: Database, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    codes = iter(["P2-222", "P2-222", "P2-222", "P3-333"])
    monkeypatch.setattr(
        "models.stores.base.receipts.draw", lambda ballot, label, tries: next(codes)
    )
    await send(database, places, 0)
    assert (await send(database, places, 1)).receipt == "P3-333"

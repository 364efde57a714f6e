"""Tables of people and work: rights in every row, filters, orders, and pages without a hole."""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any

import pytest

from models.errors import BadInput
from models.stores.base import elections
from models.stores.desks import attendance_table, message_tables
from models.stores.desks.case_tables import CHANGES, INCIDENTS, QUESTIONS
from models.stores.desks.finding_table import FINDINGS
from models.stores.desks.paging import Listing, Page, Wanted, each, page
from models.stores.desks.people_tables import RECRUITS, ROLES, WITNESSES
from tests.cases.desk import Desk, open_desk
from tests.desks.office import FAR, NEAR, Office, busy_day

PATHS = {NEAR: ("0.98.9801.980101",), FAR: ("0.98.9871",)}
BROADCASTS, DELIVERIES = message_tables.BROADCASTS, message_tables.DELIVERIES
LISTINGS: dict[str, Listing[Any]] = {
    "witnesses": WITNESSES,
    "roles": ROLES,
    "recruits": RECRUITS,
    "attendance": attendance_table.ATTENDANCE,
    "incidents": INCIDENTS,
    "changes": CHANGES,
    "questions": QUESTIONS,
    "findings": FINDINGS,
    "broadcasts": BROADCASTS,
    "deliveries": DELIVERIES,
}
ROWS = {
    "witnesses": (4, 3, 7),
    "roles": (1, 1, 4),
    "recruits": (1, 1, 2),
    "attendance": (4, 3, 7),
    "incidents": (2, 1, 4),
    "changes": (1, 1, 3),
    "questions": (0, 0, 2),
    "findings": (1, 1, 2),
    "broadcasts": (1, 0, 1),
}
"""How many rows the leader of Sukamaju, that of Anggrek, and who leads everything see."""


@pytest.fixture(scope="module")
async def office(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Office]:
    folder = tmp_path_factory.mktemp("office")
    async with open_desk(module_database_url, folder) as desk:
        yield await busy_day(desk)


async def wanted(desk: Desk, **asked: Any) -> Wanted:
    paths = asked.pop("paths", ("",))
    async with desk.database.transaction() as tx:
        election = await elections.election(tx)
    given = {**attendance_table.given(election), "reach": list(paths)}
    return Wanted(election.id, paths, given=given, **{"nowhere": paths == ("",), **asked})


async def shown(desk: Desk, listing: Listing[Any], **asked: Any) -> Page[Any]:
    question = await wanted(desk, **asked)
    async with desk.database.transaction() as tx:
        return await page(tx, listing, question)


@pytest.mark.parametrize("name", ROWS)
async def test_a_leader_sees_the_rows_of_the_own_areas_alone(office: Office, name: str) -> None:
    counts = []
    for leader, paths in ((office.near, PATHS[NEAR]), (office.far, PATHS[FAR])):
        counts.append(len((await _own(office, name, leader.person, paths)).rows))
    everything = await shown(office.desk, LISTINGS[name], person=office.chief.person)
    assert (*counts, len(everything.rows)) == ROWS[name]


async def _own(office: Office, name: str, person: int, paths: tuple[str, ...]) -> Page[Any]:
    """As the pages ask: a broadcast's areas are looked at by the statement itself."""
    question = await wanted(office.desk, paths=paths, person=person)
    if name == "broadcasts":
        question = replace(question, paths=("",), nowhere=True)
    async with office.desk.database.transaction() as tx:
        return await page(tx, LISTINGS[name], question)


async def test_who_leads_two_areas_sees_the_rows_of_both_and_of_no_third(office: Office) -> None:
    both = ("0.98.9801.980101.9801012001", "0.98.9871.987101.9871011001")
    found = await shown(office.desk, WITNESSES, paths=both)
    assert {row.kelurahan for row in found.rows} == {"Sukamaju Kidul", "Kenanga"}
    assert len(found.rows) == 5


async def test_no_row_lies_in_an_area_whose_code_only_begins_like_the_own(office: Office) -> None:
    for path in ("0.98.9801.98010", "0.98.9801.9801012", "0.9"):
        found = await shown(office.desk, WITNESSES, paths=(path,))
        assert found.rows == ()


async def test_messages_that_were_given_up_are_told_of_the_own_witnesses(office: Office) -> None:
    asked = {"paths": PATHS[FAR], "filters": {"state": "given_up"}}
    far = await shown(office.desk, DELIVERIES, **asked)
    assert {row.whom for row in far.rows} == {"Saksi 14", "Bu Rini"}
    assert "blocked" in far.rows[0].error
    everything = await shown(office.desk, DELIVERIES, filters={"state": "given_up"})
    assert "" in {row.whom for row in everything.rows}, "strangers', for who leads everything"
    async with office.desk.database.transaction() as tx:
        (terminal,) = await message_tables.channels(tx)
    assert terminal.given_up == len(everything.rows)


async def test_a_name_that_is_kept_back_is_told_to_who_handles_it_alone(office: Office) -> None:
    secret = {"filters": {"text": "rumah ketua"}}
    (row,) = (await shown(office.desk, INCIDENTS, person=office.near.person, **secret)).rows
    assert (row.confidential, row.reporter) == (True, "")
    await office.near.say(f"tangani {row.receipt}")
    (row,) = (await shown(office.desk, INCIDENTS, person=office.near.person, **secret)).rows
    assert (row.state, row.handler, row.reporter) == ("taken", "Pak Dedi", "Saksi 11")
    (row,) = (await shown(office.desk, INCIDENTS, person=office.chief.person, **secret)).rows
    assert row.reporter == ""


FILTERED = {
    ("witnesses", "presence", "here"): {"Saksi 10", "Saksi 14"},
    ("witnesses", "reports", "part"): {"Saksi 10", "Saksi 14"},
    ("witnesses", "name", "SAKSI 12"): {"Saksi 12"},
    ("witnesses", "name", "%"): set(),
    ("attendance", "attended", "yes"): {"Saksi 10", "Saksi 14"},
    ("attendance", "by", "check_in"): {"Saksi 10", "Saksi 14"},
    ("roles", "role", "coordinator"): {"Pak Dedi", "Bu Rini"},
    ("recruits", "state", "waiting"): {"Budi Santoso", "Ratna"},
    ("recruits", "state", "accepted"): set(),
}


@pytest.mark.parametrize("asked", FILTERED)
async def test_a_filter_keeps_the_rows_that_fit(office: Office, asked: tuple[str, ...]) -> None:
    name, by, value = asked
    found = await shown(office.desk, LISTINGS[name], filters={by: value})
    assert {row.name for row in found.rows} == FILTERED[asked]


@pytest.mark.parametrize("name", LISTINGS)
async def test_every_order_gives_the_same_rows_both_ways(office: Office, name: str) -> None:
    listing = LISTINGS[name]
    for sort in listing.orders:
        for down in (False, True):
            question = await wanted(office.desk, sort=sort, down=down, most=1, person=1)
            rows, after = [], None
            async with office.desk.database.transaction() as tx:
                while True:
                    found = await page(tx, listing, replace(question, after=after))
                    rows += [row.key for row in found.rows]
                    after = found.after
                    if after is None:
                        break
                all_of_them = [row.key async for row in each(tx, listing, question)]
            assert rows == all_of_them
            assert len(rows) == len(set(rows)) > 0, (name, sort)


@pytest.mark.parametrize("name", LISTINGS)
async def test_every_filter_is_a_condition_that_the_database_takes(
    office: Office, name: str
) -> None:
    listing = LISTINGS[name]
    for one in listing.filters:
        assert (
            await shown(office.desk, listing, person=1, filters={one: "' or true--"})
        ).rows == ()


async def test_what_is_no_order_and_no_filter_is_refused(office: Office) -> None:
    with pytest.raises(BadInput):
        await shown(office.desk, WITNESSES, sort="p.phone_sealed")
    with pytest.raises(BadInput):
        await shown(office.desk, WITNESSES, filters={"phone": "1"})


_TOLD = """
insert into incident (election_id, receipt, category, text, person_id, photos, state, note, place,
    confidential)
select 1, 'I-T' || n, case when n % 3 = 0 then 'money' else 'other' end, 'cerita', 1, '[]',
       'open', '', '', false from generate_series(cast(:first as int), cast(:last as int)) n
"""


@pytest.mark.parametrize("down", [False, True])
@pytest.mark.parametrize("sort", ["at", "category", "station"])
async def test_what_is_added_between_two_pages_makes_no_hole_and_no_double(
    office: Office, sort: str, down: bool
) -> None:
    desk, filters = office.desk, {"text": "cerita"}
    await desk.do("delete from incident where text = 'cerita'")
    await desk.do(_TOLD, first=100, last=124)
    before = {row.key for row in (await shown(desk, INCIDENTS, filters=filters)).rows}
    seen, after, added = [], None, 200
    while True:
        question = {"sort": sort, "down": down, "after": after, "most": 4}
        found = await shown(desk, INCIDENTS, filters=filters, **question)
        seen += [row.key for row in found.rows]
        after = found.after
        if after is None:
            break
        if added < 212:
            await desk.do(_TOLD, first=added, last=added + 2)
            added += 3
    assert len(seen) == len(set(seen)), "a row came twice"
    assert before <= set(seen), "a row was left out"

"""A dispute at a screen is one reviewer's; what weighs most beside the margin comes first."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import text

from models.errors import StaleRevision
from models.rules.rights import Held
from models.stores.base import elections
from models.stores.base.database import Database
from models.stores.disputes import margins, review_queue
from models.stores.disputes.review_queue import Lent, Reviewer
from models.stores.recap import fold
from models.stores.reports import reports
from models.stores.reports.reports import Origin
from models.stores.typing_desk import typing_tasks
from models.values import Role, Tally
from tests.stores.places import Places

EVERYWHERE = ("",)
AT_ONCE = timedelta(0)


@pytest.fixture(autouse=True)
def fresh_margins() -> None:
    """No other test's margins."""
    margins._kept.clear()


async def differ(
    database: Database, places: Places, station: int, *, by: int, dpr: bool = False
) -> None:
    """Two witnesses of a station whose first choice differs by so many votes."""
    contest = places.parliament if dpr else places.president
    for person, more in ((0, 0), (1, by)):
        votes = (100 + more, *(10 for _ in range(7 if dpr else 2)))
        async with database.transaction() as tx:
            origin = Origin(places.people[person])
            await reports.submit(
                tx, origin, places.station(station), contest, Tally(votes, None, 2)
            )


async def lend(database: Database, places: Places, person: int, **more: object) -> Lent | None:
    """What a person is lent, who may decide everywhere."""
    async with database.transaction() as tx:
        election = await elections.election(tx)
        held = more.pop("held", ())
        reviewer = Reviewer(places.people[person], more.pop("paths", EVERYWHERE), held)
        return await review_queue.lend(tx, election, reviewer, patience=AT_ONCE, **more)


async def ids(database: Database) -> dict[int, int]:
    """Open disputes by station's place."""
    async with database.transaction() as tx:
        rows = await tx.execute(text("select station_id, id from dispute order by id"))
        return {row.station_id: row.id for row in rows}


async def test_votes_at_stake_are_those_on_which_the_latest_revisions_differ(
    database: Database, places: Places
) -> None:
    await differ(database, places, 0, by=37)
    async with database.transaction() as tx:
        assert await tx.scalar(text("select stake from dispute")) == 37
    await differ(database, places, 0, by=5)
    async with database.transaction() as tx:
        assert await tx.scalar(text("select stake from dispute")) == 5


async def test_the_heavier_dispute_beside_its_margin_comes_first(
    database: Database, places: Places
) -> None:
    await differ(database, places, 0, by=20)
    await differ(database, places, 1, by=30)
    async with database.transaction() as tx:
        await fold.fold(tx, "test", 0)
    found = await ids(database)
    first = await lend(database, places, 4)
    assert first == Lent(found[places.station(1)], waiting=2)
    # The same is shown again until it is decided; the next one is fetched beside it.
    assert await lend(database, places, 4) == first
    beside = await lend(database, places, 4, without=[first.id])
    assert beside is not None
    assert beside.id == found[places.station(0)]


async def test_a_seat_that_hangs_on_few_votes_outweighs_more_votes_elsewhere(
    database: Database, places: Places
) -> None:
    await differ(database, places, 0, by=30)
    await differ(database, places, 1, by=10, dpr=True)
    async with database.transaction() as tx:
        await fold.fold(tx, "test", 0)
        election = await elections.election(tx)
        found = await margins.margins(tx, election, [places.president, places.parliament])
    assert found[places.parliament] * 3 < found[places.president]
    first = await lend(database, places, 4)
    assert first is not None
    assert first.id == (await ids(database))[places.station(1)]


async def test_two_reviewers_at_once_never_get_the_same_dispute(
    database: Database, places: Places
) -> None:
    for station in range(8):
        await differ(database, places, station, by=station + 1)
    for _ in range(5):
        held = await asyncio.gather(*(lend(database, places, person) for person in (2, 3, 4, 5)))
        got = [one.id for one in held if one is not None]
        assert len(got) == len(set(got)) == 4
        async with database.transaction() as tx:
            await tx.execute(text("update dispute set reviewer_id = null, reviewer_until = null"))


async def test_a_claim_ends_by_itself(database: Database, places: Places) -> None:
    await differ(database, places, 0, by=3)
    first = await lend(database, places, 4)
    assert first is not None
    assert await lend(database, places, 5) is None
    async with database.transaction() as tx:
        with pytest.raises(StaleRevision):
            await review_queue.hold(tx, first.id, places.people[5])
    async with database.transaction() as tx:
        await tx.execute(text("update dispute set reviewer_until = now() - interval '1 second'"))
    assert await lend(database, places, 5) == first


async def test_what_was_passed_by_or_handed_on_is_for_others(
    database: Database, places: Places
) -> None:
    await differ(database, places, 0, by=3)
    await differ(database, places, 1, by=9)
    first = await lend(database, places, 4)
    assert first is not None
    async with database.transaction() as tx:
        await review_queue.pass_by(tx, first.id, places.people[4])
    second = await lend(database, places, 4)
    assert second is not None
    assert second.id != first.id
    async with database.transaction() as tx:
        me = places.people[4]
        await review_queue.pass_by(tx, second.id, me, escalate=True, note="foto kabur")
    assert await lend(database, places, 4) is None
    # The one that was handed on is the lighter one, and the first that others see.
    assert await lend(database, places, 5) == Lent(second.id, waiting=2)
    async with database.transaction() as tx:
        (handed,) = await review_queue.escalated(tx, second.id)
    assert (handed.person_id, handed.note) == (places.people[4], "foto kabur")


async def test_nobody_is_lent_the_own_report_another_area_or_the_own_party(
    database: Database, places: Places
) -> None:
    await differ(database, places, 0, by=3)
    assert await lend(database, places, 0) is None
    assert await lend(database, places, 4, paths=("0.98.9802",)) is None
    tied = Held(Role.REVIEWER, "", "pair", "1")
    assert await lend(database, places, 4, held=(tied,)) is None
    assert await lend(database, places, 4, paths=("0.98.9801",)) is not None


async def test_two_operators_at_once_are_never_lent_the_same_ballot(
    database: Database, places: Places
) -> None:
    put = "insert into untyped_ballot (station_id, contest_id) values (:s, :c)"
    photo = """insert into photo (sha256, path, mime, size, purpose, forwarded, state, station_id,
        contest_id) values ('', '', 'image/jpeg', 1, 'form', false, 'told', :s, :c)"""
    async with database.transaction() as tx:
        for station in range(8):
            for statement in (put, photo):
                given = {"s": places.station(station), "c": places.president}
                await tx.execute(text(statement), given)

    async def lent(person: int) -> typing_tasks.Lent | None:
        async with database.transaction() as tx:
            me = places.people[person]
            return await typing_tasks.lend(tx, places.election, EVERYWHERE, me, timedelta(0))

    for _ in range(5):
        held = await asyncio.gather(*(lent(person) for person in (2, 3, 4, 5)))
        got = [one.station_id for one in held if one is not None]
        assert len(got) == len(set(got)) == 4
        async with database.transaction() as tx:
            await tx.execute(text("delete from typing_task"))

"""The folded recap equals a brute-force recount, whatever was reported, by how many at once."""

import asyncio
import random

import pytest
from sqlalchemy import text

from models.stores.base import leases
from models.stores.base.database import Database
from models.stores.recap import fold
from models.stores.recap.rebuild import Difference, Rebuilt, rebuild
from models.stores.reports import reports
from models.stores.reports.reports import Origin
from models.values import Ballot, Tally
from tests.stores.places import PARLIAMENT, PRESIDENT, Places
from tests.stores.recount import counted, folded


async def one_move(database: Database, places: Places, dice: random.Random) -> None:
    """A report, a correction, or a withdrawal by anybody for any contest."""
    station = dice.randrange(len(places.stations))
    parliament = station < 6 and dice.random() < 0.5
    contest = PARLIAMENT if parliament else PRESIDENT
    contest_id = places.parliament if parliament else places.president
    async with database.transaction() as tx:
        if dice.random() < 0.2:
            found = text("select id from report order by id offset :n limit 1")
            report = await tx.scalar(found, {"n": dice.randrange(20)})
            if report is not None:
                await reports.withdraw(tx, report, places.people[0])
            return
        numbers = random.Random(dice.choice((1, 2)))  # two versions, so that people often agree
        votes = tuple(
            numbers.choice((None, 0, numbers.randrange(300))) if dice.random() < 0.9 else None
            for _ in contest.choices
        )
        tally = Tally(votes, dice.choice((None, 5)), dice.choice((None, 7)))
        origin = Origin(dice.choice(places.people))
        await reports.submit(tx, origin, places.station(station), contest_id, tally)


async def fold_all(database: Database, owner: str = "folder") -> None:
    while True:
        async with database.transaction() as tx:
            if not await fold.fold(tx, owner, 0):
                return


async def same(database: Database) -> None:
    async with database.transaction() as tx:
        assert await folded(tx) == await counted(tx)


@pytest.mark.parametrize("seed", range(4))
async def test_folding_after_any_moves_equals_a_recount(
    database: Database, places: Places, seed: int
) -> None:
    dice = random.Random(seed)
    for _ in range(12):
        for _ in range(dice.randrange(1, 6)):
            await one_move(database, places, dice)
        await fold_all(database)
        await same(database)
    for ballot in (Ballot.PPWP, Ballot.DPR):
        assert (await rebuilt(database, places, ballot)).wrong == 0
    await same(database)


async def test_two_folders_beside_many_witnesses_lose_nothing(
    database: Database, places: Places
) -> None:
    done = asyncio.Event()

    async def witness(number: int) -> None:
        dice = random.Random(number)
        for _ in range(15):
            await one_move(database, places, dice)

    async def folder(name: str) -> None:
        while not done.is_set():
            async with database.transaction() as tx:
                await fold.fold(tx, name, 0)

    folders = [asyncio.create_task(folder(name)) for name in ("a", "b")]
    await asyncio.gather(*(witness(number) for number in range(4)))
    done.set()
    await asyncio.gather(*folders)
    await fold_all(database, "c")
    await same(database)


async def rebuilt(database: Database, places: Places, ballot: Ballot) -> Rebuilt:
    async with database.transaction() as tx:
        return await rebuild(tx, places.election, ballot)


@pytest.fixture
async def counted_places(database: Database, places: Places) -> Places:
    async with database.transaction() as tx:
        for number in range(8):
            tally = Tally((10 * number, 5, 1), None, 2)
            station = places.station(number)
            origin = Origin(places.people[0])
            await reports.submit(tx, origin, station, places.president, tally)
    return places


async def test_rebuild_says_which_sums_were_wrong_and_corrects_them(
    database: Database, counted_places: Places
) -> None:
    await fold_all(database)
    async with database.transaction() as tx:
        await tx.execute(
            text(
                "update recap set votes[2] = votes[2] + 1, reported = 9 from area a "
                "where a.id = area_id and a.code = '9801' and trust = 0"
            )
        )
    result = await rebuilt(database, counted_places, Ballot.PPWP)
    assert result.differences == (
        Difference("9801", "0", 0, "2", 31, 30),
        Difference("9801", "0", 0, "reported", 9, 6),
    )
    assert result.wrong == 1
    await same(database)
    assert (await rebuilt(database, counted_places, Ballot.PPWP)).wrong == 0


async def test_rebuild_fills_an_empty_recap_and_leaves_other_ballots(
    database: Database, counted_places: Places
) -> None:
    async with database.transaction() as tx:
        await tx.execute(text("delete from recap_dirty"))
    assert (await rebuilt(database, counted_places, Ballot.DPR)).rows == 0
    result = await rebuilt(database, counted_places, Ballot.PPWP)
    assert (result.rows, result.wrong) == (22, 22)
    await same(database)


async def test_a_kelurahan_marked_during_the_rebuild_is_folded_afterwards(
    database: Database, counted_places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fold_all(database)
    async with database.engine.connect() as tx:
        await tx.begin()
        await leases.seize(tx, fold.DUTY, "rebuild", 0)
        while await fold.fold_marked(tx):
            pass
        async with database.transaction() as witness:
            await reports.submit(
                witness,
                Origin(counted_places.people[1]),
                counted_places.station(0),
                counted_places.president,
                Tally((7, 7, 7), 21, 0, 21),
            )
        # A report that came after the marks were taken: its kelurahan must not look wrong.
        monkeypatch.setattr(fold, "MANY", 0)
        result = await rebuild(tx, counted_places.election, Ballot.PPWP)
        monkeypatch.undo()
        assert result.wrong == 0
        await tx.commit()
    await fold_all(database)
    await same(database)


async def test_stations_that_left_the_election_count_no_more(
    database: Database, counted_places: Places
) -> None:
    await fold_all(database)
    async with database.transaction() as tx:
        station = counted_places.station(3)
        await tx.execute(text("update station set active = false where id = :id"), {"id": station})
    assert (await rebuilt(database, counted_places, Ballot.PPWP)).wrong == 10
    await same(database)


async def test_the_change_counter_moves_only_with_the_recap(
    database: Database, counted_places: Places
) -> None:
    async with database.transaction() as tx:
        before = await fold.change(tx)
    await fold_all(database)
    async with database.transaction() as tx:
        after = await fold.change(tx)
    await fold_all(database)
    async with database.transaction() as tx:
        assert before < after == await fold.change(tx)

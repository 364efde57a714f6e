"""A crowd costs one answer, and whoever reads slowly holds nothing that others need."""

import asyncio
from collections.abc import AsyncGenerator, Iterator
from contextlib import contextmanager

import pytest
from httpx import AsyncClient
from sqlalchemy.event import listen, remove

from api.http import answers, door, recap_state, streams
from api.http.answers import Answer, Answers, Asked
from api.http.streams import ahead
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.recap import fold, recap
from models.stores.recap.recap import Question
from models.values import Ballot
from tests.api.conftest import browse, reading_app, submit
from tests.stores.places import Places

NATION = Asked(Question(Ballot.PPWP))
STATIONS = Asked(Question(Ballot.PPWP, level="tps"))


@contextmanager
def statements(database: Database) -> Iterator[list[str]]:
    """What is asked of the database meanwhile."""
    found: list[str] = []

    def noted(_c: object, _cursor: object, statement: str, *_: object) -> None:
        found.append(statement)

    engine = database.engine.sync_engine
    listen(engine, "before_cursor_execute", noted)
    yield found
    remove(engine, "before_cursor_execute", noted)


def held(database: Database) -> int:
    """Connections that somebody has in hand."""
    count: int = database.engine.pool.checkedout()  # type: ignore[attr-defined]
    return count


async def one_more(database: Database, places: Places, station: int) -> None:
    async with database.transaction() as tx:
        await submit(tx, places, 0, station, places.president, (1, 1, 1))
        await fold.fold(tx, "test", 0)


async def test_a_crowd_that_asks_the_same_after_a_change_costs_one_answer(
    database: Database, places: Places
) -> None:
    kept = Answers(database)
    with statements(database) as asked:
        told = await asyncio.gather(*(kept.answer(NATION) for _ in range(200)))
    assert len({one.body for one in told}) == 1
    assert sum("from area a join contest_area" in one for one in asked) == 1
    assert sum("recap_change" in one for one in asked) == 1, "and one look at the counter"


async def test_while_reports_come_in_each_change_makes_an_answer_once(
    database: Database, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recap_state, "FRESH_SECONDS", 0.0)
    kept, bodies = Answers(database), []
    with statements(database) as asked:
        for station in (5, 6, 7):
            await one_more(database, places, station)
            told = await asyncio.gather(*(kept.answer(NATION) for _ in range(50)))
            bodies.append({one.body for one in told})
    assert [len(one) for one in bodies] == [1, 1, 1]
    assert len(set.union(*bodies)) == 3, "and nobody is told what was before"
    assert sum("from area a join contest_area" in one for one in asked) == 3


async def test_whoever_asks_again_is_answered_before_the_routes_though_all_is_new(
    database: Database, places: Places, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recap_state, "FRESH_SECONDS", 0.0)
    app, routed = reading_app(database, Settings()), []
    ordinary = Answers.answer

    async def noted(self: Answers, asked: Asked) -> Answer:
        routed.append(asked)
        return await ordinary(self, asked)

    monkeypatch.setattr(Answers, "answer", noted)
    async with browse(app) as client:
        address = "/api/v1/recap?ballot=ppwp"
        first = (await client.get(address)).json()
        assert len(routed) == 1
        await one_more(database, places, 7)
        told = await asyncio.gather(*(client.get(address) for _ in range(50)))
    assert len(routed) == 1
    assert {one.status_code for one in told} == {200}
    assert all(one.json()["rows"] != first["rows"] for one in told)


async def test_a_mistake_is_told_to_everybody_who_made_it(
    database: Database, places: Places
) -> None:
    kept = Answers(database)
    wrong = Asked(Question(Ballot.PPWP, area="77"))
    told = await asyncio.gather(*(kept.answer(wrong) for _ in range(9)), return_exceptions=True)
    assert {type(one).__name__ for one in told} == {"NotFound"}


async def test_one_who_hangs_up_takes_the_answer_from_nobody(
    database: Database, places: Places
) -> None:
    kept = Answers(database)
    first, second = (asyncio.create_task(kept.answer(NATION)) for _ in range(2))
    await asyncio.sleep(0)
    first.cancel()
    assert (await second).body


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Everything is long."""
    monkeypatch.setattr(answers, "LONGEST", 2)
    monkeypatch.setattr(streams, "_TOGETHER", 1)
    monkeypatch.setattr(recap, "PART", 1)


async def test_twenty_slow_readers_of_stations_hold_no_connection(
    database: Database, places: Places, short: None
) -> None:
    kept, readers = Answers(database), []
    for _ in range(20):
        answer = await kept.answer(STATIONS)
        assert answer.pieces is not None
        readers.append(answer.pieces)
        await anext(aiter(answer.pieces))
    assert held(database) == 0
    assert (await kept.answer(NATION)).body, "and others are answered"
    rest = [b"".join([piece async for piece in one]) for one in readers]
    assert len(set(rest)) == 1
    assert rest[0].endswith(b"]}\n")


async def test_the_parts_of_a_long_answer_are_the_whole_in_the_same_order(
    database: Database, places: Places, short: None, client: AsyncClient
) -> None:
    for level in ("tps", "kelurahan", "kecamatan", "kabkota", "provinsi"):
        asked = Question(Ballot.PPWP, level=level)
        async with database.transaction() as tx:
            scope = await recap.understand(tx, asked)
            whole = [row async for row in recap.rows(tx, scope)]
            parts, after = await recap.part(tx, scope)
            times = 1
            while after is not None:
                more, after = await recap.part(tx, scope, after)
                parts, times = parts + more, times + 1
        assert parts == whole
        assert times > 1 or level != "tps"


async def test_slow_readers_of_other_lists_hold_none_either(database: Database) -> None:
    done: list[int] = []
    readers = [ahead(database, listed(database, done, number)) for number in range(20)]
    for one in readers:
        assert await anext(one) == b"0"
    async with asyncio.timeout(20):
        while len(done) < 20:  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert held(database) == 0
    assert [b"".join([piece async for piece in one]) for one in readers] == [b"12"] * 20


async def test_no_more_than_a_few_lists_are_read_at_a_time(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "AHEAD", 1)
    done: list[int] = []
    readers = [ahead(database, listed(database, done, number)) for number in range(20)]
    first = [asyncio.create_task(anext(one)) for one in readers]
    await asyncio.wait(first, timeout=0.5)
    assert held(database) <= streams.LISTS
    for task in first:
        task.cancel()
    await asyncio.gather(*first, return_exceptions=True)
    for one in readers:
        await one.aclose()
    assert held(database) == 0


async def test_a_reader_who_takes_nothing_is_let_go(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "AHEAD", 1)
    monkeypatch.setattr(streams, "STALLED", 0.05)
    reader = ahead(database, listed(database, [], 1))
    await anext(reader)
    async with asyncio.timeout(20):
        while held(database):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    with pytest.raises(TimeoutError):
        [piece async for piece in reader]


async def test_a_list_that_breaks_is_cut_off_and_not_ended(database: Database) -> None:
    async def broken() -> AsyncGenerator[bytes, None]:
        yield b"first"
        raise RuntimeError("away")

    reader = ahead(database, broken())
    assert await anext(reader) == b"first"
    with pytest.raises(RuntimeError):
        await anext(reader)


async def test_a_piece_that_nobody_takes_cuts_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "TAKEN_SECONDS", 0.01)

    async def full(_message: object) -> None:
        await asyncio.Event().wait()

    leave = door.Door(full)._leaving("/api/v1/reports", full)  # type: ignore[arg-type]
    with pytest.raises(TimeoutError):
        await leave({"type": "http.response.body", "body": b"x", "more_body": True})


async def test_a_transaction_that_does_nothing_is_ended_by_the_server(database: Database) -> None:
    async with database.transaction() as tx:
        told = await tx.exec_driver_sql("show idle_in_transaction_session_timeout")
        assert told.scalar_one() == "1min"


async def listed(database: Database, done: list[int], number: int) -> AsyncGenerator[bytes, None]:
    """A list that is read in one transaction."""
    async with database.transaction() as tx:
        for row in range(3):
            await tx.exec_driver_sql("select 1")
            yield str(row).encode()
    done.append(number)

"""The recap of a whole nation with every station reported: rebuild, fold, answers, streams.

`python -m tests.bench.recap ppwp dpr` measures two ballots only; all five without names.
"""

import asyncio
import resource
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import asyncpg
from sqlalchemy import text

from api.http.answers import Answers, Asked
from models.stores.base.database import Database
from models.stores.base.wake import plain_url
from models.stores.recap import fold
from models.stores.recap.rebuild import rebuild
from models.stores.recap.recap import Question
from models.values import Ballot, Trust
from tests.bench.machine import machine, place
from tests.bench.nation import CONTESTS, build

ROUNDS = 7


def main(names: list[str] | None = None) -> None:
    """Build the nation, measure and print."""
    ballots = names or list(CONTESTS)
    print(f"recap of a nation, {', '.join(ballots)}; {machine()}")
    with place() as there:
        asyncio.run(_measure(there.url, ballots))


async def _measure(url: str, ballots: list[str]) -> None:
    began = time.perf_counter()
    connection = await asyncpg.connect(plain_url(url))
    await build(connection, ballots, lambda said: print(f"  ... {said}", file=sys.stderr))
    size = await connection.fetchval("select pg_database_size(current_database())")
    await connection.close()
    print(f"  built in {time.perf_counter() - began:.0f} s, {size / 1e9:.1f} GB")
    database = Database(url)
    try:
        for turn in ("rebuild of an empty recap", "rebuild that finds it the same"):
            await _rebuilds(database, ballots, turn)
        await _folds(database)
        await _answers(database, ballots)
        await _streams(database)
    finally:
        await database.close()


async def _rebuilds(database: Database, ballots: list[str], turn: str) -> None:
    whole = 0.0
    for ballot in ballots:
        began = time.perf_counter()
        async with database.transaction() as tx:
            result = await rebuild(tx, 1, Ballot(ballot))
        took = time.perf_counter() - began
        whole += took
        print(f"  {turn}: {ballot:10} {took:6.1f} s, {result.rows:,} rows, {result.wrong:,} wrong")
    print(f"  {turn}: all        {whole:6.1f} s")


async def _folds(database: Database) -> None:
    for marks, said in ((1, "one kelurahan"), (200, "200 kelurahan"), (2_000, "2,000 kelurahan")):
        times = []
        for turn in range(ROUNDS):
            async with database.transaction() as tx:
                await tx.execute(
                    text(
                        "insert into recap_dirty (kelurahan_id, contest_id) "
                        "select a.id, unnest(a.contests) from area a where level = 4 "
                        "and a.id % 97 = :turn limit :marks"
                    ),
                    {"marks": marks, "turn": turn},
                )
            began = time.perf_counter()
            async with database.transaction() as tx:
                await fold.fold(tx, "bench", 0)
            times.append(time.perf_counter() - began)
        print(f"  fold of {said}: {_shown(times)}")


QUESTIONS: list[tuple[str, Question]] = [
    ("ppwp, nation", Question(Ballot.PPWP)),
    ("ppwp, nation by kabkota (514 rows)", Question(Ballot.PPWP, level="kabkota")),
    ("dpr, nation", Question(Ballot.DPR)),
    ("dpr, nation by kabkota (514 rows)", Question(Ballot.DPR, level="kabkota")),
    ("dpr, district by kelurahan", Question(Ballot.DPR, district="0042", level="kelurahan")),
    ("dpr, kabkota by kelurahan", Question(Ballot.DPR, area="2000200", level="kelurahan")),
    ("dpr, kecamatan by tps", Question(Ballot.DPR, area="3003000", level="tps")),
    ("dprd_kab, nation by provinsi", Question(Ballot.DPRD_KAB, level="provinsi")),
    (
        "dpr confirmed, provinsi by kecamatan",
        Question(Ballot.DPR, area="1000020", level="kecamatan", trust=Trust.CONFIRMED),
    ),
]


async def _answers(database: Database, ballots: list[str]) -> None:
    for said, question in QUESTIONS:
        if question.ballot.value not in ballots:
            continue
        size, rows = 0, 0

        async def ask(question: Question = question) -> None:
            nonlocal size, rows
            answer = await Answers(database).answer(Asked(question))
            body = answer.body or b""
            size, rows = len(body), body.count(b'"code"')

        times = await _timed(ask)
        print(f"  {said}: {_shown(times)}, {rows:,} rows, {size / 1000:,.0f} kB")


async def _streams(database: Database) -> None:
    for level in ("kelurahan", "tps"):
        began, size = time.perf_counter(), 0
        answer = await Answers(database).answer(Asked(Question(Ballot.PPWP, level=level)))
        assert answer.pieces is not None
        async for piece in answer.pieces:
            size += len(piece)
        took = time.perf_counter() - began
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(f"  ppwp streamed by {level}: {took:.1f} s, {size / 1e6:.0f} MB, RSS {memory:.0f} MB")


async def _timed(work: Callable[[], Awaitable[Any]]) -> list[float]:
    times = []
    for _ in range(ROUNDS + 1):
        began = time.perf_counter()
        await work()
        times.append(time.perf_counter() - began)
    return times[1:]


def _shown(times: list[float]) -> str:
    median, most = statistics.median(times) * 1000, max(times) * 1000
    return f"median {median:.1f} ms, most {most:.1f} ms"


if __name__ == "__main__":
    main(sys.argv[1:] or None)

"""How fast the register is imported and asked, how big it is, and what guessing at it can time.

Beside the seconds stand processor seconds, of this process and of the database's: they are the
same on a busy machine, and their larger one is the time on two idle cores.
"""

import argparse
import asyncio
import os
import resource
import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from sqlalchemy import text

from models.embedded import embedded
from models.registers.names import first_name
from models.registers.register_row import FIRST_NAME
from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection, election
from models.stores.base.migrate import migrate_async
from models.stores.packs.pack_load import load_pack
from models.stores.voters.voter_import import Importer
from models.stores.voters.voter_register import Kind
from models.stores.voters.voter_rotation import rotate
from models.stores.voters.voters import find
from models.voter_keys import VoterKeys
from tests.bench.machine import machine
from tests.packs.tiny import KELURAHAN, make_tiny_pack
from tests.voters.guesses import WAYS, guess
from tests.voters.register import many, name, nik, write
from tests.voters.town import MORNING, town

PLACES = [(code, tps) for code, (_, count) in KELURAHAN.items() for tps in range(1, count + 1)]
SECRET = b"the secret key of this test"
KEYS = VoterKeys(Keys(SECRET))
WHOLE = Kind(False, FIRST_NAME, "measure")
_ROTATED = 2_000_000
"""Beyond that the rotation is not measured: it takes as long as its rows."""
EACH = 10
"""Guesses of one sender."""


async def measure(rows: int, lookups: int, guesses: int, folder: Path) -> None:
    """Import a made-up register, ask for its voters, guess at it, rotate its key."""
    file = await asyncio.to_thread(write, folder / "dpt.csv", many(rows, PLACES))
    with embedded(folder / "var") as url:
        await migrate_async(url)
        database = Database(url, size=4)
        async with database.transaction() as tx:
            await load_pack(tx, make_tiny_pack(folder / "tiny"))
            found = await election(tx)
        await _import(database, found, file)
        for what, wrong in (("known", ""), ("wrong second fact", "x")):
            await _ask(database, found.id, rows, lookups, (what, wrong))
        if guesses:
            await _guess(url, folder, guesses)
        if rows > _ROTATED:
            return
        start = time.perf_counter()
        wrapped = await rotate(database, VoterKeys(Keys(SECRET, ("another key, sixteen long",))))
        print(f"rotation: {wrapped:,} voters in {time.perf_counter() - start:.1f} s")
        await database.close()


async def _import(database: Database, found: LoadedElection, file: Path) -> None:
    before, start, used = _memory(), time.perf_counter(), time.process_time()
    server = await _server_seconds(database)
    report = await Importer(database, KEYS, found.id, file, WHOLE).run()
    seconds, used = time.perf_counter() - start, time.process_time() - used
    server = await _server_seconds(database) - server
    print(f"import: {report.added:,} of {report.rows:,} rows in {seconds:.1f} s")
    print(f"  processor seconds: {used:.1f} of this process, {server:.1f} of the database")
    print(f"  memory of this process: {before:.0f} MB before, {_memory():.0f} MB at most")
    async with database.transaction() as tx:
        size = await tx.scalar(text("select pg_total_relation_size('voter')"))
    print(f"  register: {size / 1e6:.0f} MB, {size / report.added:.0f} bytes a voter")


async def _server_seconds(database: Database) -> float:
    """Processor seconds of the database's processes that serve us, so far."""
    query = text("select pid from pg_stat_activity where datname = current_database()")
    async with database.transaction() as tx:
        pids = (await tx.scalars(query)).all()
    return sum(_seconds_of(pid) for pid in pids)


def _seconds_of(pid: int) -> float:
    """User and system time of a process (proc(5), fields 14 and 15)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


async def _ask(
    database: Database, election_id: int, rows: int, lookups: int, way: tuple[str, str]
) -> None:
    """Time of the look-up in the database: statement sent to rows received, and its own."""
    what, wrong = way
    times = []
    async with database.transaction() as tx:
        for number in range(lookups):
            person = number * 7919 % rows
            base = KEYS.nik(nik(person, woman=person % 2 == 1))
            fact = KEYS.stored(KEYS.fact(base, first_name(name(person)) + wrong))
            start = time.perf_counter()
            await find(tx, election_id, fact)
            times.append(time.perf_counter() - start)
        explain = "explain (analyze, format json) select station_id from voter where fact = :fact"
        plan = await tx.scalar(text(explain), {"fact": fact[0]})
    print(f"look-up, {what}: {_spread(times)}; in the database {plan[0]['Execution Time']:.3f} ms")


async def _guess(url: str, folder: Path, guesses: int) -> None:
    """Guesses through the webhook: the seconds of a turn, for each way of guessing."""
    async with town(url, folder / "town", lambda: MORNING) as here:
        heard = await guess(here, guesses, EACH)
        answered = "select count(*) from voter_ask where outcome = 'answered'"
        print(f"guesses: {guesses:,}, answered {await here.scalar(answered)}")
    words = {r.text for one in heard.values() for told in one.replies.values() for r in told}
    print(f"  different replies: {len(words)}")
    base = heard[WAYS[0]].seconds
    for way in WAYS:
        far = _distance(base, heard[way].seconds)
        print(f"  {way}: {_spread(heard[way].seconds)}, distance to the first {far:.3f}")
    bound = 1.36 * (2 / len(base)) ** 0.5
    print(f"  two equal ones differ by less than {bound:.3f} in 95 of 100 (Kolmogorov-Smirnov)")


def _distance(one: Sequence[float], other: Sequence[float]) -> float:
    """The largest difference of the two cumulated distributions (Kolmogorov-Smirnov)."""
    a, b = sorted(one), sorted(other)
    far, i, j = 0.0, 0, 0
    for value in sorted({*a, *b}):
        while i < len(a) and a[i] <= value:
            i += 1
        while j < len(b) and b[j] <= value:
            j += 1
        far = max(far, abs(i / len(a) - j / len(b)))
    return far


def _spread(seconds: Sequence[float]) -> str:
    cuts = statistics.quantiles(seconds, n=100)
    return f"p50 {cuts[49] * 1e3:.2f} ms, p99 {cuts[98] * 1e3:.2f} ms"


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """The command line of this measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--lookups", type=int, default=5_000)
    options.add_argument("--guesses", type=int, default=10_000)
    given, _ = options.parse_known_args()
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(given.rows, given.lookups, given.guesses, Path(folder)))


if __name__ == "__main__":
    main()

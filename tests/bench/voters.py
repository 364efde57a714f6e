"""How fast the register is imported and asked, how big it is; run: python -m tests.bench_voters."""

import argparse
import asyncio
import platform
import resource
import statistics
import tempfile
import time
from pathlib import Path

from sqlalchemy import text

from models.embedded import embedded
from models.registers.entry import FIRST_NAME
from models.registers.names import first_name
from models.sealing import Keys
from models.stores.elections import election
from models.stores.migrate import migrate_async
from models.stores.pack_load import load_pack
from models.stores.session import Database
from models.stores.voter_import import Importer
from models.stores.voter_register import Kind
from models.stores.voters import find
from models.voter_keys import VoterKeys
from tests.packs.tiny import KELURAHAN, make_tiny_pack
from tests.voters.register import many, name, nik, write

PLACES = [(code, tps) for code, (_, count) in KELURAHAN.items() for tps in range(1, count + 1)]
KEYS = VoterKeys(Keys(b"the secret key of a measure"))


async def measure(rows: int, lookups: int, folder: Path) -> None:
    """Import a made-up register, then ask for its voters."""
    file = write(folder / "dpt.csv", many(rows, PLACES))
    with embedded(folder / "var") as url:
        await migrate_async(url)
        database = Database(url, size=4)
        async with database.transaction() as session:
            await load_pack(session, make_tiny_pack(folder / "tiny"))
            found = await election(session)
        before, start = _memory(), time.perf_counter()
        kind = Kind(False, FIRST_NAME, "measure")
        report = await Importer(database, KEYS, found.id, file, kind).run()
        seconds = time.perf_counter() - start
        print(f"import: {report.added:,} of {report.rows:,} rows in {seconds:.1f} s")
        print(f"memory of the process: {before:.0f} MB before, {_memory():.0f} MB at most")
        async with database.transaction() as session:
            size = await session.scalar(text("select pg_total_relation_size('voter')"))
            print(f"register: {size / 1e6:.0f} MB, {size / report.added:.0f} bytes a voter")
            await _ask(database, found.id, rows, lookups)
        await database.close()


async def _ask(database: Database, election_id: int, rows: int, lookups: int) -> None:
    """Time of the look-up in the database: statement sent to rows received."""
    for what, wrong in (("known", ""), ("wrong second fact", "x")):
        times = []
        async with database.transaction() as session:
            for number in range(lookups):
                person = number * 7919 % rows
                base = KEYS.nik(nik(person, woman=person % 2 == 1))
                fact = KEYS.stored(KEYS.fact(base, first_name(name(person)) + wrong))
                start = time.perf_counter()
                await find(session, election_id, fact)
                times.append(time.perf_counter() - start)
        cuts = statistics.quantiles(times, n=100)
        print(f"look-up, {what}: p50 {cuts[49] * 1e3:.2f} ms, p99 {cuts[98] * 1e3:.2f} ms")


def _memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> None:
    """The command line of this measure."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--rows", type=int, default=1_000_000)
    options.add_argument("--lookups", type=int, default=5_000)
    given = options.parse_args()
    print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(measure(given.rows, given.lookups, Path(folder)))


if __name__ == "__main__":
    main()

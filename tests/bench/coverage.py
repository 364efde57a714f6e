"""Coverage of a nation's stations by witnesses, a long list imported, letters written."""

import asyncio
import statistics
import tempfile
import time
from datetime import date
from pathlib import Path

import asyncpg

from bot.mandates.letters import Letter, document
from models.sealing import Keys
from models.stores.base import areas
from models.stores.base.database import Database
from models.stores.base.wake import plain_url
from models.stores.mandates import coverage
from models.stores.mandates.witnesses import import_witnesses
from tests.bench.machine import machine, place
from tests.bench.nation import build

ROUNDS = 5
LINES = 2_000
PARTY = """
insert into participant (id, election_id, kind, code, name, short, local_to)
overriding system value values (1, 1, 'party', '1', 'Partai Contoh', 'PC', '')
"""
PEOPLE = """
insert into person (id, name, language, active) overriding system value
select n, 'Saksi ' || n, 'id', true from generate_series(2, 1200001) n
"""
MANDATES = """
insert into mandate (person_id, participant_id, station_id, slot, active)
select 2 + (s.id * slot) % 1200000, 1, s.id, slot, true
from station s cross join generate_series(1, 2) slot where (s.id * 7 + slot * 3) % 10 < 7
"""
TRAINED = """
insert into training (election_id, person_id, kind, score, out_of, passed, detail)
select 1, n, kind, 5, 5, true, '[]' from generate_series(2, 600001) n
cross join (values ('quiz'), ('practice')) k (kind)
"""


def main() -> None:
    """Build the nation, measure and print."""
    print(f"coverage of a nation; {machine()}")
    with place() as there:
        asyncio.run(_measure(there.url))
    _letters()


async def _measure(url: str) -> None:
    connection = await asyncpg.connect(plain_url(url))
    await build(connection, ["ppwp"], lambda said: None)
    for statement in (PARTY, PEOPLE, "delete from mandate", MANDATES, TRAINED, "analyze"):
        await connection.execute(statement)
    held = await connection.fetchval("select count(*) from mandate")
    await connection.execute(
        "select setval(pg_get_serial_sequence('person', 'id'), 1200001),"
        " setval(pg_get_serial_sequence('mandate', 'id'), (select max(id) from mandate))"
    )
    await connection.close()
    print(f"  {held:,} mandates, 600,000 trained")
    database = Database(url)
    try:
        for level in range(5):
            await _coverage(database, level)
        async with database.transaction() as tx:
            await tx.exec_driver_sql(f"delete from mandate where station_id <= {LINES}")
        await _import(database)
    finally:
        await database.close()


async def _coverage(database: Database, level: int) -> None:
    code = "0" if level == 0 else str(level * 1_000_000)
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        async with database.transaction() as tx:
            area = await areas.area(tx, 1, code)
            rows = await coverage.coverage(tx, 1, area)
        times.append(time.perf_counter() - began)
    took = statistics.median(times) * 1000
    print(f"  coverage of an area of level {level}: {took:8.1f} ms, {len(rows)} rows")


async def _import(database: Database) -> None:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "list.csv"
        rows = [f"Orang {n},+62812{10_000_000 + n},{5_000_000 + n},party:1" for n in range(LINES)]
        file.write_text("\n".join(["name,phone,station,participant", *rows]), "utf-8")
        for said in ("a new list", "the same list again"):
            began = time.perf_counter()
            async with database.transaction() as tx:
                await import_witnesses(tx, Keys(b"the key of this bench"), 1, file)
            took = time.perf_counter() - began
            print(f"  {said}: {LINES / took:,.0f} lines/s")


def _letters() -> None:
    rows = (("Nama", "Siti Rahayu"), ("TPS", "01"), ("Kelurahan", "Sukamaju"))
    letter = Letter(
        *("SURAT MANDAT SAKSI", "0001/SM/X/II/2024", rows, ("Dengan surat ini " * 20,)),
        *("", date(2024, 2, 1), "Partai Contoh", "", "", "Siti Rahayu"),
    )
    document(letter)
    began = time.perf_counter()
    for _ in range(200):
        document(letter)
    print(f"  letters as PDF: {200 / (time.perf_counter() - began):,.0f} a second")


if __name__ == "__main__":
    main()

"""The clock's attendance job on a nation: a witness at each station, 7,830 areas of leaders.

Reminders to everybody who is late, alerts to the nearest leaders, one step of climbing, and a tick
in which nothing is due. Half of the stations have checked in; half have reported the president.
"""

import asyncio
import resource
import sys
import time
from datetime import datetime, timedelta
from typing import Any

import asyncpg

from bot.attendance import timed as attendance
from models.settings import Settings
from models.stores.base.database import Database, Transaction
from models.stores.base.wake import plain_url
from tests.bench.machine import machine, place
from tests.bench.nation import STATIONS, build

HADIR = datetime.fromisoformat("2024-02-14T07:00+07:00")
PPWP = datetime.fromisoformat("2024-02-14T18:00+07:00")


def main() -> None:
    """Build the nation with its witnesses, then run the job hour by hour."""
    print(f"attendance of a nation of {STATIONS:,} stations; {machine()}")
    with place() as there:
        asyncio.run(_measure(there.url))


async def _measure(url: str) -> None:
    connection: Any = await asyncpg.connect(plain_url(url))
    await build(connection, ["ppwp"], lambda said: print(f"  ... {said}", file=sys.stderr))
    await _people(connection)
    await connection.close()
    database = Database(url)
    try:
        for what, at in (
            ("reminders before check-in", HADIR - timedelta(minutes=45)),
            ("nothing due", HADIR - timedelta(minutes=44)),
            ("alerts of check-in", HADIR + timedelta(minutes=15)),
            ("climbing one level", HADIR + timedelta(minutes=35)),
            ("nothing due, much open", HADIR + timedelta(minutes=36)),
            ("reminders of a ballot", PPWP - timedelta(minutes=45)),
            ("alerts of a ballot", PPWP + timedelta(minutes=15)),
        ):
            await _tick(database, what, at)
    finally:
        await database.close()


async def _people(connection: Any) -> None:
    """A witness with a contact at each station; a coordinator in every area above the kelurahan."""
    statements = f"""
    insert into participant (id, election_id, kind, code, name, short, local_to)
        overriding system value values (1, 1, 'party', '3', 'Partai', 'P', '');
    insert into person (id, name, language, active) overriding system value
        select n, 'Saksi ' || n, 'id', true from generate_series(2, {STATIONS} + 1) n;
    insert into contact (channel, account, sender, person_id, name, language, state,
                         activation_tries, last_order, stopped)
        select 'bench', 'bench', n::text, n, '', 'id', '{{}}', 0, 0, false
        from generate_series(2, {STATIONS} + 1) n;
    insert into mandate (person_id, participant_id, station_id, slot, active)
        select id + 1, 1, id, 1, true from station;
    insert into role (person_id, role, election_id, area_id)
        select row_number() over (order by id) + 1, 'coordinator', 1, id from area where level < 4;
    insert into check_in (person_id, station_id, at, flags, receipt)
        select id + 1, id, '2024-02-14 06:30+07', '[]', 'H' || id from station where id % 2 = 0;
    set session_replication_role = replica;
    delete from station_result where station_id % 2 = 1;
    delete from revision where report_id in (select id from report where station_id % 2 = 1);
    delete from report where station_id % 2 = 1;
    set session_replication_role = origin;
    update area set timezone = 'Asia/Jakarta';
    """
    print("  ... witnesses and leaders", file=sys.stderr)
    await connection.execute(statements)
    await connection.execute("vacuum analyze")


async def _tick(database: Database, what: str, at: datetime) -> None:
    """The job at one hour, as often as it has something left; each run is a transaction."""
    used, walls, written = time.process_time(), list[float](), 0
    while True:
        async with database.transaction() as tx:
            before = await _count(tx)
            began = time.perf_counter()
            await attendance.watch(tx, Settings(), at)
            walls.append(time.perf_counter() - began)
            new = await _count(tx) - before
        written += new
        if not new:
            break
    own = time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(
        f"  {what}: {sum(walls):.2f} s in {len(walls)} runs, the longest {max(walls):.2f} s "
        f"({own:.2f} s of ours), {written:,} notices, peak {peak:.2f} GB",
        flush=True,
    )


async def _count(tx: Transaction) -> int:
    found = await tx.exec_driver_sql("select count(*) from notice")
    return int(found.scalar() or 0)


if __name__ == "__main__":
    main()

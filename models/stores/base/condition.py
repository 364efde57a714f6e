"""How the database is, and how much this installation holds: for `saksi doctor`, `saksi status`."""

from dataclasses import dataclass

from sqlalchemy import text

from models.stores.base.database import Database
from models.stores.base.vital_signs import vital_signs

_SEEN = text("""
select current_setting('server_version') as version,
       (select version_num from alembic_version) as schema,
       extract(epoch from clock_timestamp())::float as now
""")
_HELD = text("""
select (select count(*) from station where active)::int as stations,
       (select count(distinct person_id) from mandate where active)::int as witnesses,
       (select count(*) from report where withdrawn_at is null)::int as reports
""")


@dataclass(frozen=True, slots=True)
class Seen:
    """The server's version, the schema, and by how many seconds its clock is ahead of ours."""

    version: str
    schema: str
    ahead: float


@dataclass(frozen=True, slots=True)
class Held:
    """How much is here and how much waits, as the page of operations and /metrics count it;
    `leads`: duties that a running process has now."""

    stations: int
    witnesses: int
    reports: int
    to_handle: int
    to_send: int
    photos_to_read: int
    set_aside: int
    leads: tuple[str, ...]


async def of_database(database: Database, now: float) -> Seen:
    """What the server says of itself; `now` by our own clock, in seconds since 1970."""
    async with database.transaction() as tx:
        row = (await tx.execute(_SEEN)).one()
    return Seen(row.version.split()[0], row.schema, row.now - now)


async def held(database: Database) -> Held:
    """What this installation holds at this moment."""
    async with database.transaction() as tx:
        stations, witnesses, reports = (await tx.execute(_HELD)).one()
        now = await vital_signs(tx)
    waiting = {one.name: one.waiting for one in now.queues}
    to_send = waiting["answers"] + waiting["broadcasts"]
    queued = (waiting["inbox"], to_send, waiting["photos"], now.set_aside)
    return Held(stations, witnesses, reports, *queued, tuple(one.name for one in now.duties))

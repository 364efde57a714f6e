"""Writes batches of hashed voters by COPY and one statement each; a batch is all or nothing."""

from collections.abc import Sequence
from io import BytesIO
from itertools import starmap

from sqlalchemy import text

from models.registers.register_row import Entry
from models.stores.base.database import Transaction

_STAGE = text("""
create temp table voter_new (line int, person uuid, fact uuid, station_id int, status smallint)
on commit drop
""")
_KNOWN = text("""
select count(*) as known,
       count(*) filter (where (v.fact, v.station_id, v.status)
                              is distinct from (n.fact, n.station_id, n.status)) as changed
from (select distinct on (person) * from voter_new order by person, line) n
join voter v on v.election_id = :election and v.person = n.person and v.import_id <> :import
""")
_PUT_WHOLE = text("""
insert into voter (election_id, person, fact, station_id, import_id, status, people, layer)
select cast(:election as smallint), person, fact, station_id, cast(:import as smallint), status, 1,
       cast(:layer as smallint)
from (select distinct on (person) * from voter_new order by person, line) first
on conflict (election_id, person) do update
set fact = excluded.fact, station_id = excluded.station_id, status = excluded.status,
    import_id = excluded.import_id, layer = excluded.layer
where voter.import_id <> excluded.import_id
""")
_PUT_MASKED = text("""
insert into voter (election_id, person, fact, station_id, import_id, status, people, layer)
select cast(:election as smallint), person, min(fact::text)::uuid, min(station_id),
       cast(:import as smallint), min(status), count(*), cast(:layer as smallint)
from voter_new group by person order by person
on conflict (election_id, person) do update
set station_id = excluded.station_id, status = excluded.status, layer = excluded.layer,
    people = excluded.people
             + case when voter.import_id = excluded.import_id then voter.people else 0 end,
    import_id = excluded.import_id
""")


async def put_batch(
    tx: Transaction,
    batch: Sequence[tuple[int, Entry]],
    election_id: int,
    import_id: int,
    *,
    layer: int,
    masked: bool,
    fresh: bool,
) -> tuple[int, int, int]:
    """Write entries with their lines; returns how many were added, changed, and twice in the file.

    Whole NIKs: the first of equal ones counts. Masked: equal ones are several people.
    `fresh`: the election has no voters of other files.
    """
    await tx.execute(_STAGE)
    raw = await tx.get_raw_connection()
    assert raw.driver_connection is not None
    lines = BytesIO("".join(starmap(_line, batch)).encode())
    await raw.driver_connection.copy_to_table("voter_new", source=lines)
    values = {"election": election_id, "import": import_id}
    known, changed = (0, 0) if fresh else (await tx.execute(_KNOWN, values)).one()
    put = _PUT_MASKED if masked else _PUT_WHOLE
    written = (await tx.execute(put, {**values, "layer": layer})).rowcount
    twice = 0 if masked else len(batch) - written
    return written - known, changed, twice


def _line(line: int, one: Entry) -> str:
    """In COPY's text format, which is twice as fast as its values one by one."""
    return f"{line}\t{one.person.hex()}\t{one.fact.hex()}\t{one.station_id}\t{one.status:d}\n"

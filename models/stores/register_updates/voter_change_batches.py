"""Accepted changes of the register applied in batches, and batches taken back."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.errors import NotFound
from models.rules.voter_change import ADDS, TMS, Change
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.tables import StationRow
from models.voter_keys import VoterKeys

_NEXT_BATCH = text("select coalesce(max(batch), 0) + 1 from voter_change")


_TO_APPLY = text("""
select id, kind, person, fact, layer, station_id from voter_change
where election_id = :election and status = 'accepted' order by id for update
""")


_TAKE = text("""
with gone as (
    delete from voter where election_id = :election and person = any(:people) returning *
)
insert into voter_removed (batch, election_id, person, fact, station_id, import_id, status, people,
                           layer)
select :batch, election_id, person, fact, station_id, import_id, status, people, layer from gone
""")


_ADD = text("""
insert into voter (election_id, person, fact, station_id, import_id, status, people, layer)
values (:election, :person, :fact, :station, :import, 0, 1, :layer)
on conflict (election_id, person) do nothing
""")


_TAKE_OUT = text("""
delete from voter where import_id = :import
  and election_id = (select min(election_id) from voter_change where batch = :batch)
""")


_STATION = select(col(StationRow.id)).where(
    col(StationRow.election_id) == bindparam("election"), col(StationRow.code) == bindparam("code")
)


_APPLIED = text("update voter_change set status = 'applied', batch = :batch where id = any(:ids)")


_PUT_BACK = text("""
with back as (delete from voter_removed where batch = :batch returning *)
insert into voter (election_id, person, fact, station_id, import_id, status, people, layer)
select election_id, person, fact, station_id, import_id, status, people, layer from back
on conflict do nothing
""")


_UNDONE = text("""
update voter_change set status = 'accepted', batch = null where batch = :batch returning id
""")


@dataclass(frozen=True, slots=True)
class _Accepted:
    """A report that is to be applied; its hashes have `layer` layers of keys."""

    id: int
    kind: str
    person: UUID | None
    fact: UUID | None
    layer: int
    station_id: int | None


@dataclass(frozen=True, slots=True)
class Applied:
    """A batch: its number, how many reports, and voters that it took out and added."""

    batch: int
    reports: int
    removed: int
    added: int


async def apply(tx: Transaction, keys: VoterKeys, election_id: int) -> Applied:
    """Apply what is accepted as one batch.

    Who has a TMS code leaves the register. Who is new is added where the report has a NIK and a
    first name and its acceptance a station; the others come with the next import.
    """
    found = await tx.execute(_TO_APPLY, {"election": election_id})
    rows = [_Accepted(*row) for row in found]
    batch = int(await tx.scalar(_NEXT_BATCH) or 1)
    people = [
        UUID(bytes=keys.wrap(row.person.bytes, inside=row.layer))
        for row in rows
        if row.person is not None and Change(row.kind) in TMS
    ]
    taken = {"election": election_id, "people": people, "batch": batch}
    gone = (await tx.execute(_TAKE, taken)).rowcount
    added = 0
    for row in rows:
        voter = _voter(keys, election_id, batch, row) if Change(row.kind) in ADDS else None
        if voter is not None:
            added += (await tx.execute(_ADD, voter)).rowcount
    await tx.execute(_APPLIED, {"batch": batch, "ids": [row.id for row in rows]})
    data = {"reports": len(rows), "voters": gone, "added": added}
    await note(tx, "operator", "voter changes applied", f"voter_batch:{batch}", data)
    return Applied(batch, len(rows), gone, added)


def _voter(
    keys: VoterKeys, election_id: int, batch: int, row: _Accepted
) -> dict[str, object] | None:
    """A new voter's row, None where the report says too little.

    The negative import names the batch that it may be taken back with.
    """
    if row.person is None or row.fact is None or not row.station_id:
        return None
    return {
        "election": election_id,
        "person": UUID(bytes=keys.wrap(row.person.bytes, inside=row.layer)),
        "fact": UUID(bytes=keys.wrap(row.fact.bytes, inside=row.layer)),
        "station": row.station_id,
        "import": -batch,
        "layer": keys.layers,
    }


async def undo(tx: Transaction, batch: int) -> int:
    """Take a batch back: who was added goes, who was taken out stands in the register again.

    Returns how many stand there again. Raises NotFound.
    """
    out = (await tx.execute(_TAKE_OUT, {"import": -batch, "batch": batch})).rowcount
    reports = (await tx.execute(_UNDONE, {"batch": batch})).all()
    if not reports:
        raise NotFound("no such batch", batch=batch)
    back = (await tx.execute(_PUT_BACK, {"batch": batch})).rowcount
    data = {"voters": back, "taken out": out}
    await note(tx, "operator", "voter changes undone", f"voter_batch:{batch}", data)
    return back

"""Rotates the voters' key: wraps every stored hash once more, in batches; no NIK is needed."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.stores.base.audit import note
from models.stores.base.database import Database, Transaction
from models.tables import VoterAskRow
from models.voter_keys import VoterKeys

BATCH = 20_000

_VOTERS = text("""
select election_id, person, fact, layer from voter
where (election_id, person) > (:election, :after) and layer < :layers
order by election_id, person limit :many for update
""")
_WRAP_VOTERS = text("""
update voter v set person = n.person, fact = n.fact, layer = :layers
from unnest(cast(:elections as smallint[]), cast(:old as uuid[]), cast(:person as uuid[]),
            cast(:fact as uuid[])) as n (election_id, old, person, fact)
where v.election_id = n.election_id and v.person = n.old
""")
_ASKS = (
    select(col(VoterAskRow.id), col(VoterAskRow.person), col(VoterAskRow.layer))
    .where(col(VoterAskRow.layer) < bindparam("layers"))
    .limit(bindparam("many"))
    .with_for_update()
)
_WRAP_ASKS = text("""
update voter_ask a set person = n.person, layer = :layers
from unnest(cast(:ids as bigint[]), cast(:person as uuid[])) as n (id, person) where a.id = n.id
""")


@dataclass(frozen=True, slots=True)
class _Wrapped:
    """A voter's keyed hashes with so many layers of keys around them."""

    election_id: int
    person: UUID
    fact: UUID
    layer: int


async def rotate(
    database: Database, keys: VoterKeys, progress: Callable[[int], None] = lambda rows: None
) -> int:
    """Wrap what has fewer layers than the settings have keys; returns how many voters.

    Questions are answered meanwhile: a look-up tries every layer. A killed rotation goes on.
    """
    voters, asks, after = 0, 0, (-1, UUID(int=0))
    while True:
        async with database.transaction() as tx:
            rows = await _voters(tx, keys, after)
        if not rows:
            break
        after = (rows[-1].election_id, rows[-1].person)
        voters += len(rows)
        progress(voters)
    while True:
        async with database.transaction() as tx:
            done = await _asks(tx, keys)
            asks += done
            if not done:
                data = {"voters": voters, "questions": asks, "layers": keys.layers}
                await note(tx, "operator", "voter keys rotated", "voter", data)
                return voters


async def _voters(tx: Transaction, keys: VoterKeys, after: tuple[int, UUID]) -> list[_Wrapped]:
    """Wrap the next voters in the order of their old hashes; those rows."""
    place = {"election": after[0], "after": after[1], "many": BATCH}
    found = await tx.execute(_VOTERS, {"layers": keys.layers, **place})
    rows = [_Wrapped(*row) for row in found]
    values = {
        "layers": keys.layers,
        "elections": [row.election_id for row in rows],
        "old": [row.person for row in rows],
        "person": [_wrapped(keys, row.person, row.layer) for row in rows],
        "fact": [_wrapped(keys, row.fact, row.layer) for row in rows],
    }
    if rows:
        await tx.execute(_WRAP_VOTERS, values)
    return rows


async def _asks(tx: Transaction, keys: VoterKeys) -> int:
    rows = (await tx.execute(_ASKS, {"layers": keys.layers, "many": BATCH})).all()
    if rows:
        person = [_wrapped(keys, row.person, row.layer) for row in rows]
        ids = [row.id for row in rows]
        await tx.execute(_WRAP_ASKS, {"layers": keys.layers, "ids": ids, "person": person})
    return len(rows)


def _wrapped(keys: VoterKeys, stored: UUID, layer: int) -> UUID:
    return UUID(bytes=keys.wrap(stored.bytes, inside=layer))

"""Who asked what, for the data protection officer: streamed rows without any NIK."""

from collections.abc import AsyncIterator

from sqlalchemy import text

from models.stores.base.database import Transaction

COLUMNS = ("at", "election", "contact", "channel", "sender", "outcome", "nik_hash")

_LOG = text("""
select a.at, e.code as election, a.contact_id as contact, c.channel, c.sender, a.outcome,
       a.person as nik_hash
from voter_ask a join election e on e.id = a.election_id
left join contact c on c.id = a.contact_id
where cast(:election as smallint) is null or a.election_id = :election
order by a.at, a.id
""")


async def rows(
    tx: Transaction, election_id: int | None, *, senders: bool
) -> AsyncIterator[tuple[object, ...]]:
    """The rows in the order of time; `senders`: with the channel's own id of who asked."""
    found = await tx.stream(_LOG, {"election": election_id})
    async for row in found:
        told = row._asdict() | {"at": row.at.isoformat(), "nik_hash": row.nik_hash.hex}
        yield tuple(told[name] if name != "sender" or senders else "" for name in COLUMNS)

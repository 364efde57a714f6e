"""The audit log: notes of who did what, sealed in a chain of hashes that anybody can check.

The chain, for a check without Saksi: an entry's bytes are its JSON object {action, actor, at,
data, id, inbox_id, subject} with sorted keys, no spaces, UTF-8, `at` in UTC with microseconds.
hash(entry) = SHA-256(hash before + bytes), where the hash before a block's first entry is the
hash of the block before (32 zero bytes at the start). hash(block) = SHA-256(hash of its last
entry + the bytes of {entries, number, sealed_at}). The signature of a block is Ed25519 over
"saksi head 1\\n", the number in decimal, "\\n" and the block's hash, by the installation's key.

Entries of the actor "database" hold the sums of rows that were stored, by triggers of the tables
(models/stores/audit/covered.py); whoever writes a row, the log says it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import Row, bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from models.stores.base import leases
from models.stores.base.database import Transaction

START = bytes(32)
"""What stands before the first block."""
DUTY = "audit"
_MANY = 5_000
DATABASE = "database"
"""The actor of entries that triggers wrote: sums of rows, and who wrote them is said elsewhere."""

Sign = Callable[[bytes], bytes]
"""Signs a block's head with a key that is not in the database."""

_NOTE = text("""
insert into audit_entry (actor, action, subject, data, inbox_id)
values (:actor, :action, :subject, :data, :inbox_id)
""").bindparams(bindparam("data", type_=JSONB))
_OPEN = text("""
select id, at, actor, action, subject, data, inbox_id from audit_entry
where block is null and xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
order by id limit :many
""")
_LAST = text("select number, hash from audit_block order by number desc limit 1")
_BLOCK = text("""
insert into audit_block (number, previous, hash, entries, sealed_at, signature)
values (:number, :previous, :hash, :entries, :sealed_at, :signature)
""")
_SEAL = text("""
update audit_entry set block = :number, hash = sealed.hash
from unnest(cast(:ids as bigint[]), cast(:hashes as bytea[])) sealed (id, hash)
where audit_entry.id = sealed.id
""")


async def note(
    tx: Transaction,
    actor: str,
    action: str,
    subject: str,
    data: Mapping[str, Any] | None = None,
    inbox_id: int | None = None,
) -> None:
    """Add an entry: actor ("person:12"), action ("report.submit"), subject ("report:55").

    It is sealed within a second of the commit. `data` is JSON without personal data.
    """
    values = {"actor": actor, "action": action, "subject": subject}
    await tx.execute(_NOTE, {**values, "data": dict(data or {}), "inbox_id": inbox_id})


async def seal(
    tx: Transaction, owner: str = "linker", seconds: float = 10, sign: Sign | None = None
) -> int:
    """Seal what is committed and open, as the one linker; how many entries were sealed.

    Reads below pg_snapshot_xmin: no transaction that still runs can add an entry behind them.
    """
    if not await leases.take(tx, DUTY, owner, seconds):
        return 0
    entries = (await tx.execute(_OPEN, {"many": _MANY})).all()
    if not entries:
        return 0
    last = (await tx.execute(_LAST)).first()
    number, previous = (last.number + 1, last.hash) if last else (1, START)
    hashes, so_far = [], previous
    for entry in entries:
        so_far = link(so_far, entry)
        hashes.append(so_far)
    sealed_at = datetime.now(UTC)
    count = len(entries)
    hash_ = close(so_far, number=number, entries=count, sealed_at=sealed_at)
    block = {
        "number": number,
        "previous": previous,
        "hash": hash_,
        "entries": count,
        "sealed_at": sealed_at,
        "signature": sign(head_bytes(number, hash_)) if sign else None,
    }
    await tx.execute(_BLOCK, block)
    ids = [entry.id for entry in entries]
    await tx.execute(_SEAL, {"number": number, "ids": ids, "hashes": hashes})
    return count


def canonical(document: Mapping[str, object]) -> bytes:
    """The one way to write a JSON object as bytes."""
    text = json.dumps(
        document, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_moment
    )
    return text.encode()


def link(before: bytes, entry: Row[Any]) -> bytes:
    """The hash of an entry behind the one before it."""
    fields = ("action", "actor", "at", "data", "id", "inbox_id", "subject")
    return sha256(before + canonical({name: getattr(entry, name) for name in fields})).digest()


def close(last: bytes, *, number: int, entries: int, sealed_at: datetime) -> bytes:
    """The hash of a block whose last entry has the hash `last`."""
    head = {"number": number, "entries": entries, "sealed_at": sealed_at}
    return sha256(last + canonical(head)).digest()


def head_bytes(number: int, hash_: bytes) -> bytes:
    """What is signed of a block."""
    return b"saksi head 1\n%d\n" % number + hash_


def _moment(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    raise TypeError(type(value).__name__)

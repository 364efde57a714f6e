"""Walk the sealed audit log and what it vouches for; find the first thing that does not hold.

First the chain of blocks and its signatures, then the heads that went out, then every row that is
under the seal, then what was made of the rows: the results that count and the recap.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Row, text

from models.stores.audit import results_check, rows_check
from models.stores.base.audit import START, close, head_bytes, link
from models.stores.base.database import Transaction

_ONE_MOMENT = text("set transaction isolation level repeatable read")
_BLOCKS = text(
    "select number, previous, hash, entries, sealed_at, signature from audit_block "
    "where number > :after order by number limit 20"
)
_ENTRIES = text("""
select id, at, actor, action, subject, data, inbox_id, block, hash from audit_entry
where block between :first and :last order by block, id
""")
_STRAY = text("""
select e.id, e.block from audit_entry e left join audit_block b on b.number = e.block
where e.block is not null and b.number is null order by e.block, e.id limit 1
""")


@dataclass(frozen=True, slots=True)
class Head:
    """A block's hash that was written down elsewhere; `number` None where only the hash was."""

    hash: bytes
    number: int | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What `verify` found: how much holds, the head to write down, the first break if any.

    `what`: the row that does not hold, as the log names it ("revision:55"). `mandates_since`: when
    mandates and roles of before came under the seal; None where all were there from the start.
    """

    blocks: int
    entries: int
    head: bytes
    rows: int = 0
    results: int = 0
    files: int = 0
    broken: str | None = None
    block: int | None = None
    entry: int | None = None
    what: str | None = None
    mandates_since: datetime | None = None


class _Break(Exception):
    def __init__(self, reason: str, block: int, entry: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.block, self.entry = reason, block, entry


async def verify(tx: Transaction, key: bytes | None = None, heads: Sequence[Head] = ()) -> Verdict:
    """Check the log, and everything in the database that it vouches for, as of one moment.

    `key`: the public key of the installation; without it signatures are not looked at. `heads`:
    what went out of the database earlier. Nothing may be done in the transaction before.
    """
    await tx.execute(_ONE_MOMENT)
    verdict = await _chain(tx, key, heads)
    if verdict.broken is not None:
        return verdict
    rows, broken = await rows_check.check(tx)
    since = await rows_check.mandates_since(tx)
    verdict = replace(verdict, rows=rows, mandates_since=since)
    if broken is None:
        results, broken = await results_check.check(tx)
        verdict = replace(verdict, results=results)
    if broken is None:
        return verdict
    return replace(verdict, broken=broken.reason, what=broken.what, entry=broken.entry)


async def _chain(tx: Transaction, key: bytes | None, heads: Sequence[Head]) -> Verdict:
    """The blocks from the first to the last."""
    walk = _Walk(key, heads)
    try:
        while page := (await tx.execute(_BLOCKS, {"after": walk.blocks})).all():
            span = {"first": page[0].number, "last": page[-1].number}
            rows: dict[int, list[Row[tuple[object, ...]]]] = {}
            for row in await tx.execute(_ENTRIES, span):
                rows.setdefault(row.block, []).append(row)
            for block in page:
                walk.block(block, rows.get(block.number, []))
        stray = (await tx.execute(_STRAY)).first()
        if stray is not None:
            raise _Break("its block is missing", stray.block, stray.id)
        walk.end()
    except _Break as broken:
        return Verdict(
            walk.blocks,
            walk.entries,
            walk.head,
            broken=broken.reason,
            block=broken.block,
            entry=broken.entry,
        )
    return Verdict(walk.blocks, walk.entries, walk.head)


class _Walk:
    """How far the walk has come; raises _Break at the first thing that does not hold."""

    def __init__(self, key: bytes | None, heads: Sequence[Head]) -> None:
        self._key = None if key is None else Ed25519PublicKey.from_public_bytes(key)
        self._told = {head.number: head.hash for head in heads if head.number is not None}
        self._alone = {head.hash for head in heads if head.number is None}
        self.blocks, self.entries, self.head, self._signed = 0, 0, START, False

    def block(self, block: Row[tuple[object, ...]], rows: list[Row[tuple[object, ...]]]) -> None:
        """One block more."""
        self.head = _checked(block, self.blocks + 1, self.head, rows)
        self.blocks, self.entries = block.number, self.entries + block.entries
        self._alone.discard(self.head)
        if self._told.get(self.blocks, self.head) != self.head:
            raise _Break("it is not the block whose head went out", self.blocks)
        if self._key is not None and (block.signature is not None or self._signed):
            self._sign(block)

    def _sign(self, block: Row[tuple[object, ...]]) -> None:
        self._signed = True
        assert self._key is not None
        try:
            self._key.verify(block.signature or b"", head_bytes(block.number, block.hash))
        except InvalidSignature:
            raise _Break("it is not signed by this installation", block.number) from None

    def end(self) -> None:
        """After the last block: all heads that went out were met, and the last one is signed."""
        if late := [number for number in self._told if number > self.blocks]:
            raise _Break("blocks whose heads went out were cut off", min(late))
        if self._alone:
            raise _Break("no block has the head that you gave: cut off, or made anew", self.blocks)
        if self._key is not None and self.blocks and not self._signed:
            raise _Break("it is not signed by this installation", self.blocks)


def _checked(
    block: Row[tuple[object, ...]],
    number: int,
    head: bytes,
    rows: list[Row[tuple[object, ...]]],
) -> bytes:
    """The block's hash when everything in it holds."""
    if block.number != number:
        raise _Break("a block is missing", number)
    if block.previous != head:
        raise _Break("it does not follow the block before", number)
    so_far = head
    for row in rows:
        so_far = link(so_far, row)
        if row.hash != so_far:
            raise _Break("it or one before it was changed or removed", number, row.id)
    if len(rows) != block.entries:
        raise _Break(f"{block.entries} entries were sealed, {len(rows)} are there", number)
    made = close(so_far, number=number, entries=block.entries, sealed_at=block.sealed_at)
    if block.hash != made:
        raise _Break("its hash is not that of its entries", number)
    return made

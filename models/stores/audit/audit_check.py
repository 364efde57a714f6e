"""Walk the sealed audit log from its start and find the first thing that does not hold."""

from sqlalchemy import Row, text

from models.stores.base.audit import START, Verdict, close, link
from models.stores.base.session import Session

_BLOCKS = text(
    "select number, previous, hash, entries, sealed_at from audit_block "
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


class _Break(Exception):
    def __init__(self, reason: str, block: int, entry: int | None = None) -> None:
        super().__init__(reason)
        self.reason, self.block, self.entry = reason, block, entry


async def verify(session: Session) -> Verdict:
    """Check the whole chain; the verdict names the first broken block or entry.

    Whoever could rewrite the whole database could also build a new chain: keep the head
    (`verdict.head`) outside of it from time to time, on paper or in a message.
    """
    blocks, entries, head = 0, 0, START
    try:
        while page := (await session.execute(_BLOCKS, {"after": blocks})).all():
            span = {"first": page[0].number, "last": page[-1].number}
            rows: dict[int, list[Row[tuple[object, ...]]]] = {}
            for row in await session.execute(_ENTRIES, span):
                rows.setdefault(row.block, []).append(row)
            for block in page:
                head = _checked(block, blocks + 1, head, rows.get(block.number, []))
                blocks, entries = block.number, entries + block.entries
        stray = (await session.execute(_STRAY)).first()
        if stray is not None:
            raise _Break("its block is missing", stray.block, stray.id)
    except _Break as broken:
        return Verdict(blocks, entries, head, broken.reason, broken.block, broken.entry)
    return Verdict(blocks, entries, head)


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

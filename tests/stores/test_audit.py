"""The sealed audit log: whatever is changed, removed or moved in it is found."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.stores.audit.audit_check import verify
from models.stores.base import audit, leases
from models.stores.base.database import Database
from tests.attacks.behind import behind_the_back
from tests.stores.quiet import quiet


async def write(database: Database, count: int, first: int = 0) -> None:
    async with database.transaction() as tx:
        for number in range(first, first + count):
            data = {"number": number, "name": "Yogyakarta é", "share": 0.5}
            await audit.note(tx, "person:1", "test.write", f"thing:{number}", data, number)


async def seal(database: Database, owner: str = "linker") -> int:
    async with database.transaction() as tx:
        return await audit.seal(tx, owner)


async def test_an_untouched_log_holds_and_has_a_head(database: Database) -> None:
    async with database.transaction() as tx:
        empty = await verify(tx)
    assert (empty.blocks, empty.entries, empty.broken) == (0, 0, None)
    for block in range(3):
        await write(database, 4, block * 4)
        await quiet(database)
        assert await seal(database) == 4
    async with database.transaction() as tx:
        verdict = await verify(tx)
    assert (verdict.blocks, verdict.entries, verdict.broken) == (3, 12, None)
    assert len(verdict.head) == 32


@pytest.mark.parametrize(
    ("harm", "block", "entry"),
    [
        ("update audit_entry set actor = 'person:2' where id = 6", 2, 6),
        ("update audit_entry set action = 'x' where id = 6", 2, 6),
        ("update audit_entry set subject = 'x' where id = 6", 2, 6),
        ("update audit_entry set data = data || '{\"share\": 0.6}' where id = 6", 2, 6),
        ("update audit_entry set inbox_id = null where id = 6", 2, 6),
        ("update audit_entry set at = at + interval '1 microsecond' where id = 6", 2, 6),
        ("update audit_entry set hash = null where id = 6", 2, 6),
        ("update audit_entry set id = id + 100 where id = 6", 2, 7),
        ("delete from audit_entry where id = 6", 2, 7),
        ("delete from audit_entry where id = 8", 2, None),
        ("delete from audit_entry where block = 2", 2, None),
        ("update audit_entry set block = 3 where id = 8", 2, None),
        ("update audit_entry set block = null where id = 12", 3, None),
        ("update audit_entry set id = 13 - id + 1000 where block = 1", 1, 1009),
        ("delete from audit_block where number = 2", 2, None),
        ("delete from audit_block where number = 3", 3, 9),
        ("update audit_block set sealed_at = now() where number = 2", 2, None),
        ("update audit_block set previous = hash where number = 1", 1, None),
        ("update audit_block set hash = previous where number = 3", 3, None),
    ],
)  # fmt: skip
async def test_harm_is_found_where_it_was_done(
    database: Database, harm: str, block: int, entry: int | None
) -> None:
    for number in range(3):
        await write(database, 4, number * 4)
        await quiet(database)
        await seal(database)
    with pytest.raises(IntegrityError, match="are kept as they are"):
        async with database.transaction() as tx:
            await tx.execute(text(harm))
    async with database.transaction() as tx:
        await behind_the_back(tx)
        await tx.execute(text(harm))
    async with database.transaction() as tx:
        verdict = await verify(tx)
    assert verdict.broken
    assert (verdict.block, verdict.entry) == (block, entry)


async def test_an_entry_of_a_slower_transaction_is_never_passed_by(database: Database) -> None:
    async with database.engine.connect() as slow:
        await slow.begin()
        await audit.note(slow, "person:1", "slow", "thing")
        await write(database, 2)
        assert await seal(database) == 0
        await slow.commit()
    await quiet(database)
    assert await seal(database) == 3


async def test_two_linkers_at_once_make_one_chain(database: Database) -> None:
    async def writer(first: int) -> None:
        for number in range(5):
            await write(database, 2, first + number)

    async def linker(name: str) -> int:
        sealed = 0
        for _ in range(10):
            async with database.transaction() as tx:
                sealed += await audit.seal(tx, name, seconds=0)
        return sealed

    sealed = await asyncio.gather(linker("a"), linker("b"), writer(0), writer(100))
    await quiet(database)
    rest = await seal(database, "c")
    async with database.transaction() as tx:
        verdict = await verify(tx)
    assert (verdict.entries, verdict.broken) == (20, None)
    assert sum(filter(None, sealed[:2])) + rest == 20


async def test_a_lease_has_one_owner_until_it_runs_out_or_is_given_back(
    database: Database,
) -> None:
    async def take(owner: str, seconds: float = 60) -> bool:
        async with database.transaction() as tx:
            return await leases.take(tx, "fold", owner, seconds)

    assert await take("a")
    assert await take("a")
    assert not await take("b")
    async with database.transaction() as tx:
        await leases.give_back(tx, "fold", "b")
        await leases.give_back(tx, "fold", "a")
    assert await take("b", 0.01)
    await asyncio.sleep(0.02)
    assert await take("a")


async def test_a_lease_is_nobody_elses_while_its_transaction_runs(database: Database) -> None:
    async with database.transaction() as first:
        assert await leases.take(first, "fold", "a", 0)
    async with database.transaction() as one:
        assert await leases.take(one, "fold", "a", 0)
        await asyncio.sleep(0.01)
        async with database.transaction() as two:
            assert not await leases.take(two, "fold", "b", 60)

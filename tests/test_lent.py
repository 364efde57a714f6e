"""A lent database is given on as it was made, whatever was done with it, or not at all."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from functools import partial

import asyncpg
import pytest
from sqlalchemy.engine import make_url

from models.stores.base.database import driver_url
from models.stores.base.wake import plain_url
from tests.database import TINY, created
from tests.lent import give_up, lend

Borrow = Callable[[], AbstractContextManager[str]]
ROWS = """select format('select %L, (select jsonb_agg(r order by r) from
    (select to_jsonb(t) r from public.%I t) x)', relname, relname)
    from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname"""
STEPS = """select relname, pg_get_sequence_data(oid)::text from pg_class
    where relkind = 'S' and relnamespace = 'public'::regnamespace order by 1"""
NEW = """insert into person (name, language, active) values ('Siti', 'id', true) returning id"""
LEFT = """insert into event (id, channel, account, payload) values
    (gen_random_uuid(), 'x', 'x', convert_to('{"text":"9999990202900002"}', 'UTF8'))"""


@pytest.fixture
def borrow(tiny_template_url: str, request: pytest.FixtureRequest) -> Iterator[Borrow]:
    """Lends the same database again and again, to this test alone."""
    alone = request.node.name
    yield lambda: lend(alone, partial(created, tiny_template_url, TINY))
    give_up(alone)


def name(url: str) -> str:
    """The database of an address."""
    return str(make_url(url).database)


async def everything(url: str) -> list[object]:
    """All rows of all tables, and the last number of each sequence."""
    connection = await asyncpg.connect(plain_url(url))
    tables = [await connection.fetchrow(one["format"]) for one in await connection.fetch(ROWS)]
    steps = await connection.fetch(STEPS)
    await connection.close()
    return [*map(tuple, filter(None, tables)), *map(tuple, steps)]


@pytest.mark.parametrize(
    "done",
    [
        NEW,
        "update station set voters = voters + 1",
        "update station set voters = voters where code = (select min(code) from station)",
        "delete from contest_area where area_id = (select min(area_id) from contest_area)",
        "delete from contest_area",
        "select nextval(pg_get_serial_sequence('station', 'id'))",
        "alter table person alter column id restart with 5000",
        f"{NEW}; delete from person",
    ],
)
async def test_rows_and_numbers_are_those_of_before(borrow: Borrow, done: str) -> None:
    with borrow() as first:
        before = await everything(first)
        connection = await asyncpg.connect(plain_url(first))
        for _ in range(2):
            await connection.execute(done)
        changed = await everything(first)
        await connection.close()
    with borrow() as second:
        assert name(second) == name(first)
        assert await everything(second) == before
    assert changed != before or "voters = voters where" in done


@pytest.mark.parametrize(
    "done",
    [
        "create table left_over (visit int)",
        "alter table person add column left_over int",
        "alter table person alter column name drop not null",
        "drop trigger audit_entry_fixed on audit_entry",
        "alter table audit_entry disable trigger all",
        "create or replace function saksi_refuse() returns trigger language plpgsql "
        "as $$ begin return new; end $$",
        "grant select on person to public",
        "drop table incident cascade",
    ],
)
async def test_one_whose_shape_was_changed_is_lent_to_nobody(borrow: Borrow, done: str) -> None:
    with borrow() as first:
        connection = await asyncpg.connect(plain_url(first))
        await connection.execute(done)
        await connection.close()
    with borrow() as second:
        assert name(second) != name(first)


async def test_whoever_is_left_from_before_is_cut_off_with_what_was_begun(borrow: Borrow) -> None:
    with borrow() as first:
        left = await asyncpg.connect(plain_url(first))
        await left.execute(f"begin; {NEW}")
    with borrow() as second:
        assert name(second) == name(first)
        with pytest.raises((asyncpg.PostgresError, asyncpg.InterfaceError, OSError)):
            await left.execute("commit")
        connection = await asyncpg.connect(plain_url(second))
        assert await connection.fetchval("select count(*) from person") == 0
        await connection.close()


async def test_the_address_is_another_each_time(borrow: Borrow) -> None:
    """What the product keeps by address is not taken for that of the next test."""
    addresses = []
    for _ in range(5):
        with borrow() as url:
            addresses.append(driver_url(url))
            connection = await asyncpg.connect(plain_url(url))
            await connection.close()
    assert len(set(addresses)) == 5
    assert len({one.database for one in addresses}) == 1


async def test_two_at_once_are_two(borrow: Borrow) -> None:
    with borrow() as one, borrow() as other:
        assert name(one) != name(other)


async def test_a_number_that_is_left_fails_the_test_that_left_it(borrow: Borrow) -> None:
    lent = borrow()
    connection = await asyncpg.connect(plain_url(lent.__enter__()))
    await connection.execute(LEFT)
    await connection.close()
    with pytest.raises(AssertionError, match="identity numbers are left in"):
        lent.__exit__(None, None, None)

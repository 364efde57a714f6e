"""The application's role owns nothing: it can change neither what is kept nor its triggers."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import ProgrammingError

from api.processes.place import addresses
from models.settings import Settings
from models.stores.audit.audit_check import verify
from models.stores.base import audit
from models.stores.base.database import Database
from models.stores.base.grants import APPLICATION
from models.stores.base.migrate import migrate
from models.stores.recap import rebuild
from models.values import Ballot
from tests.cases.desk import STATION, Desk, open_desk
from tests.stores.quiet import quiet


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    """An installation whose every part speaks as the application's role."""
    await asyncio.to_thread(migrate, database_url, APPLICATION)
    async with open_desk(database_url.replace("saksi@", f"{APPLICATION}@"), tmp_path) as desk:
        yield desk


async def a_night(desk: Desk) -> None:
    """Two witnesses differ, one corrects, a photo and a check of the recap."""
    siti, budi = await desk.witness("Bu Siti", 1), await desk.witness("Pak Budi", 2)
    for phone, figures in ((siti, "102 87 3 sah 192"), (budi, "102 78 12 sah 192")):
        await phone.say(f"ppwp {figures} tidak sah 3 jumlah 195")
        assert "Tersimpan" in await phone.say("benar")
    await budi.say("ubah ppwp 2 jadi 87")
    await budi.say("3 jadi 3")
    await desk.photo(siti, STATION, "ppwp")
    await desk.recap()


REFUSED = [
    "update revision set votes = '{1,2,3}'",
    "delete from revision",
    "truncate revision cascade",
    "delete from report",
    "update decision set reason = 'x'",
    "delete from decision",
    "update vote_version set reason = 'x'",
    "delete from photo",
    "delete from event",
    "delete from inbox",
    "delete from audit_entry",
    "update audit_entry set actor = 'person:1'",
    "update audit_block set hash = previous",
    "delete from audit_block",
    "set session_replication_role = replica",
    "alter table revision disable trigger all",
    "alter table revision alter column votes drop not null",
    "drop trigger revision_fixed on revision",
    "drop table decision",
    "create or replace function saksi_refuse() returns trigger language plpgsql as"
    " $$ begin return old; end $$",
    "update alembic_version set version_num = '0001'",
    "create table public.mine (a int)",
    "insert into dress_rehearsal (database_name) values ('saksi?host=elsewhere.example')",
    "update dress_rehearsal set wiped_at = null, database_name = current_database()",
]


@pytest.mark.parametrize("statement", REFUSED)
async def test_the_role_may_not(desk: Desk, statement: str) -> None:
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"):
        await desk.do(statement)


async def test_the_role_may_do_all_that_a_night_needs(desk: Desk) -> None:
    await a_night(desk)
    ((me, owner),) = await desk.rows(
        "select current_user, (select tableowner from pg_tables where tablename = 'revision')"
    )
    assert (me, owner) == (APPLICATION, "saksi")
    async with desk.database.transaction() as tx:
        assert (await rebuild.rebuild(tx, 1, Ballot.PPWP)).wrong == 0
    await quiet(desk.database)
    async with desk.database.transaction() as tx:
        assert await audit.seal(tx)
    async with desk.database.transaction() as tx:
        verdict = await verify(tx)
    assert verdict.broken is None, verdict


def test_the_embedded_database_is_spoken_to_as_the_role(tmp_path: Path) -> None:
    with addresses(Settings(var=tmp_path / "var", database_url=None)) as found:
        migrate(found.owner, found.role)
        assert asyncio.run(_who(found.application)) == APPLICATION
        assert asyncio.run(_who(found.owner)) == "saksi"


def test_elsewhere_the_role_is_the_user_of_the_address() -> None:
    ours, theirs = "postgresql://count@db/saksi", "postgresql://owner@db/saksi"
    with addresses(Settings(database_url=ours, migration_url=theirs)) as found:
        assert (found.owner, found.application, found.role) == (theirs, ours, "count")
    with addresses(Settings(database_url=ours, migration_url=None)) as found:
        assert (found.owner, found.application, found.role) == (ours, ours, None)


async def _who(url: str) -> str:
    database = Database(url)
    try:
        async with database.transaction() as tx:
            return str(await tx.scalar(text("select current_user")))
    finally:
        await database.close()

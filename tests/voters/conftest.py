"""A loaded election and keys for the tests of the register."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from models.registers.register_row import FIRST_NAME
from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection, election
from models.stores.packs.pack_load import load_pack
from models.stores.voters.voter_import import Importer, Report, is_masked
from models.stores.voters.voter_register import Kind
from models.voter_keys import VoterKeys
from tests.database import _TEMPLATE, _database
from tests.packs.tiny import make_tiny_pack
from tests.voters.leaks import dump, numbers_in

KEYS = VoterKeys(Keys(b"the secret key of this test"))
WHOLE = Kind(False, FIRST_NAME, "test")


@pytest.fixture(scope="session")
def tiny_template(template_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a database that holds the made-up election; nobody is connected to it."""
    pack = make_tiny_pack(tmp_path_factory.mktemp("tiny"))

    async def load(url: str) -> None:
        database = Database(url)
        async with database.transaction() as tx:
            await load_pack(tx, pack)
        await database.close()

    with _database(template_url, _TEMPLATE) as url:
        with ThreadPoolExecutor(1) as thread:
            thread.submit(asyncio.run, load(url)).result()
        yield url


@pytest.fixture
def database_url(tiny_template: str) -> Iterator[str]:
    """Address of a database of this test alone, with the made-up election in it.

    Whatever the test did, no identity number may be left in a dump of it.
    """
    name = tiny_template.partition("?")[0].rpartition("/")[2]
    with _database(tiny_template, name) as url:
        yield url
        assert numbers_in(dump(url)) == set()


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def tiny(database: Database) -> LoadedElection:
    async with database.transaction() as tx:
        return await election(tx)


async def import_file(
    database: Database,
    tiny: LoadedElection,
    file: Path,
    *,
    keys: VoterKeys = KEYS,
    fact: str = FIRST_NAME,
) -> Report:
    masked = is_masked(file)
    kind = Kind(masked, "full_name" if masked else fact, "test")
    return await Importer(database, keys, tiny.id, file, kind).run()

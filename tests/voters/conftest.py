"""A loaded election and keys for the tests of the register."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from models.registers.register_row import FIRST_NAME
from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection, election
from models.stores.voters.voter_import import Importer, Report, is_masked
from models.stores.voters.voter_register import Kind
from models.voter_keys import VoterKeys
from tests.database import TINY, fresh_database
from tests.voters.leaks import dump, numbers_in

KEYS = VoterKeys(Keys(b"the secret key of this test"))
WHOLE = Kind(False, FIRST_NAME, "test")


@pytest.fixture
def database_url(tiny_template_url: str) -> Iterator[str]:
    """Address of a database of this test alone, with the made-up election in it.

    Whatever the test did, no identity number may be left in a dump of it.
    """
    with fresh_database(tiny_template_url, TINY) as url:
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

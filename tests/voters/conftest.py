"""A loaded election and keys for the tests of the register."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from models.registers.entry import FIRST_NAME
from models.sealing import Keys
from models.stores.elections import LoadedElection, election
from models.stores.pack_load import load_pack
from models.stores.session import Database
from models.stores.voter_import import Importer, Report, is_masked
from models.stores.voter_register import Kind
from models.voter_keys import VoterKeys
from tests.packs.tiny import make_tiny_pack

KEYS = VoterKeys(Keys(b"the secret key of this test"))
WHOLE = Kind(False, FIRST_NAME, "test")


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    database = Database(database_url)
    yield database
    await database.close()


@pytest.fixture
async def tiny(database: Database, tmp_path: Path) -> LoadedElection:
    async with database.transaction() as session:
        await load_pack(session, make_tiny_pack(tmp_path / "tiny"))
        return await election(session)


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

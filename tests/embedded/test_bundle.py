"""A bundle holds all that an installation needs; by its passphrase it opens whole or not at all."""

import io
import os
import resource
import time
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from obstore.store import ObjectStore
from sqlalchemy import text

from bot.base.media import media_of
from bot.processes import backup_timetable as timetable
from models.backups import destination
from models.backups.sealed import Sealing, Unsealing, WrongPassphrase, is_sealed
from models.errors import BadInput
from models.sealing import Keys
from models.settings import Settings
from models.stores.base import audit, made_backups
from models.stores.base import database as databases
from models.stores.base.database import Database
from models.stores.base.key_check import OtherKey, hold
from models.stores.persons.people import person_by_phone
from tests.api.terminal import Saksi
from tests.packs.tiny import make_tiny_pack
from tests.stores.quiet import quiet

PASSPHRASE = "lima kata yang mudah diingat"
PHONE = "+6281200000001"


def sealed(data: bytes) -> bytes:
    out = io.BytesIO()
    stream = Sealing(out, PASSPHRASE)
    for start in range(0, len(data), 300_000):
        stream.write(data[start : start + 300_000])
    stream.close()
    return out.getvalue()


def opened(data: bytes, passphrase: str = PASSPHRASE) -> bytes:
    stream, found = Unsealing(io.BytesIO(data), passphrase), b""
    while piece := stream.read(100_000):
        found += piece
    return found


@pytest.mark.parametrize("size", [0, 1, 1 << 20, (1 << 20) + 1, (5 << 19) + 7])
def test_a_sealed_stream_opens_to_what_it_was(size: int) -> None:
    data = os.urandom(size)
    assert opened(sealed(data)) == data


def test_a_stream_that_was_cut_changed_or_reordered_does_not_open() -> None:
    whole = sealed(os.urandom(3 << 20))
    head, block = len(whole) - 3 * ((1 << 20) + 16), (1 << 20) + 16
    blocks = [whole[head + n * block : head + (n + 1) * block] for n in range(3)]
    spoiled = [
        whole[:-1],
        whole[: head + block],
        whole[: head + 2 * block],
        whole[:head] + blocks[1] + blocks[0] + blocks[2],
        whole[:head] + blocks[0] + blocks[2],
        whole[: head + 5] + bytes([whole[head + 5] ^ 1]) + whole[head + 6 :],
        whole + b"more",
        whole[:20],
    ]
    for one in spoiled:
        with pytest.raises(WrongPassphrase):
            opened(one)
    with pytest.raises(WrongPassphrase):
        opened(whole, "another passphrase than that")


def test_a_bundle_is_known_by_its_beginning() -> None:
    file = io.BytesIO(sealed(b"x"))
    assert is_sealed(file)
    assert file.tell() == 0
    assert not is_sealed(io.BytesIO(b"PGDMP"))


@pytest.fixture
async def saksi(database_url: str, tmp_path: Path) -> Saksi:
    """An installation with a witness, a photo and a sealed audit log."""
    here = Saksi(database_url, str(tmp_path / "var"))
    here.environment["SAKSI_BACKUP_PASSPHRASE"] = PASSPHRASE
    pack = make_tiny_pack(tmp_path / "tiny")
    assert (await here("load", str(pack))).code == 0
    people = tmp_path / "people.csv"
    people.write_text(f"name,phone,station,participant\nSiti,{PHONE},9801012001001,3\n")
    assert (await here("witnesses", "import", str(people))).code == 0
    config = settings_of(here)
    await media_of(config).put("ab/photo.jpg", b"a photo")
    database = Database(database_url, size=1)
    await quiet(database)
    async with database.transaction() as tx:
        await audit.seal(tx, "test", sign=lambda head: Keys.of(config).sign_head(head))
    await database.close()
    return here


def settings_of(saksi: Saksi) -> Settings:
    return Settings.model_validate({"var": Path(saksi.environment["SAKSI_VAR"])})


async def test_a_bundle_brings_everything_to_another_machine_and_proves_it(
    saksi: Saksi, empty_database_url: str, tmp_path: Path
) -> None:
    made = await saksi("database", "backup", "--bundle", str(tmp_path / "elsewhere"))
    assert made.code == 0, made.err
    assert "passphrase, elsewhere than the bundle" in made.out
    (bundle,) = (tmp_path / "elsewhere").iterdir()
    assert bundle.stat().st_mode & 0o077 == 0
    raw = bundle.read_bytes()
    assert b"PGDMP" not in raw
    assert b"a photo" not in raw

    new = Saksi(empty_database_url, str(tmp_path / "new"))
    refused = await new("database", "restore", str(bundle))
    assert (refused.code, "passphrase" in refused.err) == (2, True)
    new.environment["SAKSI_BACKUP_PASSPHRASE"] = "this is another passphrase"
    refused = await new("database", "restore", str(bundle))
    assert (refused.code, "does not open" in refused.err) == (2, True)
    assert not (tmp_path / "new" / "secret.key").exists()

    new.environment["SAKSI_BACKUP_PASSPHRASE"] = PASSPHRASE
    done = await new("database", "restore", str(bundle))
    assert done.code == 0, done.err
    assert "The key opens it. Audit log" in done.out
    assert "1 heads of before" in done.out
    config = settings_of(new)
    assert (tmp_path / "new" / "secret.key").stat().st_mode & 0o077 == 0
    assert await media_of(config).read("ab/photo.jpg") == b"a photo"
    database = Database(empty_database_url, size=1)
    async with database.transaction() as tx:
        assert await person_by_phone(tx, Keys.of(config), PHONE) is not None
    await database.close()


async def test_a_restore_without_the_key_says_so_and_makes_none(
    saksi: Saksi, empty_database_url: str, tmp_path: Path
) -> None:
    made = await saksi("database", "backup", str(tmp_path / "saksi.dump"))
    assert "without it no phone number can be read" in made.out
    assert "photos" in made.out
    new = Saksi(empty_database_url, str(tmp_path / "new"))
    done = await new("database", "restore", str(tmp_path / "saksi.dump"))
    assert (done.code, "put that key back" in done.err) == (2, True)
    assert not (tmp_path / "new" / "secret.key").exists()
    again = await new("witnesses", "coverage")
    assert (again.code, "there is no key here" in again.err) == (2, True)
    (tmp_path / "new").mkdir(exist_ok=True)
    (tmp_path / "new" / "secret.key").write_bytes((tmp_path / "var" / "secret.key").read_bytes())
    assert (await new("witnesses", "coverage")).code == 0


@pytest.mark.parametrize(
    "words", [("recap", "--ballot", "ppwp"), ("status",), ("roles", "list"), ("audit", "verify")]
)
async def test_every_command_refuses_another_key_in_one_sentence(
    saksi: Saksi, words: tuple[str, ...]
) -> None:
    saksi.environment["SAKSI_SECRET_KEY"] = "a key of some other machine"
    done = await saksi(*words)
    assert (done.code, done.err.count("\n")) == (2, 1)
    assert "the key here is another one" in done.err


async def test_a_database_from_before_the_check_is_held_to_the_phones_in_it(
    saksi: Saksi, database_url: str
) -> None:
    database = Database(database_url, size=1)
    async with database.transaction() as tx:
        await tx.execute(text("delete from key_check"))
    other = Settings.model_validate({"secret_key": "a key of some other machine"})
    async with database.transaction() as tx:
        with pytest.raises(OtherKey, match="does not open its phone numbers"):
            await hold(tx, other)
        await hold(tx, settings_of(saksi))
        with pytest.raises(OtherKey, match="is another one"):
            await hold(tx, other)
    await database.close()


async def test_a_key_that_is_here_is_never_overwritten(
    saksi: Saksi, empty_database_url: str, tmp_path: Path
) -> None:
    await saksi("database", "backup", str(tmp_path / "one.saksi"))
    new = Saksi(empty_database_url, str(tmp_path / "new"))
    new.environment |= {
        "SAKSI_BACKUP_PASSPHRASE": PASSPHRASE,
        "SAKSI_SECRET_KEY": "a key of some other machine",
    }
    done = await new("database", "restore", str(tmp_path / "one.saksi"))
    assert (done.code, "another key is here already" in done.err) == (2, True)


def with_timetable(saksi: Saksi, place: Path | str, **more: object) -> Settings:
    passphrase = Settings(backup_passphrase=PASSPHRASE).backup_passphrase
    given = {"backup_url": str(place), "backup_passphrase": passphrase, "backup_hours": 6.0}
    return settings_of(saksi).model_copy(update={**given, **more})


async def as_the_hour_goes_along(
    database: Database, config: Settings, start: datetime, hour: float
) -> None:
    """A look of the clock at this hour; what it notes is of this hour, too."""
    at = start + timedelta(hours=hour)
    await timetable.due(database, config, at)
    async with database.transaction() as tx:
        noted = "update backup set made_at = :at where made_at > :later"
        await tx.execute(text(noted), {"at": at, "later": start + timedelta(days=1)})


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    opened = Database(database_url, size=1)
    yield opened
    await opened.close()


async def test_the_timetable_makes_a_bundle_when_one_is_due_and_not_before(
    saksi: Saksi, database: Database, tmp_path: Path
) -> None:
    place, start = tmp_path / "bundles", datetime.now(UTC) - timedelta(days=2)
    config = with_timetable(saksi, place, backup_keep=0)
    made = []
    for hour in (0, 5, 5.9, 6.1, 7, 12, 12.2):
        await as_the_hour_goes_along(database, config, start, hour)
        made.append(len(list(place.glob("saksi-*.saksi"))))
    assert made == [1, 1, 1, 2, 2, 2, 3]
    of = {f"saksi-{start + timedelta(hours=hour):%Y%m%dT%H%M%SZ}.saksi" for hour in (0, 6.1, 12.2)}
    assert {one.name for one in place.iterdir()} == of
    saksi.environment["SAKSI_BACKUP_URL"] = str(place)
    assert "the last one of" in (await saksi("doctor")).out


async def test_the_newest_bundles_are_kept(
    saksi: Saksi, database: Database, tmp_path: Path
) -> None:
    place, start = tmp_path / "bundles", datetime.now(UTC) - timedelta(days=2)
    config = with_timetable(saksi, place, backup_keep=2)
    for hour in (0, 7, 14):
        await as_the_hour_goes_along(database, config, start, hour)
    names = {f"saksi-{start + timedelta(hours=hour):%Y%m%dT%H%M%SZ}.saksi" for hour in (7, 14)}
    assert {one.name for one in place.iterdir()} == names


async def test_a_bundle_that_takes_its_time_is_made_and_noted(
    saksi: Saksi, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server ends whoever is idle in a transaction: nobody is while photos are read."""
    monkeypatch.setitem(databases._SERVER, "idle_in_transaction_session_timeout", "1s")
    quick = timetable.stored

    def slow(store: ObjectStore) -> Iterator[tuple[str, bytes]]:
        time.sleep(1.5)
        yield from quick(store)

    monkeypatch.setattr(timetable, "stored", slow)
    database, config = Database(database_url, size=1), with_timetable(saksi, tmp_path / "bundles")
    await timetable.due(database, config, datetime.now(UTC))
    await timetable.due(database, config, datetime.now(UTC))
    async with database.transaction() as tx:
        made = await made_backups.last_made(tx)
    await database.close()
    assert made is not None
    (bundle,) = (tmp_path / "bundles").iterdir()
    assert (str(bundle), bundle.stat().st_size) == (made.place, made.bytes)


async def test_a_backup_that_cannot_be_written_is_noted_and_told(
    saksi: Saksi, database: Database, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("no folder")
    await timetable.due(database, with_timetable(saksi, tmp_path / "file"), datetime.now(UTC))
    assert "cannot be written" in await told_of_the_last(database)


async def test_a_bundle_for_which_there_is_no_room_is_noted_and_told(
    saksi: Saksi, database: Database, tmp_path: Path
) -> None:
    await media_of(settings_of(saksi)).put("ab/large.jpg", os.urandom(6 << 20))
    most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (5 << 20, most[1]))
    try:
        await timetable.due(database, with_timetable(saksi, tmp_path / "b"), datetime.now(UTC))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, most)
    assert "File too large" in await told_of_the_last(database)


async def told_of_the_last(database: Database) -> str:
    """Why the last backup was not made; none was made before."""
    async with database.transaction() as tx:
        tried = await made_backups.last_tried(tx)
        assert await made_backups.last_made(tx) is None
    assert tried is not None
    return tried.problem


async def test_a_bundle_is_dumped_over_the_owners_address(
    saksi: Saksi, database: Database, tmp_path: Path
) -> None:
    nowhere = "postgresql://owner@127.0.0.1:1/saksi"
    config = with_timetable(saksi, tmp_path / "bundles", migration_url=nowhere)
    await timetable.due(database, config, datetime.now(UTC))
    assert "port 1 failed" in await told_of_the_last(database)


def test_a_bucket_keeps_bundles_as_a_folder_does(tmp_path: Path) -> None:
    """Any address that obstore knows; file:// stands for s3:// here, by the same code."""
    place, file = f"file://{tmp_path}/bucket", tmp_path / "bundle"
    (tmp_path / "bucket").mkdir()
    for number in range(4):
        file.write_bytes(b"%d" % number)
        name = f"saksi-2024021{number}T000000Z.saksi"
        assert destination.put(file, place, name, keep=2) == f"{place}/{name}"
    assert sorted(one.name[6:14] for one in (tmp_path / "bucket").iterdir()) == [
        *("20240212", "20240213"),
    ]
    destination.fetch(f"{place}/saksi-20240213T000000Z.saksi", file)
    assert file.read_bytes() == b"3"
    with pytest.raises(BadInput, match="cannot be read"):
        destination.fetch(f"{place}/none.saksi", file)


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaaaaaaaa"])
async def test_a_passphrase_that_can_be_guessed_is_refused(
    saksi: Saksi, tmp_path: Path, weak: str
) -> None:
    (tmp_path / "pass").write_text(weak)
    words = ("--passphrase-file", str(tmp_path / "pass"))
    done = await saksi("database", "backup", str(tmp_path / "one.saksi"), *words)
    assert (done.code, "passphrase needs" in done.err) == (2, True)

"""A sealed bundle goes to a bucket by S3's own protocol, on a timetable, and comes back whole."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
import obstore
import pytest
from moto.server import ThreadedMotoServer
from obstore.store import from_url
from sqlalchemy import text

from bot.processes import backup_timetable as timetable
from models.settings import Settings
from models.stores.base import made_backups
from models.stores.base.database import Database
from models.stores.packs.pack_load import load_pack
from tests.api.terminal import Saksi
from tests.packs.tiny import make_tiny_pack

PHRASE = "lima kata yang mudah diingat"
PLACE = "s3://cadangan/saksi"


@pytest.fixture
def bucket(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An S3 server with one empty bucket, and the variables that lead there."""
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    given = {
        "AWS_ACCESS_KEY_ID": "made-up",
        "AWS_SECRET_ACCESS_KEY": "made-up",
        "AWS_REGION": "us-east-1",
        "AWS_ENDPOINT": f"http://{host}:{port}",
        "AWS_ALLOW_HTTP": "true",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert httpx.put(f"{given['AWS_ENDPOINT']}/cadangan").is_success
    yield
    server.stop()


@pytest.mark.usefixtures("bucket")
async def test_bundles_go_to_a_bucket_and_come_back_from_it(
    database_url: str, empty_database_url: str, tmp_path: Path
) -> None:
    database, now = Database(database_url, size=1), datetime.now(UTC)
    async with database.transaction() as tx:
        await load_pack(tx, make_tiny_pack(tmp_path / "tiny"))
    settings = Settings(
        var=tmp_path / "var",
        backup_url=PLACE,
        backup_passphrase=PHRASE,  # type: ignore[arg-type]
        backup_keep=2,
        _env_file=None,  # type: ignore[call-arg]
    )
    for hours in (30, 20, 10):
        async with database.transaction() as tx:
            await tx.execute(text("update backup set made_at = made_at - interval '2 days'"))
        await timetable.due(database, settings, now - timedelta(hours=hours))
    async with database.transaction() as tx:
        tried = await made_backups.last_tried(tx)
    await database.close()
    assert tried is not None
    assert tried.problem == ""
    found = obstore.list(from_url(PLACE)).collect()
    listed = sorted((str(one["path"]), one["size"]) for one in found)
    stamps = [f"{now - timedelta(hours=hours):%Y%m%dT%H%M%SZ}" for hours in (20, 10)]
    assert [name for name, _ in listed] == [f"saksi-{stamp}.saksi" for stamp in stamps]
    assert listed[-1][1] == tried.bytes
    assert tried.place == f"{PLACE}/saksi-{stamps[-1]}.saksi"
    (tmp_path / "phrase").write_text(PHRASE)
    words = ("database", "restore", tried.place, "--passphrase-file", str(tmp_path / "phrase"))
    elsewhere = Saksi(empty_database_url, str(tmp_path / "elsewhere"))
    done = await elsewhere(*words)
    assert done.code == 0, done.err

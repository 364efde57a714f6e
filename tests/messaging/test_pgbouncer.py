"""PgBouncer in transaction mode stands before the database by one setting: `?pgbouncer=true`."""

import asyncio
import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from api.http.answers import Answers, Asked
from models.embedded.backup import dump, restore
from models.errors import BadInput
from models.pooler import is_pooled
from models.stores.base.database import driver_url
from models.stores.base.migrate import migrate
from models.stores.base.wake import Ear
from models.stores.messaging import pulse
from models.stores.recap import fold
from models.stores.recap.recap import Question
from models.values import Ballot
from tests.cases.desk import Desk, open_desk
from tests.messaging.station import installation

PROGRAM = shutil.which("pgbouncer") or "/usr/sbin/pgbouncer"
there = pytest.mark.skipif(
    not Path(PROGRAM).exists(), reason="no pgbouncer here: apt-get install pgbouncer"
)
FEW = 3
"""Connections to the server, fewer than any process of ours asks for."""


def test_the_address_says_it_and_the_driver_does_not_hear_of_it() -> None:
    url = "postgresql://saksi@localhost/saksi?pgbouncer=true&sslmode=disable"
    assert is_pooled(url)
    assert not is_pooled("postgresql://saksi@localhost/saksi")
    assert "pgbouncer" not in driver_url(url).query


@pytest.fixture
def pooled_url(database_url: str) -> Iterator[str]:
    """The test's database behind a PgBouncer of its own."""
    parts = urlsplit(database_url)
    given = parse_qs(parts.query)
    sockets, port = Path(given["host"][0]), given["port"][0]
    owner = sockets.stat()
    folder = Path(tempfile.mkdtemp(prefix="saksi-bouncer-"))
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        ours = one.getsockname()[1]
    name = parts.path.lstrip("/")
    (folder / "pgbouncer.ini").write_text(
        f"[databases]\n{name} = host={sockets} port={port} user={parts.username} dbname={name}\n"
        f"[pgbouncer]\nlisten_addr = 127.0.0.1\nlisten_port = {ours}\nunix_socket_dir =\n"
        f"auth_type = any\npool_mode = transaction\ndefault_pool_size = {FEW}\n"
        f"max_client_conn = 200\nlogfile = {folder / 'log'}\n"
    )
    for path in (folder, folder / "pgbouncer.ini"):
        os.chown(path, owner.st_uid, owner.st_gid)
    who = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    process = subprocess.Popen([PROGRAM, "-q", str(folder / "pgbouncer.ini")], **who)  # type: ignore[call-overload]
    try:
        _wait_for(ours)
        yield f"postgresql://{parts.username}@127.0.0.1:{ours}/{name}?pgbouncer=true"
    finally:
        process.terminate()
        process.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


def _wait_for(port: int) -> None:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
            return
        time.sleep(0.05)
    raise AssertionError("pgbouncer did not start")


@pytest.fixture
async def desk(pooled_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(pooled_url, tmp_path) as opened:
        yield opened


@there
async def test_a_witness_checks_in_reports_and_is_counted_behind_it(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    assert "TPS" in await siti.say("hadir")
    await siti.say("ISI PPWP 102 87 45 sah 234 tidak sah 3 jumlah 237")
    assert "Tersimpan" in await siti.say("sesuai formulir")
    async with desk.database.transaction() as tx:
        while await fold.fold(tx, "test", 0):
            continue
    answer = await Answers(desk.database).answer(Asked(Question(Ballot.PPWP)))
    assert answer.body is not None
    assert b'"reported": 1' in answer.body


@there
async def test_many_at_once_share_a_few_connections(desk: Desk) -> None:
    async def one(number: int) -> int:
        async with desk.database.transaction() as tx:
            row = (await tx.exec_driver_sql("select $1::int + 1", (number,))).one()
            await tx.exec_driver_sql("select pg_sleep(0.01)")
            return int(row[0])

    assert await asyncio.gather(*(one(n) for n in range(60))) == list(range(1, 61))


@there
async def test_web_and_worker_run_behind_it(pooled_url: str, tmp_path: Path) -> None:
    async with installation(pooled_url, tmp_path) as station:
        siti = station.person(1)
        async with station.website(), station.worker():
            for turn in range(5):
                siti.say(f"Hadir {turn}")
                assert await siti.hear_text() == f"> Hadir {turn}"
        assert await pulse.unsent(pooled_url, 5, [("telegram", "saksi")]) == 0.0


@there
def test_the_schema_is_brought_up_through_it(pooled_url: str) -> None:
    migrate(pooled_url)


def test_a_copy_is_made_and_read_past_it_alone(tmp_path: Path) -> None:
    url, file = "postgresql://saksi@localhost/saksi?pgbouncer=true", tmp_path / "one.dump"
    with pytest.raises(BadInput, match="set SAKSI_MIGRATION_URL to the server's own address"):
        dump(url, file)
    file.write_bytes(b"PGDMP")
    with pytest.raises(BadInput, match="past PgBouncer"):
        restore(url, file)


@there
async def test_nobody_listens_where_nothing_can_be_heard(pooled_url: str) -> None:
    ear = Ear(pooled_url, "saksi_inbox")
    listening = asyncio.create_task(ear.run())
    await asyncio.sleep(0.5)
    assert not ear.hears
    assert not listening.done()
    listening.cancel()
    await asyncio.gather(listening, return_exceptions=True)

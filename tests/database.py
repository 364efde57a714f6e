"""A real PostgreSQL for the tests: one embedded server a run, for each test a database.

The workers of pytest-xdist share the server through its lock; the last one out stops it and
removes its folder. Every database is a copy of a template that was migrated once.
"""

import asyncio
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from models.embedded import acquire, binaries
from models.embedded.locks import Lock, alone, opened
from models.embedded.user import current
from tests.lent import lend
from tests.voters.scan import FIND

__all__ = [
    "database_url",
    "empty_database_url",
    "module_database_url",
    "own_database_url",
    "server_url",
    "template_url",
    "tiny_database_url",
    "tiny_template_url",
]

_TEMPLATE, TINY = "saksi_template", "saksi_tiny"
_DAY = 86_400


def prepare(url: str) -> None:
    """What every fresh database already holds: the newest schema."""
    from models.stores.base.migrate import migrate

    migrate(url)


def load_tiny(url: str) -> None:
    """Load the made-up election; loading it again finds it unchanged."""
    from models.stores.base.database import Database
    from models.stores.packs.pack_load import load_pack
    from tests.packs.tiny import make_tiny_pack

    async def load() -> None:
        database = Database(url)
        with tempfile.TemporaryDirectory() as folder:
            async with database.transaction() as tx:
                await load_pack(tx, make_tiny_pack(Path(folder)))
        await database.close()

    asyncio.run(load())


@pytest.fixture(scope="session")
def server_url(testrun_uid: str) -> Iterator[str]:
    """The embedded server of this test run: fast, because it may lose everything."""
    with _folder(testrun_uid) as var:
        share = acquire(var, durable=False, store=var / "store")
        try:
            # Transactions of one test that wait for each other fail instead of waiting for ever.
            with alone(_path(testrun_uid) / "template.lock", current()):  # one worker at a time
                _sql(share.url, "alter role saksi set lock_timeout = '30s'")
            yield share.url
        finally:
            share.release()


@pytest.fixture(scope="session")
def template_url(server_url: str, testrun_uid: str) -> str:
    """Address of the migrated template; nobody may be connected to it while it is copied."""
    return _made_once(server_url, testrun_uid, _TEMPLATE, "template1", prepare)


@pytest.fixture(scope="session")
def tiny_template_url(template_url: str, testrun_uid: str) -> str:
    """Address of a template that holds the made-up election of tests.packs.tiny."""
    return _made_once(template_url, testrun_uid, TINY, _TEMPLATE, load_tiny)


def _made_once(server: str, run: str, name: str, source: str, fill: Callable[[str], None]) -> str:
    """Address of a template that the first worker makes: a copy of `source` that is filled."""
    with alone(_path(run) / "template.lock", current()):
        if name not in _sql(server, "select datname from pg_database").split():
            _sql(server, "drop database if exists saksi_part")
            _sql(server, f"create database saksi_part template {source} strategy file_copy")
            with ThreadPoolExecutor(1) as thread:  # filling runs an event loop of its own
                thread.submit(fill, _named(server, "saksi_part")).result()
            _sql(server, f"alter database saksi_part rename to {name}")
    return _named(server, name)


@pytest.fixture
def database_url(template_url: str) -> Iterator[str]:
    """Address of a migrated database that nobody else has meanwhile, lent (tests/lent.py)."""
    with lend(_TEMPLATE, partial(created, template_url, _TEMPLATE)) as url:
        yield url


@pytest.fixture
def own_database_url(template_url: str) -> Iterator[str]:
    """The same, made for this test alone; where tests need it, it is their `database_url`."""
    with fresh_database(template_url, _TEMPLATE) as url:
        yield url


@pytest.fixture
def tiny_database_url(tiny_template_url: str) -> Iterator[str]:
    """A lent one with the made-up election; where tests need it, it is their `database_url`."""
    with lend(TINY, partial(created, tiny_template_url, TINY)) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(template_url: str) -> Iterator[str]:
    """The same, shared by the tests of one module: for many small tests or Hypothesis."""
    with fresh_database(template_url, _TEMPLATE) as url:
        yield url


@pytest.fixture
def empty_database_url(server_url: str) -> Iterator[str]:
    """Address of a database without any table: for tests of the migrations themselves."""
    with fresh_database(server_url, "template1") as url:
        yield url


@contextmanager
def fresh_database(server: str, template: str) -> Iterator[str]:
    url, drop = created(server, template)
    try:
        yield url
    finally:
        left = drop()
    assert not left, left


def created(server: str, template: str) -> tuple[str, Callable[[], str]]:
    """Address of a new database like the template, and what drops it."""
    name = f"test_{uuid4().hex[:12]}"
    # Copied as files, not through the log: a seventh of the processor time (0.02 s, not 0.15).
    _sql(server, f"create database {name} template {template} strategy file_copy")
    return _named(server, name), partial(_drop, server, name)


def _drop(server: str, name: str) -> str:
    """Drop a test's database after a look for identity numbers; what was found, else empty.

    One psql for both, because each start of a program costs the suite.
    """
    command = [binaries.path("psql"), _named(server, name), "-X", "-q"]
    both = ["-c", FIND, "-c", "\\c postgres", "-c", f"drop database {name} with (force)"]
    environment = binaries.environment()
    done = subprocess.run([*command, *both], env=environment, capture_output=True, text=True)
    if "identity numbers" in done.stderr:
        return done.stderr
    assert done.returncode == 0, done.stderr
    return ""


def _named(url: str, database: str) -> str:
    """The same server, another database."""
    head, _, query = url.partition("?")
    return f"{head.rpartition('/')[0]}/{database}?{query}"


def _sql(url: str, statement: str) -> str:
    """Run one statement outside of any event loop; from the maintenance database."""
    command = [binaries.path("psql"), _named(url, "postgres"), "-X", "-q", "-t", "-A"]
    done = subprocess.run(
        [*command, "-v", "ON_ERROR_STOP=1", "-c", statement],
        env=binaries.environment(),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def fast_folder() -> Path:
    """Where tests keep databases: in memory where that is roomy and programs may run from it."""
    memory = Path("/dev/shm")
    with suppress(OSError):
        about = os.statvfs(memory)
        roomy = about.f_bavail * about.f_frsize > 2 * 1024**3
        if roomy and not about.f_flag & os.ST_NOEXEC and os.access(memory, os.W_OK):
            return memory
    return Path(tempfile.gettempdir())


def _path(run: str) -> Path:
    return fast_folder() / f"saksi-tests-{run}"


@contextmanager
def _folder(run: str) -> Iterator[Path]:
    """The run's folder, shared by its workers and removed by the last; also those of dead runs."""
    for old in fast_folder().glob("saksi-tests-*"):
        if old.is_dir() and time.time() - old.stat().st_mtime > _DAY:
            shutil.rmtree(old, ignore_errors=True)
    var = _path(run)
    var.mkdir(mode=0o755, exist_ok=True)
    users = Lock(var / "tests.lock", current())
    users.share()
    try:
        yield var
    finally:
        if users.try_take():
            _wait_for_guards(var)
            shutil.rmtree(var, ignore_errors=True)
        users.close()


def _wait_for_guards(var: Path) -> None:
    """A guard that still looks after its stopped server would write in a folder being removed."""
    for file in var.rglob("guard.lock"):
        with opened(file, current()) as lock:
            lock.take()

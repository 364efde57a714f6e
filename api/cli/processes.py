"""The commands that run: everything on one machine, or one process of the Procfile."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from api.processes.place import Addresses


def run() -> None:
    """Everything on this machine: database, web, worker, reader and clock; Ctrl-C ends it."""
    from api.processes.place import addresses, free_port
    from models.logs import configure
    from models.settings import settings

    configure(settings().log_level)
    free_port(settings())
    with _importing_meanwhile(addresses(settings())) as found:
        os.environ["DATABASE_URL"] = found.application
        settings.cache_clear()
        _prepare(found)
        _supervise()
    print("Saksi sudah berhenti; semua tersimpan.", file=sys.stderr)


@contextmanager
def _importing_meanwhile(
    database: "AbstractContextManager[Addresses]",
) -> "Iterator[Addresses]":
    """The database's addresses; what the processes need is imported while the database starts.

    The imports stay in this thread: two threads that import the same packages at once trip over
    half-made modules.
    """
    import_module("models.embedded")
    import_module("models.logs")
    with ThreadPoolExecutor(1) as side:
        starting = side.submit(database.__enter__)
        for name in (
            "api.processes.web",
            "bot.processes.worker",
            "bot.processes.reader",
            "bot.processes.clock",
        ):
            import_module(name)
        found = starting.result()
    try:
        yield found
    finally:
        database.__exit__(None, None, None)


def _prepare(found: "Addresses") -> None:
    """The newest schema, and the sample election in an empty database."""
    import asyncio

    from api.cli.welcome import load_sample
    from api.processes.place import with_our_key
    from models.settings import settings
    from models.stores.base.migrate import migrate as upgrade

    upgrade(found.owner, found.role)
    asyncio.run(with_our_key(settings(), found.application))
    asyncio.run(load_sample(settings(), found.application))


def _supervise() -> None:
    from api.cli.welcome import Greeting
    from api.processes.serve import SUPERVISED
    from api.processes.supervise import Supervisor
    from models.settings import settings

    os.environ[SUPERVISED] = "1"
    mains = {"web": web, "worker": worker, "reader": reader, "clock": clock}
    Supervisor(mains).run(Greeting(settings()).look)


def web() -> None:
    """Webhooks, API and the browser phone."""
    from api.processes.serve import serve
    from api.processes.web import run_web

    serve(run_web, "web")


def worker() -> None:
    """Take messages through the conversation, send replies, fold the recap."""
    from api.processes.serve import serve
    from bot.processes.worker import run_worker

    serve(run_worker, "worker")


def reader() -> None:
    """Read form photos; any number may run, and tallies never wait for them."""
    from api.processes.serve import serve
    from bot.processes.reader import run_reader

    serve(run_reader, "reader")


def clock() -> None:
    """The timetable; any number may start, one leads."""
    from api.processes.serve import serve
    from bot.processes.clock import run_clock

    serve(run_clock, "clock")


def migrate() -> None:
    """Bring the database to the newest schema."""
    from api.processes.place import addresses
    from models.settings import settings
    from models.stores.base.migrate import migrate as upgrade

    with addresses(settings()) as found:
        upgrade(found.owner, found.role)

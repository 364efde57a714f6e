"""The commands that run: everything on one machine, or one process of the Procfile."""

import os
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module


def run() -> None:
    """Everything on this machine: database, web, worker, reader and clock; Ctrl-C ends it."""
    from api.processes.place import database_url, free_port
    from models.logs import configure
    from models.settings import settings

    configure(settings().log_level)
    free_port(settings())
    with _importing_meanwhile(database_url(settings())) as url:
        os.environ["DATABASE_URL"] = url
        settings.cache_clear()
        _prepare(url)
        _supervise()
    print("Saksi sudah berhenti; semua tersimpan.", file=sys.stderr)


@contextmanager
def _importing_meanwhile(database: AbstractContextManager[str]) -> Iterator[str]:
    """The database's address; what the processes need is imported while the database starts.

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
        url = starting.result()
    try:
        yield url
    finally:
        database.__exit__(None, None, None)


def _prepare(url: str) -> None:
    """The newest schema, and the sample election in an empty database."""
    import asyncio

    from api.cli.welcome import load_sample
    from models.settings import settings
    from models.stores.base.migrate import migrate as upgrade

    upgrade(url)
    asyncio.run(load_sample(settings(), url))


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

    serve(run_web)


def worker() -> None:
    """Take messages through the conversation, send replies, fold the recap."""
    from api.processes.serve import serve
    from bot.processes.worker import run_worker

    serve(run_worker)


def reader() -> None:
    """Read form photos; any number may run, and tallies never wait for them."""
    from api.processes.serve import serve
    from bot.processes.reader import run_reader

    serve(run_reader)


def clock() -> None:
    """The timetable; any number may start, one leads."""
    from api.processes.serve import serve
    from bot.processes.clock import run_clock

    serve(run_clock)


def migrate() -> None:
    """Bring the database to the newest schema."""
    from api.processes.place import database_url
    from models.settings import settings
    from models.stores.base.migrate import migrate as upgrade

    with database_url(settings()) as url:
        upgrade(url)

"""The commands that run: everything on one machine, or one process of the Procfile."""

import os
import sys


def run() -> None:
    """Everything on this machine: database, web, worker, reader and clock; Ctrl-C ends it."""
    from concurrent.futures import ThreadPoolExecutor

    from api.cli.place import database_url, free_port
    from models.settings import settings

    free_port(settings())
    with ThreadPoolExecutor(1) as side:
        imported = side.submit(_import_all)
        with database_url(settings()) as url:
            os.environ["DATABASE_URL"] = url
            settings.cache_clear()
            _prepare(url)
            imported.result()
            side.shutdown()
            _supervise()
    print("Saksi sudah berhenti; semua tersimpan.", file=sys.stderr)


def _import_all() -> None:
    """What the processes need, imported once, while the database starts."""
    import bot.clock
    import bot.main
    import bot.reading  # noqa: F401


def _prepare(url: str) -> None:
    """The newest schema, and the sample election in an empty database."""
    import asyncio

    from api.cli.welcome import load_sample
    from models.settings import settings
    from models.stores.migrate import migrate as upgrade

    upgrade(url)
    asyncio.run(load_sample(settings(), url))


def _supervise() -> None:
    from api.cli.welcome import Greeting
    from api.serve import SUPERVISED
    from api.supervise import Supervisor
    from models.settings import settings

    os.environ[SUPERVISED] = "1"
    mains = {"web": web, "worker": worker, "reader": reader, "clock": clock}
    Supervisor(mains).run(Greeting(settings()).look)


def web() -> None:
    """Webhooks, API and the browser phone."""
    from api.serve import serve
    from api.web import run_web

    serve(run_web)


def worker() -> None:
    """Take messages through the conversation, send replies, fold the recap."""
    from api.serve import serve
    from bot.main import run_worker

    serve(run_worker)


def reader() -> None:
    """Read form photos; any number may run, and tallies never wait for them."""
    from api.serve import serve
    from bot.reading import run_reader

    serve(run_reader)


def clock() -> None:
    """The timetable; any number may start, one leads."""
    from api.serve import serve
    from bot.clock import run_clock

    serve(run_clock)


def migrate() -> None:
    """Bring the database to the newest schema."""
    from api.cli.place import database_url
    from models.settings import settings
    from models.stores.migrate import migrate as upgrade

    with database_url(settings()) as url:
        upgrade(url)

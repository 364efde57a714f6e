"""The commands that run: everything on one machine, or one process of the Procfile."""

import asyncio
import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from models.settings import Settings

PROCESSES = ("web", "worker", "clock")


def run() -> None:
    """Everything on this machine: database, web, worker and clock; Ctrl-C ends it."""
    from api.cli.place import database_url
    from models.settings import settings
    from models.stores.migrate import migrate as upgrade

    with database_url(settings()) as url:
        upgrade(url)
        os.environ["DATABASE_URL"] = url
        asyncio.run(_run(settings(), url))
    print("Saksi sudah berhenti; semua tersimpan.", file=sys.stderr)


async def _run(config: "Settings", url: str) -> None:
    from api import supervise
    from api.cli.welcome import load_sample, tell_when_ready

    environment = {**os.environ, "SAKSI_SUPERVISED": "1"}
    await load_sample(config, url)
    tasks = [
        asyncio.create_task(supervise.keep(name, supervise.command(name), environment))
        for name in PROCESSES
    ]
    greeting = asyncio.create_task(tell_when_ready(config))
    await supervise.until_told(greeting, *tasks)


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

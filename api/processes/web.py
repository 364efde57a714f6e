"""The web process: uvicorn around the application, ended by the same word as the others."""

import asyncio
import contextlib
from collections.abc import Iterator

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.processes.patience import Patient, room
from api.screen.live import the_feed_of
from bot.base.watched import Ended, let_go
from models.errors import BadInput
from models.settings import Settings
from models.stores.base.database import Database

GRACE_SECONDS = 5
"""How long open requests may take at the end."""


class _Server(uvicorn.Server):
    """Uvicorn without signal handlers of its own: `serve` has them."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Nothing to catch."""
        yield


def server_of(app: FastAPI, config: Settings) -> uvicorn.Server:
    """The server around the application, which waits for nobody for long.

    Raises BadInput where everybody would be a proxy, who says from where others come.
    """
    if "*" in config.proxies:
        raise BadInput("SAKSI_PROXIES: name the proxy's own address; * believes everybody")
    Patient.trusted = frozenset(one.strip() for one in config.proxies.split(","))
    return _Server(
        uvicorn.Config(
            app,
            host=config.host,
            port=config.port,
            log_level="warning",
            access_log=False,
            timeout_graceful_shutdown=GRACE_SECONDS,
            http=Patient,
            forwarded_allow_ips=config.proxies,
            ws="none",
            limit_concurrency=room(),
        )
    )


async def run_web(config: Settings, database: Database, stop: asyncio.Event) -> None:
    """Serve until told to end.

    Raises Ended when nothing can be kept any longer: a fresh process can.
    """
    app = create_app(config, database.url)
    server = server_of(app, config)
    serving = asyncio.create_task(server.serve())
    end, deaf = (asyncio.create_task(event.wait()) for event in (stop, app.state.deaf))
    await asyncio.wait([serving, end, deaf], return_when=asyncio.FIRST_COMPLETED)
    lost = deaf.done() and not end.done()
    if hasattr(app.state, "phone_desk"):  # whoever waits for news would hold up the end
        app.state.phone_desk.watch.release()
        the_feed_of(app).release()
    server.should_exit = True
    await serving
    await let_go(end, deaf)
    if lost:
        raise Ended("the way in")

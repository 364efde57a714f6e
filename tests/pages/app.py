"""The whole browser phone on loopback: application, worker, database; the conversation echoes.

Enough to see that what is typed arrives once and in order, and that what is said comes back.
"""

import asyncio
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import uvicorn
from fastapi import FastAPI

from api.app import create_app
from api.screen.live import the_feed_of
from bot.base.claimed_turns import Handler, OutboxNew, Turn
from bot.base.media import media_of
from bot.base.ports import Outgoing
from bot.engine.messages import Document, Inbound, Kind
from bot.processes import wiring
from bot.processes.folding import Folding
from bot.processes.worker import work
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database, Transaction


@dataclass
class Site:
    """A running browser phone: its address, what its worker heard, and the worker's pause."""

    settings: Settings
    url: str = ""
    heard: list[tuple[str, Inbound]] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    paused: bool = False

    @property
    def keys(self) -> Keys:
        return Keys.of(self.settings)

    @property
    def database_url(self) -> str:
        return self.settings.database_url or ""

    def texts(self) -> list[str]:
        return [inbound.text for _, inbound in self.heard]

    def bytes_of(self, inbound: Inbound) -> bytes:
        """The photo that arrived, as it is kept."""
        assert inbound.stored is not None
        return (self.settings.var / "photos" / inbound.stored.path).read_bytes()

    async def echo(self, tx: Transaction, turn: Turn) -> list[OutboxNew]:
        """Say what arrived; a few words get more than that."""
        while self.paused:  # noqa: ASYNC110
            await asyncio.sleep(0.02)
        if turn.inbound.kind is Kind.OUTCOME:
            return []  # a notice is nothing that somebody typed
        self.heard.append((turn.contact["sender"], turn.inbound))
        self.positions.append(turn.message["position"])
        said = turn.inbound
        photo = said.stored.path if said.kind is Kind.PHOTO and said.stored else None
        buttons = (("Benar", "yes"), ("Ubah", "edit")) if said.text == "tombol" else ()
        ask = said.text if said.text in ("location", "contact") else None
        about = said.text or (said.contact and said.contact.phone) or str(said.location or "")
        answer = Outgoing(f"{said.kind.value}: {about}", buttons, ask, photo)
        if said.text == "surat":
            kept = await media_of(self.settings).keep(b"%PDF-1.7 a letter")
            answer = replace(answer, document=Document(kept.path, "application/pdf", "surat 1.pdf"))
        return [OutboxNew(f"{turn.key}:0", answer)]


def settings(database_url: str, var: Path, **more: object) -> Settings:
    """Settings of a site of its own."""
    values = {"database_url": database_url, "var": var, "platform_limits": False, **more}
    return Settings.model_validate({"secret_key": "a secret of tests, long enough", **values})


@contextmanager
def running(site: Site, handler: Handler | None = None) -> Iterator[Site]:
    """Serve on a free port of this machine until the block ends, with a worker unless off."""
    app = create_app(site.settings, site.database_url)
    config = uvicorn.Config(app, port=0, log_level="warning", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=asyncio.run, args=[_serve(site, app, server, handler)])
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive(), "the web server did not start"
            threading.Event().wait(0.02)
        port = server.servers[0].sockets[0].getsockname()[1]
        site.url = f"http://localhost:{port}"
        yield site
    finally:
        app.state.phone_desk.watch.release()
        the_feed_of(app).release()
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


async def _serve(site: Site, app: FastAPI, server: uvicorn.Server, handler: Handler | None) -> None:
    database, stop = Database(site.database_url), asyncio.Event()
    phone = wiring.webchat(media_of(site.settings))
    folding = {"fold": Folding(database).run()} if handler else None
    worker = asyncio.create_task(
        work(site.settings, database, stop, handler or site.echo, phone, also=folding)
    )
    try:
        await server.serve()
    finally:
        stop.set()
        await worker
        await database.close()

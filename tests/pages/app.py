"""The browser phone on loopback with a real database, and a small worker that echoes.

Enough to see that what is typed arrives once and in order, and that what is said comes back.
"""

import asyncio
import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import JSONResponse
from sqlalchemy import text

from api.phone.desk import Desk
from api.phone.feed import Watch
from api.routers import pages, phone
from bot.channels.webchat import ACCOUNT, Webchat
from bot.engine.messages import Inbound, Kind, StoredFile
from bot.ingest import ingest
from bot.ports import Outgoing
from bot.turns import OutboxNew, Turn
from models.errors import BadInput, NotAllowed, NotFound, SaksiError, TooFast
from models.sealing import Keys
from models.stores import inbox
from models.stores.session import Database, Session

STATUS = {NotAllowed: 403, NotFound: 404, BadInput: 422, TooFast: 429}


@dataclass
class Folder:
    """Files in a folder."""

    path: Path

    async def keep(self, data: bytes) -> StoredFile:
        name = hashlib.sha256(data).hexdigest()
        (self.path / name).write_bytes(data)
        return StoredFile(name, name, "image/jpeg", len(data))

    async def read(self, path: str) -> bytes:
        return (self.path / path).read_bytes()


@dataclass
class Site:
    """A running browser phone: its address, what its worker heard, and the worker's pause."""

    database_url: str
    folder: Path
    training: bool = True
    url: str = ""
    keys: Keys = field(default_factory=lambda: Keys(b"a secret of tests, long enough"))
    heard: list[tuple[str, Inbound]] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    files: list[bytes] = field(default_factory=list)
    paused: bool = False

    def texts(self) -> list[str]:
        return [inbound.text for _, inbound in self.heard]


async def echo(site: Site, turn: Turn, channel: Webchat) -> list[OutboxNew]:
    """Say what arrived; a few words get more than that."""
    site.heard.append((turn.contact["sender"], turn.inbound))
    site.positions.append(turn.message["position"])
    said = turn.inbound
    photo = None
    if said.kind is Kind.PHOTO and said.file:
        site.files.append(await channel.fetch(said.file))
        photo = said.file.id
    buttons = (("Benar", "yes"), ("Ubah", "edit")) if said.text == "tombol" else ()
    ask = said.text if said.text in ("location", "contact") else None
    about = said.text or (said.contact and said.contact.phone) or str(said.location or "")
    answer = Outgoing(f"{said.kind.value}: {about}", buttons, ask, photo)
    return [OutboxNew(f"{turn.key}:0", answer)]


async def work(site: Site, database: Database, channel: Webchat) -> None:
    while True:
        await asyncio.sleep(0.03)
        if site.paused:
            continue
        async with database.transaction() as session:
            for sender in await inbox.waiting(session, inbox.Sender("", "", ""), 20):
                await handle(site, session, sender, channel)


async def handle(site: Site, session: Session, sender: inbox.Sender, channel: Webchat) -> None:
    contact = await inbox.claim(session, sender, "id")
    assert contact is not None
    for row in await inbox.pending(session, sender, 10):
        payload = site.keys.unseal_payload(row["payload"])
        inbound = channel.inbound(payload, row["part"], row["received_at"])
        turn = Turn(f"m{row['id']}", contact, row, inbound, row["received_at"])
        for new in await echo(site, turn, channel):
            await say(session, contact["id"], new)
        await inbox.handled(session, contact["id"], [row["id"]], row["position"], inbound.at)


async def say(session: Session, contact: int, new: OutboxNew) -> None:
    statement = text(
        "insert into outbox (purpose, contact_id, channel, account, recipient, body, priority,"
        " state, attempts, repeats, not_before) values (:purpose, :contact, 'webchat', 'web', '',"
        " cast(:body as jsonb), 0, 1, 1, 0, clock_timestamp())"
    )
    body = json.dumps(new.body.to_json())
    await session.execute(statement, {"purpose": new.purpose, "contact": contact, "body": body})


def application(site: Site) -> FastAPI:
    @asynccontextmanager
    async def lifespan(app: FastAPI):
        database, folder = Database(site.database_url), Folder(site.folder)
        channel = Webchat(folder.read)
        async with ingest(site.database_url, site.keys) as entrance:
            watch = Watch(database, ACCOUNT)
            app.state.phone_desk = Desk(
                database=database,
                watch=watch,
                accept=lambda payload: entrance.keep(channel, payload),
                media=folder,
                keys=site.keys,
                training=site.training,
                enrols=site.training,
                secure=False,
            )
            worker = asyncio.create_task(work(site, database, channel))
            try:
                yield
            finally:
                worker.cancel()
                await asyncio.gather(worker, return_exceptions=True)
                await watch.close()
                await database.close()

    app = FastAPI(lifespan=lifespan)
    app.include_router(pages.router)
    app.include_router(phone.router)

    @app.exception_handler(SaksiError)
    async def refuse(request: Request, refusal: SaksiError) -> JSONResponse:
        status = next(code for kind, code in STATUS.items() if isinstance(refusal, kind))
        return JSONResponse({"code": refusal.code, "detail": str(refusal)}, status)

    return app


@contextmanager
def running(site: Site) -> Iterator[Site]:
    """Serve on a free port of this machine until the block ends."""
    app = application(site)
    config = uvicorn.Config(
        app, port=0, log_level="warning", timeout_graceful_shutdown=1, ws="none"
    )
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, daemon=True)
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
        server.should_exit = True
        thread.join(10)

"""A running installation for the tests: web, worker and a Bot API of our own, on one database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg

from api.app import create_app
from api.rehearsal.fake_telegram import FakeTelegram
from api.rehearsal.serving import serving
from api.rehearsal.telegram_person import Person
from bot.base.claimed_turns import Handler, OutboxNew, Turn
from bot.base.ports import Outgoing
from bot.processes.worker import work
from models.settings import Settings
from models.stores.base.database import Database, Transaction
from models.stores.base.wake import plain_url

TOKEN = "123456:TEST-token-of-nobody"
SECRET = "a-secret-that-only-telegram-knows"


async def echo(tx: Transaction, turn: Turn) -> list[OutboxNew]:
    """Says what it heard."""
    inbound = turn.inbound
    said = inbound.text or inbound.kind
    if inbound.stored:
        said = f"{inbound.kind} {inbound.stored.sha256[:8]} {inbound.stored.picture}"
    return [OutboxNew(f"{turn.key}:0", Outgoing(f"> {said}"))]


@dataclass
class Station:
    """What a test needs of a running installation."""

    url: str
    settings: Settings
    telegram: FakeTelegram
    web: str = ""

    def person(self, number: int = 1) -> Person:
        """A made-up person."""
        return Person(self.telegram, 500_000 + number, f"Siti {number}", f"+628120000{number:04}")

    async def rows(self, query: str, *values: Any) -> list[Any]:
        """What is in the database."""
        connection = await asyncpg.connect(plain_url(self.url))
        try:
            return list(await connection.fetch(query, *values))
        finally:
            await connection.close()

    async def until(self, query: str, seconds: float = 10.0) -> None:
        """Wait until a query says true."""
        async with asyncio.timeout(seconds):
            while not (await self.rows(query))[0][0]:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    @contextlib.asynccontextmanager
    async def worker(self, handler: Handler = echo) -> AsyncIterator[None]:
        """A worker at work."""
        database, stop = Database(self.url), asyncio.Event()
        running = asyncio.create_task(work(self.settings, database, stop, handler))
        try:
            yield
        finally:
            stop.set()
            await running
            await database.close()

    @contextlib.asynccontextmanager
    async def website(self) -> AsyncIterator[str]:
        """The web process; Telegram's webhook points to it, and workers keep it so."""
        async with serving(create_app(self.settings, self.url)) as self.web:
            self.settings = self.settings.model_copy(update={"public_url": self.web})
            address = f"{self.web}/webhooks/telegram/{self.settings.telegram_bot_name}"
            self.telegram.webhook = (address, SECRET)
            yield self.web


@contextlib.asynccontextmanager
async def installation(database_url: str, var: Path, **options: Any) -> AsyncIterator[Station]:
    """An installation with the fake Bot API running, web and worker still off."""
    async with FakeTelegram(TOKEN).running() as telegram:
        settings = Settings.model_validate(
            {
                "database_url": database_url,
                "var": var,
                "secret_key": "the secret key of this test",
                "telegram_bot_token": TOKEN,
                "telegram_api_base": telegram.base,
                "telegram_webhook_secret": SECRET,
                "platform_limits": False,
                **options,
            }
        )
        yield Station(database_url, settings, telegram)

"""A town of made-up voters who write to the real webhook; what the worker answers is read back."""

import asyncio
import contextlib
import itertools
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text

from api.app import create_app
from bot.base.media import Media, media_of
from bot.capabilities import CONVERSATION
from bot.messaging.files import Files
from bot.messaging.handling import Handling
from bot.messaging.removals import Removals
from bot.messaging.runner import Runner
from bot.messaging.worker import Worker
from bot.processes import wiring
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database

TOKEN, SECRET = "123456:TEST-token-of-nobody", "a-secret-that-only-telegram-knows"
MORNING = datetime(2099, 2, 14, 1, 0, tzinfo=UTC)
"""Later than the database's clock: what may go at once is due before it."""


@dataclass
class Reply:
    """What one contact is told: the words, and how many seconds after they were decided."""

    sender: str
    text: str
    wait: float


@dataclass
class Town:
    """The webhook's application and a worker of its own, on one database; nothing is sent."""

    database: Database
    client: httpx.AsyncClient
    keys: Keys
    handling: Handling
    removals: Removals
    media: Media
    clock: Callable[[], datetime]
    updates: Any = field(default_factory=lambda: itertools.count(1))
    seen: int = 0

    async def post(self, sender: int, body: dict[str, Any], *, group: bool = False) -> None:
        """One update on its way, as Telegram posts it."""
        number = next(self.updates)
        place: dict[str, Any] = {"id": sender, "type": "private", "first_name": "Orang"}
        if group:
            place = {"id": -100_000, "type": "group", "title": "RT 03"}
        who = {"id": sender, "is_bot": False, "first_name": "Orang", "language_code": "id"}
        head = {"message_id": number, "date": int(self.clock().timestamp()), "chat": place}
        update = {"update_id": number, "message": {"from": who, **head, **body}}
        answer = await self.client.post(
            "/webhooks/telegram/saksi",
            json=update,
            headers={"x-telegram-bot-api-secret-token": SECRET},
        )
        assert answer.status_code == 200

    async def say(self, sender: int, *texts: str) -> list[Reply]:
        """Texts of one person, each answered before the next; the new replies."""
        for words in texts:
            await self.post(sender, {"text": words})
            await self.work()
        return await self.replies()

    async def work(self) -> None:
        """Handle everything that waits."""
        await Worker(self.database, self.handling).drain()

    async def replies(self) -> list[Reply]:
        """What was decided to be told since the last look."""
        query = text(
            "select id, recipient, body ->> 'text' as text,"
            " extract(epoch from not_before) as due from outbox where id > :seen order by id"
        )
        async with self.database.transaction() as tx:
            rows = (await tx.execute(query, {"seen": self.seen})).all()
        self.seen = rows[-1].id if rows else self.seen
        now = max(self.clock().timestamp(), 0)
        return [
            Reply(row.recipient, row.text, max(round(float(row.due) - now, 1), 0.0)) for row in rows
        ]

    async def scalar(self, query: str, **values: Any) -> Any:
        """One value of the database."""
        async with self.database.transaction() as tx:
            return await tx.scalar(text(query), values)


@contextlib.asynccontextmanager
async def town(
    url: str, var: Path, clock: Callable[[], datetime] | None = None
) -> AsyncIterator[Town]:
    """The application with its lifespan running, and a worker that is told when to work."""
    settings = Settings.model_validate(
        {
            "database_url": url,
            "var": var,
            "secret_key": "the secret key of this test",
            "telegram_bot_token": TOKEN,
            "telegram_webhook_secret": SECRET,
            "platform_limits": False,
        }
    )
    app = create_app(settings, url)
    database, keys = Database(url), Keys.of(settings)
    media = media_of(settings)
    channels = wiring.by_account(wiring.telegram_bots(settings, media))
    told = clock or (lambda: datetime.now(UTC))
    handling = Handling(
        database,
        channels,
        Runner(CONVERSATION, keys).handle,
        keys,
        Files(media),
        paced=False,
        clock=told,
    )
    transport = httpx.ASGITransport(app=app)
    async with (
        app.router.lifespan_context(app),
        httpx.AsyncClient(transport=transport, base_url="http://localhost") as client,
    ):
        try:
            removals = Removals(database, media)
            yield Town(database, client, keys, handling, removals, media, told)
        finally:
            await database.close()


async def together(jobs: list[Any]) -> float:
    """Run jobs at once; the seconds that it took."""
    start = time.perf_counter()
    await asyncio.gather(*jobs)
    return time.perf_counter() - start

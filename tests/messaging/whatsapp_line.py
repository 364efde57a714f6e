"""An installation whose WhatsApp is on, and the other end of the line."""

import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from api.rehearsal.fake_whatsapp import FakeWhatsApp
from api.rehearsal.whatsapp_person import WhatsAppPerson
from tests.messaging.station import Station, installation

NUMBER, TOKEN, SECRET = "555000111", "a-token-of-nobody", "an-app-secret-of-nobody"
PHONE, SCOPED = "6281200000001", "ID.2081978709342942"


class Line:
    """What a test needs of both ends."""

    def __init__(self, station: Station, meta: FakeWhatsApp, client: httpx.AsyncClient) -> None:
        self.station, self.meta, self.client = station, meta, client

    def person(self, who: str = PHONE) -> WhatsAppPerson:
        """A made-up person."""
        return WhatsAppPerson(self.meta, who, "Siti")

    async def post(self, event: dict[str, Any]) -> int:
        """Bring an event with the right signature."""
        body = json.dumps(event).encode()
        headers = {"X-Hub-Signature-256": self.meta.signature(body)}
        answer = await self.client.post("/webhooks/whatsapp", content=body, headers=headers)
        return answer.status_code

    async def count(self, table: str) -> int:
        """How many rows a table has."""
        return int((await self.station.rows(f"select count(*) from {table}"))[0][0])


@contextlib.asynccontextmanager
async def connected(database_url: str, var: Path) -> AsyncIterator[Line]:
    """Web and both ends at work, the worker still off."""
    async with FakeWhatsApp(NUMBER, TOKEN, SECRET).running() as meta:
        given = {"numbers": NUMBER, "token": TOKEN, "app_secret": SECRET, "template": "kabar:id"}
        given["api_base"] = f"{meta.base}/v23.0"
        options = {f"whatsapp_{name}": value for name, value in given.items()}
        async with (
            installation(database_url, var, telegram_bot_token=None, **options) as station,
            station.website() as web,
            httpx.AsyncClient(base_url=web, trust_env=False) as client,
        ):
            meta.webhook = f"{web}/webhooks/whatsapp"
            yield Line(station, meta, client)

"""Telemelya, a Telegram Bot API emulator of others, with the Redis and S3 that it wants."""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Iterator
from typing import Any

import httpx
from fakeredis import TcpFakeServer
from moto.server import ThreadedMotoServer
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from api.rehearsal.serving import serving

KEY = "key-of-a-test"


@contextlib.contextmanager
def _redis() -> Iterator[str]:
    server = TcpFakeServer(("127.0.0.1", 0), server_type="redis")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"redis://127.0.0.1:{server.server_address[1]}/0"
    finally:
        server.shutdown()
        server.server_close()


@contextlib.contextmanager
def _s3() -> Iterator[str]:
    server = ThreadedMotoServer("127.0.0.1", 0, verbose=False)
    server.start()
    try:
        host, port = server.get_host_and_port()
        yield f"{host}:{port}"
    finally:
        server.stop()


@contextlib.asynccontextmanager
async def telemelya() -> AsyncIterator[str]:
    """The emulator on a free port; yields its address."""
    with _redis() as redis, _s3() as s3:
        from telemelya.server.app import app
        from telemelya.server.config import settings

        settings.redis_url, settings.minio_endpoint, settings.auth_keys = redis, s3, KEY
        async with serving(app) as address:
            settings.mock_server_url = address
            yield address


@contextlib.asynccontextmanager
async def with_secret(web: str, secret: str) -> AsyncIterator[str]:
    """A way to our webhook for an emulator that knows no secret header: it adds the header."""
    async with httpx.AsyncClient(base_url=web, trust_env=False) as client:

        async def forward(request: Request) -> Response:
            headers = {"X-Telegram-Bot-Api-Secret-Token": secret}
            answer = await client.post(
                request.url.path, content=await request.body(), headers=headers
            )
            return Response(answer.content, answer.status_code)

        routes = [Route("/{path:path}", forward, methods=["POST"])]
        async with serving(Starlette(routes=routes)) as address:
            yield address


class Chat:
    """A private chat through the emulator's control API."""

    def __init__(self, client: httpx.AsyncClient, token: str, chat_id: int) -> None:
        self._client, self._token, self._chat = client, token, chat_id
        self._seen = 0
        self.last: dict[str, Any] = {}

    async def say(self, text: str) -> str:
        """Type a text; returns the reply."""
        return await self._send(text=text)

    async def press(self, label: str) -> str:
        """Press a button of the latest reply; returns the next one."""
        rows = self.last["reply_markup"]["inline_keyboard"]
        data = next(b["callback_data"] for row in rows for b in row if b["text"] == label)
        return await self._send(callback_data=data)

    async def photo(self, data: bytes) -> str:
        """Send a picture; returns the reply."""
        files = {"file": ("plano.jpg", data, "image/jpeg")}
        answer = await self._client.post("/api/v1/test/upload_media", files=files)
        return await self._send(photo_file_id=answer.raise_for_status().json()["file_id"])

    async def _send(self, **body: Any) -> str:
        # it numbers updates by the millisecond: two in one are one to any bot
        await asyncio.sleep(0.005)
        answer = await self._client.post(
            "/api/v1/test/send_update",
            params={"bot_token": self._token},
            json={"chat_id": self._chat, **body},
        )
        assert answer.json()["delivery"]["status_code"] == 200, answer.text
        async with asyncio.timeout(20):
            while True:
                replies = await self._replies()
                if len(replies) > self._seen:
                    break
                await asyncio.sleep(0.03)
        self._seen += 1
        self.last = replies[self._seen - 1]
        return str(self.last["text"])

    async def _replies(self) -> list[dict[str, Any]]:
        answer = await self._client.get("/api/v1/test/responses")
        found = answer.raise_for_status().json()
        listed = found["responses"] if isinstance(found, dict) else found
        return [reply for reply in listed if reply.get("method") == "sendMessage"]

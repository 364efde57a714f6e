"""Large, slow, half-open and unsigned requests cost us nothing that somebody else would notice."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import httpx
import pytest
from fastapi import FastAPI, Request
from starlette.types import Message, Scope

from api.app import create_app
from api.http import body_limits
from api.http.body_limits import LARGEST, OTHERWISE, Bodies
from api.http.errors import tell_errors
from api.processes import patience
from api.processes.web import server_of
from models.errors import BadInput
from models.settings import Settings
from tests.api.conftest import browse

SECRET = "of this test alone, long enough"


def small_app() -> FastAPI:
    app = FastAPI()
    app.add_middleware(Bodies)
    tell_errors(app)

    @app.post("/{path:path}")
    async def take(request: Request, path: str) -> int:
        return len(await request.body())

    @app.get("/from")
    async def address(request: Request) -> str:
        return request.client.host if request.client else ""

    @app.get("/health")
    async def health() -> str:
        return "ok"

    return app


@asynccontextmanager
async def running(app: FastAPI, proxies: str = "127.0.0.1") -> AsyncIterator[int]:
    """The real server around it, on a port of its own."""
    server = server_of(app, Settings(port=0, host="127.0.0.1", proxies=proxies))
    serving = asyncio.create_task(server.serve())
    while not server.started:  # noqa: ASYNC110 (the server tells nobody)
        await asyncio.sleep(0.01)
    try:
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        await serving


@pytest.mark.parametrize("path", ["/anything", *(path for path in LARGEST if path[:5] != "/api/")])
async def test_a_body_over_the_limit_of_its_path_is_refused_announced_or_not(path: str) -> None:
    most = LARGEST.get(path, OTHERWISE)

    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(most // 65_536 + 2):
            yield bytes(65_536)

    async with browse(small_app()) as client:
        assert (await client.post(path, content=bytes(most))).json() == most
        for body in (bytes(most + 1), pieces()):
            answer = await client.post(path, content=body)
            assert answer.status_code == 413
            assert answer.headers["content-type"] == "application/problem+json"


async def test_not_a_byte_is_read_of_what_is_announced_too_large() -> None:
    sent = list[Message]()

    async def receive() -> Message:
        raise AssertionError("the body was read")

    async def send(message: Message) -> None:
        sent.append(message)

    scope: Scope = {
        "type": "http", "method": "POST", "path": "/api", "query_string": b"",
        "headers": [(b"content-length", b"104857600")],
    }  # fmt: skip
    await Bodies(small_app())(scope, receive, send)
    assert sent[0]["status"] == 413
    assert (b"connection", b"close") in sent[0]["headers"]


async def test_a_body_that_stops_coming_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(body_limits, "PIECE_SECONDS", 0.3)

    async with running(small_app()) as port:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"POST /x HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\nabc")
        answer = await asyncio.wait_for(reader.readuntil(b"\r\n"), 3)
        writer.close()
    assert b" 408 " in answer


@pytest.fixture
async def whole(database_url: str) -> AsyncIterator[FastAPI]:
    """The real application."""
    settings = {
        "database_url": database_url,
        "secret_key": SECRET,
        "api_token": SECRET,
        "whatsapp_numbers": "1",
        "whatsapp_token": "token-of-this-test",
        "whatsapp_app_secret": SECRET,
        "telegram_bots": "bot:1:token-of-this-test",
    }
    app = create_app(Settings.model_validate(settings), database_url)
    async with app.router.lifespan_context(app):
        yield app


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/webhooks/telegram/bot", {}),
        ("/webhooks/telegram/bot", {"x-telegram-bot-api-secret-token": "wrong"}),
        ("/webhooks/telegram/nobody", {}),
        ("/webhooks/whatsapp", {}),
        ("/webhooks/whatsapp", {"x-hub-signature-256": "sha256=short"}),
        ("/api/v1/quick-count", {}),
        ("/api/v1/quick-count", {"authorization": "Bearer saksi_made-up"}),
        ("/phone/message", {}),
        ("/phone/message", {"x-saksi-phone": "own"}),
        ("/phone/photo", {}),
        ("/phone/photo", {"x-saksi-phone": "1"}),
        ("/phone/photo", {"x-saksi-phone": "own"}),
        ("/phone/enter", {}),
        ("/phone/feed", {"x-saksi-phone": "own"}),
    ],
)
async def test_nothing_is_read_of_a_body_before_its_sender_is_known(
    whole: FastAPI, path: str, headers: dict[str, str]
) -> None:
    statuses = list[int]()

    async def receive() -> Message:
        raise AssertionError("the body was read")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    scope: Scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(), "app": whole,
        "query_string": b"", "scheme": "http", "server": ("saksi.test", 80), "client": ("x", 1),
        "http_version": "1.1", "root_path": "",
        "headers": [
            (b"host", b"localhost"), (b"content-type", b"application/json"),
            (b"content-length", b"500"),
            *((name.encode(), value.encode()) for name, value in headers.items()),
        ],
    }  # fmt: skip
    await whole(scope, receive, send)
    assert statuses[0] in (401, 403, 404), statuses


async def test_three_hundred_half_open_connections_change_nothing_and_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "HEADER_SECONDS", 2.0)
    async with running(small_app()) as port, httpx.AsyncClient() as client:
        url = f"http://127.0.0.1:{port}/health"
        before = await answers(client, url)
        opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(300)]
        for _, writer in opened[:200]:
            writer.write(b"POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nX-A: ")
        meanwhile = await answers(client, url)
        assert meanwhile < before * 3 + 0.25
        ends = await asyncio.wait_for(
            asyncio.gather(*(reader.read() for reader, _ in opened), return_exceptions=True), 10
        )
        assert len(ends) == 300


async def answers(client: httpx.AsyncClient, url: str) -> float:
    """The slowest of thirty answers, in seconds, but for three."""
    took = []
    for _ in range(30):
        started = time.monotonic()
        assert (await client.get(url)).status_code == 200
        took.append(time.monotonic() - started)
    return sorted(took)[-4]


async def test_headers_without_end_are_cut_off() -> None:
    async with running(small_app()) as port:
        _, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(b"GET /health HTTP/1.1\r\nHost: x\r\n")
        taken = 0
        with suppress(ConnectionError):
            while taken < 4_000:
                writer.write(b"X-A: " + b"a" * 1_000 + b"\r\n")
                await writer.drain()
                await asyncio.sleep(0)
                taken += 1
        assert taken < 3_000, "megabytes of headers were taken"


async def test_one_address_holds_so_many_connections_and_no_more(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(patience, "MOST_OF_ONE", 20)
    async with running(small_app(), proxies="") as port:
        opened = [await asyncio.open_connection("127.0.0.1", port) for _ in range(30)]
        await asyncio.sleep(0.3)
        ended = sum(reader.at_eof() or reader.exception() is not None for reader, _ in opened)
        for _, writer in opened:
            writer.close()
        assert ended == 10


async def test_nobody_says_from_which_address_he_comes_but_a_proxy_that_is_named() -> None:
    told = {"x-forwarded-for": "198.51.100.7, 203.0.113.9"}
    for proxies, seen in (("192.0.2.1", "127.0.0.1"), ("127.0.0.1", "203.0.113.9")):
        async with running(small_app(), proxies=proxies) as port, httpx.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{port}/from", headers=told)
            assert answer.json() == seen
    with pytest.raises(BadInput, match="everybody"):
        server_of(small_app(), Settings(proxies="*"))


async def test_a_keep_alive_connection_serves_one_request_after_another() -> None:
    async with running(small_app()) as port, httpx.AsyncClient() as client:
        for size in (10, 60_000, 10):
            answer = await client.post(f"http://127.0.0.1:{port}/x", content=bytes(size))
            assert answer.json() == size

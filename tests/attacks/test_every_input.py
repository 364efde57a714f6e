"""Whatever an address, form or payload holds is answered, or refused with a problem document."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from functools import cache
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.parse import quote

import pytest
from fastapi import FastAPI
from httpx import AsyncClient
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.app import ROUTERS, create_app
from api.processes.web import server_of
from models.settings import Settings
from models.stores.base.database import Database
from tests.api.conftest import browse, report

DOCUMENT = json.loads((Path(__file__).parents[2] / "docs" / "openapi.json").read_text())
"""What the API says of itself; that it is true is proved in tests/architecture/test_routes.py."""
TOKEN = "a token of these tests, 4711 long"
NASTY = [
    "\0", "a\0b", "\x1b[2J", "\r\nSet-Cookie: a=b", "9" * 30, "-1", "-" + "9" * 30, str(2**31),
    str(2**63), "1e999", "NaN", "Infinity", "😀", "\u202e", "\ud7ff", "' or 1=1 --",
    "../../etc/passwd",
    "%", "a" * 300, "a" * 60_000, "{}", "[]", "null", "true", "", " ", "9999-99-99",
    "0001-01-01T00:00:00Z",
    "99999999-01-01", "3404", "%00", "\\u0000", "${jndi:ldap://x}", "tps:", ":tps", "a:b:c",
]  # fmt: skip
RAW = ["%00", "%ff%fe", "%80", "%ed%a0%80", "%0d%0a", "+%09+"]


def app_settings(url: str, **more: object) -> Settings:
    given = {"database_url": url, "secret_key": "of these tests, long enough", "api_token": TOKEN}
    return Settings.model_validate({**given, **more})


@pytest.fixture(scope="module")
async def app(module_database_url: str) -> AsyncIterator[FastAPI]:
    database = Database(module_database_url)
    await report(database)
    await database.close()
    made = create_app(app_settings(module_database_url), module_database_url)
    async with made.router.lifespan_context(made):
        yield made


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[AsyncClient]:
    async with browse(app) as client:
        yield client


def operations() -> list[tuple[str, list[str]]]:
    """Every GET of the API: its path and the names that its query may hold."""
    return [
        (
            path,
            [one["name"] for one in methods["get"].get("parameters", ()) if one["in"] == "query"],
        )
        for path, methods in DOCUMENT["paths"].items()
        if "get" in methods
    ]


def good(path: str) -> str:
    return path.replace("{code}", "3404").replace("{kind}", "csv")


def fine(status: int, kind: str, body: bytes) -> bool:
    """Answered, or refused in words; never broken off."""
    return status < 400 or (
        400 <= status < 500 and kind == "application/problem+json" and body != b""
    )


@pytest.mark.parametrize(("path", "names"), operations())
async def test_no_value_of_any_question_breaks_an_answer(
    client: AsyncClient, path: str, names: list[str]
) -> None:
    broken = []
    for place, name in enumerate(names):
        for value in NASTY[place % 3 :: 3]:
            asked = {"ballot": "ppwp", "version": "x", "lower": "tps:a", "upper": "kecamatan:b"}
            asked = {key: one for key, one in asked.items() if key in names} | {name: value}
            address = (
                good(path) + "?" + "&".join(f"{k}={quote(v, safe='')}" for k, v in asked.items())
            )
            answer = await client.get(address)
            if not fine(answer.status_code, answer.headers.get("content-type", ""), answer.content):
                broken.append((name, value[:30], answer.status_code, answer.text[:90]))
    for raw in RAW:
        answer = await client.get(f"{good(path)}?{(names or ['x'])[0]}={raw}")
        if answer.status_code >= 500:
            broken.append(("raw", raw, answer.status_code, ""))
    assert not broken


@pytest.mark.parametrize("path", [path for path, _ in operations() if "{" in path] + [
    "/p/{code}", "/phone/picture/{code}/{kind}", "/static/{code}/{kind}",
    "/webhooks/telegram/{code}",
])  # fmt: skip
async def test_no_part_of_a_path_breaks_an_answer(client: AsyncClient, path: str) -> None:
    for value in [*(quote(one[:9_000], safe="") for one in NASTY), *RAW]:
        answer = await client.get(
            path.replace("{code}", value or "x").replace("{kind}", value or "x")
        )
        assert answer.status_code < 500, (path, value[:40])


def bodies() -> Iterator[bytes]:
    yield from (b"", b"null", b"[]", b"{", b"\xff\xfe", b'"a"', b"[" * 60_000, b"1" * 5_000)
    yield b'{"a":' * 10_000 + b"1" + b"}" * 10_000
    for value in NASTY:
        huge = int("1" + "0" * 40)
        body = {"id": "abcdefgh-1", "position": huge, "at": huge, "kind": "text", "code": value}
        known = {"1": {"cursor": [huge, huge], "have": [value]}}
        yield json.dumps({**body, "text": value + "\0", "phones": known}).encode()


@pytest.mark.parametrize("path", ["/phone/message", "/phone/feed", "/phone/enter", "/phone/start"])
async def test_no_body_breaks_an_answer(client: AsyncClient, path: str) -> None:
    started = await client.post("/phone/start", headers={"x-saksi-phone": "1"})
    assert started.status_code == 200
    for body in bodies():
        answer = await client.post(path, content=body, headers={"x-saksi-phone": "1"})
        assert answer.status_code < 500, (path, body[:80], answer.text)


@pytest.mark.parametrize(
    "header", ["authorization", "cookie", "host", "if-none-match", "x-saksi-phone"]
)
async def test_no_header_breaks_an_answer(client: AsyncClient, header: str) -> None:
    for value in NASTY[4:]:
        sent = {
            header: value.encode("utf-8", "replace").replace(b"\r", b"").replace(b"\n", b"")[:4_000]
        }
        for path in ("/api/v1/recap?ballot=ppwp", "/p", "/phone/picture/own/i1"):
            answer = await client.get(path, headers=sent)
            assert answer.status_code < 500, (header, value[:40])


@pytest.fixture(scope="module")
def address(module_database_url: str) -> Iterator[str]:
    """The real server in production, in a thread with a loop of its own."""
    config = app_settings(module_database_url, production=True, port=0)
    known, done, port = Event(), Event(), list[int]()

    async def serve() -> None:
        server = server_of(create_app(config, module_database_url), config)
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 (the server tells nobody)
            await asyncio.sleep(0.05)
        port.append(server.servers[0].sockets[0].getsockname()[1])
        known.set()
        await asyncio.to_thread(done.wait)
        server.should_exit = True
        await serving

    thread = Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    assert known.wait(30)
    yield f"http://127.0.0.1:{port[0]}"
    done.set()
    thread.join()


@cache
def described() -> dict[str, Any]:
    """The operations of the API, ready to be made up. Schemathesis takes a second to import."""
    import schemathesis

    schema = schemathesis.openapi.from_dict(DOCUMENT)
    return {one.ok().path: one.ok() for one in schema.get_all_operations()}


@pytest.mark.parametrize("token", [TOKEN, None], ids=["token", "stranger"])
@pytest.mark.parametrize("path", DOCUMENT["paths"])
def test_what_schemathesis_makes_up_is_answered_or_refused(
    app: FastAPI, address: str, path: str, token: str | None
) -> None:
    from schemathesis import GenerationMode

    headers = {"Authorization": f"Bearer {token}"} if token else {}

    @settings(
        max_examples=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    @given(st.data())
    def ask(data: st.DataObject) -> None:
        mode = data.draw(st.sampled_from(list(GenerationMode)))
        case = data.draw(described()[path].as_strategy(generation_mode=mode))
        case.headers = headers
        answer = case.call(base_url=address)
        kind = answer.headers.get("content-type", [""])[0]
        assert fine(answer.status_code, kind, answer.content), (
            path,
            answer.status_code,
            answer.text,
        )
        if token is None and path.startswith(("/api", "/metrics")):
            assert answer.status_code >= 400

    ask()


def test_every_router_is_walked() -> None:
    assert len(ROUTERS) >= 14
    assert len(operations()) >= 20

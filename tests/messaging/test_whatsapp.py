"""WhatsApp from the signed webhook to the answer, over real HTTP on both sides."""

import hmac
import json
import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.channels.whatsapp.updates import digest
from tests.channels.graph import NUMBER, TOKEN, Graph
from tests.messaging.station import Station, installation
from tests.messaging.test_files import picture

SECRET, VERIFY = "the-app-secret-of-nobody", "the-verify-token"
PHONE = "6281200000001"


@pytest.fixture
async def graph() -> AsyncIterator[Graph]:
    async with Graph().running() as graph:
        yield graph


@pytest.fixture
async def station(database_url: str, tmp_path: Path, graph: Graph) -> AsyncIterator[Station]:
    given = {"numbers": NUMBER, "token": TOKEN, "app_secret": SECRET, "verify_token": VERIFY}
    options = {f"whatsapp_{name}": value for name, value in given.items()}
    async with installation(
        database_url, tmp_path, whatsapp_api_base=graph.base, **options
    ) as station:
        yield station


@pytest.fixture
async def client(station: Station) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        station.website() as web,
        httpx.AsyncClient(base_url=web, trust_env=False) as client,
    ):
        yield client


def batch(*messages: dict[str, Any], statuses: tuple[dict[str, Any], ...] = ()) -> bytes:
    people = [{"profile": {"name": "Siti"}, "wa_id": PHONE}]
    value: dict[str, Any] = {"metadata": {"phone_number_id": NUMBER}, "contacts": people}
    value |= {"messages": list(messages), "statuses": list(statuses)}
    change = {"field": "messages", "value": value}
    document = {"object": "whatsapp_business_account", "entry": [{"changes": [change]}]}
    return json.dumps(document).encode()


def said(number: int, **body: Any) -> dict[str, Any]:
    now = str(int(time.time()) + number)
    return {"from": PHONE, "id": f"wamid.in{number}", "timestamp": now, **body}


def text(number: int, words: str) -> dict[str, Any]:
    return said(number, type="text", text={"body": words})


async def post(client: httpx.AsyncClient, body: bytes, secret: str = SECRET) -> int:
    signature = "sha256=" + hmac.digest(secret.encode(), body, "sha256").hex()
    headers = {"X-Hub-Signature-256": signature} if secret else {}
    return (await client.post("/webhooks/whatsapp", content=body, headers=headers)).status_code


async def test_the_handshake_gives_the_challenge_back_for_the_right_token(
    client: httpx.AsyncClient,
) -> None:
    asked = {"hub.mode": "subscribe", "hub.challenge": "1158201444"}
    answers = [
        await client.get("/webhooks/whatsapp", params={**asked, "hub.verify_token": token})
        for token in (VERIFY, "wrong", "")
    ]
    assert [answer.status_code for answer in answers] == [200, 403, 403]
    assert answers[0].text == "1158201444"


async def test_a_missing_or_forged_signature_stores_nothing(
    station: Station, client: httpx.AsyncClient
) -> None:
    body = batch(text(1, "Hadir"))
    assert await post(client, body, "") == 401
    assert await post(client, body, "another-secret") == 401
    good = "sha256=" + hmac.digest(SECRET.encode(), body, "sha256").hex()
    forged = await client.post(
        "/webhooks/whatsapp", content=body + b" ", headers={"X-Hub-Signature-256": good}
    )
    assert forged.status_code == 401
    assert await station.rows("select 1 from event") == []


async def test_it_is_off_unless_it_is_configured(database_url: str, tmp_path: Path) -> None:
    async with (
        installation(database_url, tmp_path) as station,
        station.website() as web,
        httpx.AsyncClient(base_url=web, trust_env=False) as client,
    ):
        assert await post(client, batch(text(1, "Hadir"))) == 404
        assert (await client.get("/webhooks/whatsapp")).status_code == 404


async def test_every_message_of_a_batch_is_answered_once_and_in_order(
    station: Station, client: httpx.AsyncClient, graph: Graph
) -> None:
    body = batch(*(text(n, f"{n}") for n in range(3)))
    async with station.worker():
        for _ in range(3):
            assert await post(client, body) == 200
        await station.until("select count(*) = 3 from outbox where state = 1")
        assert await post(client, batch(text(2, "2"), text(3, "3"))) == 200
        await station.until("select count(*) = 4 from outbox where state = 1")
    assert [m["text"]["body"] for m in graph.sent] == ["> 0", "> 1", "> 2", "> 3"]
    assert {m["to"] for m in graph.sent} == {PHONE}


async def test_no_phone_number_is_in_the_database(
    station: Station, client: httpx.AsyncClient
) -> None:
    async with station.worker():
        assert await post(client, batch(text(1, "Hadir"))) == 200
        await station.until("select count(*) = 1 from outbox where state = 1")
    for table in ("event", "inbox", "contact", "outbox"):
        rows = await station.rows(f"select * from {table}")
        assert rows
        assert PHONE not in repr([tuple(row) for row in rows])


async def test_photos_come_in_and_what_became_of_replies_is_kept(
    station: Station, client: httpx.AsyncClient, graph: Graph
) -> None:
    graph.files, graph.stale = {"7": picture()}, 1
    photo = said(1, type="image", image={"id": "7", "mime_type": "image/jpeg"})
    async with station.worker():
        assert await post(client, batch(photo)) == 200
        await station.until("select count(*) = 1 from outbox where state = 1")
        assert graph.sent[0]["text"]["body"].endswith("True")
        sent = (await station.rows("select provider_id from outbox"))[0]["provider_id"]
        assert sent == digest("wamid.1")
        reports = [{"id": "wamid.1", "status": s} for s in ("read", "sent", "delivered")]
        assert await post(client, batch(statuses=tuple(reports))) == 200
        await station.until("select delivery = 'read' from outbox")
        failed = {"id": "wamid.1", "status": "failed", "errors": [{"code": 131026}]}
        assert await post(client, batch(statuses=(failed,))) == 200
        await station.until("select delivery = 'failed' from outbox")
    row = (await station.rows("select error from outbox"))[0]
    assert "undeliverable" in row["error"]
    assert [r["state"] for r in await station.rows("select state from inbox")] == [1] * 5
    assert len(graph.sent) == 1


async def test_too_many_messages_to_one_person_hold_back_that_person_alone(
    station: Station, client: httpx.AsyncClient, graph: Graph
) -> None:
    graph.errors = [(400, 131056)]
    other = {**text(2, "b"), "from": "6281200000002"}
    async with station.worker():
        assert await post(client, batch(text(1, "a"))) == 200
        await station.until("select count(*) = 1 from outbox where error is not null")
        assert await post(client, batch(other)) == 200
        await station.until("select count(*) = 1 from outbox where state = 1")
    assert [m["to"] for m in graph.sent] == ["6281200000002"]
    waits = await station.rows(
        "select extract(epoch from not_before - now()) as s from outbox where state = 0"
    )
    assert 2 < waits[0]["s"] <= 6

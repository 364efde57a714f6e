"""The webhook over real HTTP: proven, stored, then acknowledged; nothing makes it stumble."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from models.sealing import Keys
from tests.messaging.station import SECRET, Station

UPDATE: dict[str, Any] = {
    "update_id": 1000,
    "message": {
        "message_id": 1,
        "date": 1707900000,
        "from": {"id": 500001, "is_bot": False, "first_name": "Siti"},
        "chat": {"id": 500001, "type": "private"},
        "text": "Hadir",
    },
}


@pytest.fixture
async def client(station: Station) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        station.website() as web,
        httpx.AsyncClient(base_url=web, trust_env=False) as client,
    ):
        yield client


async def post(
    client: httpx.AsyncClient, body: bytes, secret: str = SECRET, name: str = "saksi"
) -> int:
    headers = {"X-Telegram-Bot-Api-Secret-Token": secret} if secret else {}
    answer = await client.post(f"/webhooks/telegram/{name}", content=body, headers=headers)
    return answer.status_code


async def stored(station: Station) -> tuple[int, int]:
    row = (await station.rows("select (select count(*) from event), (select count(*) from inbox)"))[
        0
    ]
    return row[0], row[1]


async def test_a_wrong_secret_is_401_and_nothing_is_stored(
    station: Station, client: httpx.AsyncClient
) -> None:
    body = json.dumps(UPDATE).encode()
    for secret in ("", "wrong", SECRET.upper(), "\u00e4"):
        headers = {"X-Telegram-Bot-Api-Secret-Token": secret.encode("latin-1")} if secret else {}
        answer = await client.post("/webhooks/telegram/saksi", content=body, headers=headers)
        assert answer.status_code == 401
    assert await stored(station) == (0, 0)


async def test_an_unknown_bot_is_404_and_a_huge_body_413(
    station: Station, client: httpx.AsyncClient
) -> None:
    assert await post(client, json.dumps(UPDATE).encode(), name="other") == 404
    assert await post(client, b"x" * (1 << 20) + b"x") == 413
    assert await stored(station) == (0, 0)


async def test_the_same_update_again_is_acknowledged_and_changes_nothing(
    station: Station, client: httpx.AsyncClient
) -> None:
    body = json.dumps(UPDATE).encode()
    assert await post(client, body) == 200
    codes = await asyncio.gather(*(post(client, body) for _ in range(20)))
    assert set(codes) == {200}
    await station.rows("alter table event disable trigger user")
    for age in ("2 minutes", "2 hours", "7 days"):
        for table in ("event", "inbox"):
            await station.rows(f"update {table} set received_at = now() - interval '{age}'")
        assert await post(client, body) == 200
    assert await stored(station) == (1, 1)


UNPARSABLE = [
    (b"", "not JSON"),
    (b'{"update_id": 5, "message"', "not JSON"),
    (b"\xff\xfe\x00", "not JSON"),
    (b"[" * 100_000, "not JSON"),
    (b"[1, 2]", "no update of Telegram"),
    (b'{"update_id": "7", "message": {}}', "no update of Telegram"),
    (b'{"update_id": 8, "message": {"text": "x"}}', "no sender"),
    (b'{"update_id": 9, "poll_answer": {"poll_id": "1"}}', "not for us: poll_answer"),
    (b'{"update_id": 9, "new_kind": {"a": 1}}', "not for us: new_kind"),
    (json.dumps({**UPDATE, "update_id": 10**30}).encode(), "its numbers cannot be stored"),
]


async def test_what_cannot_be_parsed_is_stored_with_its_reason(
    station: Station, client: httpx.AsyncClient
) -> None:
    for body, _ in UNPARSABLE:
        assert await post(client, body) == 200
    events = await station.rows("select payload, reason from event order by id")
    keys = Keys.of(station.settings)
    kept = [(keys.unseal_payload(event["payload"]), event["reason"]) for event in events]
    assert [body for body, _ in kept] == [body for body, _ in UNPARSABLE]
    for (_, reason), (_, expected) in zip(kept, UNPARSABLE, strict=True):
        assert expected in reason
    assert (await stored(station))[1] == 0


async def test_one_bad_event_in_a_shared_commit_harms_no_other(
    station: Station, client: httpx.AsyncClient
) -> None:
    bad = json.dumps({**UPDATE, "update_id": 10**30}).encode()
    good = [json.dumps({**UPDATE, "update_id": n}).encode() for n in range(1, 40)]
    codes = await asyncio.gather(*(post(client, body) for body in [*good, bad, bad]))
    assert set(codes) == {200}
    assert (await stored(station))[1] == 39


async def test_a_nul_and_a_lone_surrogate_abort_nothing(
    station: Station, client: httpx.AsyncClient
) -> None:
    body = json.dumps(UPDATE).encode().replace(b"Hadir", rb"Ha\u0000dir \ud83d")
    assert await post(client, body) == 200
    assert await stored(station) == (1, 1)


async def test_a_nik_is_nowhere_in_the_database(
    station: Station, client: httpx.AsyncClient
) -> None:
    body = json.dumps(UPDATE).encode().replace(b"Hadir", b"9999990101900001")
    assert await post(client, body) == 200
    event = (await station.rows("select payload from event"))[0]
    assert b"9999990101900001" not in event["payload"]


async def test_a_pressed_button_is_answered_in_the_response(
    station: Station, client: httpx.AsyncClient
) -> None:
    press = {"id": "77", "from": {"id": 500001}, "data": "ok", "message": {"message_id": 3}}
    answer = await client.post(
        "/webhooks/telegram/saksi",
        json={"update_id": 5, "callback_query": press},
        headers={"X-Telegram-Bot-Api-Secret-Token": SECRET},
    )
    assert answer.json() == {"method": "answerCallbackQuery", "callback_query_id": "77"}

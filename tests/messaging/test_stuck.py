"""Nothing goes deaf: a database that dies or stands still is told of, and all goes on after it."""

import asyncio
import json
import shutil
import time
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import asyncpg
import httpx
import pytest

from api.app import create_app
from api.processes import web
from bot.base.watched import Ended, as_long_as_all_live
from bot.channels.console import Console
from bot.channels.console import event as console_event
from bot.messaging.ingest import KEEP_SECONDS, ingest
from models.errors import DatabaseUnavailable
from models.sealing import Keys
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.base.wake import plain_url
from models.stores.messaging import pulse
from tests.messaging.server import Server, own_server
from tests.messaging.station import Station, installation
from tests.messaging.test_webhook import UPDATE, post

READY_SECONDS = 2.0
SLACK = 8.0
"""Seconds that a busy machine may need beside what is promised."""


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with own_server() as one:
        yield one


@pytest.fixture
async def client(server: Server, tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with (
        installation(server.url, tmp_path) as station,
        station.website() as address,
        httpx.AsyncClient(base_url=address, trust_env=False, timeout=30) as client,
    ):
        yield client


async def crowd(client: httpx.AsyncClient, first: int, count: int = 40) -> Counter[int]:
    """What many messages at once are answered."""
    bodies = [json.dumps({**UPDATE, "update_id": first + n}).encode() for n in range(count)]
    return Counter(await asyncio.gather(*(post(client, body) for body in bodies)))


async def until_all_are_kept(client: httpx.AsyncClient, first: int) -> None:
    async with asyncio.timeout(60):
        while set(await crowd(client, first)) != {200}:  # noqa: ASYNC110
            await asyncio.sleep(0.2)


async def test_a_database_that_dies_leaves_no_webhook_hanging(
    server: Server, client: httpx.AsyncClient
) -> None:
    for turn in range(3):
        began = time.monotonic()
        waves = [asyncio.create_task(crowd(client, turn * 1000 + n * 40)) for n in range(5)]
        await asyncio.sleep(0.02)
        server.die()
        answers = sum(await asyncio.gather(*waves), Counter[int]())
        assert set(answers) <= {200, 503}
        assert time.monotonic() - began < KEEP_SECONDS + SLACK
        await until_all_are_kept(client, turn * 1000 + 500)


async def test_a_database_that_stands_still_is_told_within_two_seconds_and_webhooks_get_a_503(
    server: Server, client: httpx.AsyncClient
) -> None:
    await until_all_are_kept(client, 50_000)
    assert (await client.get("/ready")).json() == {"status": "ready"}
    await asyncio.sleep(0.6)
    server.stand_still()
    try:
        began = time.monotonic()
        waiting = asyncio.create_task(crowd(client, 60_000))
        seen = await client.get("/ready")
        assert time.monotonic() - began < READY_SECONDS + SLACK
        assert seen.status_code == 503
        assert set(seen.json()) >= {"database", "ingest", "outbox"}
        assert set(await waiting) == {503}
        assert time.monotonic() - began < KEEP_SECONDS + SLACK
        for _ in range(4):
            began = time.monotonic()
            assert (await client.get("/ready")).status_code == 503
            assert time.monotonic() - began < READY_SECONDS + SLACK
    finally:
        server.go_on()
    await until_all_are_kept(client, 60_000)
    async with asyncio.timeout(30):
        while (await client.get("/ready")).status_code != 200:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


class _Stumbling:
    """The real pool, whose next connection fails as asyncpg does when a server dies under it."""

    def __init__(self, pool: Any) -> None:
        self._pool, self.stumbles = pool, 0

    def acquire(self, **options: Any) -> Any:
        if self.stumbles:
            self.stumbles -= 1
            raise asyncpg.InternalClientError("got result for unknown protocol state")
        return self._pool.acquire(**options)


async def test_an_error_of_the_driver_that_has_no_class_ends_no_writing(
    station: Station,
) -> None:
    console, keys = Console(), Keys.of(station.settings)
    async with ingest(station.url, keys) as entrance:
        entrance._pool = stumbling = _Stumbling(entrance._pool)
        for turn in range(3):
            stumbling.stumbles = 1
            with pytest.raises(DatabaseUnavailable):
                await entrance.keep(console, _said(f"{turn}"))
        assert await entrance.keep(console, _said("now")) is None
    assert (await station.rows("select count(*) from inbox"))[0][0] == 1


def _said(text: str) -> bytes:
    return console_event("+6281200000001", text, datetime(2024, 2, 14, tzinfo=UTC))


async def test_a_table_that_is_locked_makes_ready_say_which_part_it_is(
    station: Station, database_url: str
) -> None:
    database = Database(database_url)
    async with (
        station.website() as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
        database.transaction() as tx,
    ):
        await tx.exec_driver_sql("lock table outbox")
        began = time.monotonic()
        seen = await client.get("/ready")
        assert time.monotonic() - began < READY_SECONDS + SLACK
        assert seen.status_code == 503
        assert seen.json()["outbox"]
        assert "database" not in seen.json()
    await database.close()


async def test_connections_that_all_read_slowly_do_not_hold_up_ready(station: Station) -> None:
    app = create_app(station.settings, station.url)
    async with app.router.lifespan_context(app):
        held = [app.state.database.transaction() for _ in range(16)]
        for one in held:
            await one.__aenter__()
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            began = time.monotonic()
            assert (await client.get("/ready")).status_code == 200
            assert time.monotonic() - began < READY_SECONDS + SLACK
        for one in held:
            await one.__aexit__(None, None, None)


async def test_an_answer_that_nobody_sends_for_ten_minutes_makes_it_unready(
    station: Station,
) -> None:
    await station.rows(
        "insert into contact (channel, account, sender, name, language, state, activation_tries, "
        "last_order, stopped) values ('telegram', 'saksi', '1', '', 'id', '{}', 0, 0, false)"
    )
    await station.rows(
        "insert into outbox (purpose, contact_id, channel, account, recipient, body, priority, "
        "state, attempts, repeats, not_before) select 'x', id, channel, account, sender, '{}', 0, "
        "0, 0, 0, now() - interval '11 minutes' from contact"
    )
    async with (
        station.website() as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        seen = await client.get("/ready")
    assert (seen.status_code, seen.json()["outbox"]) == (503, "nobody sends what waits")


async def test_what_waits_for_an_account_that_is_no_longer_ours_leaves_it_ready(
    station: Station,
) -> None:
    await station.rows(
        "insert into contact (channel, account, sender, name, language, state, activation_tries, "
        "last_order, stopped) values ('telegram', 'gone', '1', '', 'id', '{}', 0, 0, false)"
    )
    await station.rows(
        "insert into outbox (purpose, contact_id, channel, account, recipient, body, priority, "
        "state, attempts, repeats, not_before) select 'x' || n, c.id, channel, account, sender, "
        "'{}', 0, 0, 0, 0, now() - interval '11 minutes' from contact c, generate_series(1, 500) n"
    )
    async with (
        station.website() as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        assert (await client.get("/ready")).status_code == 200


async def test_each_account_s_oldest_answer_is_found_by_its_index(station: Station) -> None:
    await station.rows(
        "insert into contact (channel, account, sender, name, language, state, activation_tries, "
        "last_order, stopped) select 'telegram', 'gone', n::text, '', 'id', '{}', 0, 0, false "
        "from generate_series(1, 3000) n"
    )
    await station.rows(
        "insert into outbox (purpose, contact_id, channel, account, recipient, body, priority, "
        "state, attempts, repeats, not_before) select 'x' || id, id, channel, account, sender, "
        "'{}', 0, 0, 0, 0, now() - interval '11 minutes' from contact"
    )
    await station.rows("analyze outbox")
    served = [("telegram", "saksi"), ("webchat", "web")]
    connection = await asyncpg.connect(plain_url(station.url))
    plan = await connection.fetch(f"explain {pulse._UNSENT}", *map(list, zip(*served, strict=True)))
    await connection.close()
    told = "\n".join(row[0] for row in plan)
    assert "outbox_due" in told
    assert "Seq Scan on outbox" not in told


async def test_a_disk_that_takes_nothing_makes_it_unready(station: Station) -> None:
    var = station.settings.var
    async with (
        station.website() as address,
        httpx.AsyncClient(base_url=address, trust_env=False) as client,
    ):
        shutil.rmtree(var)
        var.write_text("a file where the folder should be")
        seen = await client.get("/ready")
    assert seen.status_code == 503
    assert seen.json()["disk"] == "NotADirectoryError"


async def test_a_web_process_whose_way_in_ends_ends_too(
    station: Station, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Settings.model_validate({**station.settings.model_dump(), "port": 0})
    made = []

    def create(settings: Settings, url: str) -> object:
        made.append(create_app(settings, url))
        return made[-1]

    monkeypatch.setattr(web, "create_app", create)
    database, stop = Database(station.url), asyncio.Event()
    running = asyncio.create_task(web.run_web(config, database, stop))
    async with asyncio.timeout(20):
        while not (made and hasattr(made[0].state, "phone_desk")):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        made[0].state.entrance.ingest.deaf.set()
        with pytest.raises(Ended):
            await running
    await database.close()


async def test_a_duty_that_ends_by_itself_ends_the_others_and_the_process() -> None:
    ended = []

    async def lives() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            ended.append("lives")

    async def returns() -> None:
        await asyncio.sleep(0.01)

    async def breaks() -> None:
        raise ValueError("odd")

    for other in (returns, breaks):
        with pytest.raises(Ended):
            await as_long_as_all_live({"a": lives(), "b": other()}, asyncio.Event())
    assert ended == ["lives", "lives"]


async def test_told_to_stop_no_duty_is_missed() -> None:
    stop = asyncio.Event()
    asyncio.get_running_loop().call_later(0.05, stop.set)
    await as_long_as_all_live({"a": asyncio.sleep(60)}, stop)  # type: ignore[dict-item]

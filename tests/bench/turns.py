"""Messages through webhook, conversation and outbox: how long until the reply is sent.

The rate is kept whether answers come or not (an open loop). A reply counts when it is noted as
sent, after the messenger took it; every reply is sent, because the messengers' limits are off
(one bot may send 30 a second). SAKSI_BENCH_RATE is how many arrive a second.
"""

import asyncio
import contextlib
import os
import random
import time
from collections.abc import Mapping, Sequence
from itertools import pairwise
from pathlib import Path

import asyncpg

from api.rehearsal.cast import Role, Stage, cast
from api.rehearsal.fake_telegram import FakeTelegram
from api.rehearsal.witness import written
from models.rules.capacity import MEASURED
from models.sealing import Keys
from models.settings import Settings
from models.stores.base import areas
from models.stores.base.database import Database
from models.stores.base.elections import current_election
from models.stores.base.wake import plain_url
from models.stores.messaging import inbox
from models.stores.messaging.sending import BEGUN
from models.stores.packs.pack_load import load_pack
from models.stores.persons import people
from tests.bench.client import Connection, update
from tests.bench.machine import (
    SECRET,
    TOKEN,
    Place,
    cpu_seconds,
    free_port,
    machine,
    place,
    wait_for,
)

RATE, SECONDS, WITNESSES = int(os.environ.get("SAKSI_BENCH_RATE", "200")), 30, 1000
WORKERS = min(os.cpu_count() or 1, 2)
_WARM_UP = 5
_FIRST = 1_000_000
_LONGEST = 120
"""Seconds after which what waits still is told as waiting."""
PACK = Path("packs/yogyakarta-2024")

_REPLIES = """
select i.position, extract(epoch from min(o.sent_at))::float8 as at
from outbox o join inbox i on i.id = o.inbox_id where o.sent_at is not null group by i.position
"""
_LIFE = """
select i.position, extract(epoch from i.received_at)::float8 as received,
       extract(epoch from i.handled_at)::float8 as begun,
       extract(epoch from min(o.not_before))::float8 - $1 as taken,
       extract(epoch from min(o.sent_at))::float8 as sent
from outbox o join inbox i on i.id = o.inbox_id where o.sent_at is not null group by i.id
"""
"""A turn is noted with the moment it began in; who takes a message puts it off (sending.py)."""
_WAITING = (
    "select (select count(*) from inbox where state = 0) + count(*) from outbox where state = 0"
)
_COMMITS = "select xact_commit from pg_stat_database where datname = current_database()"


def main() -> None:
    """Measure and print."""
    print(f"webhook, conversation, outbox at {RATE}/s; {machine()}")
    with place() as there:
        asyncio.run(_run(there))


async def _run(there: Place) -> None:
    roles = await enrol(there)
    port = free_port()
    async with FakeTelegram(TOKEN).running() as telegram:
        more = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "PORT": str(port),
            "SAKSI_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SAKSI_TELEGRAM_API_BASE": telegram.base,
            "SAKSI_LOG_LEVEL": "error",
            "SAKSI_PLATFORM_LIMITS": "false",
        }
        for role in roles:
            telegram.chat(role.number)
        with contextlib.ExitStack() as stack:
            web = stack.enter_context(there.process("web", **more))
            workers = [stack.enter_context(there.process("worker", **more)) for _ in range(WORKERS)]
            await asyncio.to_thread(wait_for, f"http://127.0.0.1:{port}")
            while telegram.webhook is None:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            backends = await asyncio.to_thread(there.backends)
            pids = {"web": [web.pid], "workers": [w.pid for w in workers], "database": backends}
            await _measure(there, f"http://127.0.0.1:{port}/webhooks/telegram/saksi", roles, pids)


def _used(pids: Mapping[str, list[int]]) -> dict[str, float]:
    return {name: cpu_seconds(*some) for name, some in pids.items()}


async def enrol(there: Place) -> list[Role]:
    """A thousand witnesses whose phones are proven already."""
    keys = Keys.of(Settings.model_validate({"secret_key": there.environment["SAKSI_SECRET_KEY"]}))
    database = Database(there.url)
    async with database.transaction() as tx:
        await load_pack(tx, PACK)
    async with database.transaction() as tx:
        election = await current_election(tx)
        assert election is not None
        top = await areas.area(tx, election.id, await areas.top(tx, election.id))
        stage = Stage(WITNESSES, ("ppwp", "dpr"), top.path, 1)
        roles = await cast(tx, keys, election, stage, {})
        for role in roles:
            sender = inbox.Sender("telegram", "saksi", str(role.number))
            contact = await inbox.claim(tx, sender, "id")
            person = await people.person_by_phone(tx, keys, role.phone)
            assert contact is not None
            assert person is not None
            await people.bind(tx, contact["id"], person)
    await database.close()
    return roles


def _script(role: Role, turn: int) -> str:
    """What a witness says: a form, "benar", what is missing, the next form."""
    ballot = ("ppwp", "dpr")[turn // 3 % 2]
    return (written(ballot, role.forms[ballot]), "benar", "BELUM")[turn % 3]


async def _measure(
    there: Place, url: str, roles: list[Role], pids: Mapping[str, list[int]]
) -> None:
    said: dict[int, float] = {}
    connection = await asyncpg.connect(plain_url(there.url))
    talk = asyncio.create_task(_speak(url, roles, said))
    await asyncio.sleep(_WARM_UP)
    before, already = _used(pids), len(said)
    commits = await connection.fetchval(_COMMITS)
    await talk
    end = time.monotonic() + _LONGEST
    while time.monotonic() < end:
        if not await connection.fetchval(_WAITING):
            break
        await asyncio.sleep(0.5)
    count = len(said) - already
    each = {name: 1000 * (s - before[name]) / count for name, s in _used(pids).items()}
    commits = await connection.fetchval(_COMMITS) - commits
    sent = {row["position"]: row["at"] for row in await connection.fetch(_REPLIES)}
    lives = await connection.fetch(_LIFE, BEGUN)
    await connection.close()
    _tell(said, sent)
    _tell_lives(said, lives)
    told = ", ".join(f"{name} {spent:.1f} ms" for name, spent in each.items())
    print(f"  processor time a message: {told}; {commits / count:.1f} commits")
    c = MEASURED
    planned = f"web {c.web_ms:g}, workers {c.worker_ms:g}, database {c.database_ms:g} ms"
    print(f"  `saksi capacity` plans with {planned} (models/rules/capacity.py)")


def _tell(said: Mapping[int, float], sent: Mapping[int, float]) -> None:
    """How long replies took, of what was said after the warm-up."""
    late = min(said.values()) + _WARM_UP
    waits = sorted((sent[n] - at) * 1000 for n, at in said.items() if at >= late and n in sent)
    p50, p95, p99 = (waits[int(len(waits) * share)] for share in (0.5, 0.95, 0.99))
    lost = len(said) - len(sent.keys() & said.keys())
    lasted = max(sent.values()) - late
    print(f"  to the sent reply: p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms")
    print(f"  {len(waits)} replies, {len(waits) / lasted:.0f}/s, {lost} missing; {WORKERS} workers")


def _tell_lives(said: Mapping[int, float], lives: Sequence[Mapping[str, float]]) -> None:
    """Where the time went: stored, a turn begun, the answer taken, sent."""
    late = min(said.values()) + _WARM_UP
    told, steps = [], ("said", "received", "begun", "taken", "sent")
    for before, after in pairwise(steps):
        whole = [{**row, "said": said[int(row["position"])]} for row in lives]
        parts = sorted(1000 * (r[after] - r[before]) for r in whole if r["said"] >= late)
        p50, p95 = (parts[int(len(parts) * share)] for share in (0.5, 0.95))
        told.append(f"until {after} {p50:.0f}, {p95:.0f}")
    print(f"  of it, in ms, p50 and p95: {'; '.join(told)}")


async def _speak(url: str, roles: list[Role], said: dict[int, float]) -> None:
    """One message every 1/RATE seconds, over as many connections as are needed."""
    free: list[Connection] = []
    chance = random.Random(1)
    order = chance.sample(roles, len(roles))
    sending: set[asyncio.Task[None]] = set()

    async def send(number: int, role: Role, turn: int) -> None:
        connection = free.pop() if free else None
        if connection is None:
            connection = Connection(url, SECRET)
            await connection.open()
        body = update(number, role.number, _script(role, turn))
        said[number] = time.time()
        try:
            status = await connection.post(body)
        except (asyncio.IncompleteReadError, ConnectionError):  # idle too long: once more
            await connection.open()
            status = await connection.post(body)
        assert status == 200, status
        free.append(connection)

    start = time.monotonic()
    for count in range(RATE * SECONDS):
        await asyncio.sleep(max(start + count / RATE - time.monotonic(), 0))
        role = order[count % len(order)]
        task = asyncio.create_task(send(_FIRST + count, role, count // len(order)))
        sending.add(task)
        task.add_done_callback(sending.discard)
    await asyncio.gather(*sending)


if __name__ == "__main__":
    main()

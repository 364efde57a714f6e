"""200 messages a second through webhook, conversation and outbox: how long a reply takes.

The rate is kept whether answers come or not (an open loop). "Stored" is the moment when another
connection sees the reply in the outbox, looked at every 20 ms. One bot sends 30 messages a second,
as Telegram allows: the other replies wait in the outbox, as they would on such a night.
"""

import asyncio
import contextlib
import os
import random
import time
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

RATE, SECONDS, WITNESSES = 200, 30, 1000
WORKERS = min(os.cpu_count() or 1, 2)
_WARM_UP = 5
_FIRST = 1_000_000
PACK = Path("packs/yogyakarta-2024")

_REPLIES = """
select distinct on (i.position) i.position, o.id from outbox o join inbox i on i.id = o.inbox_id
where o.id > $1 order by i.position, o.id
"""


def main() -> None:
    """Measure and print."""
    print(f"webhook, conversation, outbox at {RATE}/s; {machine()}")
    with place() as there:
        asyncio.run(_run(there))


async def _run(there: Place) -> None:
    roles = await _enrol(there)
    port = free_port()
    async with FakeTelegram(TOKEN).running() as telegram:
        more = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "PORT": str(port),
            "SAKSI_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SAKSI_TELEGRAM_API_BASE": telegram.base,
            "SAKSI_LOG_LEVEL": "error",
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
            before = {name: cpu_seconds(*some) for name, some in pids.items()}
            await _measure(there, f"http://127.0.0.1:{port}/webhooks/telegram/saksi", roles)
            used = {name: cpu_seconds(*some) - before[name] for name, some in pids.items()}
            _tell_cpu(**used)


def _tell_cpu(**seconds: float) -> None:
    each = ", ".join(f"{name} {1000 * s / (RATE * SECONDS):.1f} ms" for name, s in seconds.items())
    print(f"  processor time a message: {each}")
    c = MEASURED
    planned = f"web {c.web_ms:g}, workers {c.worker_ms:g}, database {c.database_ms:g} ms"
    print(f"  `saksi capacity` plans with {planned} (models/rules/capacity.py)")


async def _enrol(there: Place) -> list[Role]:
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


async def _measure(there: Place, url: str, roles: list[Role]) -> None:
    said: dict[int, float] = {}
    stored: dict[int, float] = {}
    watching = asyncio.create_task(_watch(there.url, stored))
    await _speak(url, roles, said)
    for _ in range(300):
        if len(stored) == len(said):
            break
        await asyncio.sleep(0.1)
    watching.cancel()
    late = min(said.values()) + _WARM_UP
    waits = sorted((stored[n] - at) * 1000 for n, at in said.items() if at >= late and n in stored)
    lost = len(said) - len(stored)
    p50, p95, p99 = (waits[int(len(waits) * share)] for share in (0.5, 0.95, 0.99))
    rate = len(waits) / (SECONDS - _WARM_UP)
    print(f"  to the stored reply: p50 {p50:.0f} ms, p95 {p95:.0f} ms, p99 {p99:.0f} ms")
    print(f"  {len(waits)} messages, {rate:.0f}/s, {lost} without a reply; {WORKERS} workers")


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
        said[number] = time.monotonic()
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


async def _watch(url: str, stored: dict[int, float]) -> None:
    """Note when each message's first reply can be seen by others."""
    connection = await asyncpg.connect(plain_url(url))
    highest = 0
    try:
        while True:
            rows = await connection.fetch(_REPLIES, highest - 60)
            now = time.monotonic()
            for row in rows:
                stored.setdefault(row["position"], now)
                highest = max(highest, row["id"])
            await asyncio.sleep(0.02)
    finally:
        await connection.close()


if __name__ == "__main__":
    main()

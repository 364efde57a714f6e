"""What greetings of unknown accounts cost a witness: the same questions, alone and beside them.

Ratio of the medians, from the message to the reply that the messenger took. One worker, so that
turns of strangers and of the witness share a processor.
"""

import asyncio
import contextlib
import statistics
import time
from collections.abc import Sequence

import asyncpg

from api.rehearsal.cast import Role
from api.rehearsal.fake_telegram import FakeTelegram
from models.stores.base.wake import plain_url
from tests.bench import turns
from tests.bench.client import Connection, update
from tests.bench.machine import SECRET, TOKEN, Place, free_port, machine, place, wait_for

ASKED, EVERY = 30, 1.1
"""Questions of the witness, and seconds between two: a chat takes one message a second."""
STRANGERS, GREETINGS = 45, 10
_FIRST, _CROWD = 2_000_000, 900_000
_SENT = """
select i.position, extract(epoch from min(o.sent_at))::float8 as at
from outbox o join inbox i on i.id = o.inbox_id
where o.sent_at is not null and i.sender = $1 group by i.position
"""


def main() -> None:
    """Measure and print."""
    print(f"a witness beside {STRANGERS * GREETINGS} greetings of strangers; {machine()}")
    with place() as there:
        asyncio.run(_run(there))


async def _run(there: Place) -> None:
    role = (await turns.enrol(there))[0]
    port = free_port()
    async with FakeTelegram(TOKEN).running() as telegram:
        more = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "PORT": str(port),
            "SAKSI_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SAKSI_TELEGRAM_API_BASE": telegram.base,
            "SAKSI_LOG_LEVEL": "error",
        }
        for number in (role.number, *range(_CROWD, _CROWD + STRANGERS)):
            telegram.chat(number)
        with contextlib.ExitStack() as stack:
            stack.enter_context(there.process("web", **more))
            stack.enter_context(there.process("worker", **more))
            await asyncio.to_thread(wait_for, f"http://127.0.0.1:{port}")
            while telegram.webhook is None:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            await _measure(there, f"http://127.0.0.1:{port}/webhooks/telegram/saksi", role)


async def _measure(there: Place, url: str, role: Role) -> None:
    connection = await asyncpg.connect(plain_url(there.url))
    line = Connection(url, SECRET)
    await line.open()
    await _asked(line, role, _FIRST)  # warm
    alone = await _asked(line, role, _FIRST + 1000)
    crowd = asyncio.create_task(_flood(url))
    beside = await _asked(line, role, _FIRST + 2000)
    await crowd
    await asyncio.sleep(3)
    sent = {r["position"]: r["at"] for r in await connection.fetch(_SENT, str(role.number))}
    left = await connection.fetchval("select count(*) from inbox where stranger and state = 0")
    await connection.close()
    one, other = (_median(told, sent) for told in (alone, beside))
    print(f"  alone {one:.0f} ms, beside them {other:.0f} ms: {other / one:.2f} times")
    print(f"  {left} greetings waited when the last question was answered")


def _median(told: Sequence[tuple[int, float]], sent: dict[int, float]) -> float:
    return statistics.median(1000 * (sent[number] - at) for number, at in told)


async def _asked(line: Connection, role: Role, first: int) -> list[tuple[int, float]]:
    """The witness's questions, with when each was asked."""
    told: list[tuple[int, float]] = []
    for number in range(first, first + ASKED):
        told.append((number, time.time()))
        assert await line.post(update(number, role.number, "BELUM")) == 200
        await asyncio.sleep(EVERY)
    return told


async def _flood(url: str) -> None:
    """Greetings of everybody unknown, as fast as the web process takes them."""
    line = Connection(url, SECRET)
    await line.open()
    for turn in range(GREETINGS):
        for one in range(STRANGERS):
            body = update(_CROWD + turn * STRANGERS + one, _CROWD + one, f"halo {turn}")
            assert await line.post(body) == 200

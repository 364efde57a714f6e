"""A broadcast to 100,000: how long its recipients take to find, and what a reply waits meanwhile.

The second part runs web, worker and clock with Telegram's limits on, while the broadcast goes out:
people write at RATE a second, and the wait is from their message to the reply on their phone.
"""

import asyncio
import contextlib
import resource
import time
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from api.rehearsal.fake_telegram import Chat, FakeTelegram
from bot.broadcast import timed as broadcast_clock
from models.rules.broadcast import State
from models.settings import Settings
from models.stores.base.database import Database
from models.stores.base.elections import election
from models.stores.broadcast import broadcasts
from models.stores.broadcast.broadcasts import NewBroadcast
from models.stores.packs.pack_load import load_pack
from tests.bench.machine import TOKEN, Place, free_port, machine, place, wait_for

PEOPLE, RATE, SECONDS = 100_000, 4, 40
PACK = Path("packs/yogyakarta-2024")
_FIRST = 1_000_000
_PERSONS = text("""
insert into person (name, phone_hash, language, active)
select 'Saksi ' || n, sha256(n::text::bytea), 'id', true from generate_series(1, :people) n
""")
_CONTACTS = text("""
insert into contact (channel, account, sender, person_id, name, language, state, activation_tries,
                     last_order, stopped, last_inbound_at)
select 'telegram', 'saksi', (:first + p.id)::text, p.id, p.name, 'id', '{}', 0, 0, p.id % 100 = 0,
       now() from person p
""")
_MANDATES = text("""
insert into mandate (person_id, participant_id, station_id, slot, active)
select p.id, (select min(id) from participant), s.id, null, true
from person p join (select id, row_number() over (order by id) - 1 as n, count(*) over () as many
                    from station) s on s.n = p.id % s.many
""")


def main() -> None:
    """Measure and print."""
    print(f"a broadcast to {PEOPLE:,}; {machine()}")
    with place() as there:
        asyncio.run(_run(there))


async def _run(there: Place) -> None:
    database = Database(there.url)
    config = Settings.model_validate({"database_url": there.url})
    async with database.transaction() as tx:
        await load_pack(tx, PACK)
    async with database.transaction() as tx:
        await tx.execute(_PERSONS, {"people": PEOPLE})
        await tx.execute(_CONTACTS, {"first": _FIRST})
        await tx.execute(_MANDATES)
    async with database.transaction() as tx:
        await tx.execute(text("analyze person, contact, mandate"))
    await _prepare(database, config)
    await _answers(there)
    await database.close()


async def _prepare(database: Database, config: Settings) -> None:
    async with database.transaction() as tx:
        now = (await election(tx)).id
        new = NewBroadcast(now, 1, "Halo {nama}, besok jam 7.", False, ("witness",), ("",))
        receipt = await broadcasts.put(tx, new)
    before, start = _memory(), time.perf_counter()
    async with database.transaction() as tx:
        await broadcast_clock.prepare(tx, config, datetime.now(UTC))
    took = time.perf_counter() - start
    async with database.transaction() as tx:
        row = await broadcasts.hold(tx, receipt)
        await broadcasts.move(tx, row.id, State.RUNNING, 2)
    print(f"  prepared: {row.recipients:,} recipients, {row.left_out} in {took:.1f} s")
    print(f"  memory of the process: {before:.0f} MB before, {_memory():.0f} MB at most")
    print(f"  said of the time: {row.seconds / 60:.0f} minutes on one bot")


async def _answers(there: Place) -> None:
    async with FakeTelegram(TOKEN).running() as telegram:
        port = free_port()
        more = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "PORT": str(port),
            "SAKSI_PUBLIC_URL": f"http://127.0.0.1:{port}",
            "SAKSI_TELEGRAM_API_BASE": telegram.base,
            "SAKSI_LOG_LEVEL": "error",
        }
        for number in range(1, PEOPLE + 1):
            telegram.chat(_FIRST + number)
        with contextlib.ExitStack() as stack:
            for name in ("web", "worker", "clock"):
                stack.enter_context(there.process(name, **more))
            await asyncio.to_thread(wait_for, f"http://127.0.0.1:{port}")
            while telegram.webhook is None or telegram.counts.sent < RATE:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            sent, start = telegram.counts.sent, time.perf_counter()
            waits = sorted(await _write(telegram))
            rate = (telegram.counts.sent - sent) / (time.perf_counter() - start)
    p50, p95 = (waits[int(len(waits) * share)] for share in (0.5, 0.95))
    print(f"  replies meanwhile, on the phone: p50 {p50:.2f} s, p95 {p95:.2f} s ({len(waits)})")
    print(f"  {rate:.1f} messages a second left in all; doubled {telegram.counts.doubled}")


async def _write(telegram: FakeTelegram) -> list[float]:
    """RATE people a second ask what is missing; how long each waits for the answer."""

    async def ask(chat: Chat) -> float:
        heard, start = len(chat.heard), time.perf_counter()
        telegram.update(chat, "message", {"text": "BELUM"})
        while not any("📢" not in one["text"] for one in chat.heard[heard:]):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
        return time.perf_counter() - start

    asked = []
    for turn in range(RATE * SECONDS):
        asked.append(asyncio.create_task(ask(telegram.chat(_FIRST + PEOPLE - turn))))
        await asyncio.sleep(1 / RATE)
    return await asyncio.gather(*asked)


def _memory() -> float:
    """The most that this process has held so far, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()

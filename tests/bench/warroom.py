"""The war room of a nation whose president's ballot is half in: its pages, and 500 that stay open.

Pages are asked for right after the count changed (nothing kept is good any more) and again. Then
500 open pages, of 50 people, listen to the event stream and fetch what changed, as
static/screen-live.js does, while 100 updates a second come in by webhook: told is how long those
take without and with them. Beside each stands the processor time of web and database, which a
busy machine does not change; both cores together have 2,000 ms of it in a second.
"""

import asyncio
import gzip
import re
import statistics
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import count
from multiprocessing import get_context
from multiprocessing.queues import Queue
from multiprocessing.sharedctypes import Synchronized
from multiprocessing.synchronize import Event
from typing import TypeAlias
from urllib.parse import urlsplit

import asyncpg
import httpx
from sqlalchemy import text

from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.base.wake import plain_url
from models.stores.persons import people, roles, screen_sessions
from models.stores.persons.roles import NewRole
from models.stores.recap import fold
from models.stores.recap.rebuild import rebuild
from models.values import Ballot, Role
from tests.bench.client import Connection, update
from tests.bench.machine import (
    SECRET,
    SECRET_KEY,
    TOKEN,
    Place,
    cpu_seconds,
    free_port,
    machine,
    place,
    wait_for,
)
from tests.bench.nation import build

OPEN, PEOPLE, RATE, SECONDS, ROUNDS = 500, 50, 100, 20.0, 7
AREAS = ("0", "1000012", "2000200", "3003000", "4030000")
"""Nation, provinsi, kabkota, kecamatan, kelurahan of the made-up nation (tests/bench/nation.py)."""
Newest: TypeAlias = "Synchronized[float]"
"""When the count changed last, seconds since 1970."""
Line: TypeAlias = tuple[asyncio.StreamReader, asyncio.StreamWriter]
Told: TypeAlias = tuple[list[float], list[str], list[str]]
_TURN = "a.level = 4 and a.id % 4001 = :turn"
"""Some twenty kelurahan, others at each turn."""


def main() -> None:
    """Build the nation, measure and print."""
    print(f"war room of a nation, {OPEN} open pages, {RATE} updates/s; {machine()}")
    with place() as there:
        asyncio.run(nation(there.url))
        measure(there)


def measure(there: Place) -> None:
    """The same on a nation that is there already."""
    cookies = asyncio.run(sessions(there.url))
    with _running(there) as bench:
        asyncio.run(bench.run(cookies))


async def nation(url: str) -> None:
    connection = await asyncpg.connect(plain_url(url))
    await build(connection, ["ppwp"], lambda said: print(f"  ... {said}", file=sys.stderr))
    await connection.execute("select setval(pg_get_serial_sequence('person', 'id'), 900000)")
    await connection.close()
    database = Database(url)
    async with database.transaction() as tx:
        await rebuild(tx, 1, Ballot.PPWP)
    await database.close()


async def sessions(url: str) -> list[str]:
    """The cookies of the administrators' browsers, ten of each person."""
    database, keys = Database(url, size=1), Keys(SECRET_KEY.encode())
    cookies = []
    async with database.transaction() as tx:
        for number in range(OPEN):
            phone = f"+62812000{number % PEOPLE:05}"
            person, fresh = await people.put_person(tx, keys, "Bu Ketua", phone)
            if fresh:
                await roles.grant(tx, NewRole(person, Role.ADMINISTRATOR, 1, None))
            _, cookie = await screen_sessions.open_one(tx, keys, person, "Chrome, Linux")
            cookies.append(cookie)
    await database.close()
    return cookies


@contextmanager
def _running(there: Place) -> Iterator["Bench"]:
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    own = {"SAKSI_PUBLIC_URL": address, "PORT": str(port), "TELEGRAM_BOT_TOKEN": TOKEN}
    with there.process("web", **own) as web:
        wait_for(address)
        yield Bench(there, address, web.pid, Database(there.url))


@dataclass
class Bench:
    """A running web process, and the times that were measured."""

    there: Place
    address: str
    web: int
    database: Database
    turns: Iterator[int] = field(default_factory=count)

    async def run(self, cookies: list[str]) -> None:
        """Every measurement in turn."""
        async with httpx.AsyncClient(
            base_url=self.address, timeout=60, trust_env=False, cookies={"saksi_screen": cookies[0]}
        ) as client:
            for code in AREAS:
                await self.page(client, code)
        await self.ingest("no page open", 1)
        await self.open_pages(cookies)
        await self.database.close()

    async def used(self) -> tuple[float, float]:
        """Processor seconds of the web process and of the database so far."""
        backends = await asyncio.to_thread(self.there.backends)
        return cpu_seconds(self.web), cpu_seconds(*backends)

    async def change(self) -> None:
        """Twenty kelurahan anew: half of their stations are confirmed, or not any more."""
        values = {"turn": next(self.turns) % 4001}
        async with self.database.transaction() as tx:
            await tx.execute(
                text(
                    "update station_result set state = case state when 'confirmed' then 'reported' "
                    "else 'confirmed' end where kelurahan_id in "
                    f"(select a.id from area a where {_TURN} limit 20)"
                ),
                values,
            )
            await tx.execute(
                text(
                    "insert into recap_dirty (kelurahan_id, contest_id) "
                    f"select a.id, unnest(a.contests) from area a where {_TURN} limit 20"
                ),
                values,
            )
        async with self.database.transaction() as tx:
            await fold.fold(tx, "bench", 0)

    async def page(self, client: httpx.AsyncClient, code: str) -> None:
        """A page right after a change, and once more as it is kept; its size."""
        fresh, kept, cost, body = [], [], 0.0, b""
        for _ in range(ROUNDS):
            await self.change()
            await asyncio.sleep(0.3)  # the look at the counter holds for 0.2 s
            before = cpu_seconds(self.web)
            for times in (fresh, kept):
                began = time.perf_counter()
                answer = await client.get(f"/screen/area/{code}")
                times.append(time.perf_counter() - began)
                assert answer.status_code == 200, answer.text[:300]
                body = answer.content
            cost += cpu_seconds(self.web) - before
        sizes = f"{len(body) / 1000:.0f} kB, {len(gzip.compress(body)) / 1000:.0f} kB packed"
        told = f"after a change {_shown(fresh)}; kept {_shown(kept)}"
        print(f"  page of {code}: {told}; web {cost / ROUNDS / 2 * 1000:.0f} ms each; {sizes}")

    async def ingest(self, said: str, series: int) -> None:
        """Updates at an even rate, each by the next free one of 16 connections."""
        times: list[float] = []
        free: asyncio.Queue[Connection] = asyncio.Queue()
        for _ in range(16):
            connection = Connection(f"{self.address}/webhooks/telegram/saksi", SECRET)
            await connection.open()
            free.put_nowait(connection)

        async def one(number: int, at: float) -> None:
            await asyncio.sleep(max(0.0, at - time.perf_counter()))
            connection = await free.get()
            assert await connection.post(update(number, 500_000 + number % 5_000, "BELUM")) == 200
            free.put_nowait(connection)
            times.append(time.perf_counter() - at)

        before = await self.used()
        began = time.perf_counter() + 0.1
        whole = range(int(RATE * SECONDS))
        await asyncio.gather(*(one(series * 10_000_000 + n, began + n / RATE) for n in whole))
        lasted = time.perf_counter() - began
        after = [
            1000 * (now - then) / lasted
            for now, then in zip(await self.used(), before, strict=True)
        ]
        cost = f"web {after[0]:.0f} and database {after[1]:.0f} ms of a processor each second"
        print(f"  webhook at {RATE}/s, {said}: {_shown(times)}; {cost}")
        while not free.empty():
            free.get_nowait().close()

    async def open_pages(self, cookies: list[str]) -> None:
        """The same while every page is open and the count changes each second."""
        spawn = get_context("spawn")  # browsers take no time of the process that sends updates
        newest, stop, told = spawn.Value("d", time.time()), spawn.Event(), spawn.Queue()
        browsers = spawn.Process(target=_browse, args=(self.address, cookies, newest, stop, told))
        browsers.start()
        await asyncio.sleep(10.0)

        async def changing() -> None:
            while True:
                await self.change()
                newest.value = time.time()
                await asyncio.sleep(1.0)

        task = asyncio.create_task(changing())
        await self.ingest(f"{len(cookies)} pages open", 2)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        stop.set()
        late, again, ended = await asyncio.to_thread(told.get)
        await asyncio.to_thread(browsers.join)
        assert not ended, f"{len(ended)} pages did not stay open: {ended[0]}"
        counted = f"{len(late):,} fetched, {len(again)} streams opened again"
        print(f"  newest change to the page that shows it: {_shown(late)}; {counted}")


def _browse(
    address: str, cookies: list[str], newest: Newest, stop: Event, told: "Queue[Told]"
) -> None:
    """All pages, in a process of their own; tells their times and those that did not stay open."""

    async def run() -> None:
        late, again = list[float](), list[str]()
        pages = [
            asyncio.create_task(
                Page(address, one, AREAS[n % len(AREAS)], newest, late, again).stay()
            )
            for n, one in enumerate(cookies)
        ]
        await asyncio.sleep(9.0)
        late.clear()
        again.clear()
        await asyncio.to_thread(stop.wait)
        ended = [repr(one.exception()) for one in pages if one.done()]
        for one in pages:
            one.cancel()
        await asyncio.gather(*pages, return_exceptions=True)
        told.put((late, again, ended))

    asyncio.run(run())


@dataclass
class Page:
    """An open page: at each event of its stream it fetches the parts that changed."""

    address: str
    cookie: str
    area: str
    newest: Newest
    late: list[float]
    again: list[str]
    line: Line | None = None

    async def stay(self) -> None:
        """Listen until it is cancelled; a stream that ends is opened again, as a browser does."""
        has = dict[str, str]()
        while True:
            stream, writer = await self._line()
            writer.write(self._request("/screen/live"))
            heard = ""
            while line := await stream.readline():
                if line.startswith(b"id: "):
                    heard = line[4:].decode().strip()
                if line.strip() == b"event: recap":
                    since = self.newest.value
                    body = await self._fetch(has, heard)
                    found = re.findall(r'id="(part-\w+)" class="part" data-part="(\w+)"', body)
                    has |= dict(found)
                    self.late.append(time.time() - since)
            self.again.append(self.area)
            writer.close()

    async def _line(self) -> Line:
        at = urlsplit(self.address)
        return await asyncio.open_connection(at.hostname, at.port)

    async def _fetch(self, has: dict[str, str], heard: str) -> str:
        """The parts that the page lacks, over the connection that a browser keeps for it."""
        if self.line is None or self.line[1].is_closing() or self.line[0].at_eof():
            self.line = await self._line()
        parts, writer = self.line
        known = " ".join(f"{name}={hash_}" for name, hash_ in has.items())
        more = f"X-Parts: {known}\r\nX-State: {heard}\r\n"
        writer.write(self._request(f"/screen/parts/{self.area}", more))
        head = (await parts.readuntil(b"\r\n\r\n")).decode()
        assert " 200 " in head[:20], head
        length = re.search(r"content-length: (\d+)", head, re.IGNORECASE)
        return (await parts.readexactly(int(length[1] if length else 0))).decode()

    def _request(self, path: str, more: str = "") -> bytes:
        cookie = f"Cookie: saksi_screen={self.cookie}\r\n"
        host = urlsplit(self.address).netloc
        return f"GET {path} HTTP/1.1\r\nHost: {host}\r\n{cookie}{more}\r\n".encode()


def _shown(times: list[float]) -> str:
    if not times:
        return "none"
    ranked = sorted(times)
    p99 = ranked[int(len(ranked) * 0.99)]
    return f"p50 {statistics.median(ranked) * 1000:.0f} ms, p99 {p99 * 1000:.0f} ms"


if __name__ == "__main__":
    main()

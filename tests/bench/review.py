"""The review queue of a nation in which thousands of stations differ: its answers, one by one.

Somebody decides one dispute after the other, as static/screen-queue.js does: the queue's page, then
the next one ahead and the decision. Told is how long each answer takes, and how much of it is
processor time of the web process; how fast a person decides is another measure.
"""

import asyncio
import re
import statistics
import time

import asyncpg
import httpx

from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.base.wake import plain_url
from models.stores.persons import people, roles, screen_sessions
from models.stores.persons.roles import NewRole
from models.values import Role
from tests.bench.machine import (
    SECRET_KEY,
    TOKEN,
    Place,
    cpu_seconds,
    free_port,
    machine,
    place,
    wait_for,
)
from tests.bench.warroom import nation

DISPUTES, DECIDED = 5_000, 100
_SECOND = (
    "create temp table differ as select id as first, station_id, contest_id, "
    "(1 + 2 * row_number() over (order by id))::int as person "
    f"from report where station_id % 157 = 0 order by id limit {DISPUTES}",
    "insert into person (id, name, language, active) overriding system value "
    "select n, 'Saksi ' || n, 'id', true from differ, generate_series(person, person + 1) n",
    "update person set counts = false where id = 1",
    "insert into report (person_id, station_id, contest_id, version) "
    "select n, station_id, contest_id, 1 from differ, generate_series(person, person + 1) n",
    "insert into revision (report_id, number, votes, valid, invalid, total, detail, findings, "
    "receipt, said_by) select r.id, 1, array[v.votes[1] + r.person_id % 2] || v.votes[2:], "
    "v.valid, v.invalid, v.total, 'full', '[]', 'C' || r.id, r.person_id from differ d "
    "join report r on (r.station_id, r.contest_id) = (d.station_id, d.contest_id) "
    "and r.person_id > 1 join revision v on v.report_id = d.first",
    "update station_result t set state = 'disputed' from differ d "
    "where (t.station_id, t.contest_id) = (d.station_id, d.contest_id)",
    "insert into dispute (station_id, contest_id, version, cells, stake, opened_at) "
    "select station_id, contest_id, 1, '[\"1\"]', 1 + person % 90, now() - interval '1 day' "
    "from differ",
    "analyze",
)
"""Two witnesses of their own at some stations, the second of whom says another number. (Whoever
reported all of the nation counts there no more: nobody reports from so many stations.)"""


def main() -> None:
    """Build the nation, measure and print."""
    print(f"review queue, {DISPUTES:,} stations that differ; {machine()}")
    with place() as there:
        asyncio.run(nation(there.url))
        measure(there)


def measure(there: Place) -> None:
    """The same on a nation that is there already, where nobody differs yet."""
    asyncio.run(_differ(there.url))
    cookie = asyncio.run(_reviewer(there.url))
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    own = {"SAKSI_PUBLIC_URL": address, "PORT": str(port), "TELEGRAM_BOT_TOKEN": TOKEN}
    with there.process("web", **own) as web:
        wait_for(address)
        asyncio.run(_review(address, cookie, web.pid))


async def _differ(url: str) -> None:
    connection = await asyncpg.connect(plain_url(url))
    for statement in _SECOND:
        await connection.execute(statement)
    await connection.close()


async def _reviewer(url: str) -> str:
    """The cookie of a reviewer of the whole nation."""
    database, keys = Database(url, size=1), Keys(SECRET_KEY.encode())
    async with database.transaction() as tx:
        person, _ = await people.put_person(tx, keys, "Bu Rini", "+6281200009999")
        await roles.grant(tx, NewRole(person, Role.REVIEWER, 1, 1))
        _, cookie = await screen_sessions.open_one(tx, keys, person, "Chrome, Linux")
    await database.close()
    return cookie


async def _review(address: str, cookie: str, web: int) -> None:
    times: dict[str, list[float]] = {"page": [], "next": [], "decide": []}
    async with httpx.AsyncClient(
        base_url=address, timeout=60, trust_env=False, cookies={"saksi_screen": cookie}
    ) as client:

        async def timed(kind: str, method: str, path: str, **more: object) -> httpx.Response:
            began = time.perf_counter()
            answer = await client.request(method, path, **more)  # type: ignore[arg-type]
            times[kind].append(time.perf_counter() - began)
            assert answer.status_code in (200, 303), (path, answer.status_code, answer.text[-300:])
            return answer

        for _ in range(10):
            page = await timed("page", "GET", "/screen/queue")
        csrf = re.search(r'data-csrf="([0-9a-f]+)"', page.text)
        assert csrf is not None
        hand, before = page.text, cpu_seconds(web)
        for _ in range(DECIDED):
            number, given = _found(hand)
            ahead = await timed("next", "GET", f"/screen/queue/next?without={number}")
            given |= {"csrf": csrf[1], "reason": "as on the form"}
            path = f"/screen/queue/{number}/decide"
            await timed("decide", "POST", path, data=given, follow_redirects=False)
            hand = ahead.text
        cost = (cpu_seconds(web) - before) / DECIDED * 1000
    for kind, taken in times.items():
        ranked = sorted(taken)
        worst = ranked[int(len(ranked) * 0.99)]
        print(f"  {kind}: p50 {statistics.median(ranked) * 1000:.0f} ms, p99 {worst * 1000:.0f} ms")
    print(f"  web: {cost:.0f} ms of a processor for one that is decided and the next one")


def _found(html: str) -> tuple[str, dict[str, str]]:
    """The dispute at hand, and what is sent to decide it for the first report."""
    number = re.search(r"/screen/queue/(\d+)/decide", html)
    seen = re.search(r'name="seen" value="([^"]*)"', html)
    figure = re.search(r'data-figure="(\d+)"', html)
    assert number is not None, html[:500]
    assert seen is not None
    assert figure is not None
    return number[1], {"seen": seen[1], "cell:1": figure[1]}


if __name__ == "__main__":
    main()

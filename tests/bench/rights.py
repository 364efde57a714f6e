"""What a person's rights add to a request: the same answers with both kinds of token, side by side.

In one process without a network between, so that what is measured is the application and its
database. The two callers take turns, so that load from elsewhere falls on both.
"""

import asyncio
import statistics
import time
import timeit
from pathlib import Path

from httpx import ASGITransport, AsyncClient

from api.app import create_app
from api.http.audited_reads import Seen
from api.http.callers import Callers
from models.rules.access import Who
from models.rules.rights import Action, Held, may
from models.sealing import Keys
from models.settings import Settings
from models.stores.base import areas, elections
from models.stores.base.database import Database
from models.stores.packs.pack_load import load_pack
from models.stores.persons import api_tokens, people, roles
from models.stores.persons.roles import NewRole
from models.values import Role
from tests.bench.machine import machine, place

PACK = Path("packs/yogyakarta-2024")
OURS = "a token of this measurement, 4711"
ROUNDS = 400
AREA = "347101"
ADDRESSES = {
    "area": f"/api/v1/areas/{AREA}",
    "progress": f"/api/v1/progress?area={AREA}",
    "recap, kept": f"/api/v1/recap?ballot=ppwp&area={AREA}",
}


def main() -> None:
    """Measure and print."""
    print(f"rights of a request; {machine()}")
    held = [Held(Role.COORDINATOR, f"0.34.{n}.{AREA}") for n in range(5)]
    path = f"0.34.3471.{AREA}.{AREA}1001"
    took = timeit.timeit(lambda: may(held, Action.SEE, path), number=100_000) / 100_000
    print(f"  the rule alone, five roles held: {took * 1e6:.1f} us")
    with place() as there:
        asyncio.run(_measure(there.url))


async def _measure(url: str) -> None:
    keys = Keys(b"the secret key of a measurement")
    settings = Settings.model_validate(
        {
            "production": True,
            "api_token": OURS,
            "secret_key": "the secret key of a measurement",
        }
    )
    database = Database(url)
    token = await _coordinator(database, keys)
    await database.close()
    app = create_app(settings, url)
    transport = ASGITransport(app)
    async with (
        app.router.lifespan_context(app),
        AsyncClient(transport=transport, base_url="http://saksi.bench") as client,
    ):
        for name, address in ADDRESSES.items():
            await _compare(client, name, address, token)
        await _check(app.state.callers, app.state.seen, token)


async def _check(callers: Callers, seen: Seen, token: str) -> None:
    """The check by itself: who is it, may this be seen, was it noted."""
    kept, anew = list[float](), list[float]()
    header, path = f"Bearer {token}", f"0.34.3471.{AREA}"
    for turn in range(ROUNDS):
        if turn % 4 == 0:
            callers._kept.clear()  # as each second does
        began = time.perf_counter()
        caller = await callers.known(header)
        caller.admitted(Who.READER)
        may(caller.roles(1), Action.SEE, path)
        seen.already(caller, "/api/v1/areas/{code}", f"area:{AREA}")
        (kept if turn % 4 else anew).append(time.perf_counter() - began)
    print(f"  the check by itself: {_shown(kept)}; once a second and token {_shown(anew)}")


async def _coordinator(database: Database, keys: Keys) -> str:
    async with database.transaction() as tx:
        await load_pack(tx, PACK)
        current = await elections.election(tx)
        person, _ = await people.put_person(tx, keys, "Pak Dedi", "+6281200000001")
        area = await areas.area(tx, current.id, AREA)
        await roles.grant(tx, NewRole(person, Role.COORDINATOR, current.id, area.id))
        return (await api_tokens.make(tx, keys, person, "bench", None))[1]


async def _compare(client: AsyncClient, name: str, address: str, token: str) -> None:
    times: dict[str, list[float]] = {OURS: [], token: []}
    for _ in range(20):
        for one in times:
            await _took(client, address, one)
    for _ in range(ROUNDS):
        for one, kept in times.items():
            kept.append(await _took(client, address, one))
    ours, theirs = times[OURS], times[token]
    added = statistics.median(theirs) - statistics.median(ours)
    print(f"  {name}: installation {_shown(ours)}, person {_shown(theirs)}: {added * 1000:+.2f} ms")


async def _took(client: AsyncClient, address: str, token: str) -> float:
    began = time.perf_counter()
    answer = await client.get(address, headers={"Authorization": f"Bearer {token}"})
    took = time.perf_counter() - began
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code} {answer.text}")
    return took


def _shown(times: list[float]) -> str:
    ranked = sorted(times)
    late = ranked[len(ranked) * 95 // 100]
    return f"{statistics.median(times) * 1000:.3f} ms (p95 {late * 1000:.3f})"


if __name__ == "__main__":
    main()

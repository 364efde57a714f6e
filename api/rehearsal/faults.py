"""What goes wrong in a rehearsal, and when: at shares of the messages that are expected."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field

from api.rehearsal import poison
from api.rehearsal.crew import Crew, starve
from api.rehearsal.local_postgresql import server_of
from api.rehearsal.messengers import Lines
from api.rehearsal.trouble import Kind
from models.stores.base.database import Database, DatabaseTrouble
from models.stores.rehearsal import server_processes

KINDS = (
    *("kill", "restart", "database", "disk", "429", "500", "slow", "down", "clock", "poison"),
    *("repeats", "disorder"),
)
_STEPS = (7200.0, -7200.0)
"""Seconds by which the clock jumps."""
_BRIEF = 15.0
"""Seconds that trouble lasts which is not said to last longer."""
_POISONED, _REPEATED, _LATE = 24, 200, 3.0
_LOOK = 0.1
_EVERYTHING = "web, worker, clock, reader"
_AT_ONCE = ("kill", "database")
"""Done in a moment."""
_KILLED = {"worker": 5, "web": 3, "clock": 1, "reader": 1}
_WHOLE = 0.25
"""How often the whole server dies, and not one session of it."""


@dataclass(frozen=True, slots=True)
class Faults:
    """What is to go wrong: `kinds` of KINDS, `kills` of processes, so many seconds an outage."""

    kinds: Sequence[str] = ()
    kills: int = 10
    outage: float = 20.0


@dataclass
class Happened:
    """One fault: what, from when to when (time.monotonic), and seconds until the next answer.

    `what`: which process, how many events, how many seconds; said with the kind.
    """

    kind: str
    what: str
    began: float
    ended: float = 0.0
    recovered: float | None = None

    @property
    def kills(self) -> bool:
        """Whether somebody died of it."""
        return self.kind in ("kill", "database")


@dataclass
class Stage:
    """Whom the faults befall."""

    crew: Crew
    wires: Lines
    database: Database
    embedded: bool
    happened: list[Happened] = field(default_factory=list)
    not_possible: set[str] = field(default_factory=set)


def deck(faults: Faults, chance: random.Random) -> list[tuple[float, str]]:
    """(share of the messages, kind), the first first: kills as many as asked, others by turns."""
    others = [kind for kind in faults.kinds if kind not in ("kill", "database")]
    rounds = max(1, faults.kills // 20)
    drawn = [kind for kind in others for _ in range(rounds)]
    if "database" in faults.kinds:
        drawn += ["database"] * max(1, faults.kills // 8)
    if "kill" in faults.kinds:
        drawn += ["kill"] * (faults.kills - drawn.count("database"))
    chance.shuffle(drawn)
    places = sorted(chance.uniform(0.03, 0.95) for _ in drawn)
    return list(zip(places, drawn, strict=True))


async def befall(stage: Stage, faults: Faults, expected: int, chance: random.Random) -> None:
    """Let all of it happen while so many messages are said; until cancelled or done."""
    running: dict[str, asyncio.Task[None]] = {}
    try:
        for share, kind in deck(faults, chance):
            while stage.wires.said() < share * expected:  # noqa: ASYNC110
                await asyncio.sleep(_LOOK)
            if kind in running and kind not in _AT_ONCE:
                await running[kind]  # trouble of one kind after the other
            task = asyncio.create_task(_one(stage, kind, faults, chance))
            running[kind] = task
        await asyncio.gather(*running.values())
    finally:
        for task in running.values():
            task.cancel()
        well(stage)


def well(stage: Stage) -> None:
    """Whatever trouble lasts ends."""
    for side in (stage.wires.telegram, stage.wires.whatsapp):
        side.trouble.end()
        side.postman.disorder = 0.0
    for pid in stage.crew.pids().values():
        starve(pid, begin=False)


async def _one(stage: Stage, kind: str, faults: Faults, chance: random.Random) -> None:
    doing: dict[str, Callable[[], Awaitable[str]]] = {
        "kill": lambda: _kill(stage, chance),
        "restart": lambda: _restart(stage),
        "database": lambda: _database(stage, chance),
        "disk": lambda: _disk(stage),
        "clock": lambda: _clock(stage, chance),
        "poison": lambda: _poison(stage),
        "repeats": lambda: _repeats(stage),
        "disorder": lambda: _disorder(stage),
    }
    done = Happened(kind, "", time.monotonic())
    if kind in doing:
        what = await doing[kind]()
    else:
        what = await _provider(stage, kind, faults.outage if kind == "down" else _BRIEF)
    if not what:
        stage.not_possible.add(kind)
        return
    done.what, done.ended = what, time.monotonic()
    stage.happened.append(done)


async def _kill(stage: Stage, chance: random.Random) -> str:
    living = sorted(stage.crew.pids())
    weights = [_KILLED.get(name.partition("/")[0], 1) for name in living]
    name = chance.choices(living, weights)[0] if living else ""
    return name if name and stage.crew.kill(name) else ""


async def _restart(stage: Stage) -> str:
    """One process after the other is asked to end, and its successor lives."""
    for name in sorted(stage.crew.pids()):
        stage.crew.restart(name)
        await asyncio.sleep(3.0)
    return _EVERYTHING


async def _database(stage: Stage, chance: random.Random) -> str:
    try:
        server = await server_of(stage.database, ours=stage.embedded)
    except (DatabaseTrouble, OSError):
        return ""
    if chance.random() < _WHOLE and server.kill():
        return "PostgreSQL"
    return "PostgreSQL, one session" if server.kill_session(chance) else ""


async def _disk(stage: Stage) -> str:
    """No process can write to a file, the database's sessions included."""
    try:
        server = await server_of(stage.database, ours=stage.embedded)
        server.starve(begin=True)
    except (DatabaseTrouble, OSError):
        server = None
    try:
        until = time.monotonic() + _BRIEF
        while time.monotonic() < until:
            for pid in stage.crew.pids().values():
                starve(pid, begin=True)
            await asyncio.sleep(0.5)
    finally:
        if server is not None:
            server.starve(begin=False)
        for pid in stage.crew.pids().values():
            starve(pid, begin=False)
    return f"{_BRIEF:.0f} s"


async def _provider(stage: Stage, kind: str, seconds: float) -> str:
    sides = (stage.wires.telegram.trouble, stage.wires.whatsapp.trouble)
    ails: Kind = kind  # type: ignore[assignment]
    for side in sides:
        side.begin(ails)
    try:
        await asyncio.sleep(seconds)
    finally:
        for side in sides:
            side.end()
    return f"{seconds:.0f} s"


async def _clock(stage: Stage, chance: random.Random) -> str:
    step = chance.choice(_STEPS)
    for _ in range(50):
        try:
            async with stage.database.transaction() as tx:
                await server_processes.step_clock(tx, step)
        except (DatabaseTrouble, OSError):
            await asyncio.sleep(0.2)
        else:
            return f"{step / 3600:+.0f} h"
    return ""


async def _poison(stage: Stage) -> str:
    for number in range(_POISONED):
        stage.wires.telegram.poison(poison.telegram(number))
        if stage.wires.whatsapp.webhook and "whatsapp" in stage.wires.channels:
            stage.wires.whatsapp.poison(poison.whatsapp(number))
    return str(_POISONED)


async def _repeats(stage: Stage) -> str:
    sides = (stage.wires.telegram, stage.wires.whatsapp)
    number = sum(side.postman.bring_again(_REPEATED) for side in sides)
    return str(number)


async def _disorder(stage: Stage) -> str:
    sides = (stage.wires.telegram, stage.wires.whatsapp)
    for side in sides:
        side.postman.disorder = _LATE
    await asyncio.sleep(_BRIEF)
    for side in sides:
        side.postman.disorder = 0.0
    return f"{_LATE:.0f} s"


def recovery(happened: Sequence[Happened], answers: Sequence[float]) -> list[float]:
    """Seconds from each kill to the next answer that anybody got, and noted in each."""
    found = []
    for one in happened:
        after = min((moment for moment in answers if moment > one.began), default=None)
        if one.kills and after is not None:
            one.recovered = after - one.began
            found.append(one.recovered)
    return found

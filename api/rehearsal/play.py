"""One rehearsal from the casting to the score card."""

import asyncio
import os
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from api import consistency
from api.rehearsal import measured, messengers, score
from api.rehearsal.cast import Stage, cast, person
from api.rehearsal.crew import Crew, answers, at_work, free_port
from api.rehearsal.messengers import Lines
from api.rehearsal.night import Night
from api.rehearsal.played_plan import PATIENCE, Cast, Plan
from api.rehearsal.score import ScoreCard
from api.rehearsal.truth import FormFigures, pack_of, published
from models.errors import BadInput, NotAllowed, NotFound, NotReady
from models.sealing import Keys
from models.settings import Settings
from models.stores.base import areas
from models.stores.base.audit import note
from models.stores.base.database import Database, Transaction
from models.stores.base.elections import LoadedElection, current_election
from models.stores.persons import made_up, people, roles
from models.stores.persons.roles import NewRole
from models.stores.rehearsal import rehearsal
from models.stores.rehearsal.rehearsal import Real
from models.values import Role as Duty


async def play(
    settings: Settings, database: Database, plan: Plan, progress: Callable[[], None]
) -> ScoreCard:
    """Play it; the card says what happened.

    Raises NotFound, BadInput when it cannot begin, NotAllowed in production.
    """
    if settings.production:
        raise NotAllowed("a rehearsal leaves made-up reports behind: not in production")
    if not set(plan.channels) <= set(messengers.CHANNELS) or plan.witnesses not in (1, 2):
        raise BadInput(f"channels are {', '.join(messengers.CHANNELS)}; witnesses one or two")
    load = os.getloadavg()[0]
    async with database.transaction() as tx:
        _refuse_real(await rehearsal.real(tx))
        last = await rehearsal.last_person(tx)
        everybody = await _cast(tx, Keys.of(settings), plan)
        made = {"first": last + 1, "last": await rehearsal.last_person(tx)}
        await note(tx, "operator", "rehearsed", "database", made)
        before = await score.tops(tx, plan.ballots)
    empty = await measured.bytes_of(database)
    async with messengers.running(plan.channels, plan.seed, int(time.time())) as wires:
        port = free_port()
        web = f"http://127.0.0.1:{port}"
        environment = _environment(settings, database.url, wires, port)
        async with at_work(environment, *plan.processes) as crew:
            await _ready(crew, wires, web)
            night = Night(database, plan, wires, crew, embedded=settings.database_url is None)
            card = await night.play(everybody, before, progress)
        card.worker_deaths = crew.deaths
    if plan.whole:
        card.verified = await _verified(settings, database, card)
    grown = await measured.bytes_of(database) - empty
    card.cost = night.cost(card, grown)
    card.cores, card.load = os.cpu_count() or 1, round(load, 1)
    return card


async def _verified(settings: Settings, database: Database, card: ScoreCard) -> bool:
    """Whether everything that is stored fits together; what does not is trouble."""
    found = await consistency.everything(settings, database)
    card.trouble += [f"verify: {one}" for one in found.broken()]
    return not found.broken()


async def _ready(crew: Crew, wires: Lines, web: str) -> None:
    """Wait for web and worker. Raises NotReady."""
    try:
        async with asyncio.timeout(PATIENCE):
            await answers(f"{web}/health")
            await wires.ready(web, PATIENCE)
    except TimeoutError:
        died = f"they died {crew.deaths} times; " if crew.deaths else ""
        raise NotReady(
            f"web and worker of the rehearsal were not ready within {PATIENCE:.0f} s: {died}what "
            "they said stands above. Is the machine busy? Else: saksi doctor"
        ) from None


def _refuse_real(real: Real) -> None:
    """Raises NotAllowed where a real count lives or runs: made-up people never touch one."""
    found = {
        "mandates of real people": real.mandates,
        "reports of real people": real.reports,
        "running processes": real.processes,
    }
    told = ", ".join(f"{count:,} {what}" for what, count in found.items() if count)
    if told:
        raise NotAllowed(
            f"this is a real count ({told}); a rehearsal has a database of its own: "
            "SAKSI_VAR=rehearsal saksi load packs/..., then SAKSI_VAR=rehearsal saksi rehearse"
        )


async def _cast(tx: Transaction, keys: Keys, plan: Plan) -> Cast:
    election = await current_election(tx)
    if election is None:
        raise NotFound("no election is loaded yet: saksi load PACK")
    code = plan.area or await areas.top(tx, election.id)
    below = await areas.area(tx, election.id, code)
    stage = Stage(
        plan.stations,
        plan.ballots,
        below.path,
        plan.seed,
        plan.witnesses,
        plan.channels,
        plan.slips,
    )
    witnesses = await cast(tx, keys, election, stage, _truth(plan, election))
    number = await people.count_people(tx) + 1
    reviewer, _ = await people.put_person(tx, keys, *person(number))
    await made_up.mark(tx, keys, [person(number)[1]])
    await roles.grant(tx, NewRole(reviewer, Duty.REVIEWER, election.id))
    return Cast(witnesses, number)


def _truth(plan: Plan, election: LoadedElection) -> Mapping[tuple[str, str], FormFigures]:
    folder = plan.pack or pack_of(election.code, Path("packs").glob("*"))
    return published(folder) if folder else {}


def _environment(settings: Settings, url: str, wires: Lines, port: int) -> dict[str, str]:
    """The settings of web and worker: this installation's, with the made-up messengers."""
    given = {
        "DATABASE_URL": url,
        "PORT": str(port),
        "SAKSI_HOST": "127.0.0.1",
        "SAKSI_VAR": str(settings.var.resolve()),
        "SAKSI_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SAKSI_PLATFORM_LIMITS": "false",
        "SAKSI_PRODUCTION": "false",  # else the clock retires everybody who is made up
        "SAKSI_LOG_LEVEL": "error",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    names = {"SAKSI_DATABASE_URL": url, "SAKSI_PORT": str(port)}
    return {**os.environ, **given, **names, **wires.environment()}

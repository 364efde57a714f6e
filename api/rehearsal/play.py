"""One rehearsal from the casting to the score card."""

import asyncio
import os
import random
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.rehearsal import expected_findings, messengers, score
from api.rehearsal.cast import Role, Stage, cast, person, posts
from api.rehearsal.crew import Crew, answers, at_work, free_port
from api.rehearsal.messengers import Lines
from api.rehearsal.reviewer import Reviewer
from api.rehearsal.score import ScoreCard
from api.rehearsal.slips import NONE, Profile
from api.rehearsal.truth import FormFigures, pack_of, published
from api.rehearsal.witness import Account, Witness
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

_PATIENCE = 60.0
"""Seconds that a person waits for an answer."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a rehearsal; `slips`: how often forms and people err."""

    stations: int = 200
    ballots: tuple[str, ...] = ("ppwp", "dpr")
    area: str | None = None
    pack: Path | None = None
    at_once: int = 40
    kill_worker: bool = False
    seed: int = 1
    witnesses: int = 1
    channels: tuple[str, ...] = ("telegram",)
    slips: Profile = NONE


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody who plays; the reviewer by number."""

    witnesses: list[Role]
    reviewer: int


async def play(
    settings: Settings, database: Database, plan: Plan, progress: Callable[[], None]
) -> ScoreCard:
    """Play it; the card says what happened.

    Raises NotFound, BadInput, NotReady when it cannot begin, NotAllowed in production.
    """
    if settings.production:
        raise NotAllowed("a rehearsal leaves made-up reports behind: not in production")
    if not set(plan.channels) <= set(messengers.CHANNELS) or plan.witnesses not in (1, 2):
        raise BadInput(f"channels are {', '.join(messengers.CHANNELS)}; witnesses one or two")
    async with database.transaction() as tx:
        _refuse_real(await rehearsal.real(tx))
        last = await rehearsal.last_person(tx)
        everybody = await _cast(tx, Keys.of(settings), plan)
        made = {"first": last + 1, "last": await rehearsal.last_person(tx)}
        await note(tx, "operator", "rehearsed", "database", made)
        before = await score.tops(tx, plan.ballots)
    async with messengers.running(plan.channels, plan.seed, int(time.time())) as wires:
        port = free_port()
        web = f"http://127.0.0.1:{port}"
        environment = _environment(settings, database.url, wires, port)
        async with at_work(environment, "web", "worker") as crew:
            await _ready(crew, wires, web)
            began = time.monotonic()
            accounts = await _evening(wires, crew, everybody.witnesses, plan, progress)
            reviewer = await _reviewed(wires, everybody)
            seconds = time.monotonic() - began
            await score.settled(database, wires.accounts, _PATIENCE)
        async with database.transaction() as tx:
            card = await _card(tx, wires, everybody.witnesses, accounts)
            card.recap_equal = not card.differences and await score.areas_equal(
                tx, before, posts(everybody.witnesses)
            )
    card.decided, card.trouble = reviewer.decided, card.trouble + reviewer.trouble
    card.worker_deaths, card.seconds = crew.deaths, round(seconds, 1)
    card.messages_per_second = round(card.sent / seconds, 1)
    return card


async def _ready(crew: Crew, wires: Lines, web: str) -> None:
    """Wait for web and worker. Raises NotReady."""
    try:
        async with asyncio.timeout(_PATIENCE):
            await answers(f"{web}/health")
            await wires.ready(web, _PATIENCE)
    except TimeoutError:
        died = f"they died {crew.deaths} times; " if crew.deaths else ""
        raise NotReady(
            f"web and worker of the rehearsal were not ready within {_PATIENCE:.0f} s: {died}what "
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
        "SAKSI_LOG_LEVEL": "error",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    names = {"SAKSI_DATABASE_URL": url, "SAKSI_PORT": str(port)}
    return {**os.environ, **given, **names, **wires.environment()}


async def _evening(
    wires: Lines, crew: Crew, witnesses: list[Role], plan: Plan, progress: Callable[[], None]
) -> dict[int, Account]:
    """All stations, so many witnesses at once; the worker dies when half of them are done."""
    room, done = asyncio.Semaphore(max(plan.at_once // plan.witnesses, 1)), 0
    half = max(len(posts(witnesses)) // 2, 1)

    async def station(here: list[Role]) -> dict[int, Account]:
        nonlocal done
        async with room:
            found = [_witness(wires, role, plan) for role in here]
            await asyncio.gather(*(witness.report() for witness in found))
            if plan.witnesses > 1:
                await asyncio.gather(*(witness.look_again() for witness in found))
        done += 1
        progress()
        if plan.kill_worker and done == half:
            crew.kill("worker")
        return {witness.role.number: witness.account for witness in found}

    together = [[w for w in witnesses if w.post.id == post.id] for post in posts(witnesses)]
    accounts: dict[int, Account] = {}
    for told in await asyncio.gather(*(station(here) for here in together)):
        accounts |= told
    return accounts


def _witness(wires: Lines, role: Role, plan: Plan) -> Witness:
    phone = wires.phone(role.channel, role.number, role.name, role.phone)
    chance = random.Random(f"{plan.seed}/{role.number}")  # noqa: S311
    return Witness(phone, role, plan.slips, chance, _PATIENCE)


async def _reviewed(wires: Lines, everybody: Cast) -> Reviewer:
    """What is still in dispute is decided by the one who has every form in hand."""
    number = everybody.reviewer
    phone = wires.phone("telegram", number, *person(number))
    reviewer = Reviewer(phone, posts(everybody.witnesses), _PATIENCE)
    await reviewer.play()
    return reviewer


async def _card(
    tx: Transaction, wires: Lines, witnesses: list[Role], accounts: Mapping[int, Account]
) -> ScoreCard:
    kept = await rehearsal.stored(tx, wires.accounts)
    here, counts = posts(witnesses), wires.counts()
    _, differences = await score.compare(tx, here)
    differing = await expected_findings.disagreements(tx, witnesses, accounts)
    broken = await expected_findings.broken_sums(tx, witnesses)
    two = len(witnesses) > len(here)
    return ScoreCard(
        sent=counts.updates,
        stored=kept.stored,
        answered=kept.answered,
        lost=counts.updates - kept.handled,
        doubled=counts.doubled,
        reports_expected=sum(len(role.forms) for role in witnesses),
        reports_found=await expected_findings.reports(tx, witnesses),
        disagreements_expected=len(differing.expected),
        disagreements_found=differing.hits,
        disagreements_invented=differing.invented,
        broken_sums_expected=len(broken.expected),
        broken_sums_found=broken.hits,
        broken_sums_invented=broken.invented,
        confirmed_expected=sum(len(post.paper) for post in here) if two else 0,
        confirmed_found=await expected_findings.confirmed(tx, witnesses),
        late_sent=sum(account.late for account in accounts.values()),
        late_asked=sum(account.late_asked for account in accounts.values()),
        witnesses=len(witnesses),
        stations=len(here),
        published_forms=sum(f.published for post in here for f in post.paper.values()),
        redelivered=counts.repeated,
        repeats=kept.repeats,
        differences=differences + differing.notes("disagreement", witnesses),
        trouble=[n for a in accounts.values() for n in a.trouble]
        + broken.notes("broken sum", witnesses),
    )

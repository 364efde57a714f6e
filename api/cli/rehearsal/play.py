"""One rehearsal from the casting to the score card."""

import asyncio
import os
import random
import sys
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from api.cli.rehearsal import score
from api.cli.rehearsal.cast import Role, Stage, cast
from api.cli.rehearsal.crew import Crew, answers, at_work, free_port
from api.cli.rehearsal.fake_telegram import FakeTelegram
from api.cli.rehearsal.score import ScoreCard
from api.cli.rehearsal.truth import FormFigures, pack_of, published
from api.cli.rehearsal.witness import Account, Witness
from models.errors import NotAllowed, NotFound
from models.sealing import Keys
from models.settings import Settings
from models.stores import areas
from models.stores.elections import LoadedElection, current_election
from models.stores.session import Database, Session

_TOKEN = "1000000001:REHEARSAL-token-of-nobody"
_REPEATED = 0.03
"""Share of updates that Telegram brings twice: it happens, and must change nothing."""
_PATIENCE = 60.0
"""Seconds that a witness waits for an answer."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What is asked of a rehearsal."""

    stations: int = 200
    ballots: tuple[str, ...] = ("ppwp", "dpr")
    area: str | None = None
    pack: Path | None = None
    at_once: int = 40
    kill_worker: bool = False
    seed: int = 1


async def play(
    settings: Settings, database: Database, plan: Plan, progress: Callable[[], None]
) -> ScoreCard:
    """Play it; the card says what happened.

    Raises NotFound, BadInput when it cannot begin, NotAllowed in production.
    """
    if settings.production:
        raise NotAllowed("a rehearsal leaves made-up reports behind: not in production")
    account = f"rehearsal-{int(time.time())}"
    async with database.transaction() as session:
        roles = await _roles(session, Keys.of(settings), plan)
        before = await score.tops(session, plan.ballots)
    async with FakeTelegram(_TOKEN, repeat=_REPEATED, seed=plan.seed).running() as telegram:
        port = free_port()
        environment = _environment(settings, database.url, telegram.base, account, port)
        async with at_work(environment, "web", "worker") as crew:
            await answers(f"http://127.0.0.1:{port}/health")
            await _webhook_is_set(telegram)
            began = time.monotonic()
            accounts = await _evening(telegram, crew, roles, plan, progress)
            seconds = time.monotonic() - began
            await score.settled(database, account, _PATIENCE)
        async with database.transaction() as session:
            card = await _card(session, telegram, roles, accounts, account)
            card.recap_equal = not card.differences and await score.areas_equal(
                session, before, roles
            )
    card.worker_deaths, card.seconds = crew.deaths, round(seconds, 1)
    card.messages_per_second = round(card.sent / seconds, 1)
    return card


async def _roles(session: Session, keys: Keys, plan: Plan) -> list[Role]:
    election = await current_election(session)
    if election is None:
        raise NotFound("no election is loaded yet: saksi load PACK")
    code = plan.area or await areas.top(session, election.id)
    below = await areas.area(session, election.id, code)
    stage = Stage(plan.stations, plan.ballots, below.path, plan.seed)
    return await cast(session, keys, election, stage, _truth(plan, election))


def _truth(plan: Plan, election: LoadedElection) -> Mapping[tuple[str, str], FormFigures]:
    folder = plan.pack or pack_of(election.code, Path("packs").glob("*"))
    return published(folder) if folder else {}


def _environment(
    settings: Settings, url: str, telegram: str, account: str, port: int
) -> dict[str, str]:
    """The settings of web and worker: this installation's, with the made-up Telegram."""
    given = {
        "DATABASE_URL": url,
        "PORT": str(port),
        "SAKSI_HOST": "127.0.0.1",
        "SAKSI_VAR": str(settings.var.resolve()),
        "SAKSI_PUBLIC_URL": f"http://127.0.0.1:{port}",
        "SAKSI_TELEGRAM_BOT_NAME": account,
        "SAKSI_TELEGRAM_API_BASE": telegram,
        "SAKSI_TELEGRAM_WEBHOOK_SECRET": "secret-of-a-rehearsal",
        "SAKSI_PLATFORM_LIMITS": "false",
        "SAKSI_LOG_LEVEL": "error",
        "PYTHONPATH": os.pathsep.join(path for path in sys.path if path),
    }
    names = {"SAKSI_TELEGRAM_BOT_TOKEN": _TOKEN, "SAKSI_DATABASE_URL": url, "SAKSI_PORT": str(port)}
    return {**os.environ, **given, **names}


async def _webhook_is_set(telegram: FakeTelegram) -> None:
    async with asyncio.timeout(_PATIENCE):
        while telegram.webhook is None:  # noqa: ASYNC110
            await asyncio.sleep(0.05)


async def _evening(
    telegram: FakeTelegram, crew: Crew, roles: list[Role], plan: Plan, progress: Callable[[], None]
) -> list[Account]:
    """All witnesses, so many at once; the worker dies when half of them are done."""
    room, done = asyncio.Semaphore(plan.at_once), 0

    async def one(role: Role) -> Account:
        nonlocal done
        async with room:
            chance = random.Random(f"{plan.seed}/{role.number}")
            account = await Witness(telegram, role, chance, _PATIENCE).play()
        done += 1
        progress()
        if plan.kill_worker and done == max(len(roles) // 2, 1):
            crew.kill("worker")
        return account

    return await asyncio.gather(*(one(role) for role in roles))


async def _card(
    session: Session,
    telegram: FakeTelegram,
    roles: list[Role],
    accounts: list[Account],
    account: str,
) -> ScoreCard:
    stored, handled, repeats = await score.stored(session, account)
    found, differences = await score.compare(session, roles)
    sent = telegram.counts.updates
    return ScoreCard(
        sent=sent,
        stored=stored,
        answered=min(sum(a.answered for a in accounts), handled),
        lost=sent - handled,
        doubled=telegram.counts.doubled,
        reports_expected=sum(len(role.forms) for role in roles),
        reports_found=found,
        stations=len(roles),
        published_forms=sum(f.published for role in roles for f in role.forms.values()),
        redelivered=telegram.counts.repeated,
        repeats=repeats,
        differences=differences,
        trouble=[note for a in accounts for note in a.trouble],
    )

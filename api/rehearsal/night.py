"""One evening with its faults, watched, and the card of it."""

import asyncio
import random
import time
from collections.abc import Callable, Mapping

from api.rehearsal import expected_findings, faults, measured, poison, score
from api.rehearsal.cast import Role, person, posts
from api.rehearsal.crew import Crew
from api.rehearsal.evening import Evening, Manners
from api.rehearsal.hours import NightClock
from api.rehearsal.measured import Watch
from api.rehearsal.messengers import Lines
from api.rehearsal.played_plan import Cast, Plan
from api.rehearsal.reviewer import Reviewer
from api.rehearsal.score import ScoreCard
from api.rehearsal.witness import Account
from models.rules.recap import RecapRow
from models.stores.base.database import Database, Transaction
from models.stores.rehearsal import rehearsal
from models.values import Json

_TURNS = (6, 3)
"""Messages of a witness: to be there, and for each ballot; what faults are timed by."""


class Night:
    """Everybody plays, things go wrong where that is planned; `embedded`: the server is ours."""

    def __init__(
        self, database: Database, plan: Plan, wires: Lines, crew: Crew, *, embedded: bool
    ) -> None:
        self._database, self._plan, self._wires, self._crew = database, plan, wires, crew
        self._clock = NightClock(plan.speed)
        self._watch = Watch(database, crew, plan.ballots)
        self._stage = faults.Stage(crew, wires, database, embedded)

    async def play(
        self, everybody: Cast, before: dict[str, RecapRow], progress: Callable[[], None]
    ) -> ScoreCard:
        """Play it; the card of what people and the database say."""
        plan, wires = self._plan, self._wires
        watching = asyncio.create_task(self._watch.run())
        began = time.monotonic()
        accounts = await self._evening(everybody.witnesses, progress)
        reviewer = await _reviewed(wires, everybody, plan.patience)
        seconds = time.monotonic() - began
        await score.settled(self._database, wires.accounts, plan.patience)
        await asyncio.sleep(1.0 if plan.whole else 0.0)
        self._watch.end()
        await watching
        async with self._database.transaction() as tx:
            card = await _card(tx, wires, everybody.witnesses, accounts)
            card.recap_equal = not card.differences and await score.areas_equal(
                tx, before, posts(everybody.witnesses)
            )
        card.decided, card.trouble = reviewer.decided, card.trouble + reviewer.trouble
        card.seconds, card.messages_per_second = round(seconds, 1), round(card.sent / seconds, 1)
        self._times(card, everybody.witnesses, accounts)
        return card

    async def _evening(
        self, witnesses: list[Role], progress: Callable[[], None]
    ) -> dict[int, Account]:
        plan, done = self._plan, 0
        half = max(len(posts(witnesses)) // 2, 1)

        def ended() -> None:
            nonlocal done
            done += 1
            progress()
            if plan.kill_worker and done == half:
                self._crew.kill("worker")

        manners = Manners(plan.seed, plan.slips, plan.patience, plan.at_once, plan.photos)
        going_wrong = asyncio.create_task(self._befall(len(witnesses)))
        try:
            return await Evening(self._wires, self._clock, manners, ended).play(witnesses)
        finally:
            going_wrong.cancel()
            await asyncio.gather(going_wrong, return_exceptions=True)

    async def _befall(self, witnesses: int) -> None:
        if self._plan.faults is not None:
            there, ballot = _TURNS
            expected = witnesses * (there + ballot * len(self._plan.ballots))
            chance = random.Random(f"{self._plan.seed}/faults")  # noqa: S311
            await faults.befall(self._stage, self._plan.faults, expected, chance)

    def _times(
        self, card: ScoreCard, witnesses: list[Role], accounts: Mapping[int, Account]
    ) -> None:
        counts, clock = self._wires.counts(), self._clock
        stations = {role.number: role.post.id for role in witnesses}
        card.speed = self._plan.speed
        card.answer_seconds = measured.spread(wait for _, wait in counts.waits)
        recap = measured.until_recap(accounts, stations, self._watch.reported)
        card.recap_seconds = measured.spread(recap)
        answers = [moment for moment, _ in counts.waits]
        happened = self._stage.happened
        card.recovery_seconds = measured.spread(faults.recovery(happened, answers))
        card.hours = measured.by_hour(counts.said, counts.waits, clock)
        card.faults = [_told(one, clock) for one in sorted(happened, key=lambda one: one.began)]
        card.kills = sum(one.kills for one in happened)
        card.not_possible = sorted(self._stage.not_possible)
        card.poisoned = counts.poisoned

    def cost(self, card: ScoreCard, grown: int) -> dict[str, Json]:
        """Processor time, messages and room, of a message and of a station."""
        sent, stations = max(card.sent, 1), max(card.stations, 1)
        used = self._watch.seconds
        each = {name: round(1000 * s / sent, 2) for name, s in sorted(used.items())}
        return {
            "processor_ms_a_message": each,
            "processor_seconds_a_station": round(sum(used.values()) / stations, 3),
            "messages_in_a_station": round(sent / stations, 1),
            "messages_out_a_station": round(self._wires.counts().sent / stations, 1),
            "database_kb_a_station": round(grown / 1024 / stations, 1),
        }


def _told(one: faults.Happened, clock: NightClock) -> dict[str, Json]:
    """A fault for the card: at which hour of the night, how long it lasted, when it was over."""
    return {
        "kind": one.kind,
        "what": one.what,
        "hour": round(clock.hour(one.began), 3),
        "seconds": round(one.ended - one.began, 1),
        "recovered": None if one.recovered is None else round(one.recovered, 2),
    }


async def _reviewed(wires: Lines, everybody: Cast, patience: float) -> Reviewer:
    """What is still in dispute is decided by the one who has every form in hand."""
    number = everybody.reviewer
    phone = wires.phone("telegram", number, *person(number))
    reviewer = Reviewer(phone, posts(everybody.witnesses), patience)
    await reviewer.play()
    return reviewer


async def _card(
    tx: Transaction, wires: Lines, witnesses: list[Role], accounts: Mapping[int, Account]
) -> ScoreCard:
    kept = await rehearsal.stored(tx, wires.accounts, poison.STRANGERS)
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
        photos_sent=sum(account.photos for account in accounts.values()),
        photos_stored=await rehearsal.photos(tx, [post.id for post in here]),
        witnesses=len(witnesses),
        stations=len(here),
        published_forms=sum(f.published for post in here for f in post.paper.values()),
        redelivered=counts.repeated,
        repeats=sum(kept.repeats.values()),
        doubled_for_no_reason=wires.doubled_beyond(kept.repeats),
        differences=differences + differing.notes("disagreement", witnesses),
        trouble=[n for a in accounts.values() for n in a.trouble]
        + broken.notes("broken sum", witnesses),
    )

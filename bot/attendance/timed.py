"""Timed work of attendance: reminders, alerts, and what climbs, each step once."""

from datetime import datetime, timedelta
from time import monotonic

import structlog

from bot.attendance.talk.outcomes import AbsenceNew, PhaseRemind
from models.rules.phases import Run, Slot, due, slots
from models.settings import Settings
from models.stores.attendance import climbing, escalations, phases, reminders
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection

ABSENCE, REMINDER = AbsenceNew.event, PhaseRemind.event
"""What leaders and witnesses hear."""
NEAR = timedelta(days=7)
"""The phases of elections held longer ago, or later, than this are at rest."""
LONGEST = 2.0
"""Seconds after which no further province is begun in one transaction."""

log = structlog.get_logger()


async def watch(tx: Transaction, _settings: Settings, now: datetime) -> None:
    """Do what is due for every election: told once, or given up when it is too late for that."""
    for election in await elections.elections(tx):
        if abs(election.held_on - now.date()) <= NEAR:
            await _phases(tx, election, now)
            await climbing.climb(tx, election, now, ABSENCE)
        await escalations.climb(tx, election, now)


async def _phases(tx: Transaction, election: LoadedElection, now: datetime) -> None:
    every = slots(phases.phases_of(election), await phases.zones_of(tx, election))
    done = await phases.done(tx, election.id)
    late = timedelta(hours=election.config.attendance.late_hours)
    told, missed = due(every, done, now, late)
    for slot in missed:
        await phases.begin(tx, election.id, slot, missed=True)
    for slot in told:
        if slot.run is Run.REMIND:
            await _remind(tx, election, slot, done)
        elif await phases.begin(tx, election.id, slot):  # else another clock has just done it
            count = await climbing.alert(tx, election, slot, now, ABSENCE)
            await phases.told(tx, election.id, slot, count)
            log.info("a phase was told", phase=slot.phase.code, run=slot.run.value, told=count)


async def _remind(
    tx: Transaction, election: LoadedElection, slot: Slot, done: set[tuple[str, str, datetime]]
) -> None:
    """Province by province; what is left after a while has its turn in the next run of the job.

    So that no transaction is long: the sealing of the audit log waits for the oldest one.
    """
    begun = None
    for path in await phases.provinces(tx, election.id):
        if phases.key(slot, path) in done:
            continue
        if begun is not None and monotonic() - begun > LONGEST:
            return
        begun = begun or monotonic()
        if await phases.begin(tx, election.id, slot, path):
            count = await reminders.remind(tx, election, slot, path, REMINDER)
            await phases.told(tx, election.id, slot, count, path)
    if await phases.begin(tx, election.id, slot):
        log.info("a phase was told", phase=slot.phase.code, run=slot.run.value)

"""Timed work of attendance: reminders, alerts, and what climbs, each step once."""

from datetime import datetime, timedelta

import structlog

from models.rules.phases import Run, due, slots
from models.settings import Settings
from models.stores import climbing, elections, escalations, phases, reminders
from models.stores.elections import LoadedElection
from models.stores.session import Session

NEAR = timedelta(days=7)
"""The phases of elections held longer ago, or later, than this are at rest."""

log = structlog.get_logger()


async def watch(session: Session, _settings: Settings, now: datetime) -> None:
    """Do what is due for every election: told once, or given up when it is too late for that."""
    for election in await elections.elections(session):
        if abs(election.held_on - now.date()) <= NEAR:
            await _phases(session, election, now)
            await climbing.climb(session, election, now)
        await escalations.climb(session, election, now)


async def _phases(session: Session, election: LoadedElection, now: datetime) -> None:
    every = slots(phases.phases_of(election), await phases.zones_of(session, election))
    done = await phases.done(session, election.id)
    late = timedelta(hours=election.config.attendance.late_hours)
    told, missed = due(every, done, now, late)
    for slot in missed:
        await phases.begin(session, election.id, slot, missed=True)
    for slot in told:
        if not await phases.begin(session, election.id, slot):
            continue  # another clock has just done it
        if slot.run is Run.REMIND:
            count = await reminders.remind(session, election, slot)
        else:
            count = await climbing.alert(session, election, slot, now)
        await phases.told(session, election.id, slot, count)
        log.info("a phase was told", phase=slot.phase.code, run=slot.run.value, told=count)

"""Timed work of reports: results that wait to be settled again, and people who were made up."""

from datetime import datetime

from models.settings import Settings
from models.stores.base.session import Session
from models.stores.persons import made_up
from models.stores.reports import results

TICK = 10
"""Seconds between two looks."""


async def retire_made_up(session: Session, settings: Settings, _now: datetime) -> None:
    """In production nothing that made-up people said before counts any more."""
    if settings.production:
        await made_up.retire(session)


async def settle_waiting(session: Session, _settings: Settings, _now: datetime) -> None:
    """Settle some of what waits."""
    await results.settle_waiting(session)

"""Timed work of reports: results that wait to be settled again, and people who were made up."""

from datetime import datetime

from models.settings import Settings
from models.stores.base.database import Transaction
from models.stores.persons import made_up
from models.stores.reports import results

TICK = 10
"""Seconds between two looks."""


async def retire_made_up(tx: Transaction, settings: Settings, _now: datetime) -> None:
    """In production nothing that made-up people said before counts any more."""
    if settings.production:
        await made_up.retire(tx)


async def settle_waiting(tx: Transaction, _settings: Settings, _now: datetime) -> None:
    """Settle some of what waits."""
    await results.settle_waiting(tx)

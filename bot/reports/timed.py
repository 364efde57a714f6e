"""Timed work of reports: results that wait to be settled again, by new rules or new mandates."""

from datetime import datetime

from models.settings import Settings
from models.stores.base.session import Session
from models.stores.reports import results

TICK = 10
"""Seconds between two looks."""


async def settle_waiting(session: Session, _settings: Settings, _now: datetime) -> None:
    """Settle some of what waits."""
    await results.settle_waiting(session)

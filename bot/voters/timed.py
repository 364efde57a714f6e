"""Timed work with what voters asked."""

from datetime import datetime

from models.settings import Settings
from models.stores.base.database import Transaction
from models.stores.voters import voter_retention


async def clear(tx: Transaction, _settings: Settings, now: datetime) -> None:
    """Delete what voters asked when its time is over."""
    await voter_retention.clear(tx, now)

"""Timed work with applications."""

from datetime import datetime

from models.settings import Settings
from models.stores.base.database import Transaction
from models.stores.recruiting import recruits


async def clear(tx: Transaction, _settings: Settings, now: datetime) -> None:
    """Delete applications that were left half-way or declined, when their time is over."""
    await recruits.clear(tx, now)

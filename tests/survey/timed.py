"""Timed work of the survey."""

from datetime import datetime

from models.settings import Settings
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from tests.survey.store import count


async def note_seen(tx: Transaction, _settings: Settings, _now: datetime) -> None:
    """Note how many queues are known by now."""
    await note(tx, "clock", "counted queues", "survey", {"count": await count(tx)})

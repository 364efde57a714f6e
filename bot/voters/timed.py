"""Timed work with what voters asked."""

from datetime import datetime

from models.settings import Settings
from models.stores.base.session import Session
from models.stores.voters import voter_retention


async def clear(session: Session, _settings: Settings, now: datetime) -> None:
    """Delete what voters asked when its time is over."""
    await voter_retention.clear(session, now)

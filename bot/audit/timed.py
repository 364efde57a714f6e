"""The audit log's head leaves the database on a timetable: to a file, and to administrators."""

import asyncio
from datetime import UTC, datetime

from bot.audit.talk.outcomes import AuditHead
from bot.base.events import notice
from models.sealing import Keys
from models.settings import Settings
from models.stores.audit import heads
from models.stores.base import made_backups
from models.stores.base.database import Transaction
from models.stores.base.dress_rehearsals import is_rehearsal
from models.stores.messaging import notices
from models.stores.persons import told_above

TICK = 600
"""Seconds between two lines of the file."""
HOURS = 6
"""An administrator hears of one head in so many hours."""


async def publish(tx: Transaction, settings: Settings, now: datetime) -> None:
    """Keep the newest head outside of the database."""
    head = await heads.newest(tx, Keys.of(settings))
    if head is None or await is_rehearsal(tx):
        return
    await asyncio.to_thread(heads.keep, head, settings.var / "heads", now)
    slot = f"{now.astimezone(UTC):%Y%m%d}.{now.astimezone(UTC).hour // HOURS}"
    seen = await made_backups.condition(tx, settings, now)
    at = datetime.fromisoformat(head.sealed_at)
    event = AuditHead(head.number, head.hash, at, seen.backups.state, seen.made_at)
    told = [
        notice(f"head:{slot}:{person}", event, person)
        for person in await told_above.administrators(tx)
    ]
    await notices.put(tx, told)

"""The backups that were tried, and the last one that was made."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, insert, select
from sqlmodel import col

from models.rules.wellness import Backups
from models.settings import Settings
from models.stores.base.database import Transaction
from models.stores.base.dress_rehearsals import is_rehearsal
from models.tables import BackupRow

_LAST = select(
    col(BackupRow.place), col(BackupRow.bytes), col(BackupRow.problem), col(BackupRow.made_at)
)
_NEWEST = col(BackupRow.id).desc()
_MADE = _LAST.where(col(BackupRow.problem) == "").order_by(_NEWEST).limit(1)
_TRIED = _LAST.order_by(_NEWEST).limit(1)
_PUT = insert(BackupRow).values(
    {name: bindparam(name) for name in ("place", "bytes", "photos", "problem")}
)


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup: where it lies and how large it is, or the problem for which there is none."""

    place: str
    bytes: int
    problem: str
    made_at: datetime


async def put(
    tx: Transaction, place: str, size: int = 0, photos: int = 0, problem: str = ""
) -> None:
    """Note that a backup was made, or why not."""
    values = {"place": place, "bytes": size, "photos": photos, "problem": problem}
    await tx.execute(_PUT, values)


@dataclass(frozen=True, slots=True)
class Condition:
    """How the backups are; `made_at`: of the last one, `problem`: why the newest attempt failed."""

    backups: Backups
    made_at: datetime | None
    problem: str


async def condition(tx: Transaction, settings: Settings, now: datetime) -> Condition:
    """How the backups are at this moment, for everybody who tells or judges it.

    A dress rehearsal keeps none and misses none: its copy of these rows is the real count's past.
    """
    if await is_rehearsal(tx):
        return Condition(Backups(None, wanted=False), None, "")
    made, tried = await last_made(tx), await last_tried(tx)
    hours = (now - made.made_at).total_seconds() / 3600 if made else None
    problem = tried.problem if tried else ""
    wanted = settings.production or bool(settings.backup_url)
    found = Backups(hours, settings.backup_every, failed=bool(problem), wanted=wanted)
    return Condition(found, made.made_at if made else None, problem)


async def last_made(tx: Transaction) -> Backup | None:
    """The newest backup that there is."""
    for place, size, problem, made_at in await tx.execute(_MADE):
        return Backup(place, size, problem, made_at) if made_at else None
    return None


async def last_tried(tx: Transaction) -> Backup | None:
    """The newest one, made or failed."""
    for place, size, problem, made_at in await tx.execute(_TRIED):
        return Backup(place, size, problem, made_at) if made_at else None
    return None

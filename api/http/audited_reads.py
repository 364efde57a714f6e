"""Keeps who saw what in the audit log: one entry for each person, route, subject and minute.

The first look of a minute is written before its answer goes out, so a crash loses none; the next
ones of that minute cost a look into memory. Of the installation's own token only files are noted.
"""

from collections.abc import Iterable
from datetime import UTC, datetime

from api.http.callers import Caller
from models.stores.base import audit
from models.stores.base.database import Database


def minute() -> int:
    """The minute that it is, counted from 1970."""
    return int(datetime.now(UTC).timestamp()) // 60


class Seen:
    """What was noted in this minute, of one process."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._minute = 0
        self._noted: set[tuple[str, str, str]] = set()

    def already(self, caller: Caller, route: str, subject: str) -> bool:
        """Whether nothing need be written: noted in this minute, or no person asks."""
        if caller.everything:
            return True
        now = minute()
        if now != self._minute:
            self._minute = now
            self._noted.clear()
        return (caller.name, route, subject) in self._noted

    async def note(self, caller: Caller, route: str, subject: str) -> None:
        """That a person saw something, unless it was noted in this minute."""
        if self.already(caller, route, subject):
            return
        await self._write(caller, "saw", subject, route=route)
        self._noted.add((caller.name, route, subject))

    def remember(self, caller: Caller, route: str, subjects: Iterable[str]) -> None:
        """That another entry of this minute names what the person saw."""
        self.already(caller, route, "")
        self._noted.update((caller.name, route, subject) for subject in subjects)

    async def exported(self, caller: Caller, route: str, subject: str, **data: object) -> None:
        """That a file went out, whoever asked for it."""
        await self._write(caller, "exported", subject, route=route, **data)

    async def _write(self, caller: Caller, action: str, subject: str, **data: object) -> None:
        async with self._database.transaction() as tx:
            await audit.note(tx, caller.name, action, subject, data)

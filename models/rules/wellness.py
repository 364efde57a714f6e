"""Whether an installation does well, by its figures: what is wrong, the worst first. Pure.

The limits say when somebody should look, in seconds and counts; alarms and the page of operations
use the same ones.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

LATE: Mapping[str, float] = {
    "inbox": 10,
    "answers": 30,
    "notices": 120,
    "recap": 10,
    "seal": 10,
    "files": 1_800,
    "photos": 1_800,
    "broadcasts": 3_600,
}
"""Seconds that the oldest of a queue may wait, the queues that people feel first."""
DUTIES = ("clock",)
"""What some process must lead at every moment."""
FREE_SHARE, FREE_ROOM = 0.10, 50 * 1024**3
"""The disk is short below this share, where that is less than this room (bytes)."""
FULL_SHARE, FULL_ROOM = 0.02, 10**9
"""It is full below this share, or this room (bytes), whichever is less: nobody may write then."""
GIVEN_UP = 20
"""Messages given up within an hour: more is no single phone that is off."""
BACKUP_HOURS = 26.0
"""By hand: a backup a day, and two hours for it to be late."""
BACKUP_ROUNDS = 2
"""By a timetable: so many of its rounds."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the disk that photos and the embedded database lie on."""

    free: int
    total: int

    @property
    def short(self) -> bool:
        """Whether room is to be made."""
        return self.free < FREE_ROOM and self.free < self.total * FREE_SHARE

    @property
    def full(self) -> bool:
        """Whether nothing may be written any more."""
        return self.free < min(self.total * FULL_SHARE, FULL_ROOM)

    @property
    def percent(self) -> int:
        """How much of it is free."""
        return round(100 * self.free / self.total) if self.total else 0


@dataclass(frozen=True, slots=True)
class Backups:
    """How the backups are, for whoever asks: doctor, pages, digests, alarms, /metrics.

    `hours`: age of the last one, None where none is known; `every`: hours of a round of the
    timetable, None where there is none; `failed`: the newest attempt; `wanted`: this is no trial
    and no rehearsal.
    """

    hours: float | None
    every: float | None = None
    failed: bool = False
    wanted: bool = True

    @property
    def limit(self) -> float:
        """Hours after which the last one is old."""
        return BACKUP_HOURS if self.every is None else self.every * BACKUP_ROUNDS

    @property
    def state(self) -> str:
        """What is told: none, old, failed, well."""
        if self.hours is None:
            return "none"
        if self.hours > self.limit:
            return "old"
        return "failed" if self.failed else "well"

    @property
    def late(self) -> bool:
        """Whether somebody has to see to it."""
        return self.state == "old" or (self.state == "none" and self.wanted)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that is wrong: `code` and what.

    `code`: late, no_duty, failing, given_up, disk, backup, no_backup.
    `number`: seconds of a queue, messages of an account, hours of a backup; None where none says
    it.
    """

    code: str
    what: str = ""
    number: int | None = None


def troubles(
    oldest: Mapping[str, float],
    leading: Collection[str],
    accounts: Mapping[str, tuple[int, int]],
    disk: Disk,
    backups: Backups,
) -> tuple[Trouble, ...]:
    """What is wrong; empty when all is well.

    `oldest`: seconds by queue; `leading`: duties that a process has; `accounts`: messages that
    fail now and that were given up within the hour, by bot or number.
    """
    found = [Trouble("no_duty", one) for one in DUTIES if one not in leading]
    found += [
        Trouble("late", name, round(oldest[name]))
        for name, most in LATE.items()
        if oldest.get(name, 0) > most
    ]
    found += [Trouble("failing", name, bad) for name, (bad, _) in accounts.items() if bad]
    found += [
        Trouble("given_up", name, gone) for name, (_, gone) in accounts.items() if gone > GIVEN_UP
    ]
    if disk.short:
        found.append(Trouble("disk"))
    if backups.late and backups.hours is None:
        found.append(Trouble("no_backup"))
    elif backups.late:
        found.append(Trouble("backup", number=round(backups.hours or 0)))
    return tuple(found)

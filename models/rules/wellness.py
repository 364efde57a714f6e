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
FREE_SHARE, FREE_ROOM = 0.05, 2 * 1024**3
"""The disk is short below this share and below this room (bytes)."""
GIVEN_UP = 20
"""Messages given up within an hour: more is no single phone that is off."""
BACKUP_HOURS = 26
"""A backup a day, and two hours for it to be late."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Bytes of the disk that photos and the embedded database lie on."""

    free: int
    total: int

    @property
    def short(self) -> bool:
        """Whether room is to be made."""
        return self.free < FREE_ROOM and self.free < self.total * FREE_SHARE


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
    backup_hours: float | None,
    *,
    backup_wanted: bool = True,
) -> tuple[Trouble, ...]:
    """What is wrong; empty when all is well.

    `oldest`: seconds by queue; `leading`: duties that a process has; `accounts`: messages that
    fail now and that were given up within the hour, by bot or number; `backup_hours`: age of the
    last backup, None where none is known; `backup_wanted`: this is no trial.
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
    if backup_hours is None and backup_wanted:
        found.append(Trouble("no_backup"))
    elif (backup_hours or 0) > BACKUP_HOURS:
        found.append(Trouble("backup", number=round(backup_hours or 0)))
    return tuple(found)

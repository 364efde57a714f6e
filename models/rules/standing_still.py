"""What administrators are woken for, by the figures of a moment; pure.

The page of operations shows trouble much earlier (wellness.py); an alarm is for what does not pass
by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from models.rules.wellness import GIVEN_UP, LATE, Backups, Disk, Trouble

STANDING: Mapping[str, float] = {
    **dict.fromkeys(("inbox", "answers", "notices", "recap", "seal"), 120.0),
    **{name: LATE[name] for name in ("files", "photos")},
}
"""Seconds that the oldest of a queue has waited when somebody is called."""
REFUSING, REFUSED_SECONDS = 3, 120.0
"""So many answers of a line failed, and none went for so long: its provider refuses."""
SILENT_SECONDS = 1_800.0
"""A line from which nothing came for so long, on the night, is silent."""
DEATHS, STARTS, DEATHS_MINUTES = 3, 12, 10
"""A process that died so often, or was started so often by whom we do not know, in so many
minutes."""
TWICE = 2
"""Looks in a row that see the same before anybody is called; one bad moment is nobody's night."""
CALM_SECONDS = 60
"""It has been well for so long before that is told."""


@dataclass(frozen=True, slots=True)
class Line:
    """A bot or number: answers that failed and are tried again, messages given up within the
    hour, seconds since one went, and since somebody wrote; None for never."""

    failing: int = 0
    given_up: int = 0
    sent: float | None = None
    heard: float | None = None


UNWATCHED = Backups(None, wanted=False)


@dataclass(frozen=True, slots=True)
class Figures:
    """A moment: `oldest` seconds by queue, `lines` by "channel/account", `died` and `started` by
    process within DEATHS_MINUTES, on the machine where most did; `night`: seconds since the count
    began, None on any other day."""

    oldest: Mapping[str, float]
    lines: Mapping[str, Line]
    disk: Disk
    died: Mapping[str, int] = field(default_factory=dict)
    started: Mapping[str, int] = field(default_factory=dict)
    backups: Backups = UNWATCHED
    night: float | None = None


def alarms(now: Figures) -> tuple[Trouble, ...]:
    """What is wrong; empty when all is well. Codes: late, refusing, silent, dying, disk, backup."""
    found = [
        Trouble("late", name, round(now.oldest[name]))
        for name, most in STANDING.items()
        if now.oldest.get(name, 0.0) > most
    ]
    for name, line in now.lines.items():
        if _refuses(line):
            found.append(Trouble("refusing", name, max(line.failing, line.given_up)))
        if (silent := _silent(line, now.night)) is not None:
            found.append(Trouble("silent", name, round(silent)))
    died = dying(now.died, now.started)
    found += [Trouble("dying", name, times) for name, times in sorted(died.items())]
    if now.disk.short:
        found.append(Trouble("disk", number=now.disk.percent))
    if now.backups.late and now.backups.hours is not None:
        found.append(Trouble("backup", number=round(now.backups.hours)))
    return tuple(found)


def _refuses(line: Line) -> bool:
    stuck = line.failing >= REFUSING and (line.sent is None or line.sent > REFUSED_SECONDS)
    return stuck or line.given_up > GIVEN_UP


def _silent(line: Line, night: float | None) -> float | None:
    """For how many seconds of the night nothing came; None where that is not long."""
    if night is None:
        return None
    since = night if line.heard is None else min(line.heard, night)
    return since if since > SILENT_SECONDS else None


def dying(died: Mapping[str, int], started: Mapping[str, int]) -> dict[str, int]:
    """Processes that die again and again, and how often, of figures within DEATHS_MINUTES."""
    found = {name: times for name, times in died.items() if times >= DEATHS}
    return found | {name: times for name, times in started.items() if times >= STARTS}

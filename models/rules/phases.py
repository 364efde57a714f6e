"""When a phase of the election day (hadir, surat suara, salinan) calls for a reminder or an alert.

Pure: knows hours and time zones, neither people nor stations.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

LATE = timedelta(minutes=10)
"""Behind its moment by more than this, a run is one that a stopped clock missed."""


class Run(StrEnum):
    """What the clock does about a phase: tell witnesses before, coordinators after."""

    REMIND = "remind"
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class Phase:
    """What should have happened by when (tahapan); a time without offset is a station's local one.

    `remind` before `by` (zero: nobody is reminded), `alert` after it, `climb` from level to level.
    """

    code: str
    name: str
    by: datetime
    begins: datetime | None = None
    remind: timedelta = timedelta(minutes=45)
    alert: timedelta = timedelta(minutes=15)
    climb: timedelta = timedelta(minutes=20)


@dataclass(frozen=True, slots=True)
class Slot:
    """One run of a phase in the zones (IANA) whose `by` falls on one moment; moments in UTC."""

    phase: Phase
    run: Run
    by: datetime
    at: datetime
    zones: tuple[str, ...]

    @property
    def key(self) -> tuple[str, str, datetime]:
        """Under which it is done once, whatever the clock says later."""
        return self.phase.code, self.run.value, self.by


def moment(said: datetime, zone: str) -> datetime:
    """A time of the pack as a moment in UTC, read in this zone where it names no offset."""
    aware = said if said.tzinfo else said.replace(tzinfo=ZoneInfo(zone))
    return aware.astimezone(UTC)


def since(phase: Phase, zone: str) -> datetime:
    """From when a check-in counts for the phase: its beginning, else the midnight before `by`."""
    midnight = datetime.combine(phase.by.date(), time(0), phase.by.tzinfo)
    return moment(phase.begins or midnight, zone)


def slots(phases: Iterable[Phase], zones: Iterable[str]) -> tuple[Slot, ...]:
    """Every run of every phase, zones of one moment together (WIB is one, WITA another)."""
    found: dict[tuple[str, datetime, Run], list[str]] = {}
    known = {phase.code: phase for phase in phases}
    for phase in known.values():
        for zone in sorted(set(zones)):
            for run in Run:
                if run is Run.ALERT or phase.remind:
                    found.setdefault((phase.code, moment(phase.by, zone), run), []).append(zone)
    return tuple(
        Slot(known[code], run, by, _at(known[code], run, by), tuple(where))
        for (code, by, run), where in found.items()
    )


def _at(phase: Phase, run: Run, by: datetime) -> datetime:
    return by - phase.remind if run is Run.REMIND else by + phase.alert


def due(
    every: Sequence[Slot],
    done: Collection[tuple[str, str, datetime]],
    now: datetime,
    most: timedelta,
) -> tuple[tuple[Slot, ...], tuple[Slot, ...]]:
    """What is to be told now, and what is given up without a word.

    After a stop only the last of what was missed in a zone is told, and nothing that is older than
    `most`; a reminder is worth nothing after its hour. A clock set back finds its runs done.
    """
    waiting = [slot for slot in every if slot.at <= now and slot.key not in done]
    fresh = [slot for slot in waiting if now < _until(slot, most)]
    told = tuple(slot for slot in fresh if not _overtaken(slot, fresh, now))
    return told, tuple(slot for slot in waiting if slot not in told)


def _until(slot: Slot, most: timedelta) -> datetime:
    return slot.by if slot.run is Run.REMIND else slot.at + most


def _overtaken(slot: Slot, fresh: Sequence[Slot], now: datetime) -> bool:
    """Whether a later one of the same kind is due too, in each of its zones, and this is late."""
    later = {z for s in fresh if s.run is slot.run and s.at > slot.at for z in s.zones}
    return now - slot.at > LATE and set(slot.zones) <= later

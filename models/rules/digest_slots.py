"""When digests are due: the latest slot of a plan, so that a late start sends one and not all.

Pure: what a digest says, and who has had it, is not known here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Season(StrEnum):
    """What digests speak of: witnesses found, witnesses present, the count, the count's rest."""

    CAMPAIGN = "campaign"
    DAY = "day"
    NIGHT = "night"
    AFTER = "after"


STALE = timedelta(hours=24)
"""A slot that was missed longer ago is not made up for: what it would say is old news."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The hours of an election's digests; `zone` is where `time`s hold, moments are aware."""

    day: date
    zone: ZoneInfo
    weeks: int
    weekday: int
    hour: time
    day_hours: tuple[time, ...]
    night_begins: datetime
    night_ends: datetime
    every: timedelta
    seldom: timedelta
    after_hours: tuple[time, ...]
    after_days: int


@dataclass(frozen=True, slots=True)
class Slot:
    """A moment (UTC) at which a digest is due; `seldom`: also for those who want few."""

    at: datetime
    season: Season
    seldom: bool = True


def latest(plan: Plan, now: datetime) -> Slot | None:
    """The last slot that has come, None where there is none or where it is stale."""
    found = [slot for slot in _candidates(plan, now) if slot.at <= now]
    last = max(found, key=lambda slot: slot.at, default=None)
    return None if last is None or now - last.at >= STALE else last


def _candidates(plan: Plan, now: datetime) -> Iterator[Slot]:
    """At least the latest slot of each season."""
    night = plan.night_begins.astimezone(UTC)
    for at in (*_campaign(plan, now), *_hours(plan, [plan.day], plan.day_hours)):
        if at < night:
            day = at.astimezone(plan.zone).date() == plan.day
            yield Slot(at, Season.DAY if day else Season.CAMPAIGN)
    until = min(now, plan.night_ends.astimezone(UTC))
    if until >= night:
        steps = (until - night) // plan.every
        at = night + steps * plan.every
        yield Slot(at, Season.NIGHT, steps * plan.every % plan.seldom == timedelta(0))
    end = plan.night_ends.astimezone(UTC)
    last = end.astimezone(plan.zone).date()
    days = [last + timedelta(days=n) for n in range(plan.after_days + 1)]
    yield from (Slot(at, Season.AFTER) for at in _hours(plan, days, plan.after_hours) if at > end)


def _campaign(plan: Plan, now: datetime) -> Iterator[datetime]:
    """This week's and last week's slot, within the weeks before the election."""
    today = now.astimezone(plan.zone).date()
    first = today - timedelta(days=(today.isoweekday() - plan.weekday) % 7)
    days = [first - timedelta(days=7), first]
    begins = plan.day - timedelta(weeks=plan.weeks)
    yield from _hours(plan, [day for day in days if begins <= day < plan.day], (plan.hour,))


def _hours(plan: Plan, days: Iterable[date], hours: Iterable[time]) -> Iterator[datetime]:
    told = tuple(hours)
    for day in days:
        for hour in told:
            yield datetime.combine(day, hour, plan.zone).astimezone(UTC)


def quiet(at: time, begins: time, ends: time) -> bool:
    """Whether a local hour lies in the quiet hours, which may pass midnight; equal: never."""
    if begins <= ends:
        return begins <= at < ends
    return at >= begins or at < ends

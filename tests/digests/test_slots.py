"""When digests are due: the last slot alone, whatever was missed, and nothing that is stale."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.rules.digest_slots import STALE, Plan, Season, latest, quiet

WIB = ZoneInfo("Asia/Jakarta")
NIGHT = datetime(2024, 2, 14, 15, tzinfo=WIB)
PLAN = Plan(
    day=date(2024, 2, 14),
    zone=WIB,
    weeks=12,
    weekday=1,
    hour=time(8),
    day_hours=(time(7, 30), time(10), time(13)),
    night_begins=NIGHT,
    night_ends=datetime(2024, 2, 15, 12, tzinfo=WIB),
    every=timedelta(minutes=15),
    seldom=timedelta(minutes=60),
    after_hours=(time(8), time(20)),
    after_days=7,
)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=WIB)


@pytest.mark.parametrize(
    ("now", "slot", "season", "seldom"),
    [
        ("2024-02-05T08:00", "2024-02-05T08:00", Season.CAMPAIGN, True),
        ("2024-02-06T07:59", "2024-02-05T08:00", Season.CAMPAIGN, True),
        ("2024-02-14T09:59", "2024-02-14T07:30", Season.DAY, True),
        ("2024-02-14T14:59", "2024-02-14T13:00", Season.DAY, True),
        ("2024-02-14T15:00", "2024-02-14T15:00", Season.NIGHT, True),
        ("2024-02-14T21:29", "2024-02-14T21:15", Season.NIGHT, False),
        ("2024-02-15T03:05", "2024-02-15T03:00", Season.NIGHT, True),
        ("2024-02-15T13:00", "2024-02-15T12:00", Season.NIGHT, True),
        ("2024-02-15T20:01", "2024-02-15T20:00", Season.AFTER, True),
        ("2024-02-22T20:01", "2024-02-22T20:00", Season.AFTER, True),
    ],
)
def test_the_last_slot_is_due(now: str, slot: str, season: Season, seldom: bool) -> None:
    found = latest(PLAN, at(now))
    assert found is not None
    assert (found.at, found.season, found.seldom) == (at(slot), season, seldom)


@pytest.mark.parametrize(
    "now", ["2023-11-01T09:00", "2024-02-07T09:00", "2024-02-14T07:00", "2024-03-01T09:00"]
)
def test_nothing_is_due_long_before_or_after_or_when_it_is_old_news(now: str) -> None:
    assert latest(PLAN, at(now)) is None


@given(st.datetimes(datetime(2023, 11, 1), datetime(2024, 3, 1)))
def test_a_slot_is_never_in_the_future_and_its_moment_gives_it_again(now: datetime) -> None:
    found = latest(PLAN, now.replace(tzinfo=UTC))
    if found is not None:
        assert found.at <= now.replace(tzinfo=UTC) < found.at + STALE
        assert latest(PLAN, found.at) == found


@pytest.mark.parametrize(
    ("hour", "held"), [("21:59", False), ("22:00", True), ("03:00", True), ("06:00", False)]
)
def test_quiet_hours_pass_midnight(hour: str, held: bool) -> None:
    assert quiet(time.fromisoformat(hour), time(22), time(6)) is held
    assert not quiet(time.fromisoformat(hour), time(5), time(5))

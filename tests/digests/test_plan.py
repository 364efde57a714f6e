"""The plan of a pack: good defaults, the pack's own hours, and never before the hour of the law."""

import tomllib
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from pydantic import ValidationError

from bot.digests.plan import ballot_of, plan_of
from models.packs.config import ElectionConfig
from models.packs.digest_settings import Digests
from models.stores.base.elections import LoadedElection
from tests.packs.tiny import ELECTION

WIB = ZoneInfo("Asia/Jakarta")


def election(more: str = "", without: str = "") -> LoadedElection:
    text = f"{ELECTION.replace(without, '') if without else ELECTION}\n[digests]\n{more}"
    config = ElectionConfig.model_validate(tomllib.loads(text))
    return LoadedElection(1, config.code, config.name, config.date, "x", config)


def test_what_the_pack_does_not_say_follows_from_the_law_and_the_stations() -> None:
    plan = plan_of(election())
    assert plan.day == date(2024, 2, 14)
    assert plan.night_begins == datetime(2024, 2, 14, 15, tzinfo=WIB)
    assert plan.night_ends == datetime(2024, 2, 15, 12, tzinfo=WIB)
    assert (plan.every, plan.seldom) == (timedelta(minutes=15), timedelta(hours=1))
    assert ballot_of(election()) == "ppwp"
    assert ballot_of(election('ballot = "dpr"')) == "dpr"


def test_a_night_never_begins_before_figures_may_leave() -> None:
    early = plan_of(election("night_begins = 2024-02-14T13:00:00"))
    assert early.night_begins == datetime(2024, 2, 14, 15, tzinfo=WIB)
    late = plan_of(election("night_begins = 2024-02-14T18:00:00"))
    assert late.night_begins == datetime(2024, 2, 14, 18, tzinfo=WIB)
    free = plan_of(election(without="not_before = 2024-02-14T15:00:00+07:00"))
    assert free.night_begins == datetime(2024, 2, 14, 15, tzinfo=WIB), "two hours after closing"


@pytest.mark.parametrize(
    "wrong", [{"every_minutes": 15, "seldom_minutes": 50}, {"every_minutes": 1}, {"hour": 3}]
)
def test_hours_that_do_not_fit_are_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValidationError):
        Digests.model_validate(wrong)

"""What a night needs follows from measured costs: more of anything never needs less."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from api.cli.commands import app
from models.rules.capacity import BUSY, MEASURED, Costs, Night, bot_ends, needed, writer_ends

NATION = Night(820_161, 6.0)
GROWS = ("messages", "peak", "web", "workers", "readers", "database_cores", "machines", "bots")


def test_a_nation_within_six_hours() -> None:
    need = needed(NATION)
    assert need.messages == 820_161 * 2 * (6 + 3 * 5)
    assert need.workers == pytest.approx(need.peak * MEASURED.worker_ms / 1000 / BUSY, abs=1)
    assert need.bots == pytest.approx(need.peak * 1.1 / 30, abs=1)
    assert (need.numbers, need.installations, need.pooled) == (0, 1, True)


@given(st.integers(1, 10**6), st.floats(0.5, 24), st.integers(1, 5), st.floats(0, 1))
def test_more_stations_or_less_time_never_need_less(
    stations: int, hours: float, ballots: int, telegram: float
) -> None:
    night = Night(stations, hours, 2, ballots, telegram)
    for more in (replace(night, stations=stations * 2), replace(night, hours=hours / 2)):
        less, greater = needed(night), needed(more)
        assert all(getattr(greater, name) >= getattr(less, name) for name in GROWS)


def test_what_one_postgresql_cannot_write_is_parted() -> None:
    dear = Costs(database_ms=50)
    assert needed(NATION, dear).installations > 1
    assert writer_ends(dear) < NATION.peak < writer_ends()


def test_a_bot_ends_where_its_answers_fill_its_thirty_a_second() -> None:
    most = bot_ends(NATION)
    assert needed(replace(NATION, stations=most)).bots == 1
    assert needed(replace(NATION, stations=most + 5)).bots == 2


def test_everybody_on_whatsapp_needs_numbers_and_no_bot() -> None:
    need = needed(replace(NATION, telegram=0))
    assert (need.bots, need.numbers > 0) == (0, True)


def test_the_command_tells_it_and_the_page_says_the_same_costs() -> None:
    done = CliRunner().invoke(app, "capacity --stations 820161 --hours 6 --json".split())
    told = json.loads(done.output)
    assert told["bots"] == needed(NATION).bots
    page = Path("docs/operators/sizing.md").read_text(encoding="utf-8")
    for name, cost in told["costs"].items():
        assert f"| `{name}` | {cost:g} |" in page, name

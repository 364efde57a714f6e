"""/metrics tells the installation's figures, whichever process is asked; rules name what exists."""

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from prometheus_client.parser import text_string_to_metric_families
from sqlalchemy.event import listen

from api.app import create_app
from api.http.vital_metrics import VitalMetrics
from bot.channels.console import Console
from models.settings import Settings
from models.stores.alarms import traces
from models.stores.base import leases, made_backups
from models.stores.base.database import Database
from models.values import Role
from tests.alarms.test_alarms import Looks
from tests.architecture.test_names import ROOT
from tests.cases.desk import Desk, open_desk

RULES = ROOT / "docs" / "operators" / "alarms.yml"


@pytest.fixture
async def desk(database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(database_url, tmp_path) as opened:
        yield opened


async def metrics(url: str, folder: Path) -> str:
    app = create_app(Settings(var=folder, _env_file=None), url)
    async with app.router.lifespan_context(app):
        transport = httpx.ASGITransport(app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return (await client.get("/metrics")).text


def values(text: str) -> dict[tuple[str, str], float]:
    """By name and the values of its labels."""
    return {
        (one.name, "/".join(one.labels.values())): one.value
        for family in text_string_to_metric_families(text)
        for one in family.samples
    }


async def a_night(desk: Desk, folder: Path) -> None:
    """Something of everything that is told."""
    boss = await desk.holder("Bu Ketua", 5, Role.ADMINISTRATOR)
    siti = await desk.witness("Bu Siti", 1)
    for phone in (boss, siti):
        await phone.say("halo")
    await siti.say("hadir")
    await desk.do("update outbox set state = 1, sent_at = now() where id = 1")
    await desk.do("update outbox set error = 'timeout', state = 0 where id = 2")
    await desk.do("update inbox set state = 2, handled_at = now() where id = 1")
    await desk.do(
        "update inbox set state = 0, received_at = now() - interval '3 minutes' where id = 2"
    )
    async with desk.database.transaction() as tx:
        await leases.take(tx, "clock", "satu:1", 60)
        await traces.started(tx, "worker", "satu", 1, again=False)
        await made_backups.put(tx, "tempat")
    await Looks(desk, folder).look(2)


async def test_metrics_tell_what_waits_what_went_and_what_is_wrong(
    desk: Desk, database_url: str, tmp_path: Path
) -> None:
    await a_night(desk, tmp_path)
    told = values(await metrics(database_url, tmp_path))
    assert told["saksi_database_up", ""] == 1
    assert told["saksi_queue_waiting", "inbox"] == 1
    assert told["saksi_queue_oldest_seconds", "inbox"] >= 180
    assert told["saksi_channel_messages", "console/sent"] >= 1
    assert told["saksi_channel_messages", "console/failed"] == 1
    assert told["saksi_channel_messages", "console/set_aside"] == 1
    assert told["saksi_channel_messages", "console/handled"] >= 1
    assert told["saksi_line_heard_timestamp_seconds", f"{Console().account}/console"] > 0
    assert told["saksi_process_starts", "worker"] == 1
    assert told["saksi_duty_led", "clock"] == 1
    assert told["saksi_seal_lag_seconds", ""] > 0, "nobody sealed yet"
    assert told["saksi_alarm_open", "late/inbox"] == 1
    assert told["saksi_backup_made_timestamp_seconds", ""] > 0
    assert 0 < told["saksi_disk_free_bytes", ""] <= told["saksi_disk_total_bytes", ""]
    for queue in ("answers", "notices", "files", "photos", "recap", "seal"):
        assert ("saksi_queue_waiting", queue) in told


async def test_every_figure_that_a_rule_names_is_told(
    desk: Desk, database_url: str, tmp_path: Path
) -> None:
    await a_night(desk, tmp_path)
    text = await metrics(database_url, tmp_path)
    told = {one.name for family in text_string_to_metric_families(text) for one in family.samples}
    expressions = re.findall(r"^ +expr: (.*)$", RULES.read_text("utf-8"), re.MULTILINE)
    named = {name for one in expressions for name in re.findall(r"\bsaksi_\w+", one)}
    assert len(expressions) > 10
    assert named - told == set()
    queues = {one for name, one in values(text) if name == "saksi_queue_waiting"}
    asked = {q for one in expressions for q in re.findall(r'queue=~?"([^"]+)"', one)}
    assert {queue for one in asked for queue in one.split("|")} <= queues


async def test_a_database_that_is_away_is_told_and_the_process_s_own_figures_go_out(
    tmp_path: Path,
) -> None:
    away = Database("postgresql://nobody@127.0.0.1:1/none")
    vital = VitalMetrics(Settings(var=tmp_path, _env_file=None), away)
    told = values((await vital.told()).decode())
    assert told["saksi_database_up", ""] == 0
    assert told["saksi_disk_total_bytes", ""] > 0


async def test_a_crowd_that_asks_costs_one_look(desk: Desk, tmp_path: Path) -> None:
    looks: list[str] = []
    listen(
        desk.database.engine.sync_engine,
        "before_cursor_execute",
        lambda _c, _cursor, statement, *_: looks.append(statement),
    )
    vital = VitalMetrics(Settings(var=tmp_path, _env_file=None), desk.database)
    await asyncio.gather(*(vital.told() for _ in range(50)))
    assert sum("audit_block" in one for one in looks) == 1

"""When something stands still administrators are called once, and told when it is well again."""

import inspect
import re
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.alarms import timed
from bot.alarms.talk import woken
from bot.capabilities import CONVERSATION
from bot.engine.texts import LANGUAGES
from models.rules import standing_still as rules
from models.rules.standing_still import STANDING, Figures, Line
from models.rules.wellness import Backups, Disk
from models.settings import Settings
from models.stores.alarms import traces
from models.stores.base import audit, made_backups
from models.values import Role
from tests.cases.desk import Desk, Phone, open_desk
from tests.stores.quiet import quiet

ROOMY = Disk(free=50, total=100)
NIGHT = datetime(2024, 2, 14, 13, 0, tzinfo=UTC)
"""20:00 in the west, seven hours into the count."""


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(tiny_database_url, tmp_path) as opened:
        await quiet(opened.database)
        async with opened.database.transaction() as tx:
            await audit.seal(tx)  # the election was loaded when the tests began
        yield opened


@pytest.fixture
async def boss(desk: Desk) -> Phone:
    boss = await desk.holder("Bu Ketua", 5, Role.ADMINISTRATOR)
    await boss.say("halo")
    return boss


class Looks:
    """The clock's job, at its own pace."""

    def __init__(self, desk: Desk, folder: Path, **more: object) -> None:
        self.desk, self.now = desk, datetime.now(UTC)
        self.settings = Settings(var=folder, _env_file=None, **more)  # type: ignore[arg-type]

    async def look(self, times: int = 1) -> None:
        for _ in range(times):
            self.now += timedelta(seconds=timed.TICK)
            async with self.desk.database.transaction() as tx:
                await timed.watch(tx, self.settings, self.now)
        await self.desk.notices.drain()


async def test_a_queue_that_stands_calls_once_and_once_more_when_it_is_well(
    desk: Desk, boss: Phone, tmp_path: Path
) -> None:
    looks = Looks(desk, tmp_path)
    await looks.look(2)
    assert await boss.hear() == ""
    await desk.do("update inbox set state = 0, received_at = now() - interval '3 minutes'")
    await looks.look()
    assert await boss.hear() == "", "one bad moment wakes nobody"
    await looks.look()
    heard = await boss.hear()
    assert "Pesan masuk menunggu 3 menit" in heard
    assert "saksi status" in heard, "and what to do"
    await looks.look(20)
    assert await boss.hear() == "", "once"
    await desk.do("update inbox set state = 1")
    await looks.look()
    assert await boss.hear() == "", "it has to be well for a while"
    await looks.look(3)
    heard = await boss.hear()
    assert "✅ Sudah pulih: antrean pesan masuk" in heard
    await looks.look(5)
    assert await boss.hear() == ""
    await desk.do("update inbox set state = 0, received_at = now() - interval '3 minutes'")
    await looks.look(2)
    assert "Pesan masuk" in await boss.hear(), "the next time is another one"


async def test_what_comes_and_goes_within_a_minute_is_one_call(
    desk: Desk, boss: Phone, tmp_path: Path
) -> None:
    looks = Looks(desk, tmp_path)
    for state in (0, 0, 1, 0, 1, 0, 0):
        await desk.do(
            "update inbox set state = :s, received_at = now() - interval '3 minutes'", s=state
        )
        await looks.look()
    assert (await boss.hear()).count("🚨") == 1


async def test_administrators_alone_are_called(desk: Desk, boss: Phone, tmp_path: Path) -> None:
    dedi = await desk.holder("Pak Dedi", 3, Role.COORDINATOR, "9801")
    siti = await desk.witness("Bu Siti", 1)
    for one in (dedi, siti):
        await one.say("halo")
    await desk.do("update inbox set state = 0, received_at = now() - interval '3 minutes'")
    await Looks(desk, tmp_path).look(2)
    assert await boss.hear()
    assert await dedi.hear() == await siti.hear() == ""


async def test_a_line_that_is_silent_on_the_night_is_told_and_no_other_day(
    desk: Desk, boss: Phone, tmp_path: Path
) -> None:
    token = {"telegram_bot_token": "1:made-up", "production": False}
    looks = Looks(desk, tmp_path, **token)
    looks.now = NIGHT - timedelta(days=2)
    await looks.look(3)
    assert await boss.hear() == ""
    looks.now = NIGHT
    await looks.look(3)
    assert "telegram/" in (heard := await boss.hear())
    assert "tidak ada pesan masuk" in heard
    assert 'kirim "halo"' in heard
    await desk.do("update inbox set channel = 'telegram', account = 'saksi', received_at = now()")
    await looks.look(4)
    assert "pesan masuk lewat telegram/saksi" in await boss.hear()


async def test_a_process_that_dies_again_and_again_is_told(
    desk: Desk, boss: Phone, tmp_path: Path
) -> None:
    async with desk.database.transaction() as tx:
        for number in range(1 + rules.DEATHS):
            await traces.started(tx, "worker", "satu", number, again=number > 0)
        await traces.started(tx, "web", "satu", 9, again=False)
    await Looks(desk, tmp_path).look(2)
    heard = await boss.hear()
    assert f"Proses worker mati dan hidup lagi {rules.DEATHS} kali" in heard
    assert "web" not in heard


async def test_one_death_on_each_of_several_machines_calls_nobody(
    desk: Desk, boss: Phone, tmp_path: Path
) -> None:
    async with desk.database.transaction() as tx:
        for number in range(2 * rules.DEATHS):
            await traces.started(tx, "worker", f"mesin-{number}", 1, again=True)
    await Looks(desk, tmp_path).look(2)
    assert await boss.hear() == ""


async def test_an_old_backup_calls_and_not_in_the_copy_where_people_rehearse(
    desk: Desk, boss: Phone, tmp_path: Path
) -> None:
    async with desk.database.transaction() as tx:
        await made_backups.put(tx, "tempat")
    await desk.do("update backup set made_at = now() - interval '13 hours'")
    looks = Looks(desk, tmp_path, backup_url=str(tmp_path), backup_hours=6)
    await desk.do("update election set code = 'LATIHAN-' || code")
    await looks.look(3)
    assert await boss.hear() == ""
    await desk.do("update election set code = replace(code, 'LATIHAN-', '')")
    await looks.look(2)
    assert "adangan" in await boss.hear()


async def test_a_disk_that_is_nearly_full_is_told(
    desk: Desk, boss: Phone, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = shutil._ntuple_diskusage(100, 91, 9)  # type: ignore[attr-defined]
    monkeypatch.setattr(shutil, "disk_usage", lambda _folder: full)
    await Looks(desk, tmp_path).look(2)
    assert "Ruang disk tinggal 9 persen" in await boss.hear()


WELL: dict[str, object] = {"oldest": {}, "lines": {}, "disk": ROOMY}


TROUBLES: list[tuple[dict[str, object], str]] = [
    *(({"oldest": {name: most + 1}}, "late") for name, most in STANDING.items()),
    ({"lines": {"telegram/a": Line(failing=3, sent=121)}}, "refusing"),
    ({"lines": {"telegram/a": Line(failing=3)}}, "refusing"),
    ({"lines": {"telegram/a": Line(given_up=21, sent=1)}}, "refusing"),
    ({"lines": {"telegram/a": Line(heard=1_801)}, "night": 9_000.0}, "silent"),
    ({"lines": {"telegram/a": Line()}, "night": 1_801.0}, "silent"),
    ({"died": {"worker": 3}}, "dying"),
    ({"started": {"worker": 12}}, "dying"),
    ({"disk": Disk(9, 100)}, "disk"),
    ({"backups": Backups(27.0)}, "backup"),
    ({"backups": Backups(12.1, every=6.0)}, "backup"),
]


@pytest.mark.parametrize(("changed", "code"), TROUBLES)
def test_each_trouble_has_its_code(changed: dict[str, object], code: str) -> None:
    (found,) = rules.alarms(Figures(**{**WELL, **changed}))  # type: ignore[arg-type]
    assert found.code == code


@pytest.mark.parametrize(
    "changed",
    [
        {"oldest": dict(STANDING)},
        {"lines": {"telegram/a": Line(failing=50, sent=1.0, heard=9_999.0)}},
        {"lines": {"telegram/a": Line(heard=9_999.0)}, "night": 600.0},
        {"died": {"worker": 2}, "started": {"worker": 11}},
        {"disk": Disk(60 * 1024**3, 1024**4)},
        {"backups": Backups(25.0)},
        {"backups": Backups(47.0, every=24.0)},
        {"backups": Backups(None)},
    ],
)
def test_what_is_well_is_no_alarm(changed: dict[str, object]) -> None:
    assert rules.alarms(Figures(**{**WELL, **changed})) == ()  # type: ignore[arg-type]


def test_every_code_that_the_rules_know_is_tried() -> None:
    written = set(re.findall(r'Trouble\("(\w+)"', inspect.getsource(rules.alarms)))
    assert written == {code for _, code in TROUBLES}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_trouble_has_its_words_and_says_what_to_do(language: str) -> None:
    codes = {code for _, code in TROUBLES} - {"late"}
    told = [woken._key("late", name) for name in STANDING]
    told += [f"alarm.{code}" for code in codes]
    do = {"id": "Yang bisa dilakukan", "en": "What to do"}[language]
    for key in told:
        assert do in CONVERSATION.texts[language][key], key
    for key in [f"alarm.over_{code}" for code in ("late", *codes)]:
        assert CONVERSATION.texts[language][key]
    assert set(STANDING) == woken._QUEUES

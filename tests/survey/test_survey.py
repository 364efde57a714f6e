"""A capability is one folder: one defined here alone joins the talk, the work and the clock."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.base.capability import Conversation
from bot.capabilities import CAPABILITIES
from bot.processes.clock import Clock
from models.settings import Settings
from tests.cases.desk import Desk, open_desk
from tests.survey import CAPABILITY


@pytest.fixture
async def desk(tiny_database_url: str, tmp_path: Path) -> AsyncIterator[Desk]:
    async with open_desk(
        tiny_database_url, tmp_path, Conversation((*CAPABILITIES, CAPABILITY))
    ) as one:
        yield one


async def test_its_word_its_step_and_its_texts_join_the_talk(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    assert await siti.say("antrian") == (
        "Berapa menit orang antre, Bu? Contoh: 20. Sudah dicatat: 0"
    )
    assert await siti.say("banyak sekali") == "Ketik angka menit saja, Bu. Contoh: 20"
    assert await siti.say("25 menit") == "Tersimpan: antre 25 menit. Terima kasih, Bu."
    assert "Sudah dicatat: 1" in await siti.say("ANTREAN")


async def test_it_is_for_whom_it_says_and_a_stranger_is_refused_nothing_else(desk: Desk) -> None:
    idle = await desk.person("Pak Dedi", 2)
    assert "antre" not in await idle.say("antrean 20")


async def test_its_notice_reaches_the_person_as_an_event(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    heard = await siti.say("antrean 90")
    assert heard.splitlines() == [
        "Tersimpan: antre 90 menit. Terima kasih, Bu.",
        "Antrean panjang di TPS: 90 menit.",
    ]


async def test_its_talk_stands_beside_every_other(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("ISI PPWP")
    await siti.say("102")
    await siti.say("antrean 5")
    assert "102" in await siti.say("isi ppwp")


async def test_its_timed_work_runs_with_the_clock(desk: Desk) -> None:
    siti = await desk.witness("Bu Siti", 1)
    await siti.say("antrean 5")
    job = next(one for one in CAPABILITY.timed if one.name == "survey_seen")
    clock = Clock(Settings(), desk.database, [job])
    clock.leads = True
    await clock.do(job)
    counted = "select data->>'count' from audit_entry where action = 'counted queues'"
    assert [row[0] for row in await desk.rows(counted)] == ["1"]


def test_the_house_itself_does_not_know_it() -> None:
    house = Path(__file__).parents[2]
    named = [
        path
        for folder in ("bot", "models", "api")
        for path in (house / folder).rglob("*.py")
        if "antrean" in path.read_text(encoding="utf-8").lower()
    ]
    assert named == []

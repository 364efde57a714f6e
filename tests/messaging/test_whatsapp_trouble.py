"""What comes again, in a heap, broken or too late by WhatsApp, over signed HTTP."""

import hashlib
from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.messaging.test_files import picture
from tests.messaging.whatsapp_line import PHONE, Line, connected


@pytest.fixture
async def line(database_url: str, tmp_path: Path) -> AsyncIterator[Line]:
    async with connected(database_url, tmp_path) as line:
        yield line


def texts(line: Line, *words: str) -> dict[str, Any]:
    talk = line.meta.talk(PHONE, "Siti")
    return line.meta.event([(talk, {"type": "text", "text": {"body": word}}) for word in words])


async def test_the_same_message_again_changes_nothing_however_late(line: Line) -> None:
    siti, event = line.person(), texts(line, "Hadir")
    async with line.station.worker():
        assert await line.post(event) == 200
        assert await siti.hear_text() == "> Hadir"
        for age in ("2 minutes", "2 hours", "7 days"):
            for table in ("event", "inbox"):
                await line.station.rows(
                    f"update {table} set received_at = now() - interval '{age}'"
                )
            assert await line.post(event) == 200
        siti.say("lanjut")
        assert await siti.hear_text() == "> lanjut"
    assert [await line.count(name) for name in ("event", "inbox", "outbox")] == [2, 2, 2]


async def test_a_batch_of_one_second_is_handled_in_its_order(line: Line) -> None:
    siti = line.person()
    words = [f"pesan {n}" for n in range(12)]
    event = texts(line, *words)
    for message in event["entry"][0]["changes"][0]["value"]["messages"]:
        message["timestamp"] = "1750000000"
    async with line.station.worker():
        assert await line.post(event) == 200
        assert [await siti.hear_text() for _ in words] == [f"> {word}" for word in words]


async def test_bad_files_are_refused_and_stay_as_a_record(line: Line) -> None:
    siti, good, bomb = line.person(), picture(), BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    async with line.station.worker():
        line.meta.broken_files = 1  # the address was old: a new one is asked for
        siti.send_photo(good)
        assert await siti.hear_text() == f"> photo {hashlib.sha256(good).hexdigest()[:8]} True"
        for data in (good[: len(good) // 2], bomb.getvalue()):
            siti.send_photo(data, document=True)
            assert (await siti.hear_text()).endswith("False")
        siti.send_photo(bytes(25 * 1024 * 1024))
        assert await siti.hear_text() == "> file_too_large"
        video = {"id": "1", "mime_type": "video/mp4"}
        siti.whatsapp.bring(siti.chat, {"type": "video", "video": video})
        assert await siti.hear_text() == "> video"
    assert await line.count("inbox where state = 1") == 5
    assert await line.count("event") == 5

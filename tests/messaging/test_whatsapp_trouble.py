"""What comes again, in a heap, broken or too late by WhatsApp, over signed HTTP."""

import hashlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.base.ports import TOO_LARGE, SendFailed
from bot.channels.whatsapp import WhatsApp
from bot.channels.whatsapp.updates import digest
from bot.engine.messages import FileRef
from models.sealing import Keys
from models.stores.base.database import Database
from models.stores.messaging import outbox, sending
from tests.messaging.test_files import picture
from tests.messaging.whatsapp_line import NUMBER, PHONE, SCOPED, TOKEN, Line, connected


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
        await line.station.rows("alter table event disable trigger user")
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


async def test_an_address_that_has_run_out_is_asked_for_again(line: Line) -> None:
    siti, good = line.person(), picture()
    async with line.station.worker():
        line.meta.broken_files = 1
        siti.send_photo(good)
        assert await siti.hear_text() == f"> photo {hashlib.sha256(good).hexdigest()[:8]} True"


async def test_a_person_keeps_one_contact_by_number_by_scoped_id_or_by_both(line: Line) -> None:
    siti = line.person()
    both = {"from": PHONE, "from_user_id": SCOPED}
    async with line.station.worker():
        for n, source in enumerate(({"from": PHONE}, both, {"from_user_id": SCOPED})):
            event = texts(line, f"kabar {n}")
            message = event["entry"][0]["changes"][0]["value"]["messages"][0]
            del message["from"]
            if n == 2:
                del event["entry"][0]["changes"][0]["value"]["contacts"]
            message |= source
            assert await line.post(event) == 200
            assert await siti.hear_text() == f"> kabar {n}"
    assert await line.count("contact") == 1


async def test_who_is_first_known_by_a_scoped_id_stays_that_contact(line: Line) -> None:
    ani = line.person(SCOPED)
    async with line.station.worker():
        ani.say("satu")
        assert await ani.hear_text() == "> satu"
        for n, source in enumerate(({"from_user_id": SCOPED}, {})):
            event = texts(line, f"kabar {n}")
            event["entry"][0]["changes"][0]["value"]["messages"][0] |= source
            assert await line.post(event) == 200
            assert await ani.hear_text() == f"> kabar {n}"
    assert await line.count("contact") == 1


async def test_a_report_of_lateness_sends_the_template_once(line: Line) -> None:
    siti, errors = line.person(), [{"code": 131047, "title": "Re-engagement message"}]
    async with line.station.worker():
        siti.say("halo")
        first = await siti.hear()
        await line.station.until("select bool_and(state = 1) from outbox")
        line.meta.tell(first["id"], PHONE, "failed", errors=errors)
        again = await siti.hear(20)
        assert again["body"]["template"]["name"] == "kabar"
        assert again["text"] == "> halo"
        await line.station.until("select bool_and(state = 1) from outbox")
        line.meta.tell(again["id"], PHONE, "failed", errors=errors)
        await line.station.until("select delivery = 'failed' from outbox")
    assert line.meta.counts.sent == 2


async def test_a_report_that_comes_before_the_id_is_noted_is_not_lost(line: Line) -> None:
    siti = line.person()
    async with line.station.worker():
        siti.say("halo")
        sent = await siti.hear()
        await line.station.until("select bool_and(state = 1) from outbox")
        await line.station.rows("update outbox set provider_id = null")
        line.meta.tell(sent["id"], PHONE, "delivered")
        await line.station.until("select count(*) = 2 from inbox where state = 1")
        assert (await line.station.rows("select delivery from outbox"))[0][0] is None
        database = Database(line.station.url)
        async with database.transaction() as tx:
            row = (await line.station.rows("select id from outbox"))[0][0]
            await sending.sent(tx, [row], [digest(sent["id"])])
            await outbox.heard_before(tx, [row])
        await database.close()
    assert (await line.station.rows("select delivery from outbox"))[0][0] == "delivered"


async def test_the_token_goes_to_no_host_but_metas(line: Line) -> None:
    number = WhatsApp(NUMBER, TOKEN, Keys.of(line.station.settings), base=f"{line.meta.base}/v23.0")
    media = line.meta.keep_file(b"x")
    assert await number.fetch(FileRef(media)) == b"x"
    line.meta.file_base = "http://127.0.0.1:9"
    with pytest.raises(SendFailed, match="not WhatsApp's"):
        await number.fetch(FileRef(media))
    line.meta.file_base, line.meta.file_sizes = "", False
    with pytest.raises(SendFailed, match=TOO_LARGE):
        await number.fetch(FileRef(line.meta.keep_file(bytes(21 * 1024 * 1024))))
    await number.close()

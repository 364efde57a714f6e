"""Our replies as Telegram gets them, over real HTTP to a Bot API of our own."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from api.rehearsal.fake_telegram import FakeTelegram
from api.rehearsal.telegram_person import Person, buttons
from bot.base.ports import TOO_LARGE, Outgoing, SendFailed
from bot.channels.telegram import Telegram
from bot.engine.messages import Document, FileRef

TOKEN = "123456:TEST-token-of-nobody"


async def read_file(path: str) -> bytes:
    return b"\xff\xd8" + path.encode()


@pytest.fixture
async def line() -> AsyncIterator[tuple[FakeTelegram, Telegram, Person]]:
    async with connected() as line:
        yield line


@asynccontextmanager
async def connected() -> AsyncIterator[tuple[FakeTelegram, Telegram, Person]]:
    async with FakeTelegram(TOKEN).running() as telegram:
        bot = Telegram("saksi", TOKEN, base=telegram.base, read_file=read_file)
        yield telegram, bot, Person(telegram, 77, "Siti", "+6281200000001")
        await bot.close()


Line = tuple[FakeTelegram, Telegram, Person]


async def test_text_buttons_and_requests(line: Line) -> None:
    _, bot, siti = line
    choices = (("Benar", "yes"), ("Ubah lagi", "no"), ("Saya ingin mulai dari awal saja", "x"))
    number = await bot.send("77", Outgoing("Sudah benar?", choices))
    heard = await siti.hear()
    assert (heard["text"], str(heard["message_id"])) == ("Sudah benar?", number)
    rows = heard["reply_markup"]["inline_keyboard"]
    assert [[b["text"] for b in row] for row in rows] == [
        ["Benar", "Ubah lagi"],
        ["Saya ingin mulai dari awal saja"],
    ]
    await bot.send("77", Outgoing("Nomornya?", (("Nanti", "later"),), ask="contact"))
    first, second = buttons(await siti.hear())
    assert first["request_contact"] is True
    assert second["text"] == "Nanti"
    await bot.send("77", Outgoing("Where?", ask="location", extra={"language": "en"}))
    (only,) = buttons(await siti.hear())
    assert (only["text"], only["request_location"]) == ("📍 Send my location", True)


async def test_a_long_text_goes_in_pieces_that_end_at_lines(line: Line) -> None:
    _, bot, siti = line
    text = "\n".join(f"{n:04} baris" for n in range(800))
    await bot.send("77", Outgoing(text, (("Ok", "ok"),)))
    heard = [await siti.hear() for _ in range(3)]
    assert "\n".join(m["text"] for m in heard) == text
    assert [bool(m["reply_markup"]) for m in heard] == [False, False, True]


async def test_a_text_stands_below_its_picture_and_a_long_one_follows(line: Line) -> None:
    _, bot, siti = line
    await bot.send("77", Outgoing("Kotak ini?", (("Ya", "ya"),), photo="ab/cd.jpg"))
    heard = await siti.hear()
    assert ("photo" in heard, heard["caption"]) == (True, "Kotak ini?")
    assert [button["text"] for button in buttons(heard)] == ["Ya"]
    await bot.send("77", Outgoing("x" * 1025, photo="ab/cd.jpg"))
    assert "photo" in await siti.hear()
    assert await siti.hear_text() == "x" * 1025


async def test_a_document_goes_under_its_name(line: Line) -> None:
    _, bot, siti = line
    letter = Document("ab/cd.bin", "application/pdf", "mandat.pdf")
    number = await bot.send("77", Outgoing("Surat mandat Bu Siti", document=letter))
    heard = await siti.hear()
    assert heard["document"]["file_name"] == "mandat.pdf"
    assert (heard["caption"], str(heard["message_id"])) == ("Surat mandat Bu Siti", number)


async def test_each_failure_says_whether_to_try_again(line: Line) -> None:
    telegram, bot, _ = line
    telegram.flood(7)
    telegram.chat(78)
    telegram.block(78)
    failures = []
    for recipient in ("77", "78", "79"):
        with pytest.raises(SendFailed) as failure:
            await bot.send(recipient, Outgoing("x"))
        failures.append((failure.value.again, failure.value.after))
    assert failures == [(True, 7.0), (False, None), (False, None)]


async def test_a_dead_line_is_tried_again_and_tells_no_token() -> None:
    bot = Telegram("saksi", TOKEN, base="http://127.0.0.1:9")
    with pytest.raises(SendFailed) as failure:
        await bot.send("77", Outgoing("x"))
    assert failure.value.again
    wrong = Telegram("saksi", "123456:another", base="http://127.0.0.1:9")
    assert TOKEN not in failure.value.reason
    await bot.close()
    await wrong.close()


async def test_a_wrong_token_loses_nothing(line: Line) -> None:
    telegram, _, _ = line
    bot = Telegram("saksi", "123456:wrong", base=telegram.base)
    with pytest.raises(SendFailed) as failure:
        await bot.send("77", Outgoing("x"))
    assert (failure.value.again, failure.value.after) == (True, 60)
    await bot.close()


async def test_files_come_whole_and_too_large_ones_not(line: Line) -> None:
    telegram, bot, _ = line
    data = bytes(range(256)) * 1000
    assert await bot.fetch(FileRef(telegram.keep_file(data))) == data
    with pytest.raises(SendFailed, match=TOO_LARGE):
        await bot.fetch(FileRef("any", size=21 * 1024 * 1024))
    for gone in ("none", telegram.keep_file(bytes(21 * 1024 * 1024))):
        with pytest.raises(SendFailed) as failure:
            await bot.fetch(FileRef(gone))
        assert not failure.value.again

"""Photos: fetched before the turn, kept once under their hash, and later when they fail."""

import hashlib
import random
from io import BytesIO
from pathlib import Path

from PIL import Image

from bot.base.claimed_turns import OutboxNew, Turn
from bot.base.media import Media, open_store
from bot.engine.messages import Kind
from models.stores.base.database import Transaction
from tests.messaging.station import Station, echo


def picture(kind: str = "JPEG", size: tuple[int, int] = (320, 240), seed: int = 1) -> bytes:
    """A picture that compresses badly, so that half of it is really half of it."""
    noise = Image.frombytes("L", size, random.Random(seed).randbytes(size[0] * size[1]))
    file = BytesIO()
    noise.save(file, kind)
    return file.getvalue()


def files(folder: Path) -> set[bytes]:
    """What lies in a folder, at any depth."""
    found = [path.read_bytes() for path in folder.rglob("*") if path.is_file()]
    assert len(found) == len(set(found))
    return set(found)


async def test_the_same_bytes_are_kept_once_and_read_back(tmp_path: Path) -> None:
    media = Media(open_store(tmp_path))
    data = picture()
    first, again = await media.keep(data), await media.keep(data)
    assert first == again
    assert first.sha256 == hashlib.sha256(data).hexdigest()
    assert (first.mime, first.size, first.picture) == ("image/jpeg", len(data), True)
    assert await media.read(first.path) == data
    assert files(tmp_path) == {data}


async def test_what_is_no_picture_is_a_record_and_no_picture(tmp_path: Path) -> None:
    media = Media(open_store(tmp_path))
    bomb = BytesIO()
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    assert len(bomb.getvalue()) < 200_000
    jpeg = picture()
    for data in (b"", b"hello", jpeg[: len(jpeg) // 5], b"\xff\xd8\xff\xe0", bomb.getvalue()):
        kept = await media.keep(data)
        assert not kept.picture
        assert await media.read(kept.path) == data
    for kind in ("PNG", "WEBP", "TIFF", "BMP"):
        assert (await media.keep(picture(kind))).picture


async def test_a_pdf_scan_is_a_form_and_a_broken_one_is_a_record(tmp_path: Path) -> None:
    media, scan = Media(open_store(tmp_path)), BytesIO()
    Image.new("L", (200, 300)).save(scan, "PDF")
    kept = await media.keep(scan.getvalue())
    assert (kept.mime, kept.picture, kept.path[-4:]) == ("application/pdf", True, ".pdf")
    assert not (await media.keep(scan.getvalue()[:90])).picture


async def test_a_photo_is_ours_before_its_turn(station: Station) -> None:
    siti, data = station.person(), picture()
    async with station.website(), station.worker():
        siti.send_photo(data)
        assert await siti.hear_text() == f"> photo {hashlib.sha256(data).hexdigest()[:8]} True"
        siti.send_photo(data[: len(data) // 5], document=True)
        assert (await siti.hear_text()).endswith("False")
    assert files(station.settings.var / "photos") == {data, data[: len(data) // 5]}


async def test_a_file_beyond_the_limit_is_told_apart(station: Station) -> None:
    siti = station.person()
    async with station.website(), station.worker():
        body = {"document": {"file_id": "x", "mime_type": "image/jpeg", "file_size": 25_000_000}}
        station.telegram.update(siti.chat, "message", body)
        assert await siti.hear_text() == "> file_too_large"
        siti.say("lanjut")
        assert await siti.hear_text() == "> lanjut"


async def test_a_photo_that_cannot_be_had_now_comes_later(station: Station) -> None:
    siti, data = station.person(), picture()
    seen: list[tuple[Kind, bool, bool, str]] = []

    async def watch(tx: Transaction, turn: Turn) -> list[OutboxNew]:
        inbound = turn.inbound
        seen.append((inbound.kind, inbound.stored is not None, inbound.late, turn.key))
        return await echo(tx, turn)

    telegram = station.telegram
    telegram.broken_files = True
    async with station.website(), station.worker(watch):
        siti.send_photo(data)
        assert await siti.hear_text(30) == "> photo"
        telegram.broken_files = False
        await station.rows("update file_fetch set not_before = now()")
        assert "True" in await siti.hear_text(30)
    number = (await station.rows("select id from inbox"))[0]["id"]
    assert seen == [
        (Kind.PHOTO, False, False, f"m{number}"),
        (Kind.PHOTO, True, True, f"m{number}:file"),
    ]
    assert [r["state"] for r in await station.rows("select state from file_fetch")] == [1]

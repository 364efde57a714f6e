"""Files that cannot be used, on both messengers: one sentence each, and the record stays."""

from collections.abc import AsyncIterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from api.rehearsal.telegram_person import Person
from bot.capabilities import CONVERSATION
from bot.messaging.runner import Runner
from tests.end_to_end.night import Night, enrolled, opened
from tests.messaging.test_files import files, picture

LARGE = 25 * 1024 * 1024


@pytest.fixture(params=["telegram", "whatsapp"])
async def night(
    request: pytest.FixtureRequest, database_url: str, tmp_path: Path
) -> AsyncIterator[Night]:
    async with opened(request.param, database_url, tmp_path) as night:
        yield night


def send_video(night: Night) -> None:
    """A video of 25 MB, as the messenger tells of it."""
    phone = night.phone
    if isinstance(phone, Person):
        video = {"file_id": "v", "duration": 60, "mime_type": "video/mp4", "file_size": LARGE}
        phone.telegram.update(phone.chat, "message", {"video": video})
        return
    media = phone.whatsapp.keep_file(bytes(8))
    video = {"id": media, "mime_type": "video/mp4"}
    phone.whatsapp.bring(phone.chat, {"type": "video", "video": video})


async def test_each_bad_file_gets_one_sentence_and_stays_as_a_record(night: Night) -> None:
    good, bomb = picture(), BytesIO()
    broken = good[: len(good) // 5]
    iphone = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200)
    Image.new("1", (30_000, 30_000)).save(bomb, "PNG")
    async with night.station.worker(Runner(CONVERSATION, night.keys).handle):
        await enrolled(night)
        send_video(night)
        assert "belum bisa kami baca" in await night.phone.hear_text(20)
        night.phone.send_photo(bytes(LARGE), document=True)
        assert "terlalu besar" in await night.phone.hear_text(20)
        for data, why in (
            (broken, "terpotong di jalan"),
            (bomb.getvalue(), "terlalu besar untuk dibuka"),
            (iphone, "berformat HEIC"),
            (b"halo", "bukan foto yang bisa dibuka"),
        ):
            night.phone.send_photo(data, document=True)
            assert why in await night.phone.hear_text(20)
        night.phone.say("ppwp 1=5")  # and nothing is blocked
        assert "Berapa suara nomor 2" in await night.phone.hear_text(20)
    handled = await night.station.rows("select count(*) from inbox where state = 1")
    kept = await night.station.rows("select count(*) from event where reason is null")
    assert (handled[0][0], kept[0][0]) == (8, 8)
    assert await night.station.rows("select 1 from photo") == []
    assert files(night.station.settings.var / "photos") == {
        *(broken, bomb.getvalue(), iphone, b"halo"),
    }
    assert night.phone.chat.unread.empty()

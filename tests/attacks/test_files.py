"""Strangers' files are opened apart: nothing that they do reaches us, and the next one is read."""

import io
import json
import os
import resource
import sys
import time
import zlib
from contextlib import suppress

import pytest
from PIL import Image

from models.errors import UnreadablePhoto
from ocr.apart import Apart, Limits, NotStarted
from ocr.file_kinds import file_kind, picture_kind
from ocr.picture_limits import MAX_PDF_PAGES, MAX_WORK_PIXELS
from tests.attacks import hostile_files as hostile

MEMORY = 1536 * 1024**2
QUICK = Limits(MEMORY, processor=1.0, clock=30.0)
"""Limits of a test: those that run have more time (ocr.apart), and end in the same way."""


@pytest.fixture
def apart():
    process = Apart(QUICK)
    yield process
    process.close()


def opened(data: bytes) -> list[tuple[int, int]]:
    """Sizes of the pages that the reader sees."""
    from ocr.page import decode

    return [(page.shape[1], page.shape[0]) for page in decode(data)]


def length(data: bytes) -> int:
    return len(data)


def eats(data: bytes) -> int:
    return len(bytearray(8 * 1024**3))


def spins(data: bytes) -> int:
    while True:
        pass


def sleeps(data: bytes) -> int:
    time.sleep(600)
    return 0


def crashes(data: bytes) -> int:
    os.abort()


def lies(data: bytes) -> int:
    return "no number"  # type: ignore[return-value]


def prints(data: bytes) -> int:
    os.write(1, b"x" * 100_000)
    print("a library's own words", flush=True)
    return len(data)


def leaks(data: bytes) -> dict[str, str]:
    return dict(os.environ)


def killed_once(data: bytes) -> int:
    """As when the machine runs out of memory and its system ends somebody."""
    flag = data.decode()
    if not os.path.exists(flag):
        open(flag, "w").close()
        os.kill(os.getpid(), 9)
    return 7


@pytest.mark.parametrize("how", [eats, spins, crashes, lies])
async def test_a_file_that_breaks_its_process_is_refused_and_the_next_one_is_read(
    apart: Apart, how: object
) -> None:
    assert await apart.call(length, b"before") == 6
    with pytest.raises(UnreadablePhoto):
        await apart.call(how, b"")  # type: ignore[arg-type]
    assert await apart.call(length, b"after") == 5


async def test_the_clock_ends_what_takes_no_processor() -> None:
    process = Apart(Limits(MEMORY, processor=30.0, clock=2.0))
    started = time.monotonic()
    with pytest.raises(UnreadablePhoto):
        await process.call(sleeps, b"")
    assert time.monotonic() - started < 6
    assert await process.call(length, b"after") == 5
    process.close()


async def test_what_a_library_prints_is_no_answer(apart: Apart) -> None:
    assert await apart.call(prints, b"abc") == 3


async def test_the_process_knows_no_secret(apart: Apart, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("TELEGRAM_BOT_TOKEN", "SAKSI_SECRET_KEY", "DATABASE_URL", "SAKSI_API_TOKEN"):
        monkeypatch.setenv(name, "hidden-from-strangers")
    assert "hidden-from-strangers" not in json.dumps(await apart.call(leaks, b""))


async def test_a_file_is_not_blamed_for_a_process_that_somebody_else_ended(
    apart: Apart, tmp_path: object
) -> None:
    assert await apart.call(killed_once, f"{tmp_path}/once".encode()) == 7


async def test_a_process_that_cannot_start_is_no_fault_of_the_file(
    apart: Apart, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as bad:
        bad.setattr(sys, "executable", "/bin/false")
        with pytest.raises(NotStarted):
            await apart.call(length, b"good")
    assert await apart.call(length, b"good") == 4


BOMBS = {
    *("2 x 300", "300 x 2", "PNG of (40, 2600)", "PNG of (2600, 40)", "PDF of nested forms"),
    *("PDF of many lines", "PDF of a fine pattern", "PDF of words", "69 megapixels of PNG"),
    *("69 megapixels of 16-bit RGBA", "PDF of an image 30000 x 30000", "PDF with a script"),
}
"""Files that held a reader for long, or filled its memory, before there were limits."""


def part_of(every: int) -> list[hostile.Named]:
    """All bombs, and every so many of the other files."""
    files = hostile.all_files()
    assert len(files) >= 500
    return [one for n, one in enumerate(files) if n % every == 0 or one[0] in BOMBS]


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
async def test_hostile_files_do_nothing_to_us_nor_to_the_file_after_them(
    apart: Apart, every: int
) -> None:
    """Every one within its limits, nearly all at once; a good photo between them is read."""
    files = part_of(every)
    good, refused = io.BytesIO(), dict[str, str]()
    Image.new("L", (600, 800), 200).save(good, "JPEG")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for number, (name, data) in enumerate(files):
        try:
            pages = await apart.call(opened, data)
            assert len(pages) <= MAX_PDF_PAGES, name
            assert all(width * height <= MAX_WORK_PIXELS for width, height in pages), name
        except UnreadablePhoto as refusal:
            refused[name] = str(refusal)
        if number % 25 == 0:
            assert await apart.call(opened, good.getvalue()) == [(600, 800)]
    assert all(refused.values()), "each refusal says why"
    assert refused.keys() >= BOMBS
    assert len(refused) > len(files) // 2, "most hostile files are no pictures"
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    assert grown < 300, f"{grown} MB in our own process"
    spent = [name for name, why in refused.items() if "ended its process" in why]
    assert len(spent) < 12, "few take all the time or memory that they are given"


def test_a_bomb_that_is_squeezed_by_the_piece_opens_to_the_whole() -> None:
    made = hostile.squeezed(b"abc ", 700_001, b"head ", b"tail")
    assert zlib.decompress(made) == b"head " + b"abc " * 700_001 + b"tail"
    assert len(made) < 10_000


async def test_a_scan_with_words_under_its_picture_is_read(apart: Apart) -> None:
    assert await apart.call(opened, hostile.image_scan(pages=3)) == [(1654, 2339)] * 3


@pytest.mark.parametrize("name", ["69 megapixels of PNG", "69 megapixels of 16-bit RGBA"])
def test_what_arrives_is_looked_at_within_the_same_limits(name: str) -> None:
    assert picture_kind(dict(hostile.all_files())[name]).refused == "too_large"


@pytest.mark.parametrize("every", [6, pytest.param(1, marks=pytest.mark.long)])
async def test_every_hostile_file_is_kept_as_some_kind(apart: Apart, every: int) -> None:
    for name, data in part_of(every):
        started = time.monotonic()
        with suppress(UnreadablePhoto):
            assert (await apart.call(file_kind, data)).suffix.startswith(".")
        assert time.monotonic() - started < 10, name

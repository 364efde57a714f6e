"""Photos of drawn forms, kept and read as the reader reads them; each kind is read once a run."""

from dataclasses import replace
from functools import cache

from bot.reading.photo_pages import Read, Shown, read_with
from models.stores.reading import photos, readings
from ocr.file_kinds import PNG
from ocr.layout import layout_by_id
from ocr.read import FormReader, form_reader
from ocr.synthetic import Photo, fill, photograph, signs_for
from tests.cases.desk import STATION, Desk, Phone
from tests.ocr.test_synthetic_forms import drawn

PAGE = "c-hasil-ppwp-2024-2"


@cache
def sheet(first: int, second: int, third: int) -> bytes:
    """A photo, slightly slanted, of the sums of three pairs."""
    signs = {f"suara_{n}": signs_for(one, 3) for n, one in enumerate((first, second, third), 1)}
    return photograph(fill(drawn(layout_by_id(PAGE)), signs, 5), Photo(tilt=0.3), 5)


@cache
def read(data: bytes) -> Read:
    """What the reader makes of it."""
    reader = FormReader(form_reader().network, (drawn(layout_by_id(PAGE)),))
    return read_with(reader, data, Shown(ballot="ppwp"))


async def photographed(
    desk: Desk, sender: Phone, data: bytes, station: str = STATION, ballot: str = "ppwp"
) -> int:
    """A witness's photo of a ballot, read; its id."""
    place = """select s.id, c.id from station s join area k on k.id = s.kelurahan_id
        join contest c on c.id = any(coalesce(s.contests, k.contests))
        where s.code = :code and c.ballot = :ballot"""
    ((station_id, contest_id),) = await desk.rows(place, code=station, ballot=ballot)
    file = await desk.media.keep(data)
    new = photos.NewPhoto(
        file.sha256, file.path, file.mime, file.size, "form", sender.person, station_id, contest_id
    )
    async with desk.database.transaction() as tx:
        number, _ = await photos.put_photo(tx, new)
        claimed = await readings.claim(tx)
    assert claimed is not None
    await keep_reading(desk, number, data)
    return number


async def keep_reading(desk: Desk, photo: int, data: bytes) -> None:
    """Read a photo that was claimed, and keep what was read."""
    found = read(data)
    pages = [
        replace(
            page, crops={cell: (await desk.media.keep(png, PNG)).path for cell, png in cut.items()}
        )
        for page, cut in zip(found.pages, found.crops, strict=True)
    ]
    async with desk.database.transaction() as tx:
        await readings.keep(tx, photo, pages, found.hashes)
        await readings.told(tx, [photo])

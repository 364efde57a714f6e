"""Cuts the boxes of numbers in dispute from the photos, so that a reviewer sees just them."""

from collections.abc import Mapping

import structlog

from bot.base.media import Media
from models.stores.base.database import Database
from models.stores.reading import readings
from models.values import Json
from ocr.apart import READING, NotStarted
from ocr.file_kinds import PNG

NONE = ""
"""Kept in place of a path where the photo does not show the box."""

log = structlog.get_logger()


async def cut_next(database: Database, media: Media) -> bool:
    """Cut what is in dispute from one photo; False when nothing waits for it."""
    async with database.transaction() as tx:
        found = await readings.disputed(tx)
    if found is None:
        return False
    pictures = await _cut(media, found)
    crops = {
        cell: (await media.keep(png, PNG)).path if png else NONE for cell, png in pictures.items()
    }
    async with database.transaction() as tx:
        await readings.add_crops(tx, found.id, found.page, crops)
    return True


async def _cut(media: Media, found: readings.Disputed) -> dict[str, bytes]:
    """PNG bytes by cell; nothing of a photo that is gone or cannot be opened.

    Raises what a store raises that is away: the photo is cut later.
    """
    try:
        data = await media.read(found.path)
    except FileNotFoundError:
        log.warning("no crops of a photo that is gone", photo=found.id)
        return dict.fromkeys(found.cells, b"")
    try:
        return await READING.call(disputed_crops, data, found)
    except NotStarted:
        raise
    except Exception as problem:  # one photo must not keep the others from being cut
        log.warning("no crops of a photo", photo=found.id, problem=type(problem).__name__)
        return dict.fromkeys(found.cells, b"")


def disputed_crops(data: bytes, found: readings.Disputed) -> dict[str, bytes]:
    """PNG bytes of each cell's box on the photo, none where it shows no box. UnreadablePhoto."""
    from ocr.page import cut_out, decode, png

    picture = decode(data)[found.reading.get("picture", found.page)]
    fields: Mapping[str, Json] = found.reading["fields"]
    names: Mapping[str, str] = found.reading.get("names", {})
    crops = dict.fromkeys(found.cells, b"")
    for cell in found.cells:
        box = fields.get(names.get(cell, ""), {}).get("box")
        if box is not None and found.reading["matrix"]:
            crops[cell] = png(cut_out(picture, found.reading["matrix"], box))
    return crops

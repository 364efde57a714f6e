"""What screens show of a photo: pages and thumbnails, made once apart and kept beside it."""

import json

from bot.base.media import Media
from models.errors import NotFound
from models.sealing import fingerprint
from models.stores.reading import readings
from ocr.apart import Apart, Limits

VIEWING = Apart(Limits(memory=900 * 1024**2, processor=6.0, clock=20.0))
"""For looks at photos, beside what arrives and what is read: nobody's message waits for them."""


async def page(media: Media, path: str, sha256: str, number: int) -> bytes:
    """JPEG of a page (from 0) as the reader saw it. Raises NotFound, UnreadablePhoto."""
    kept = f"views/{sha256}/page-{number}.jpg"
    if (found := await _kept(media, kept)) is not None:
        return found
    made = await VIEWING.call(_page, await original(media, path), number)
    await media.put(kept, made)
    return made


async def small(media: Media, path: str, sha256: str) -> bytes:
    """JPEG thumbnail of the first page. Raises NotFound, UnreadablePhoto."""
    kept = f"views/{sha256}/small.jpg"
    if (found := await _kept(media, kept)) is not None:
        return found
    made = await VIEWING.call(_thumbnail, await original(media, path))
    await media.put(kept, made)
    return made


async def crop(media: Media, path: str, found: readings.Disputed) -> bytes:
    """PNG of the one cell that `found` names. Raises NotFound where the photo shows no box."""
    (cell,) = found.cells
    kept: str = found.reading.get("crops", {}).get(cell, "")
    if kept and (cut := await _kept(media, kept)) is not None:
        return cut
    view = _view_of(found, cell)
    if (cut := await _kept(media, view)) is not None:
        return cut
    made = await VIEWING.call(_cut, await original(media, path), found)
    if not made:
        raise NotFound("this photo shows no such box", cell=cell)
    await media.put(view, made)
    return made


def _view_of(found: readings.Disputed, cell: str) -> str:
    """Where a cut-out is kept: by the file, and by where the box was read on it."""
    name = found.reading.get("names", {}).get(cell, "")
    box = found.reading.get("fields", {}).get(name, {}).get("box")
    place = json.dumps([found.path, found.page, found.reading.get("matrix"), box])
    return f"views/boxes/{fingerprint(place.encode())}.png"


async def original(media: Media, path: str) -> bytes:
    """The file as it came. Raises NotFound where it is gone."""
    found = await _kept(media, path)
    if found is None:
        raise NotFound("the file of this photo is gone")
    return found


async def _kept(media: Media, path: str) -> bytes | None:
    try:
        return await media.read(path)
    except FileNotFoundError:
        return None


def _page(data: bytes, number: int) -> bytes:
    from ocr.views import page_view

    return page_view(data, number)


def _thumbnail(data: bytes) -> bytes:
    from ocr.views import thumbnail

    return thumbnail(data)


def _cut(data: bytes, found: readings.Disputed) -> bytes:
    from bot.reading.disputed_crops import disputed_crops

    return disputed_crops(data, found)[found.cells[0]]

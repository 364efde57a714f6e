"""Files that people send: checked, kept once under their hash, read back, never overwritten."""

import asyncio
import warnings
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from threading import Lock

import obstore
from obstore.exceptions import AlreadyExistsError
from obstore.store import LocalStore, ObjectStore, from_url
from PIL import Image

from bot.engine.messages import StoredFile
from models.sealing import fingerprint
from models.settings import Settings

LARGEST_FILE = 20 * 1024 * 1024
"""Bytes; what Telegram's getFile gives, and more than any form needs."""
MOST_PIXELS = 70_000_000
"""Pixels of the largest picture that is opened: phones make 64 million, bombs claim more."""
_FORMATS = {
    "JPEG": ("image/jpeg", ".jpg"),
    "PNG": ("image/png", ".png"),
    "WEBP": ("image/webp", ".webp"),
    "TIFF": ("image/tiff", ".tif"),
    "BMP": ("image/bmp", ".bmp"),
}
MOST_PAGES = 30
"""Pages of a PDF scan; all forms of a station have fewer."""
SCAN = ("application/pdf", ".pdf")
UNKNOWN = ("application/octet-stream", ".bin")
_ONE_PDF = Lock()  # pdfium is not thread-safe
warnings.simplefilter("ignore", Image.DecompressionBombWarning)  # MOST_PIXELS decides


def open_store(place: str | Path) -> ObjectStore:
    """A folder (made when missing) or any address that obstore knows (s3://, gs://, az://)."""
    if isinstance(place, str) and "://" in place:
        return from_url(place)
    return LocalStore(str(place), mkdir=True)


class Media:
    """The photos of this installation."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def keep(self, data: bytes) -> StoredFile:
        """Keep a file under its SHA-256; the same bytes again are the same file.

        `picture` is False for what opens neither as one nor as a PDF scan: kept as a record all
        the same.
        """
        mime, suffix = await asyncio.to_thread(file_kind, data)
        digest = await asyncio.to_thread(fingerprint, data)
        path = f"{digest[:2]}/{digest}{suffix}"
        with suppress(AlreadyExistsError):  # the same bytes, kept before
            await obstore.put_async(self._store, path, data, mode="create")
        picture = mime != UNKNOWN[0]
        return StoredFile(digest, path, mime, len(data), picture=picture)

    async def keep_drawn(self, folder: str, data: bytes) -> str:
        """Keep a picture that we drew, by its hash in this folder; returns its path."""
        path = f"{folder}/{fingerprint(data)[:24]}.png"
        await self.put(path, data)
        return path

    async def put(self, path: str, data: bytes) -> None:
        """Keep a file that we made, which may be made again."""
        await obstore.put_async(self._store, path, data)

    async def has(self, path: str) -> bool:
        """Whether there is such a file."""
        try:
            await obstore.head_async(self._store, path)
        except FileNotFoundError:
            return False
        return True

    async def clear(self, folder: str, until: str) -> int:
        """Delete what lies in subfolders of `folder` whose name sorts before `until`; how many."""
        return await asyncio.to_thread(self._clear, folder, until)

    def _clear(self, folder: str, until: str) -> int:
        """In a thread: obstore's asynchronous listing can abort a process that ends beside it."""
        days = obstore.list_with_delimiter(self._store, folder)["common_prefixes"]
        old = [day for day in days if day.rpartition("/")[2] < until]
        paths = [str(one["path"]) for day in old for one in self._store.list(day).collect()]
        if paths:
            obstore.delete(self._store, paths)
        return len(paths)

    async def read(self, path: str) -> bytes:
        """The bytes of a kept file; raises FileNotFoundError."""
        found = await obstore.get_async(self._store, path)
        return bytes(await found.bytes_async())

    async def delete(self, path: str) -> None:
        """Delete a file; one that is gone already is fine."""
        with suppress(FileNotFoundError):
            await obstore.delete_async(self._store, path)


def file_kind(data: bytes) -> tuple[str, str]:
    """Kind and suffix of a picture or of a PDF scan that opens; else application/octet-stream."""
    return _scan_kind(data) if data.startswith(b"%PDF-") else picture_kind(data)


def _scan_kind(data: bytes) -> tuple[str, str]:
    import pypdfium2

    with _ONE_PDF:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError:
            return UNKNOWN
        try:
            return SCAN if 1 <= len(document) <= MOST_PAGES else UNKNOWN
        finally:
            document.close()


def picture_kind(data: bytes) -> tuple[str, str]:
    """Kind and suffix of a picture that opens to its last row; else application/octet-stream.

    The header alone decides about the size, before a pixel is unpacked. JPEGs are unpacked at an
    eighth: enough to see that nothing is missing.
    """
    try:
        with Image.open(BytesIO(data), formats=tuple(_FORMATS)) as picture:
            if picture.width * picture.height > MOST_PIXELS:
                return UNKNOWN
            picture.draft("L", (picture.width // 8, picture.height // 8))
            picture.load()
            return _FORMATS["JPEG" if picture.format == "MPO" else picture.format or ""]
    except (OSError, ValueError, SyntaxError, KeyError, Image.DecompressionBombError):
        return UNKNOWN


def media_of(settings: Settings) -> Media:
    """Where photos are kept."""
    return Media(open_store(settings.photos_url or settings.var / "photos"))

"""Files that people send: checked, kept once under their hash, read back, never overwritten."""

import asyncio
from contextlib import suppress
from pathlib import Path

import obstore
from obstore.exceptions import AlreadyExistsError, BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from bot.engine.messages import StoredFile
from models.errors import UnreadablePhoto
from models.sealing import fingerprint
from models.settings import Settings
from ocr.apart import OPENING
from ocr.file_kinds import Kind, file_kind, unknown
from ocr.picture_limits import MAX_BYTES

LARGEST_FILE = MAX_BYTES
STORE_TROUBLE = (BaseError, OSError)
"""What a store raises that is away, full or slow; FileNotFoundError says more: it is not there."""


def open_store(place: str | Path) -> ObjectStore:
    """A folder (made when missing) or any address that obstore knows (s3://, gs://, az://)."""
    if isinstance(place, str) and "://" in place:
        return from_url(place)
    return LocalStore(str(place), mkdir=True)


class Media:
    """The photos of this installation."""

    def __init__(self, store: ObjectStore) -> None:
        self._store = store

    async def keep(self, data: bytes, kind: Kind | None = None) -> StoredFile:
        """Keep a file under its SHA-256; the same bytes again are the same file.

        `picture` is False for what opens neither as one nor as a PDF scan: kept as a record all
        the same. `kind` of what we made ourselves is known; a stranger's file is opened apart.
        """
        mime, suffix, refused = kind or await _kind(data)
        digest = await asyncio.to_thread(fingerprint, data)
        path = f"{digest[:2]}/{digest}{suffix}"
        with suppress(AlreadyExistsError):  # the same bytes, kept before
            await obstore.put_async(self._store, path, data, mode="create")
        return StoredFile(digest, path, mime, len(data), picture=not refused, refused=refused)

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


async def _kind(data: bytes) -> Kind:
    try:
        return await OPENING.call(file_kind, data)
    except UnreadablePhoto:  # it broke the limits, or the process that opened it
        return unknown("no_picture")


def media_of(settings: Settings) -> Media:
    """Where photos are kept."""
    return Media(open_store(settings.photos_url or settings.var / "photos"))

"""Photos on their way in: each to a file of its own while it comes, one of a phone at a time.

A slow line, or somebody who only pretends to have one, then keeps neither memory nor a place that
others wait for.
"""

import asyncio
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import IO

from models.errors import BadInput, TooFast

_IN_MEMORY = 64 * 1024
"""Bytes that are held before a file is begun."""
_AGAIN = 5.0
"""Seconds until a phone may ask again whose last photo is still on its way."""


class Uploads:
    """What comes in now; `room`: how many whole photos lie in memory to be looked at and kept."""

    def __init__(self, room: int) -> None:
        self.room = asyncio.Semaphore(room)
        self._sending: set[str] = set()

    @contextmanager
    def of(self, sender: str) -> Iterator[None]:
        """A phone sends one. Raises TooFast while it sends another."""
        if sender in self._sending:
            raise TooFast("one photo after the other: the last one is on its way", after=_AGAIN)
        self._sending.add(sender)
        try:
            yield
        finally:
            self._sending.discard(sender)


async def taken(pieces: AsyncIterator[bytes], into: IO[bytes]) -> None:
    """Write a body to a file as it comes. Raises BadInput for an empty one."""
    async for piece in pieces:
        into.write(piece)
    if not into.tell():
        raise BadInput("the photo is empty")
    into.seek(0)


def apart() -> IO[bytes]:
    """A file without a name, gone when it is closed."""
    return tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)

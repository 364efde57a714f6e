"""JSON answers row by row, so that a long list needs no more memory than a short one."""

import asyncio
import json
from collections import deque
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from typing import Any
from weakref import WeakKeyDictionary

from bot.base.watched import let_go
from models.stores.base.database import Database

NOTE = "Hitungan internal, bukan hasil resmi KPU"
"""Stands in everything that leaves."""
LISTS = 4
"""Long lists of one database that are read at a time: its other connections stay free."""
AHEAD = 8 * 1024 * 1024
"""Bytes that are read ahead of a slow reader; most lists are shorter than that."""
STALLED = 30.0
"""Seconds until a reader who takes nothing is let go."""
_TURNS: WeakKeyDictionary[Database, asyncio.Semaphore] = WeakKeyDictionary()
_TOGETHER = 500
_written = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode


async def document(
    heading: Mapping[str, Any], rows: AsyncIterator[Mapping[str, Any]]
) -> AsyncGenerator[bytes, None]:
    """The bytes of {**heading, "note", "rows": [...]}: a piece for each row, then the end."""
    opening = _written({**heading, "note": NOTE})
    between = f'{opening[:-1]}, "rows": ['
    async for row in rows:
        yield (between + _written(row)).encode()
        between = ",\n"
    yield ("" if between == ",\n" else between).encode() + b"]}\n"


async def joined(pieces: AsyncIterator[bytes]) -> AsyncGenerator[bytes, None]:
    """The same bytes in pieces that are worth sending."""
    held: list[bytes] = []
    async for piece in pieces:
        held.append(piece)
        if len(held) >= _TOGETHER:
            yield b"".join(held)
            held.clear()
    yield b"".join(held)


async def ahead(
    database: Database, pieces: AsyncGenerator[bytes, None]
) -> AsyncGenerator[bytes, None]:
    """The same pieces, read ahead of whoever takes them, so that no transaction waits for him.

    LISTS of a database are read at a time, whoever asks. Raises TimeoutError where AHEAD bytes lie
    ready and none is taken for STALLED seconds: the answer is cut off then.
    """
    ready = _Ready()
    reading = asyncio.create_task(_read(database, pieces, ready))
    try:
        while (piece := await ready.take()) is not None:
            yield piece
        await reading
    finally:
        await let_go(reading)


async def _read(database: Database, pieces: AsyncGenerator[bytes, None], ready: "_Ready") -> None:
    try:
        async with _turns(database), aclosing(pieces):
            async for piece in pieces:
                async with asyncio.timeout(STALLED):
                    await ready.put(piece)
    finally:
        await ready.end()


class _Ready:
    """Pieces that wait to be taken, up to AHEAD bytes of them."""

    def __init__(self) -> None:
        self._pieces: deque[bytes] = deque()
        self._news = asyncio.Condition()
        self._size, self._ended = 0, False

    async def put(self, piece: bytes) -> None:
        """One more, as soon as there is room."""
        async with self._news:
            await self._news.wait_for(lambda: self._size < AHEAD)
            self._pieces.append(piece)
            self._size += len(piece)
            self._news.notify_all()

    async def take(self) -> bytes | None:
        """The next one, as soon as it is there; None at the end."""
        async with self._news:
            await self._news.wait_for(lambda: bool(self._pieces) or self._ended)
            if not self._pieces:
                return None
            piece = self._pieces.popleft()
            self._size -= len(piece)
            self._news.notify_all()
            return piece

    async def end(self) -> None:
        """No more will come."""
        async with self._news:
            self._ended = True
            self._news.notify_all()


def _turns(database: Database) -> asyncio.Semaphore:
    if database not in _TURNS:
        _TURNS[database] = asyncio.Semaphore(LISTS)
    return _TURNS[database]

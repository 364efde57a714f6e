"""JSON answers row by row, so that a long list needs no more memory than a short one."""

import json
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from typing import Any

NOTE = "Hitungan internal, bukan hasil resmi KPU"
"""Stands in everything that leaves."""
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

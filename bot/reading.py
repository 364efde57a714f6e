"""The reader process: form photos become proposals, and the sender hears of them in the talk."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby
from typing import Any

import structlog
from sqlalchemy import Row
from sqlalchemy.exc import SQLAlchemyError

from bot import wiring
from bot.engine.messages import Inbound, Kind, Outcome
from bot.handling import addressed
from bot.media import Media
from bot.runner import Runner
from bot.turns import Turn
from models.errors import UnreadablePhoto
from models.rules.form_cells import cell_of
from models.sealing import Keys
from models.settings import Settings
from models.stores import inbox, outbox, readings
from models.stores.inbox import Sender
from models.stores.session import Database, Session
from models.values import FormReading
from ocr.layout import Layout
from ocr.page import Grey
from ocr.read import FormReader

MOST_CROPS = 3
"""Cut-out pictures of one page: a person is asked for so many numbers, then for the page."""
REST = 0.5
"""Seconds between two looks when nothing waits."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Read:
    """What one photo gave: its pages, cut-out pictures of open numbers, its hashes.

    `crops`: for each page, PNG bytes by cell.
    """

    pages: list[readings.ReadPage]
    crops: list[dict[str, bytes]]
    hashes: readings.Hashes


class Reading:
    """Reads what waits and tells what was read; tallies never wait for it."""

    def __init__(
        self, settings: Settings, database: Database, read: Callable[..., Read] | None = None
    ) -> None:
        self.look = read or read_photo
        self.settings, self.database = settings, database
        self.media: Media = wiring.media(settings)
        self.runner = Runner(Keys.of(settings), self.media)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to end."""
        while not stop.is_set():
            try:
                busy = await self.read_one()
                busy = await self.tell() or busy
            except (OSError, SQLAlchemyError) as problem:
                log.warning("the reader waits for the database", problem=type(problem).__name__)
                busy = False
            if not busy:
                await asyncio.sleep(REST)

    async def read_one(self) -> bool:
        """Read one photo; False when none waits. The claim is committed before the reading."""
        async with self.database.transaction() as session:
            claimed = await readings.claim(session)
        if claimed is None:
            return False
        found = await self._read(claimed)
        pages = [
            replace(
                page, crops={cell: (await self.media.keep(png)).path for cell, png in cut.items()}
            )
            for page, cut in zip(found.pages, found.crops, strict=True)
        ]
        async with self.database.transaction() as session:
            await readings.keep(session, claimed.id, pages, found.hashes)
        return True

    async def _read(self, claimed: readings.Claimed) -> Read:
        try:
            data = await self.media.read(claimed.path)
            return await asyncio.to_thread(self.look, data, claimed.ballot, claimed.kelurahan)
        except UnreadablePhoto as refusal:
            log.info("a photo cannot be read", photo=claimed.id, reason=str(refusal))
        except Exception as problem:  # one photo must not end the reader
            log.error("a photo broke its reading", photo=claimed.id, exc_info=problem)
        return Read([], [], readings.Hashes())

    async def tell(self) -> bool:
        """Tell every sender what was read of a photo, or of an album in one answer."""
        async with self.database.transaction() as session:
            rows = await readings.to_tell(session)
        done = False
        for _, group in groupby(rows, key=_together):
            async with self.database.transaction() as session:
                done = await self._tell(session, list(group)) or done
        return done

    async def _tell(self, session: Session, rows: list[Row[Any]]) -> bool:
        first, ids = rows[0], [row.id for row in rows]
        if first.album is not None and await readings.album_is_open(session, first):
            await readings.later(session, ids)
            return False
        sender = Sender(first.channel, first.account, first.sender)
        contact = await inbox.claim(session, sender, self.settings.language)
        message = await inbox.message(session, first.inbox_id)
        if contact is None or message is None:
            await readings.later(session, ids)
            return False
        told = [await _told(session, row) for row in rows]
        outcome = Outcome("forms_read", {"photos": told, "album": first.album})
        now = datetime.now(UTC)
        inbound = Inbound(Kind.OUTCOME, now, outcome=outcome)
        turn = Turn(f"p{first.id}:read", contact, message, inbound, now)
        outgoing = [addressed(turn, new) for new in await self.runner.handle(session, turn)]
        await outbox.enqueue(session, outgoing, paced=self.settings.platform_limits)
        await readings.told(session, ids)
        return True


def _together(row: Row[Any]) -> tuple[str, str, str, str]:
    """What is told in one answer: an album of one sender, or a single photo."""
    return (row.channel, row.account, row.sender, row.album or str(row.id))


async def _told(session: Session, row: Row[Any]) -> dict[str, Any]:
    """One photo's reading as the conversation hears it; `cells` are the numbers by cell."""
    pages = (row.reading or {}).get("pages", [])
    return {
        "photo": row.id,
        "station": row.station_id,
        "contest": row.contest_id,
        "failed": row.state == "failed",
        "forwarded": row.forwarded,
        "elsewhere": await _elsewhere(session, row),
        "pages": [
            {
                "form": page["form"],
                "page": page["page"],
                "header": page["header"],
                "findings": [finding["code"] for finding in page["findings"]],
                "cells": page["cells"],
                "crops": page["crops"],
            }
            for page in pages
        ],
    }


async def _elsewhere(session: Session, row: Row[Any]) -> list[int]:
    """Other stations for which the same picture came, whatever its size and quality."""
    from ocr.likeness import SAME, bits_apart

    found = await readings.alike(session, row)
    return sorted({station for station, other in found if bits_apart(row.likeness, other) < SAME})


def read_photo(
    data: bytes, ballot: str = "", kelurahan: str = "", reader: FormReader | None = None
) -> Read:
    """Read the bytes of a photo or PDF. Raises UnreadablePhoto. One thread at a time."""
    from ocr.header import Expected
    from ocr.likeness import dhash, photo_hash
    from ocr.page import decode
    from ocr.read import form_reader

    reader = reader or form_reader()
    pictures = decode(data)
    expected = Expected(ballot=ballot, kelurahan=kelurahan)
    found = [reader.read_picture(picture, expected=expected) for picture in pictures]
    named = [_named(one, reader.layouts) for one in found]
    pages = [
        readings.ReadPage(*pair) for pair in zip(found, map(_cells, found, named), strict=True)
    ]
    crops = list(map(_crops, pictures, found, named))
    hashes = readings.Hashes(dhash(pictures[0]), photo_hash(pictures[0]))
    return Read(pages, crops, hashes)


def _named(reading: FormReading, layouts: Iterable[Layout]) -> dict[str, str]:
    """Which cell of a report each field of a form fills, as its layout says or by its name."""
    layout = next((one for one in layouts if one.id == reading.form), None)
    if layout is None:
        return {}
    named = ((box.name, box.means or cell_of(box.name)) for box in layout.fields)
    return {name: cell for name, cell in named if cell}


def _cells(reading: FormReading, named: Mapping[str, str]) -> dict[str, int | None]:
    return {cell: reading.fields[name].value for name, cell in named.items()}


def _crops(picture: Grey, reading: FormReading, named: Mapping[str, str]) -> dict[str, bytes]:
    """The boxes of the first numbers that were left open, as PNG, to be shown with the question."""
    from ocr.evaluate import field_crop
    from ocr.page import png

    crops: dict[str, bytes] = {}
    for name, cell in named.items():
        if len(crops) < MOST_CROPS and reading.fields[name].value is None:
            cut = field_crop(picture, reading, name)
            if cut is not None:
                crops[cell] = png(cut)
    return crops


async def run_reader(settings: Settings, database: Database, stop: asyncio.Event) -> None:
    """The reader, until told to end."""
    await Reading(settings, database).run(stop)

"""The reader process: form photos become proposals, and the sender hears of them in the talk."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from itertools import groupby

import structlog

from bot.base.claimed_turns import Turn
from bot.base.media import STORE_TROUBLE, Media, media_of
from bot.capabilities import CONVERSATION
from bot.engine.messages import Inbound, Kind
from bot.messaging.handling import addressed
from bot.messaging.runner import Runner
from bot.reading.disputed_crops import cut_next
from bot.reading.photo_pages import Read, Sheets, Shown, read_photo
from bot.reading.talk.outcomes import Asked, FormsRead, ReadPage, ReadPhoto
from models.errors import UnreadablePhoto
from models.sealing import Keys
from models.settings import Settings
from models.stores.base import elections
from models.stores.base.database import Database, Transaction
from models.stores.messaging import inbox, outbox
from models.stores.messaging.inbox import Sender
from models.stores.reading import readings
from models.stores.reading.readings import Untold
from ocr.apart import READING, NotStarted
from ocr.file_kinds import PNG

REST = 0.5
"""Seconds between two looks when nothing waits."""
_MOST = 8
"""Failures of one telling; then it is set aside."""

log = structlog.get_logger()


class Reading:
    """Reads what waits and tells what was read; tallies never wait for it."""

    def __init__(
        self,
        settings: Settings,
        database: Database,
        read: Callable[[bytes, Shown], Read] = read_photo,
    ) -> None:
        """`read` is what reads a photo, in a process apart: a function at the top of a module."""
        self.look = read
        self.settings, self.database = settings, database
        self.media: Media = media_of(settings)
        self.runner = Runner(CONVERSATION, Keys.of(settings), self.media)
        self._failures: dict[int, int] = {}

    async def run(self, stop: asyncio.Event) -> None:
        """Work until told to end."""
        while not stop.is_set():
            busy = await self._guarded(self.read_one)
            busy = await self._guarded(self.tell) or busy
            busy = busy or await self._guarded(self._cut)
            if not busy:
                await asyncio.sleep(REST)

    async def _guarded(self, part: Callable[[], Awaitable[bool]]) -> bool:
        """Do one part; nothing that breaks it ends the reader or holds up the others."""
        try:
            return await part()
        except Exception as problem:
            log.warning("the reader has to wait", problem=type(problem).__name__)
            return False

    async def _cut(self) -> bool:
        return await cut_next(self.database, self.media)

    async def read_one(self) -> bool:
        """Read one photo; False when none waits. The claim is committed before the reading."""
        async with self.database.transaction() as tx:
            claimed = await readings.claim(tx)
        if claimed is None:
            return False
        try:
            found = await self._read(claimed)
            pages = [
                replace(
                    page,
                    crops={
                        cell: (await self.media.keep(png, PNG)).path for cell, png in cut.items()
                    },
                )
                for page, cut in zip(found.pages, found.crops, strict=True)
            ]
        except STORE_TROUBLE as trouble:  # nobody's photo is at fault
            log.warning("a photo has to wait", photo=claimed.id, trouble=type(trouble).__name__)
            async with self.database.transaction() as tx:
                await readings.wait(tx, claimed.id)
            return False
        async with self.database.transaction() as tx:
            await readings.keep(tx, claimed.id, pages, found.hashes)
        return True

    async def _read(self, claimed: readings.Claimed) -> Read:
        try:
            data = await self.media.read(claimed.path)
        except FileNotFoundError:
            log.error("a photo is gone", photo=claimed.id)
            return Read([], [], readings.Hashes())
        try:
            sheets = await self._sheets(claimed)
            shown = Shown(claimed.ballot, claimed.kelurahan, claimed.party, sheets)
            return await READING.call(self.look, data, shown)
        except UnreadablePhoto as refusal:
            log.info("a photo cannot be read", photo=claimed.id, reason=str(refusal))
        except NotStarted:
            raise  # nobody's photo is at fault: it is read later
        except Exception as problem:  # one photo must not end the reader
            log.error("a photo broke its reading", photo=claimed.id, exc_info=problem)
        return Read([], [], readings.Hashes())

    async def _sheets(self, claimed: readings.Claimed) -> Sheets | None:
        """The ballot that a photo is said to show, from which its pages' layouts follow."""
        if claimed.contest_id is None:
            return None
        async with self.database.transaction() as tx:
            contest, election = await elections.of_contest(tx, claimed.contest_id)
        cap = election.config.station.voter_cap
        return Sheets(contest, election.held_on.year, cap)

    async def tell(self) -> bool:
        """Tell every sender what was read of a photo, or of an album in one answer."""
        async with self.database.transaction() as tx:
            rows = await readings.to_tell(tx)
        done = False
        for _, group in groupby(rows, key=_together):
            together = list(group)
            try:
                async with self.database.transaction() as tx:
                    done = await self._tell(tx, together) or done
            except Exception as problem:
                await self._not_told([row.id for row in together], problem)
        return done

    async def _not_told(self, ids: list[int], problem: Exception) -> None:
        """Try it again in a while, with the others before it; too often, and it is left."""
        failures = self._failures[ids[0]] = self._failures.get(ids[0], 0) + 1
        log.error("a reading could not be told", photo=ids[0], failures=failures, exc_info=problem)
        async with self.database.transaction() as tx:
            if failures < _MOST:
                await readings.later(tx, ids)
            else:
                await readings.untold(tx, ids, type(problem).__name__)
                del self._failures[ids[0]]

    async def _tell(self, tx: Transaction, rows: list[Untold]) -> bool:
        first, ids = rows[0], [row.id for row in rows]
        if first.album is not None and await readings.album_is_open(tx, first):
            await readings.later(tx, ids)
            return False
        sender = Sender(first.channel, first.account, first.sender)
        contact = await inbox.claim(tx, sender, self.settings.language)
        message = await inbox.message(tx, first.inbox_id)
        if contact is None or message is None:
            await readings.later(tx, ids)
            return False
        told = [await _told(tx, row) for row in rows]
        outcome = FormsRead(tuple(told), first.album)
        now = datetime.now(UTC)
        inbound = Inbound(Kind.OUTCOME, now, outcome=outcome)
        turn = Turn(f"p{first.id}:read", contact, message, inbound, now)
        outgoing = [addressed(turn, new) for new in await self.runner.handle(tx, turn)]
        await outbox.enqueue(tx, outgoing, paced=self.settings.platform_limits)
        await readings.told(tx, ids)
        return True


def _together(row: Untold) -> tuple[str, str, str, str]:
    """What is told in one answer: an album of one sender, or a single photo."""
    return (row.channel, row.account, row.sender, row.album or str(row.id))


async def _told(tx: Transaction, row: Untold) -> ReadPhoto:
    """One photo's reading as the conversation hears it."""
    pages = (row.reading or {}).get("pages", [])
    return ReadPhoto(
        photo=row.id,
        station=row.station_id,
        contest=row.contest_id,
        failed=row.state == "failed",
        forwarded=row.forwarded,
        elsewhere=tuple(await _elsewhere(tx, row)),
        pages=tuple(
            ReadPage(
                form=page["form"],
                page=page["page"],
                findings=tuple(finding["code"] for finding in page["findings"]),
                cells=page["cells"],
                crops=page["crops"],
                questions=tuple(
                    Asked(cell=one["cell"], settles=one["settles"])
                    for one in page.get("questions", ())
                ),
            )
            for page in pages
        ),
    )


async def _elsewhere(tx: Transaction, row: Untold) -> list[int]:
    """Other stations for which the same picture came, whatever its size and quality."""
    from ocr.likeness import SAME, bits_apart

    mine = row.likeness
    if mine is None:
        return []
    found = await readings.alike(tx, row)
    return sorted({station for station, other in found if bits_apart(mine, other) < SAME})


async def run_reader(settings: Settings, database: Database, stop: asyncio.Event) -> None:
    """The reader, until told to end."""
    await Reading(settings, database).run(stop)

"""Photos as evidence: each picture that came is a row with its hash, also when it came twice."""

from collections.abc import AsyncGenerator
from dataclasses import dataclass

from sqlalchemy import Function, extract, func, select, text
from sqlalchemy.dialects.postgresql import insert

from models.stores.base.database import Transaction
from models.stores.typing_desk import typing_tasks
from models.tables import PhotoRow

photo = PhotoRow.__table__  # type: ignore[attr-defined]
SHARE = 20.0
"""Seconds between two photos of one sender in the queue: one who sends a hundred waits behind
those who send one. Nobody waits for it where nobody else does."""
SCAN_SHARE = 60.0
"""The same for a PDF, which has many pages."""


@dataclass(frozen=True, slots=True)
class NewPhoto:
    """A stored file and what the sender meant it for; `sha256` as hex."""

    sha256: str
    path: str
    mime: str
    size: int
    purpose: str
    person_id: int | None
    station_id: int | None = None
    contest_id: int | None = None
    page: int | None = None
    album: str | None = None
    forwarded: bool = False
    inbox_id: int | None = None


async def put_photo(tx: Transaction, new: NewPhoto) -> tuple[int, list[int]]:
    """Keep a photo; returns its id, and the stations for which the same file came before."""
    hashed = bytes.fromhex(new.sha256)
    before = await tx.execute(select(photo.c.station_id).where(photo.c.sha256 == hashed).distinct())
    stations = [row.station_id for row in before if row.station_id is not None]
    added = insert(photo).values(
        sha256=hashed,
        path=new.path,
        mime=new.mime,
        size=new.size,
        purpose=new.purpose,
        person_id=new.person_id,
        station_id=new.station_id,
        contest_id=new.contest_id,
        page=new.page,
        album=new.album,
        forwarded=new.forwarded,
        inbox_id=new.inbox_id,
        turn=_turn(new),
        state="waiting" if new.purpose == "form" else "stored",
    )
    number = int(await tx.scalar(added.returning(photo.c.id)) or 0)
    if new.purpose == "form" and new.station_id is not None and new.contest_id is not None:
        await typing_tasks.queue(tx, new.station_id, new.contest_id)
    return number, stations


def _turn(new: NewPhoto) -> Function[float]:
    """Now, or after this sender's other photos that wait."""
    mine = photo.c.person_id == new.person_id if new.person_id else photo.c.person_id.is_(None)
    last = select(func.max(photo.c.turn)).where(mine, photo.c.state == "waiting").scalar_subquery()
    share = SCAN_SHARE if new.mime == "application/pdf" else SHARE
    return func.greatest(extract("epoch", func.clock_timestamp()), last + share)


async def label(
    tx: Transaction, person_id: int, ids: tuple[int, ...], station_id: int, contest_id: int
) -> None:
    """Say of which station and contest a person's own photos are."""
    await tx.execute(
        photo.update()
        .where(photo.c.id.in_(ids), photo.c.person_id == person_id)
        .values(station_id=station_id, contest_id=contest_id)
    )
    await typing_tasks.queue(tx, station_id, contest_id)


_FILES = text("select id, path, sha256 from photo order by id")


@dataclass(frozen=True, slots=True)
class StoredPhoto:
    """Where a photo lies, and the sum that it came with."""

    id: int
    path: str
    sha256: bytes


async def files(tx: Transaction) -> AsyncGenerator[StoredPhoto, None]:
    """Every photo's path and sum, one after the other."""
    result = await tx.stream(_FILES, execution_options={"yield_per": 500})
    async for row in result:
        yield StoredPhoto(*row)


OF = text("""
select p.station_id, p.contest_id, count(*) as photos from photo p
where p.person_id = :person and p.purpose = 'form' and p.station_id is not null
  and not exists (select from vote_version n
                  where n.station_id = p.station_id and n.contest_id = p.contest_id
                    and n.opened_at > p.received_at)
group by p.station_id, p.contest_id
""")
"""How many form photos a person (:person) sent of the latest vote, by station and contest."""


@dataclass(frozen=True, slots=True)
class SentPhotos:
    """How many form photos came of a station's contest."""

    station_id: int
    contest_id: int | None
    photos: int

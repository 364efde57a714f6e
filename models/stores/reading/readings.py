"""The queue of photos to be read, in the photos themselves; and what was read of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.reports.results import settle_again
from models.values import FormReading, Question

MOST_ATTEMPTS = 3
"""Begun readings of one photo: a picture that kills its reader is set aside after so many."""
ALBUM_SECONDS = 8.0
"""An album is told as one answer once all of it is read and nothing new came for so long."""

_CLAIM = text("""
update photo set attempts = attempts + 1,
    not_before = clock_timestamp() + interval '2 minutes',
    state = case when attempts >= :most then 'failed' else state end
where id = (
    select id from photo where state = 'waiting' and not_before <= clock_timestamp()
    order by turn + case when station_id is null or contest_id is null or forwarded
                         then 300 else 0 end, id limit 1 for update skip locked)
returning id, path, state, contest_id, page,
    (select c.ballot from contest c where c.id = photo.contest_id) as ballot,
    (select k.name from station s join area k on k.id = s.kelurahan_id
      where s.id = photo.station_id) as kelurahan
""")
_READ = text("""
update photo set state = :state, reading = cast(:reading as jsonb), read_at = clock_timestamp(),
    dhash = :dhash, likeness = :likeness, not_before = clock_timestamp()
where id = :id and attempts > 0 returning station_id, contest_id
""")
_TELL = text("""
select p.id, p.album, p.station_id, p.contest_id, p.page, p.state, p.forwarded, p.reading,
       p.dhash, p.likeness, i.channel, i.account, i.sender, i.id as inbox_id
from photo p join inbox i on i.id = p.inbox_id
where p.state in ('read', 'failed') and p.not_before <= clock_timestamp()
order by p.id limit 40
""")
_PENDING = text("""
select exists (
    select from photo p join inbox i on i.id = p.inbox_id
    where i.channel = :channel and i.account = :account and i.sender = :sender
      and p.album is not distinct from :album
      and (p.state = 'waiting'
           or p.received_at between clock_timestamp() - make_interval(secs => :seconds)
                            and clock_timestamp() + make_interval(secs => :seconds)))
""")
_TOLD = text("update photo set state = 'told' where id = any(:ids)")
_UNTOLD = text("""
update photo set state = 'told',
    reading = coalesce(reading, cast('{}' as jsonb))
              || jsonb_build_object('untold', cast(:reason as text))
where id = any(:ids)
""")
_WAIT = text("""
update photo set state = 'waiting', attempts = greatest(attempts - 1, 0),
    not_before = clock_timestamp() + interval '30 seconds'
where id = :id
""")
_LATER = text(
    "update photo set not_before = clock_timestamp() + interval '1 second' where id = any(:ids)"
)
_NEAR = text("""
select station_id, likeness from photo
where id <> :id and station_id is not null and station_id is distinct from :station
  and likeness is not null
  and (((dhash >> 0) & 65535) = :band0 or ((dhash >> 16) & 65535) = :band1
    or ((dhash >> 32) & 65535) = :band2 or ((dhash >> 48) & 65535) = :band3)
order by id desc limit 500
""")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A photo that this process reads now; nobody else takes it for two minutes.

    `ballot`, `kelurahan` and `party` (its number) are what the sender said it shows, empty where
    nothing was said.
    """

    id: int
    path: str
    ballot: str = ""
    kelurahan: str = ""
    contest_id: int | None = None
    party: str = ""


@dataclass(frozen=True, slots=True)
class Hashes:
    """A picture's difference hashes: 64 bits to find it by, 1024 (hex) to be sure."""

    coarse: int | None = None
    fine: str | None = None


@dataclass(frozen=True, slots=True)
class ReadPage:
    """One page as it was read: its numbers by cell of the report (None: left open), where the
    cut-out pictures of some lie, and which field of the form each cell is (`names`)."""

    reading: FormReading
    cells: Mapping[str, int | None]
    crops: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Disputed:
    """A page (place in its photo, from 0) that shows cells in dispute not yet cut from it."""

    id: int
    path: str
    page: int
    reading: Mapping[str, Any]
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Untold:
    """A photo whose reading the sender has not heard of; `reading` as `as_json` made its pages."""

    id: int
    album: str | None
    station_id: int | None
    contest_id: int | None
    page: int | None
    state: str
    forwarded: bool
    reading: dict[str, Any] | None
    dhash: int | None
    likeness: str | None
    channel: str
    account: str
    sender: str
    inbox_id: int


_DISPUTED = text("""
select p.id, p.path, g.place - 1 as page, g.reading, array_agg(c.cell) as cells
from dispute d
join photo p on p.station_id = d.station_id and p.contest_id = d.contest_id
            and p.read_at is not null
cross join lateral jsonb_array_elements(p.reading -> 'pages')
    with ordinality as g (reading, place)
cross join lateral jsonb_array_elements_text(d.cells::jsonb) as c (cell)
where d.closed_at is null and g.reading -> 'names' ? c.cell and not g.reading -> 'crops' ? c.cell
group by p.id, p.path, g.place, g.reading limit 1
""")
_ADD_CROPS = text("""
update photo set reading = jsonb_set(reading, array['pages', cast(:page as int)::text, 'crops'],
    reading -> 'pages' -> cast(:page as int) -> 'crops' || cast(:crops as jsonb))
where id = :id
""")


async def disputed(tx: Transaction) -> Disputed | None:
    """A page with cells in dispute whose boxes nobody has cut out yet."""
    row = (await tx.execute(_DISPUTED)).first()
    if row is None:
        return None
    return Disputed(row.id, row.path, row.page, row.reading, tuple(row.cells))


async def add_crops(tx: Transaction, photo_id: int, page: int, crops: Mapping[str, str]) -> None:
    """Keep where the cut-out pictures of a page's cells lie; empty where there is none."""
    values = {"id": photo_id, "page": page, "crops": json.dumps(dict(crops))}
    await tx.execute(_ADD_CROPS, values)


async def claim(tx: Transaction) -> Claimed | None:
    """The next photo to read, by turns of the senders; what belongs to no tally waits five minutes
    longer. One that was begun too often is marked failed instead."""
    row = (await tx.execute(_CLAIM, {"most": MOST_ATTEMPTS})).first()
    if row is None or row.state == "failed":
        return None
    party = "" if row.page is None else str(row.page)
    return Claimed(row.id, row.path, row.ballot or "", row.kelurahan or "", row.contest_id, party)


async def keep(tx: Transaction, photo_id: int, pages: Sequence[ReadPage], hashes: Hashes) -> None:
    """Keep what was read, which may confirm or doubt a result; without any reading it failed.

    Nothing of a photo that was moved to another place meanwhile: it is read anew there.
    """
    document = {"pages": [as_json(page) for page in pages]}
    values = {
        "id": photo_id,
        "state": "read" if pages else "failed",
        "reading": json.dumps(document),
        "dhash": hashes.coarse,
        "likeness": hashes.fine,
    }
    row = (await tx.execute(_READ, values)).first()
    if pages and row is not None and row.station_id is not None and row.contest_id is not None:
        await settle_again(tx, row.station_id, row.contest_id)


async def to_tell(tx: Transaction) -> list[Untold]:
    """Photos whose reading the sender has not heard of, oldest first."""
    return [Untold(*row) for row in await tx.execute(_TELL)]


async def album_is_open(tx: Transaction, row: Untold) -> bool:
    """Whether more of the same album is unread or may still come."""
    return bool(
        await tx.scalar(
            _PENDING,
            {
                "channel": row.channel,
                "account": row.account,
                "sender": row.sender,
                "album": row.album,
                "seconds": ALBUM_SECONDS,
            },
        )
    )


async def told(tx: Transaction, ids: list[int]) -> None:
    """The sender heard of these."""
    await tx.execute(_TOLD, {"ids": ids})


async def untold(tx: Transaction, ids: list[int], reason: str) -> None:
    """These broke their telling too often: they are left, with the reason beside the reading."""
    await tx.execute(_UNTOLD, {"ids": ids, "reason": reason})


async def wait(tx: Transaction, photo_id: int) -> None:
    """The store is away: the photo is read later, and this begun reading does not count."""
    await tx.execute(_WAIT, {"id": photo_id})


async def later(tx: Transaction, ids: list[int]) -> None:
    """Not now: the sender is being served, or the album is still coming."""
    await tx.execute(_LATER, {"ids": ids})


async def alike(tx: Transaction, row: Untold) -> list[tuple[int, str]]:
    """Stations with a picture that may be this one, and its fine hash: a quarter of the coarse
    hash is the same, which holds for all that differ in at most three of its 64 bits."""
    if row.dhash is None or row.likeness is None:
        return []
    bands = {f"band{n}": (row.dhash >> (16 * n)) & 0xFFFF for n in range(4)}
    found = await tx.execute(_NEAR, {"id": row.id, "station": row.station_id, **bands})
    return [(other.station_id, other.likeness) for other in found]


def as_json(page: ReadPage) -> dict[str, Any]:
    """A reading as it is kept beside its photo."""
    reading = page.reading
    return {
        "cells": dict(page.cells),
        "crops": dict(page.crops),
        "names": dict(page.names),
        "form": reading.form,
        "page": reading.page,
        "picture": reading.picture,
        "seconds": round(reading.seconds, 3),
        "questions": [_question(question, page.names) for question in reading.questions],
        "header": dict(reading.header),
        "matrix": list(reading.matrix),
        "findings": [
            {"code": finding.code, "fields": list(finding.fields)} for finding in reading.findings
        ],
        "fields": {
            name: {
                "value": found.value,
                "digits": found.digits,
                "confidence": round(found.confidence, 4),
                "box": found.box,
            }
            for name, found in reading.fields.items()
        },
    }


def _question(question: Question, names: Mapping[str, str]) -> dict[str, object]:
    """A question by cells of the report, for fields of the form that are none by their own name."""
    cells = {name: cell for cell, name in names.items()}
    return {
        "cell": cells.get(question.name, question.name),
        "settles": {
            str(answer): {cells.get(name, name): value for name, value in settled.items()}
            for answer, settled in question.settles.items()
        },
    }

"""What happened at a station beside its reports: messages, presence, photos, disputes, decisions.

Whoever told an incident and wants the name kept back stays out of all of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.base.placed import PLACED, PlacedStation
from models.values import Json

_MESSAGES = text("""
select id, channel, received_at from inbox where id = any(:ids) order by id
""")
_PRESENT = text("""
select c.person_id, c.at, c.lat, c.lon, c.distance_m, c.flags, c.mandate_letter, c.receipt,
       c.inbox_id
from check_in c where c.station_id = :station order by c.at, c.id
""")
_OPEN = """(p.purpose <> 'incident' or exists (
    select from incident n where n.station_id = p.station_id and not n.confidential
      and n.photos @> to_jsonb(p.id)))"""
_PHOTOS = text(f"""
select p.id, p.path, encode(p.sha256, 'hex') as sha256, p.mime, p.purpose,
       case when {_OPEN} then p.person_id end as person_id,
       p.contest_id, p.page, p.forwarded, p.state, p.reading,
       case when {_OPEN} then p.inbox_id end as inbox_id, p.received_at
from photo p where p.station_id = :station order by p.contest_id nulls last, p.page, p.id
""")
_DECIDED = text("""
select contest_id, version, person_id, revision_id, cells, reason, inbox_id, created_at
from decision where station_id = :station order by id
""")
_DISPUTES = text("""
select d.id, d.contest_id, d.cells, d.opened_at, d.closed_at,
       coalesce((select jsonb_agg(jsonb_build_object('person', x.person_id, 'note', x.note)
                                  order by x.at)
                 from dispute_pass x where x.dispute_id = d.id and x.escalated), '[]') as escalated
from dispute d where d.station_id = :station order by d.id
""")
_PLACED = text(f"""
select {PLACED} from station s join area k on k.id = s.kelurahan_id where s.id = :station
""")
_ENTRIES = text("""
select id, at, actor, action, subject, data, inbox_id, block is not null as sealed
from audit_entry where subject = any(:subjects) and actor <> 'database'
order by id desc limit :most
""")
_NAMES = text("select id, name from person where id = any(:ids)")


@dataclass(frozen=True, slots=True)
class Message:
    """A stored message by its number: over which channel it came, and when; never its words."""

    id: int
    channel: str
    received_at: datetime


@dataclass(frozen=True, slots=True)
class Present:
    """A check-in; `lat` and `lon` where the phone said them, `distance_m` to the station."""

    person_id: int
    at: datetime
    lat: float | None
    lon: float | None
    distance_m: int | None
    flags: list[str]
    mandate_letter: bool | None
    receipt: str
    inbox_id: int | None


@dataclass(frozen=True, slots=True)
class StationPhoto:
    """A photo of the station with what was read on it; `path` is where the file lies."""

    id: int
    path: str
    sha256: str
    mime: str
    purpose: str
    person_id: int | None
    contest_id: int | None
    page: int | None
    forwarded: bool
    state: str
    reading: Json
    inbox_id: int | None
    received_at: datetime

    @property
    def pages(self) -> list[Json]:
        """What was read, page by page."""
        return list((self.reading or {}).get("pages", ()))

    @property
    def unread(self) -> bool:
        """Whether it was looked through and not one number was read: a form that is still blank."""
        cells = (value for page in self.pages for value in page["cells"].values())
        return self.state in ("read", "told") and all(value is None for value in cells)


@dataclass(frozen=True, slots=True)
class Decided:
    """A reviewer's word on cells in dispute."""

    contest_id: int
    version: int
    person_id: int
    revision_id: int
    cells: list[str]
    reason: str
    inbox_id: int | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Differed:
    """A dispute, open or closed; `escalated`: {person, note} of who handed it on."""

    id: int
    contest_id: int
    cells: list[str]
    opened_at: datetime
    closed_at: datetime | None
    escalated: list[dict[str, Json]]


@dataclass(frozen=True, slots=True)
class Story:
    """All of it, in the order in which it came."""

    messages: dict[int, Message]
    present: tuple[Present, ...]
    photos: tuple[StationPhoto, ...]
    decided: tuple[Decided, ...]
    disputes: tuple[Differed, ...]


async def story(tx: Transaction, station_id: int, messages: Iterable[int | None]) -> Story:
    """What happened at a station; `messages`: numbers of those behind its reports."""
    here = {"station": station_id}
    present = tuple(Present(*row) for row in await tx.execute(_PRESENT, here))
    photos = tuple(StationPhoto(*row) for row in await tx.execute(_PHOTOS, here))
    decided = tuple(Decided(*row) for row in await tx.execute(_DECIDED, here))
    disputes = tuple(Differed(*row) for row in await tx.execute(_DISPUTES, here))
    named = {*messages, *(one.inbox_id for one in present), *(one.inbox_id for one in photos)}
    named |= {one.inbox_id for one in decided}
    rows = await tx.execute(_MESSAGES, {"ids": sorted(one for one in named if one is not None)})
    found = {row.id: Message(*row) for row in rows}
    return Story(found, present, photos, decided, disputes)


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of the audit log."""

    id: int
    at: datetime
    actor: str
    action: str
    subject: str
    data: Json
    inbox_id: int | None
    sealed: bool


async def entries(tx: Transaction, subjects: Iterable[str], most: int) -> list[Entry]:
    """What the log says of these subjects, the latest first."""
    rows = await tx.execute(_ENTRIES, {"subjects": list(subjects), "most": most})
    return [Entry(*row) for row in rows]


async def placed(tx: Transaction, station_id: int) -> PlacedStation:
    """A station with the names around it."""
    return PlacedStation(*(await tx.execute(_PLACED, {"station": station_id})).one())


async def names(tx: Transaction, people: Iterable[int | None]) -> dict[int, str]:
    """Names of people by id, for whoever leads them."""
    ids = sorted({one for one in people if one is not None})
    return {row.id: row.name for row in await tx.execute(_NAMES, {"ids": ids})}

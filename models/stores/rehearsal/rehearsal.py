"""Free stations for a rehearsal, and the counts that its score card is made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, text
from sqlmodel import col, select

from models.stores.base.database import Transaction
from models.tables import DONE, PENDING, OutboxRow, PhotoRow, ReportRow, StationResultRow

_FREE = text("""
select s.id, s.code, s.number, s.voters, a.code as kelurahan, a.name, a.lat, a.lon
from station s join area a on a.id = s.kelurahan_id
where s.election_id = :election and s.active and a.path like :path
  and not exists (select from mandate m where m.station_id = s.id)
order by s.code
""")
_PARTY = text("""
select kind || ':' || code from participant where election_id = :election
order by kind <> 'party', id limit 1
""")
# What became of our own messages is told under a sender of its own: no person wrote it.
_STORED = text(f"""
select count(*) as stored, count(*) filter (where i.state = {DONE}) as handled,
       count(*) filter (where i.state = {DONE} and exists (
           select from outbox o where o.inbox_id = i.id and o.state = {DONE})) as answered
from inbox i where i.account = any(:accounts) and not i.sender = any(:strangers)
""")
_WAITING = text(f"""
select (select count(*) from inbox where state = {PENDING} and account = any(:accounts))
    + (select count(*) from outbox where state = {PENDING} and account = any(:accounts))
    + (select count(*) from notice where state = {PENDING}) + (select count(*) from recap_dirty)
""")
_ASKED = text("""
select distinct (data->>'station')::int as station, (data->>'contest')::int as contest,
       jsonb_array_elements_text(data->'cells') as cell
from notice where event = :event and (data->>'station')::int = any(:stations)
""")
_FLAGGED = text("""
select distinct r.station_id as station, r.contest_id as contest, f->>'code' as cell
from station_result r join revision v on v.id = r.revision_id,
     jsonb_array_elements(v.findings) f
where r.station_id = any(:stations) and f->>'code' = any(:codes)
""")

_PLAYED = """with played as (
    select (data->>'first')::int as first, (data->>'last')::int as last
    from audit_entry where action = 'rehearsed')"""
_NOT_PLAYED = "not exists (select from played p where person_id between p.first and p.last)"
_REAL = text(f"""{_PLAYED}
select (select count(*) from mandate where active and {_NOT_PLAYED}) as mandates,
       (select count(*) from report where {_NOT_PLAYED}) as reports,
       (select count(*) from lease where until > now()) as processes
""")
_REHEARSED = text("""
select (select count(*) from inbox)::int as messages, (select count(*) from report)::int as reports
""")
_LAST = text("select coalesce(max(id), 0) from person")

Place = tuple[int, int, str]
"""A station's and a contest's id, and a cell or a code."""


@dataclass(frozen=True, slots=True)
class FreeStation:
    """A station that nobody serves yet, with its kelurahan's code, name and place."""

    id: int
    code: str
    number: int
    voters: int | None
    kelurahan: str
    name: str
    lat: float | None
    lon: float | None


@dataclass(frozen=True, slots=True)
class Stored:
    """Messages of some accounts: stored, handled, answered; how often replies may have gone out
    once more, by (recipient, the provider's id)."""

    stored: int
    handled: int
    answered: int
    repeats: Mapping[tuple[str, str], int]


@dataclass(frozen=True, slots=True)
class Real:
    """What no rehearsal made: mandates and reports of real people, processes that lead."""

    mandates: int
    reports: int
    processes: int


async def real(tx: Transaction) -> Real:
    """What of a real count is in this database, beside the people of earlier rehearsals."""
    return Real(*(await tx.execute(_REAL)).one())


async def rehearsed(tx: Transaction) -> tuple[int, int]:
    """How many messages and reports are here."""
    row = (await tx.execute(_REHEARSED)).one()
    return row.messages, row.reports


async def last_person(tx: Transaction) -> int:
    """The highest number of a person; the made-up ones of a rehearsal come behind it."""
    return int(await tx.scalar(_LAST) or 0)


async def free_stations(tx: Transaction, election_id: int, path: str) -> list[FreeStation]:
    """The stations without a mandate below an area (its path), by code."""
    rows = await tx.execute(_FREE, {"election": election_id, "path": f"{path}%"})
    return [FreeStation(*row) for row in rows]


async def any_participant(tx: Transaction, election_id: int) -> str:
    """Whom the made-up witnesses stand for: "party:1", a pair where there is no party."""
    return str(await tx.scalar(_PARTY, {"election": election_id}))


async def stored(tx: Transaction, accounts: Sequence[str], strangers: Sequence[str] = ()) -> Stored:
    """What became of everything that these accounts received, but for what strangers sent."""
    apart = ["statuses", *strangers]
    asked = {"accounts": list(accounts), "strangers": apart}
    row = (await tx.execute(_STORED, asked)).one()
    mine = col(OutboxRow.account).in_(accounts)
    repeated = select(OutboxRow.recipient, OutboxRow.provider_id, OutboxRow.repeats).where(mine)
    rows = await tx.execute(repeated.where(col(OutboxRow.repeats) > 0))
    repeats = {(recipient, provider_id or ""): times for recipient, provider_id, times in rows}
    return Stored(row.stored, row.handled, row.answered, repeats)


async def waiting(tx: Transaction, accounts: Sequence[str]) -> int:
    """How much waits in inbox, outbox, notices and recap."""
    return int(await tx.scalar(_WAITING, {"accounts": list(accounts)}) or 0)


async def asked_again(tx: Transaction, stations: Sequence[int], event: str) -> set[Place]:
    """The cells that witnesses of these stations were asked about again by this event."""
    rows = await tx.execute(_ASKED, {"stations": list(stations), "event": event})
    return {(row.station, row.contest, row.cell) for row in rows}


async def flagged(tx: Transaction, stations: Sequence[int], codes: Sequence[str]) -> set[Place]:
    """The findings with these codes on the results that count there."""
    rows = await tx.execute(_FLAGGED, {"stations": list(stations), "codes": list(codes)})
    return {(row.station, row.contest, row.cell) for row in rows}


async def confirmed(tx: Transaction, stations: Sequence[int]) -> int:
    """How many results of these stations are confirmed."""
    here = select(func.count()).where(col(StationResultRow.station_id).in_(stations))
    return int(await tx.scalar(here.where(StationResultRow.state == "confirmed")) or 0)


async def reports(tx: Transaction, stations: Sequence[int]) -> int:
    """How many reports of witnesses these stations have."""
    here = select(func.count()).where(col(ReportRow.station_id).in_(stations))
    return int(await tx.scalar(here.where(ReportRow.kind == "witness")) or 0)


async def photos(tx: Transaction, stations: Sequence[int]) -> int:
    """How many photos these stations have."""
    here = select(func.count()).where(col(PhotoRow.station_id).in_(stations))
    return int(await tx.scalar(here) or 0)

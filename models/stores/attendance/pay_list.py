"""The list for attendance pay (honor saksi): per witness what shows that the duty was done.

Attended is whoever checked in, was vouched for, or sent or noted anything from the station: a
missing location never costs the pay. No phone number is in it.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text

from models.stores.base.areas import Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection

PLACED = """
select k.id, k.name, k.path, k.contests, d.name as kecamatan,
       coalesce(nullif(k.timezone, ''), cast(:zone as text)) as zone
from area k join area d on d.id = k.parent_id
where k.election_id = :election and k.level = 4"""
PROVEN = """
select m.id as key, p.id as person, s.id as station_id, k.path, s.code as station,
       s.number, k.name as kelurahan, k.kecamatan, k.zone, p.name as witness,
       coalesce(nullif(t.short, ''), t.name) as participant, m.slot, m.active,
       c.at as checked_in_at, c.receipt, c.flags, c.mandate_letter as letter,
       v.at as vouched_at, v.name as vouched_by,
       coalesce(r.reports, 0) as reports, r.first as first_report_at, r.last as last_report_at,
       cardinality(coalesce(m.contests, s.contests, k.contests)) as ballots,
       coalesce(f.photos, 0) as photos, y.status as copy, y.handed_to as copy_handed_to
from {placed} k
join station s on s.kelurahan_id = k.id
join mandate m on m.station_id = s.id and m.slot is not null
join person p on p.id = m.person_id
join participant t on t.id = m.participant_id
left join lateral (
    select c.at, c.receipt, c.flags, c.mandate_letter from check_in c
    where c.station_id = s.id and c.person_id = m.person_id
      and c.at >= cast(:day as timestamp) at time zone k.zone
    order by c.at limit 1) c on true
left join lateral (
    select v.at, b.name from vouch v join person b on b.id = v.by_id
    where v.station_id = s.id and v.person_id = m.person_id
    order by v.id limit 1) v on true
left join lateral (
    select count(distinct r.contest_id)::int as reports, min(r.created_at) as first,
           max(r.created_at) as last
    from report r where r.station_id = s.id and r.person_id = m.person_id
      and r.kind = 'witness' and r.withdrawn_at is null) r on true
left join lateral (
    select count(distinct f.contest_id)::int as photos from photo f
    where f.station_id = s.id and f.person_id = m.person_id and f.purpose = 'form') f on true
left join lateral (
    select y.status, y.handed_to from paper_copy y
    where y.station_id = s.id and y.person_id = m.person_id order by y.id desc limit 1) y on true
where m.active or c.at is not null or v.at is not null or r.reports > 0 or f.photos > 0
   or y.status is not null"""
"""Witnesses with what shows their duty; needs: election, zone, day, and the kelurahan `placed`."""
_ROWS = text(f"""
with placed as materialized ({PLACED} and k.path ~>=~ :path and k.path ~<~ :until)
{PROVEN.format(placed="placed")}
order by s.code, m.slot, m.id
""")
_ODD = ("far", "no_location", "forwarded", "old", "no_reference")


@dataclass(frozen=True, slots=True)
class Attended:
    """One witness at one station; moments in the station's zone, None where there is nothing.

    `attended_by`: check_in, vouch, report, photo, copy, or empty for whoever shows nothing yet.
    `location`: as it was measured at the check-in (ok, far, no_location ...), for information.
    """

    station: str
    number: int
    kelurahan: str
    kecamatan: str
    witness: str
    participant: str
    slot: int
    active: bool
    attended: bool
    attended_by: str
    checked_in_at: datetime | None
    receipt: str
    location: str
    letter: bool | None
    vouched_by: str
    vouched_at: datetime | None
    reports: int
    ballots: int
    first_report_at: datetime | None
    last_report_at: datetime | None
    photos: int
    copy: str
    copy_handed_to: str


async def rows(tx: Transaction, election: LoadedElection, area: Area) -> AsyncIterator[Attended]:
    """The witnesses of an area by station, streamed; former ones where they did anything."""
    given = {
        "election": election.id,
        "zone": election.config.timezone,
        "path": area.path,
        "until": area.until,
        "day": datetime.combine(election.held_on, datetime.min.time()),
    }
    result = await tx.stream(_ROWS, given)
    async for row in result:
        yield _attended(row)


def _attended(row: Any) -> Attended:
    by = _shown_by(row)
    zone = ZoneInfo(row.zone)

    def local(at: datetime | None) -> datetime | None:
        return at.astimezone(zone) if at else None

    return Attended(
        row.station,
        row.number,
        row.kelurahan,
        row.kecamatan,
        row.witness,
        row.participant,
        row.slot,
        row.active,
        bool(by),
        by,
        local(row.checked_in_at),
        row.receipt or "",
        _location(row),
        row.letter,
        row.vouched_by or "",
        local(row.vouched_at),
        row.reports,
        row.ballots or 0,
        local(row.first_report_at),
        local(row.last_report_at),
        row.photos,
        row.copy or "",
        row.copy_handed_to or "",
    )


def _shown_by(row: Any) -> str:
    """What shows it, the strongest first."""
    shown = {
        "check_in": row.checked_in_at,
        "vouch": row.vouched_at,
        "report": row.reports,
        "photo": row.photos,
        "copy": row.copy,
    }
    return next((name for name, there in shown.items() if there), "")


def _location(row: Any) -> str:
    if row.checked_in_at is None:
        return ""
    return next((flag for flag in _ODD if flag in row.flags), "ok")

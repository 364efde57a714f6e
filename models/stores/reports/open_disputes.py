"""Disputes (selisih): opened and closed with the result, asked about again, shown to reviewers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.stores.base.database import Transaction
from models.stores.base.placed import PLACED, PlacedStation
from models.tables import ReportRow

PATIENCE = timedelta(minutes=30)
"""A witness who does not look again holds nobody up longer than this; then reviewers decide."""

# Votes of pairs, persons and party sums; what stands within a party is in its sum.
_STAKE = """(select coalesce(sum(w.spread), 0) from (
    select max(n.votes) - min(n.votes) as spread
    from (select distinct on (r.id) v.votes
          from report r join revision v on v.report_id = r.id
          where r.station_id = :station and r.contest_id = :contest and r.version = :version
            and r.withdrawn_at is null and r.kind <> 'decision'
          order by r.id, v.number desc) l
    cross join lateral unnest(l.votes) with ordinality n (votes, place)
    join contest c on c.id = :contest
    where strpos(c.choices -> (cast(n.place as int) - 1) ->> 'code', '.') = 0
    group by n.place) w)"""
_OPEN = text(f"""
insert into dispute (station_id, contest_id, version, cells, stake)
values (:station, :contest, :version, cast(:cells as jsonb), {_STAKE})
on conflict (station_id, contest_id) where closed_at is null
do update set cells = excluded.cells, version = excluded.version, stake = excluded.stake
""")
_ASKED = text("""
select d.id, d.cells, d.asked, d.version from dispute d
where d.station_id = :station and d.contest_id = :contest and d.closed_at is null
""")
_WITNESSES = (
    select(col(ReportRow.person_id))
    .where(
        col(ReportRow.station_id) == bindparam("station"),
        col(ReportRow.contest_id) == bindparam("contest"),
        col(ReportRow.version) == bindparam("version"),
        col(ReportRow.withdrawn_at).is_(None),
        col(ReportRow.kind) == "witness",
    )
    .distinct()
    .order_by(col(ReportRow.person_id))
)
_NOTE_ASKED = text("update dispute set asked = cast(:asked as jsonb) where id = :id")

OWN = """exists (select from report o
    where o.station_id = d.station_id and o.contest_id = d.contest_id and o.version = d.version
      and o.person_id = :person and o.kind <> 'decision' and o.withdrawn_at is null)"""
"""Whether a person (:person) reported what is in dispute `d`."""
DUE = """(d.opened_at < clock_timestamp() - make_interval(secs => :patience) or not exists (
    select from report w
    where w.station_id = d.station_id and w.contest_id = d.contest_id and w.version = d.version
      and w.withdrawn_at is null and w.kind = 'witness'
      and not exists (select from revision v where v.report_id = w.id
                      and v.reason = 'recheck' and v.created_at >= d.opened_at)))"""
"""Whether every witness of a dispute `d` looked again, or had the time to (:patience)."""
_WAITING = text(f"""
select {PLACED}, d.contest_id, d.version, d.cells, d.opened_at, {OWN} as own
from dispute d
join station s on s.id = d.station_id and s.active
join area k on k.id = s.kelurahan_id
where d.closed_at is null and s.election_id = :election and {DUE}
  and (d.reviewer_id is null or d.reviewer_id = :person or d.reviewer_until < clock_timestamp())
  and exists (select from unnest(cast(:paths as text[])) p (path)
              where p.path = '' or k.path = p.path or starts_with(k.path, p.path || '.'))
order by own, d.opened_at, d.id limit :most
""")
_RECHECKED = text(f"""
select count(*)::int, max(d.opened_at) from dispute d
join station s on s.id = d.station_id and s.active
join area k on k.id = s.kelurahan_id
where d.closed_at is null and s.election_id = :election and not {DUE}
  and exists (select from unnest(cast(:paths as text[])) p (path)
              where p.path = '' or k.path = p.path or starts_with(k.path, p.path || '.'))
""")
_OPENED = text("""
select s.number, k.name as kelurahan, c.ballot, count(*) over ()::int as count
from dispute d
join station s on s.id = d.station_id and s.active
join area k on k.id = s.kelurahan_id
join contest c on c.id = d.contest_id
where d.closed_at is null and s.election_id = :election
  and exists (select from unnest(cast(:paths as text[])) p (path)
              where p.path = '' or k.path = p.path or starts_with(k.path, p.path || '.'))
order by d.opened_at, d.id limit :most
""")
_VOICES = text("""
select distinct on (r.station_id, r.contest_id, r.id)
       r.station_id, r.contest_id, v.id, v.votes, v.valid, v.invalid, v.total, v.figures
from report r join revision v on v.report_id = r.id
join dispute d on d.station_id = r.station_id and d.contest_id = r.contest_id
              and d.version = r.version and d.closed_at is null
where r.station_id = any(:stations) and r.withdrawn_at is null and r.kind <> 'decision'
order by r.station_id, r.contest_id, r.id, v.number desc
""")
_PHOTOS = text("""
select p.station_id, p.contest_id, p.path, p.forwarded,
       (select jsonb_object_agg(c.key, c.value)
        from jsonb_array_elements(p.reading -> 'pages') g, jsonb_each_text(g -> 'crops') c
        where c.value <> '') as crops
from photo p
where p.station_id = any(:stations) and p.purpose = 'form' and p.contest_id is not null
order by p.forwarded, p.state = 'failed', p.page nulls last, p.id
""")


@dataclass(frozen=True, slots=True)
class Place:
    """One contest at one station, in one of its votes."""

    station: int
    contest: int
    version: int


@dataclass(frozen=True, slots=True)
class Doubted:
    """A witness who is to look again: at which cells of a dispute, for the how-manieth time."""

    dispute_id: int
    person_id: int
    round: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OpenDispute(PlacedStation):
    """A dispute that waits for a reviewer; `own`: who asks reported there."""

    contest_id: int
    version: int
    cells: list[str]
    opened_at: datetime
    own: bool


@dataclass(frozen=True, slots=True)
class Rechecked:
    """How many disputes their witnesses still look at again, and when the last is due by."""

    count: int
    until: datetime


@dataclass(frozen=True, slots=True)
class Opened:
    """A line of the list of open disputes; `count` is how many there are in all."""

    number: int
    kelurahan: str
    ballot: str
    count: int


@dataclass(frozen=True, slots=True)
class Voice:
    """The latest revision (`id`) of a report in dispute."""

    station_id: int
    contest_id: int
    id: int
    votes: list[int | None]
    valid: int | None
    invalid: int | None
    total: int | None
    figures: dict[str, int] | None


@dataclass(frozen=True, slots=True)
class FormPhoto:
    """A form's photo with where the cut-out pictures of its cells lie."""

    station_id: int
    contest_id: int
    path: str
    forwarded: bool
    crops: dict[str, str] | None


async def follow(tx: Transaction, place: Place, cells: Sequence[str]) -> None:
    """These fields of a held station's contest are in dispute now."""
    named = {"station": place.station, "contest": place.contest, "version": place.version}
    await tx.execute(_OPEN, {**named, "cells": json.dumps(list(cells))})


async def ask_again(tx: Transaction, station: int, contest: int) -> tuple[Doubted, ...]:
    """Who is to look again at cells that they were not asked about yet; noted as asked.

    For a held station.
    """
    named = {"station": station, "contest": contest}
    row = (await tx.execute(_ASKED, named)).first()
    if row is None:
        return ()
    asked, fresh = dict(row.asked), list[Doubted]()
    for (person,) in await tx.execute(_WITNESSES, {**named, "version": row.version}):
        before = asked.get(str(person), {"cells": [], "round": 0})
        new = [cell for cell in row.cells if cell not in before["cells"]]
        if new:
            round_ = before["round"] + 1
            asked[str(person)] = {"cells": [*before["cells"], *new], "round": round_}
            fresh.append(Doubted(row.id, person, round_, tuple(row.cells)))
    if fresh:
        await tx.execute(_NOTE_ASKED, {"id": row.id, "asked": json.dumps(asked)})
    return tuple(fresh)


async def waiting(
    tx: Transaction,
    election_id: int,
    paths: Sequence[str],
    person_id: int,
    *,
    most: int = 10,
    patience: timedelta = PATIENCE,
) -> list[OpenDispute]:
    """Disputes below these areas that a reviewer is due for, the oldest first, own ones last.

    None that another reviewer looks at on a screen.
    """
    named = {"election": election_id, "paths": list(paths), "person": person_id, "most": most}
    rows = await tx.execute(_WAITING, {**named, "patience": patience.total_seconds()})
    return [OpenDispute(*row) for row in rows]


async def rechecked(tx: Transaction, election_id: int, paths: Sequence[str]) -> Rechecked | None:
    """Open disputes below these areas that no reviewer is due for yet; None where there are none.

    Each comes to the reviewers when its witnesses have looked again, after PATIENCE at the latest.
    """
    named = {"election": election_id, "paths": list(paths), "patience": PATIENCE.total_seconds()}
    count, last = (await tx.execute(_RECHECKED, named)).one()
    return Rechecked(count, last + PATIENCE) if count else None


async def opened(
    tx: Transaction, election_id: int, paths: Sequence[str], most: int
) -> list[Opened]:
    """Open disputes below these areas, the oldest first; `count` in each row is that of all."""
    named = {"election": election_id, "paths": list(paths), "most": most}
    return [Opened(*row) for row in await tx.execute(_OPENED, named)]


async def voices(tx: Transaction, stations: Sequence[int]) -> list[Voice]:
    """The latest revisions of the reports in dispute at these stations."""
    rows = await tx.execute(_VOICES, {"stations": list(stations)})
    return [Voice(*row) for row in rows]


async def photos(tx: Transaction, stations: Sequence[int]) -> list[FormPhoto]:
    """The form photos of these stations, those that show most first, with crops by cell."""
    rows = await tx.execute(_PHOTOS, {"stations": list(stations)})
    return [FormPhoto(*row) for row in rows]

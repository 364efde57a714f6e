"""What was told of areas and districts as news, and the notices of what is news now."""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.digests.digests import HELD, OFTEN, named

_WIDE = 2
"""Seats are told to leaders of kab/kota and above: smaller areas are a part of a district."""


@dataclass(frozen=True, slots=True)
class News:
    """Something to tell those who lead an area: `key` is what makes it once."""

    area_id: int
    kind: str
    key: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """An area with a newer recap (`at`), and the milestone and leader told of it so far."""

    area_id: int
    at: datetime
    milestone: int
    leader: str


@dataclass(frozen=True, slots=True)
class Silent:
    """An area in which nothing came since `at`, and the ballots that it lacks."""

    area_id: int
    at: datetime | None
    missing: int


@dataclass(frozen=True, slots=True)
class FreshDispute:
    """An open dispute and its station."""

    id: int
    station_id: int
    contest_id: int
    version: int
    cells: list[str]
    number: int
    kelurahan: str
    path: str


# Areas that somebody hears of at once, whose recap is newer than what was looked at.
_CHANGED = text(f"""
with {HELD}
select m.area_id, max(r.updated_at) as at, coalesce(k.milestone, 0) as milestone,
       coalesce(k.leader, '') as leader
from (select distinct area_id from mine) m
join recap r on r.area_id = m.area_id and r.trust = 0
left join digest_mark k on k.area_id = m.area_id
group by m.area_id, k.milestone, k.leader, k.seen_at
having max(r.updated_at) > coalesce(k.seen_at, '-infinity')
""")
_MARK = text("""
insert into digest_mark (area_id, milestone, leader, seen_at)
select * from unnest(cast(:ids as bigint[]), cast(:milestones as smallint[]),
                     cast(:leaders as text[]), cast(:seen as timestamptz[]))
on conflict (area_id) do update set milestone = excluded.milestone, leader = excluded.leader,
    seen_at = excluded.seen_at
""")
_SILENT = text(f"""
with {HELD}
select m.area_id, max(r.updated_at) as at, sum(x.stations - coalesce(r.reported, 0))::int as missing
from (select distinct area_id from mine) m
join contest_area x on x.area_id = m.area_id
left join recap r on r.area_id = m.area_id and r.contest_id = x.contest_id and r.trust = 0
group by m.area_id
having coalesce(max(r.updated_at), :began) <= :since
   and sum(x.stations) > sum(coalesce(r.reported, 0))
""")
_TELL = text(f"""
with {HELD}, news as (
    select * from unnest(cast(:ids as bigint[]), cast(:kinds as text[]), cast(:keys as text[]),
                         cast(:data as text[])) n (area_id, kind, key, data)
)
insert into notice (purpose, whom, event, data)
select 'news:' || n.kind || ':' || n.area_id || ':' || n.key || ':' || m.person_id, m.person_id,
       cast(:event as text), cast(n.data as jsonb)
from news n join mine m on m.area_id = n.area_id
left join digest_person d on d.person_id = m.person_id
where coalesce(d.often, '{OFTEN}') = '{OFTEN}'
on conflict (purpose) do nothing
""")
_SEATS = text("select contest_id, seats from digest_seats where contest_id = any(:contests)")
_MARK_SEATS = text("""
insert into digest_seats (contest_id, seats, told_at)
select id, cast(seats as jsonb), :now
from unnest(cast(:ids as int[]), cast(:seats as text[])) t (id, seats)
on conflict (contest_id) do update set seats = excluded.seats, told_at = excluded.told_at
""")
_VOTING = text(f"""
with {HELD}
select distinct m.area_id, x.contest_id from mine m join area a on a.id = m.area_id
join contest_area x on x.area_id = a.id and x.contest_id = any(:contests)
where a.level <= {_WIDE} and not exists (  -- as models/stores/seats/districts.py
    select from contest_area y join area k on k.id = y.area_id and k.level = 4
    where y.contest_id = x.contest_id and k.path <> a.path
      and not starts_with(k.path, a.path || '.'))
""")
_DISPUTES = text("""
select d.id, d.station_id, d.contest_id, d.version, d.cells, s.number, k.name as kelurahan, k.path
from dispute d join station s on s.id = d.station_id and s.active
join area k on k.id = s.kelurahan_id
where d.closed_at is null and s.election_id = :election and d.opened_at > :since
order by d.id
""")


_PLACES = text(f"with {HELD} select distinct area_id, path from mine")


async def places(tx: Transaction, election_id: int) -> dict[str, int]:
    """Ids of the areas that somebody hears of, by path."""
    rows = await tx.execute(_PLACES, named(election_id))
    return {row.path: row.area_id for row in rows}


async def changed(tx: Transaction, election_id: int) -> list[Changed]:
    """Areas whose recap changed since they were looked at, with what was told of them."""
    return [Changed(*row) for row in await tx.execute(_CHANGED, named(election_id))]


async def mark(tx: Transaction, marks: Mapping[int, tuple[int, str, datetime]]) -> None:
    """Note the milestone and leader told of each area, and how new its recap was."""
    given = {
        "ids": list(marks),
        "milestones": [one[0] for one in marks.values()],
        "leaders": [one[1] for one in marks.values()],
        "seen": [one[2] for one in marks.values()],
    }
    await tx.execute(_MARK, given)


async def silent(
    tx: Transaction, election_id: int, now: datetime, began: datetime, minutes: int
) -> list[Silent]:
    """Areas with something missing in which nothing has come for so long, and how much is."""
    since = now - timedelta(minutes=minutes)
    given = {**named(election_id), "began": began, "since": since}
    return [Silent(*row) for row in await tx.execute(_SILENT, given)]


async def tell(tx: Transaction, election_id: int, news: Sequence[News], event: str) -> None:
    """Notices for those who lead these areas and want to hear often; each piece of news once.

    `event` with {kind: milestone, lead, seats, dispute or silence, at, ...}.
    """
    if not news:
        return
    given = {
        **named(election_id),
        "event": event,
        "ids": [one.area_id for one in news],
        "kinds": [one.kind for one in news],
        "keys": [one.key for one in news],
        "data": [json.dumps({"kind": one.kind, **one.data}, ensure_ascii=False) for one in news],
    }
    await tx.execute(_TELL, given)


async def seats_told(tx: Transaction, contests: Collection[int]) -> dict[int, dict[str, int]]:
    """The seats told last of these contests, by party."""
    rows = await tx.execute(_SEATS, {"contests": list(contests)})
    return {row.contest_id: row.seats for row in rows}


async def mark_seats(
    tx: Transaction, seats: Mapping[int, Mapping[str, int]], now: datetime
) -> None:
    """Note the seats of contests as they are told now."""
    told = [json.dumps(dict(one)) for one in seats.values()]
    await tx.execute(_MARK_SEATS, {"ids": list(seats), "seats": told, "now": now})


async def voting(
    tx: Transaction, election_id: int, contests: Collection[int]
) -> list[tuple[int, int]]:
    """Pairs of an area that somebody hears of, kab/kota or larger, and a contest wholly in it."""
    given = {**named(election_id), "contests": list(contests)}
    return [(row.area_id, row.contest_id) for row in await tx.execute(_VOTING, given)]


async def fresh_disputes(tx: Transaction, election_id: int, since: datetime) -> list[FreshDispute]:
    """Open disputes that began after a moment."""
    given = {"election": election_id, "since": since}
    return [FreshDispute(*row) for row in await tx.execute(_DISPUTES, given)]

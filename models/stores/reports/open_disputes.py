"""Disputes (selisih): opened and closed with the result, asked about again, shown to reviewers."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import Row, text

from models.stores.base.session import Session
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice

PATIENCE = timedelta(minutes=30)
"""A witness who does not look again holds nobody up longer than this; then reviewers decide."""

_OPEN = text("""
insert into dispute (station_id, contest_id, version, cells)
values (:station, :contest, :version, cast(:cells as jsonb))
on conflict (station_id, contest_id) where closed_at is null
do update set cells = excluded.cells, version = excluded.version
""")
_ASKED = text("""
select d.id, d.cells, d.asked, d.version from dispute d
where d.station_id = :station and d.contest_id = :contest and d.closed_at is null
""")
_WITNESSES = text("""
select distinct person_id from report
where station_id = :station and contest_id = :contest and version = :version
  and withdrawn_at is null and kind = 'witness'
order by person_id
""")
_NOTE_ASKED = text("update dispute set asked = cast(:asked as jsonb) where id = :id")

_OWN = """exists (select from report o
    where o.station_id = d.station_id and o.contest_id = d.contest_id and o.version = d.version
      and o.person_id = :person and o.kind <> 'decision' and o.withdrawn_at is null)"""
# Every witness looked again, or had the time to.
_DUE = """(d.opened_at < clock_timestamp() - make_interval(secs => :patience) or not exists (
    select from report w
    where w.station_id = d.station_id and w.contest_id = d.contest_id and w.version = d.version
      and w.withdrawn_at is null and w.kind = 'witness'
      and not exists (select from revision v where v.report_id = w.id
                      and v.reason = 'recheck' and v.created_at >= d.opened_at)))"""
_WAITING = text(f"""
select d.station_id, d.contest_id, d.version, d.cells, d.opened_at, {_OWN} as own,
       s.code as station_code, s.number, s.voters, s.special, s.lat, s.lon,
       k.name as kelurahan, k.local_word as kelurahan_word, k.path,
       k.lat as area_lat, k.lon as area_lon
from dispute d
join station s on s.id = d.station_id and s.active
join area k on k.id = s.kelurahan_id
where d.closed_at is null and s.election_id = :election and {_DUE}
  and exists (select from unnest(cast(:paths as text[])) p (path)
              where p.path = '' or k.path = p.path or starts_with(k.path, p.path || '.'))
order by own, d.opened_at, d.id limit :most
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


async def follow(session: Session, place: Place, cells: Sequence[str]) -> None:
    """These fields of a held station's contest are in dispute now."""
    named = {"station": place.station, "contest": place.contest, "version": place.version}
    await session.execute(_OPEN, {**named, "cells": json.dumps(list(cells))})


async def ask_again(
    session: Session, station: int, contest: int, inbox_id: int | None = None
) -> None:
    """Have every witness look again at the cells that they were not asked about yet.

    For a held station. Nobody hears another's figure: the event names the cells alone.
    """
    named = {"station": station, "contest": contest}
    row = (await session.execute(_ASKED, named)).first()
    if row is None:
        return
    asked, fresh = dict(row.asked), []
    for (person,) in await session.execute(_WITNESSES, {**named, "version": row.version}):
        before = asked.get(str(person), {"cells": [], "round": 0})
        new = [cell for cell in row.cells if cell not in before["cells"]]
        if new:
            round_ = before["round"] + 1
            asked[str(person)] = {"cells": [*before["cells"], *new], "round": round_}
            data = {**named, "cells": row.cells}
            purpose = f"differ:{row.id}:{person}:{round_}"
            fresh.append(NewNotice(purpose, "cells_differ", data, person, inbox_id=inbox_id))
    if fresh:
        await session.execute(_NOTE_ASKED, {"id": row.id, "asked": json.dumps(asked)})
        await notices.put(session, fresh)


async def waiting(
    session: Session,
    election_id: int,
    paths: Sequence[str],
    person_id: int,
    *,
    most: int = 10,
    patience: timedelta = PATIENCE,
) -> list[Row[Any]]:
    """Disputes below these areas that a reviewer is due for, the oldest first, own ones last."""
    named = {"election": election_id, "paths": list(paths), "person": person_id, "most": most}
    rows = await session.execute(_WAITING, {**named, "patience": patience.total_seconds()})
    return list(rows.all())


async def opened(
    session: Session, election_id: int, paths: Sequence[str], most: int
) -> list[Row[Any]]:
    """Open disputes below these areas, the oldest first; `count` in each row is that of all."""
    named = {"election": election_id, "paths": list(paths), "most": most}
    return list((await session.execute(_OPENED, named)).all())


async def voices(session: Session, stations: Sequence[int]) -> list[Row[Any]]:
    """The latest revisions of the reports in dispute at these stations."""
    return list((await session.execute(_VOICES, {"stations": list(stations)})).all())


async def photos(session: Session, stations: Sequence[int]) -> list[Row[Any]]:
    """The form photos of these stations, those that show most first, with crops by cell."""
    return list((await session.execute(_PHOTOS, {"stations": list(stations)})).all())

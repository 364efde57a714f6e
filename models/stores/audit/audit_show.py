"""The audit log as auditors read it: who saw, changed, exported, decided what, the latest first.

An auditor of an area reads the entries whose subject lies there; the rest (people, tokens, packs)
is for those who audit everywhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text

from models.stores.base.database import Transaction

MOST = 10_000

_STATION = text("select id from station where code = :code")
# Where a subject lies: its station's kelurahan, or the area itself.
_PLACE = """
left join lateral (
    select split_part(e.subject, ':', 1) as kind, split_part(e.subject, ':', 2) as name,
           case when split_part(e.subject, ':', 2) ~ '^[0-9]{1,9}$'
                then split_part(e.subject, ':', 2)::int end as n) w on true
left join lateral (
    select k.path from station s join area k on k.id = s.kelurahan_id
    where s.election_id = :election and s.id = case w.kind
        when 'station' then w.n
        when 'report' then (select r.station_id from report r where r.id = w.n)
        when 'correction' then (select r.station_id from correction r where r.id = w.n)
        when 'photo' then (select r.station_id from photo r where r.id = w.n)
        when 'incident' then (select r.station_id from incident r where r.id = w.n) end
    union all
    select k.path from station s join area k on k.id = s.kelurahan_id
    where w.kind = 'station' and s.election_id = :election and s.code = w.name
    union all
    select a.path from area a
    where w.kind = 'area' and a.election_id = :election and a.code = w.name
    limit 1) p on true
"""
_SHOW = """
select e.id, e.at, e.actor, e.action, e.subject, e.data, e.inbox_id, e.block is not null as sealed
from audit_entry e {place}
where (cast(:before as bigint) is null or e.id < :before)
  and (cast(:since as timestamptz) is null or e.at >= :since)
  and (cast(:person as text) is null or e.actor = :person or e.subject = :person)
  and (cast(:subjects as text[]) is null or e.subject = any(:subjects))
  and (cast(:sums as boolean) or e.actor <> 'database')
  {inside}
order by e.id desc limit :most
"""
_INSIDE = """and exists (select from unnest(cast(:paths as text[])) q (path)
    where p.path = q.path or starts_with(p.path, q.path || '.'))"""
_ALL = text(_SHOW.format(place="", inside=""))
_WITHIN = text(_SHOW.format(place=_PLACE, inside=_INSIDE))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which entries: of a person (as actor or subject), about a subject, from a moment on.

    `before`: the id of the last entry seen, to page back. `sums`: with the entries of the database
    itself, which say the sum of each row.
    """

    person: int | None = None
    subject: str | None = None
    since: datetime | None = None
    before: int | None = None
    most: int = 200
    sums: bool = False


async def entries(
    tx: Transaction, wanted: Wanted, election_id: int | None = None, paths: Sequence[str] = ("",)
) -> list[dict[str, Any]]:
    """Entries of the log in these areas, the latest first; ("",) is all of them."""
    given = {
        "person": f"person:{wanted.person}" if wanted.person is not None else None,
        "subjects": await _subjects(tx, wanted.subject),
        "since": wanted.since,
        "before": wanted.before,
        "most": min(wanted.most, MOST),
        "sums": wanted.sums,
    }
    if "" in paths:
        rows = await tx.execute(_ALL, given)
    else:
        inside = {"election": election_id, "paths": list(paths)}
        rows = await tx.execute(_WITHIN, {**given, **inside})
    return [dict(row._mapping) for row in rows]


async def _subjects(tx: Transaction, subject: str | None) -> list[str] | None:
    """The ways in which a subject is written: a station by its code or its id."""
    if subject is None:
        return None
    kind, _, name = subject.partition(":")
    if kind != "station":
        return [subject]
    rows = await tx.execute(_STATION, {"code": name})
    return [subject, *(f"station:{row.id}" for row in rows)]

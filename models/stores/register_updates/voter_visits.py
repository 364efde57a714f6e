"""What officers found at the numbers of a station's list (coklit): nothing is overwritten.

A visit is a row; of several about one number the one that was sent last holds, by the hour at which
it was sent and then by its message, so that messages may arrive late and in any order.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.rules.voter_change import AGREES, OPEN
from models.stores.base import receipts
from models.stores.base.database import Transaction
from models.tables import VoterChangeRow

_PUT = text("""
insert into voter_visit (election_id, station_id, number, outcome, note, person_id, at, inbox_id)
values (:election, :station, :number, :outcome, :note, :person, :at, :inbox)
on conflict (inbox_id, station_id, number) do nothing
""")
_CURRENT = """
select distinct on (v.number) v.number, v.outcome, v.note, v.inbox_id, v.at from voter_visit v
where v.station_id = :station
order by v.number, v.at desc, v.id desc
"""
_NOW = text(_CURRENT)
_WITHDRAWN = text("""
update voter_change set status = 'rejected', reason = :reason, decided_at = now()
where station_id = :station and status = 'reported'
  and (number, kind) in (select n, k from unnest(cast(:numbers as int[]), cast(:kinds as text[]))
                         t (n, k))
""")
_REPORTED = select(
    col(VoterChangeRow.number), col(VoterChangeRow.kind), col(VoterChangeRow.status)
).where(
    col(VoterChangeRow.station_id) == bindparam("station"),
    col(VoterChangeRow.status) != "rejected",
    col(VoterChangeRow.number).is_not(None),
)
_REPORT = text("""
insert into voter_change (at, election_id, contact_id, receipt, kind, layer, text, photos,
                          kelurahan_id, status, station_id, number)
select :at, :election, :contact, :receipt, :kind, 0, :text, '[]', s.kelurahan_id, 'reported', s.id,
       :number
from station s where s.id = :station
on conflict (receipt) do nothing returning id
""")
_STATIONS = text("""
select s.id, s.number, k.name as kelurahan, coalesce(s.voters, 0) as voters,
       (select count(distinct number) from voter_visit v
        where v.station_id = s.id and v.outcome <> 'belum') as done
from station s join area k on k.id = s.kelurahan_id
where s.election_id = :election and s.active
  and exists (select from unnest(cast(:paths as text[])) p (path)
              where p.path = '' or k.path = p.path or starts_with(k.path, p.path || '.'))
  and (cast(:number as int) is null or s.number = :number)
  and (:name = '' or lower(k.name) = lower(:name) or starts_with(lower(k.name), lower(:name)))
order by s.code limit :most
""")
_LISTED = text("""
select count(*) from voter where election_id = :election and station_id = :station
""")


@dataclass(frozen=True, slots=True)
class Visits:
    """An officer's message about a station: (first, last, outcome, note) of its list."""

    election_id: int
    station_id: int
    person_id: int
    contact_id: int
    at: datetime
    inbox_id: int | None
    found: tuple[tuple[int, int, str, str], ...]


@dataclass(frozen=True, slots=True)
class Landed:
    """What became of it: numbers kept, those with a newer answer, and what stands of the list."""

    numbers: int
    older: int
    reported: int
    done: frozenset[int]


@dataclass(frozen=True, slots=True)
class ListedStation:
    """A station's list and how far it is; `voters`: by the pack, 0 where it has none."""

    id: int
    number: int
    kelurahan: str
    voters: int
    done: int


async def put(tx: Transaction, new: Visits, place: str) -> Landed:
    """Keep it, once per message; what does not agree becomes a report for the coordinator.

    `place`: the station in words, for the reports.
    """
    values = {
        "election": new.election_id,
        "station": new.station_id,
        "person": new.person_id,
        "at": new.at,
        "inbox": new.inbox_id,
    }
    said: dict[int, tuple[str, str]] = {}
    for first, last, outcome, note in new.found:
        said |= dict.fromkeys(range(first, last + 1), (outcome, note))
    many = [
        {**values, "number": number, "outcome": outcome, "note": note}
        for number, (outcome, note) in said.items()
    ]
    await tx.execute(_PUT, many)
    rows = (await tx.execute(_NOW, {"station": new.station_id})).all()
    current = {row.number: row for row in rows}
    mine = [n for n in said if current[n].inbox_id == new.inbox_id and current[n].at == new.at]
    reported = await _report(tx, new, place, {n: said[n] for n in mine})
    done = frozenset(number for number, row in current.items() if row.outcome != OPEN)
    return Landed(len(said), len(said) - len(mine), reported, done)


async def _report(
    tx: Transaction, new: Visits, place: str, found: dict[int, tuple[str, str]]
) -> int:
    """Reports of what does not agree; one that the officer took back is withdrawn."""
    station = {"station": new.station_id}
    there = {(r.number, r.kind) for r in await tx.execute(_REPORTED, station)}
    stale = [(n, kind) for n, kind in there if n in found and kind != found[n][0]]
    if stale:
        numbers, kinds = [n for n, _ in stale], [kind for _, kind in stale]
        named = {"numbers": numbers, "kinds": kinds, "reason": "replaced by the officer"}
        await tx.execute(_WITHDRAWN, {**station, **named})
    wrong = {n: one for n, one in found.items() if one[0] not in (AGREES, OPEN)}
    for number, (kind, note) in wrong.items():
        if (number, kind) in there:
            continue
        told = f"{place} nomor {number}" + (f": {note}" if note else "")
        more = {"kind": kind, "text": told, "number": number}
        who = {"at": new.at, "election": new.election_id, "contact": new.contact_id}
        await _put(tx, {**station, **more, **who})
    return len(wrong)


async def _put(tx: Transaction, values: dict[str, object]) -> None:
    async def keep(receipt: str) -> int | None:
        number: int | None = await tx.scalar(_REPORT, {**values, "receipt": receipt})
        return number

    await receipts.given(keep, "U", 5)


async def stations(
    tx: Transaction,
    election_id: int,
    paths: Collection[str],
    number: int | None = None,
    name: str = "",
    most: int = 9,
) -> list[ListedStation]:
    """Lists in these areas with how far they are."""
    values = {"election": election_id, "paths": list(paths), "number": number, "name": name}
    rows = await tx.execute(_STATIONS, {**values, "most": most})
    return [ListedStation(*row) for row in rows]


async def listed(tx: Transaction, election_id: int, station_id: int) -> int:
    """How many voters the register has at a station: a look at all of it, so only where needed."""
    values = {"election": election_id, "station": station_id}
    return int(await tx.scalar(_LISTED, values) or 0)

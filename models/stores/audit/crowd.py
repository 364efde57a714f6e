"""What only shows in the crowd, read from the database: stations unlike their neighbours, photos
used twice, witnesses in two places, times that cannot be. The checks themselves are pure rules.
"""

from collections.abc import AsyncGenerator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import text

from models.rules.anomalies import CrowdCode, Flag, StationNumbers, crowd, last_digits
from models.rules.sightings import (
    Sighting,
    held_anew,
    impossible_time,
    photos_twice,
    sent_late,
    two_places,
)
from models.stores.base.areas import LEVELS, Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout
from models.values import Finding, Level, Location

SAME_BITS = 60
"""Bits of 1024 below which two pictures are the same one, as measured in ocr.likeness."""

_PAGE = 5_000
# One kecamatan's stations of one ballot are in memory at a time.
_NUMBERS = text("""
select c.id as contest_id, e.code as kecamatan, k.code as kelurahan, k.noken, s.code, s.voters,
       v.invalid,
       array(select coalesce(v.votes[p + 1], 0) from unnest(w.mains) p) as votes
from station_result r join revision v on v.id = r.revision_id
join (select id, cast(mains as int[]) as mains
      from unnest(cast(:contests as int[]), cast(:mains as text[])) w (id, mains)) w
on w.id = r.contest_id
join contest c on c.id = r.contest_id
join station s on s.id = r.station_id and s.active
join area k on k.id = r.kelurahan_id join area e on e.id = k.parent_id
where k.path ~>=~ :path and k.path ~<~ :until
order by c.id, e.code, k.code, s.code
""")
# Three bits of a coarse hash leave one of its quarters as it is, which an index finds.
_PHOTOS = text("""
select p.id as one, o.id as two, s.code as first, z.code as second
from photo p join station s on s.id = p.station_id join area k on k.id = s.kelurahan_id
join photo o on o.id <> p.id and o.station_id <> p.station_id and o.purpose = p.purpose
 and (o.sha256 = p.sha256
   or ((o.dhash >> 0) & 65535) = ((p.dhash >> 0) & 65535)
   or ((o.dhash >> 16) & 65535) = ((p.dhash >> 16) & 65535)
   or ((o.dhash >> 32) & 65535) = ((p.dhash >> 32) & 65535)
   or ((o.dhash >> 48) & 65535) = ((p.dhash >> 48) & 65535))
join station z on z.id = o.station_id
where s.election_id = :election and p.purpose = 'form'
  and k.path ~>=~ :path and k.path ~<~ :until
  and (o.sha256 = p.sha256 or bit_count(('x' || o.likeness)::bit(1024)
                                      # ('x' || p.likeness)::bit(1024)) < :same)
""")
_SIGHTINGS = text("""
select i.person_id, s.code, i.at, i.lat, i.lon from check_in i
join station s on s.id = i.station_id
where s.election_id = :election and i.person_id in (
    select n.person_id from check_in n join station t on t.id = n.station_id
    where t.election_id = :election group by n.person_id having count(distinct n.station_id) > 1)
""")
_INSIDE = text("""
select s.code from station s join area k on k.id = s.kelurahan_id
where s.election_id = :election and s.code = any(:codes)
  and k.path ~>=~ :path and k.path ~<~ :until
""")
_TIMES = text("""
select * from (
    select r.contest_id, s.code, p.created_at as reported,
           (cast(:day as date) + cast(:closes as time)) at time zone z.name as closes,
           coalesce(cast(:ends as timestamp), 'infinity') at time zone z.name as ends
    from station_result r join revision v on v.id = r.revision_id
    join report p on p.id = v.report_id
    join station s on s.id = r.station_id and s.active join area k on k.id = r.kelurahan_id
    cross join lateral (select coalesce(nullif(k.timezone, ''), :zone) as name) z
    where r.contest_id = any(:contests) and k.path ~>=~ :path and k.path ~<~ :until
) t where reported < closes or reported > ends order by code, contest_id
""")
_LATE = text("""
select s.code, count(*)::int as given, (count(*) filter (where m.waits))::int as waiting
from mandate m join station s on s.id = m.station_id join area k on k.id = s.kelurahan_id
where s.election_id = :election and m.late and m.given_by is not null
  and k.path ~>=~ :path and k.path ~<~ :until
group by s.code order by s.code
""")
_ANEW = text("""
select s.code, (count(*) filter (where q.state = 'done' and q.undoes is null))::int as opened,
       (count(*) filter (where q.state = 'waiting'))::int as waiting,
       (count(*) filter (where q.state = 'done' and q.undoes is not null))::int as undone
from vote_request q join station s on s.id = q.station_id join area k on k.id = s.kelurahan_id
where s.election_id = :election and q.state in ('waiting', 'done')
  and k.path ~>=~ :path and k.path ~<~ :until
group by s.code order by s.code
""")
_COVERAGE = text("""
select coalesce(sum(x.stations), 0)::int as expected, coalesce(sum(r.reported), 0)::int as reported
from contest_area x
left join recap r on r.area_id = x.area_id and r.contest_id = x.contest_id and r.trust = 0
where x.area_id = :area and x.contest_id = any(:contests)
""")


@dataclass(frozen=True, slots=True)
class Noticed:
    """A finding, its station or area, and the ballot it is about, if one."""

    flag: Flag
    contest: Layout | None = None


async def noticed(
    tx: Transaction, election: LoadedElection, area: Area, contests: Mapping[int, Layout]
) -> AsyncGenerator[Noticed, None]:
    """All findings of the crowd in an area: of numbers ballot by ballot, then the others."""
    within = {"path": area.path, "until": area.until}
    async for one in _numbers(tx, area, contests):
        yield one
    for place in await _photos(tx, election, within):
        yield Noticed(place)
    for place in await _people(tx, election, within):
        yield Noticed(place)
    for row in await tx.execute(_LATE, {**within, "election": election.id}):
        yield Noticed(sent_late(row.code, row.given, row.waiting))
    for row in await tx.execute(_ANEW, {**within, "election": election.id}):
        yield Noticed(held_anew(*row))
    rules = election.config.station
    given = {
        **within,
        "contests": list(contests),
        "day": election.held_on,
        "closes": rules.closes,
        "ends": rules.count_until.replace(tzinfo=None) if rules.count_until else None,
        "zone": election.config.timezone,
    }
    result = await tx.stream(_TIMES, given, execution_options={"yield_per": _PAGE})
    async for row in result:
        flag = impossible_time(row.code, row.reported, row.closes, row.ends)
        if flag is not None:
            yield Noticed(flag, contests[row.contest_id])


async def _numbers(
    tx: Transaction, area: Area, contests: Mapping[int, Layout]
) -> AsyncGenerator[Noticed, None]:
    given = {
        "path": area.path,
        "until": area.until,
        "contests": list(contests),
        "mains": [f"{{{','.join(map(str, one.mains))}}}" for one in contests.values()],
    }
    wide = LEVELS.index(area.level) < LEVELS.index(Level.KELURAHAN)
    result = await tx.stream(_NUMBERS, given, execution_options={"yield_per": _PAGE})
    held: list[Any] = []
    async for page in result.partitions(_PAGE):
        for key, rows in groupby(page, key=_kecamatan):
            if held and _kecamatan(held[0]) != key:
                for flag in _unusual(held, wide):
                    yield Noticed(flag, contests[held[0].contest_id])
                held = []
            held += rows
    for flag in _unusual(held, wide) if held else ():
        yield Noticed(flag, contests[held[0].contest_id])


def _kecamatan(row: Any) -> tuple[int, str]:
    return row.contest_id, row.kecamatan


def _unusual(rows: list[Any], wide: bool) -> Iterator[Flag]:
    """One kecamatan on one ballot; where votes are given by noken one may have them all."""
    noken = {row.code for row in rows if row.noken}
    stations = [
        StationNumbers(row.code, row.kelurahan, tuple(row.votes), row.invalid, row.voters)
        for row in rows
    ]
    for flag in crowd(stations):
        usual = flag.finding.code in (CrowdCode.FULL_TURNOUT, CrowdCode.ONE_TAKES_ALL)
        if not (usual and flag.place in noken):
            yield flag
    if wide:
        yield from last_digits(rows[0].kecamatan, (vote for row in rows for vote in row.votes))


async def _photos(
    tx: Transaction, election: LoadedElection, within: dict[str, str]
) -> Iterable[Flag]:
    """The same picture for two stations, also when it was made smaller on the way."""
    given = {**within, "election": election.id, "same": SAME_BITS}
    group: dict[int, int] = {}
    stations: dict[int, str] = {}
    for row in await tx.execute(_PHOTOS, given):
        stations |= {row.one: row.first, row.two: row.second}
        one, two = _root(group, row.one), _root(group, row.two)
        group[max(one, two)] = min(one, two)
    flags = photos_twice((str(_root(group, id_)), code) for id_, code in sorted(stations.items()))
    return await _inside(tx, election, within, list(flags))


def _root(group: dict[int, int], id_: int) -> int:
    while group.get(id_, id_) != id_:
        id_ = group[id_]
    return id_


async def _people(
    tx: Transaction, election: LoadedElection, within: dict[str, str]
) -> Iterable[Flag]:
    rows = await tx.execute(_SIGHTINGS, {"election": election.id})
    flags = list(two_places(Sighting(r.person_id, r.code, r.at, _where(r)) for r in rows))
    return await _inside(tx, election, within, flags)


def _where(row: Any) -> Location | None:
    return None if row.lat is None or row.lon is None else Location(row.lat, row.lon)


async def _inside(
    tx: Transaction, election: LoadedElection, within: dict[str, str], flags: list[Flag]
) -> list[Flag]:
    """Those of the area's own stations, by station."""
    given = {**within, "election": election.id, "codes": [flag.place for flag in flags]}
    own = set((await tx.execute(_INSIDE, given)).scalars()) if flags else set()
    return sorted((flag for flag in flags if flag.place in own), key=lambda flag: flag.place)


async def coverage(tx: Transaction, area: Area, contests: Mapping[int, Layout]) -> dict[str, int]:
    """Results of stations and ballots: `expected` and `reported`."""
    given = {"area": area.id, "contests": list(contests)}
    row = (await tx.execute(_COVERAGE, given)).one()
    return {"expected": row.expected, "reported": row.reported}


def as_row(one: Noticed) -> dict[str, object]:
    """As a line of findings; `station` None where an area is meant."""
    place, finding = one.flag
    digits = finding.code == CrowdCode.LAST_DIGITS
    return {
        "station": None if digits else place,
        "area": place if digits else None,
        "ballot": one.contest.ballot.value if one.contest else None,
        "contest": one.contest.code if one.contest else None,
        **_plain(finding),
    }


def _plain(finding: Finding) -> dict[str, object]:
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "fields": list(finding.fields),
        "numbers": dict(finding.numbers),
    }

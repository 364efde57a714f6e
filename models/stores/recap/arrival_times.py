"""When the stations of an area first reported, and what they count now: for curve and batches."""

from collections.abc import Sequence

from sqlalchemy import text

from models.rules.batches import Arrived
from models.stores.base.areas import Area
from models.stores.base.database import Transaction
from models.stores.base.layouts import Layout
from models.values import Trust

MINUTES = 10
"""Width of a step of the curve."""
MOST_STATIONS = 25_000
"""Larger areas are not read station by station while people wait: a provinsi of Java has more."""

# The first revision of a report says when the station came in; which one counts may be later.
_ARRIVED = text(f"""
with here as (
    select date_bin('{MINUTES} minutes', f.at, timestamptz '2000-01-01 00:00Z') as bin,
           v.votes, r.contest_id
    from area k join station_result r on r.kelurahan_id = k.id
    join revision v on v.id = r.revision_id
    cross join lateral (select min(o.created_at) as at from revision o
                        where o.report_id = v.report_id) f
    where k.election_id = :election and k.level = 4 and k.path ~>=~ :path and k.path ~<~ :until
      and r.contest_id = any(:contests) and (:trust = 0 or r.state = 'confirmed')
), summed as (
    select h.bin, m.code, sum(coalesce(h.votes[m.place + 1], 0))::int as votes
    from here h join unnest(cast(:of as int[]), cast(:places as int[]), cast(:codes as text[]))
         m (contest, place, code) on m.contest = h.contest_id
    group by 1, 2
)
select c.bin, c.stations, jsonb_object_agg(s.code, s.votes) as votes
from (select bin, count(*)::int as stations from here group by 1) c
join summed s on s.bin = c.bin group by 1, 2 order by 1
""")


# Reports alone say when stations came in; their numbers are many times as much to read.
_CAME = text(f"""
select date_bin('{MINUTES} minutes', f.at, timestamptz '2000-01-01 00:00Z') as bin,
       count(*)::int as stations
from (
    select min(o.created_at) as at
    from area k join station_result r on r.kelurahan_id = k.id
    join report o on o.station_id = r.station_id and o.contest_id = r.contest_id
    where k.election_id = :election and k.level = 4 and k.path ~>=~ :path and k.path ~<~ :until
      and r.contest_id = any(:contests) and (:trust = 0 or r.state = 'confirmed')
    group by r.station_id
) f group by 1 order by 1
""")


async def came_in(
    tx: Transaction, election_id: int, area: Area, contests: Sequence[int], trust: Trust
) -> list[Arrived]:
    """The same steps without any votes: also for areas of `MOST_STATIONS` and more."""
    given = {
        "election": election_id,
        "path": area.path,
        "until": area.until,
        "contests": list(contests),
        "trust": 0 if trust is Trust.ANY else 1,
    }
    return [Arrived(row.bin, row.stations, {}) for row in await tx.execute(_CAME, given)]


async def arrivals(
    tx: Transaction, election_id: int, area: Area, layouts: Sequence[Layout], trust: Trust
) -> list[Arrived]:
    """Steps of ten minutes in which stations came in, the earliest first."""
    adds = len(layouts) == 1 or all(one.merges for one in layouts)
    mains = [(one.id, place, one.codes[place]) for one in layouts for place in one.mains]
    given = {
        "election": election_id,
        "path": area.path,
        "until": area.until,
        "contests": [one.id for one in layouts],
        "trust": 0 if trust is Trust.ANY else 1,
        "of": [one[0] for one in mains],
        "places": [one[1] for one in mains],
        "codes": [one[2] for one in mains],
    }
    rows = await tx.execute(_ARRIVED, given)
    return [Arrived(row.bin, row.stations, row.votes if adds else {}) for row in rows]

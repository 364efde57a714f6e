"""The stations of contests as arrays, for the projection: which have settled votes, which have not.

Knows nothing of how the projection draws; numbers only, no counted sum leaves from here.
"""

from collections.abc import AsyncGenerator, Collection
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import numpy as np
from sqlalchemy import text

from models.rules.projection import Stations
from models.stores.elections import LoadedElection
from models.stores.layouts import Layout
from models.stores.outlook import OPEN_STATES
from models.stores.session import Session
from models.values import Trust

_PAGE = 5_000
# Ordered by contest, so that one contest's stations are in memory at a time.
_STATIONS = text("""
select c.id as contest_id, k.id as kelurahan, coalesce(e.id, k.id) as kecamatan,
       coalesce(e.parent_id, 0) as kabupaten, coalesce(s.voters, :cap) as voters,
       case when v.id is not null
       then array(select coalesce(v.votes[p + 1], 0) from unnest(w.mains) p) end as votes,
       extract(epoch from p.created_at)::float as arrival
from area k join station s on s.kelurahan_id = k.id and s.active
cross join lateral unnest(coalesce(s.contests, k.contests)) c (id)
join (select id, cast(mains as int[]) as mains
      from unnest(cast(:contests as int[]), cast(:mains as text[])) w (id, mains)) w on w.id = c.id
left join area e on e.id = k.parent_id
left join station_result r on r.station_id = s.id and r.contest_id = c.id
                           and not r.state = any(:open)
left join revision v on v.id = r.revision_id
left join report p on p.id = v.report_id
where k.election_id = :election and k.level = 4
order by c.id, s.id
""")


@dataclass(frozen=True, slots=True)
class Sampled:
    """A contest's stations: `choices` are the codes of the columns of votes."""

    contest: int
    choices: tuple[str, ...]
    stations: Stations


async def stations_of(
    session: Session, election: LoadedElection, contests: Collection[Layout], trust: Trust
) -> AsyncGenerator[Sampled, None]:
    """Each contest with all its stations; disputed ones count as missing, as in the bounds."""
    known = {one.id: one for one in contests}
    given = {
        "election": election.id,
        "contests": list(known),
        "mains": [f"{{{','.join(map(str, one.mains))}}}" for one in known.values()],
        "cap": election.config.station.voter_cap,
        "open": OPEN_STATES[trust],
    }
    result = await session.stream(_STATIONS, given, execution_options={"yield_per": _PAGE})
    held: list[Any] = []
    async for page in result.partitions(_PAGE):
        for contest, rows in groupby(page, key=lambda row: row.contest_id):
            if held and held[0].contest_id != contest:
                yield _sampled(known[held[0].contest_id], held)
                held = []
            held += rows
    if held:
        yield _sampled(known[held[0].contest_id], held)


def _sampled(contest: Layout, rows: list[Any]) -> Sampled:
    choices = tuple(contest.codes[place] for place in contest.mains)
    villages = {row.kelurahan: row for row in rows}
    village = {id_: number for number, id_ in enumerate(villages)}
    subdistrict = _numbered(row.kecamatan for row in rows)
    regency = _numbered(row.kabupaten for row in rows)
    above = {row.kecamatan: row.kabupaten for row in rows}
    came = [row for row in rows if row.votes is not None]
    missing = [row for row in rows if row.votes is None]
    votes = np.array([row.votes for row in came], dtype=np.int64).reshape(len(came), len(choices))
    stations = Stations(
        votes,
        np.array([row.voters for row in came], dtype=np.int64),
        np.array([village[row.kelurahan] for row in came], dtype=np.intp),
        np.array([row.arrival for row in came], dtype=np.float64),
        np.array([row.voters for row in missing], dtype=np.int64),
        np.array([village[row.kelurahan] for row in missing], dtype=np.intp),
        np.array([subdistrict[row.kecamatan] for row in villages.values()], dtype=np.intp),
        np.array([regency[above[id_]] for id_ in subdistrict], dtype=np.intp),
    )
    return Sampled(contest.id, choices, stations)


def _numbered(ids: Any) -> dict[int, int]:
    return {id_: number for number, id_ in enumerate(dict.fromkeys(ids))}

"""The stations of contests as arrays, for the projection: which have settled votes, which have not.

Knows nothing of how the projection draws; numbers only, no counted sum leaves from here. A nation's
stations come as one binary COPY and become arrays at once: row by row they took two minutes.
"""

from collections.abc import AsyncGenerator, Collection, Iterator
from dataclasses import dataclass
from itertools import groupby

import numpy as np
from sqlalchemy import text

from models.rules.projection import Numbers, Stations
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout
from models.stores.seats.outlook import OPEN_STATES
from models.values import Trust

_HEAD = ("contest", "station", "kelurahan", "kecamatan", "kabupaten", "voters", "report")
_MEMORY = text("set local work_mem = '256MB'")
# Contests are placed by kelurahan first: a nation's stations by their five ballots each are many.
_STATIONS = """
with w (id, mains) as materialized (values {mains}), here as materialized (
    select k.id, k.contests, coalesce(e.id, k.id) as kecamatan,
           coalesce(e.parent_id, 0) as kabupaten
    from area k left join area e on e.id = k.parent_id
    where k.election_id = {election} and k.level = 4
), placed as (
    select s.id, s.voters, h.id as kelurahan, h.kecamatan, h.kabupaten, h.contest_id, h.mains
    from (select here.*, w.id as contest_id, w.mains
          from here cross join lateral unnest(here.contests) c (id) join w on w.id = c.id) h
    join station s on s.kelurahan_id = h.id and s.active and s.contests is null
    union all
    select s.id, s.voters, h.id, h.kecamatan, h.kabupaten, w.id, w.mains
    from station s join here h on h.id = s.kelurahan_id
    cross join lateral unnest(s.contests) c (id) join w on w.id = c.id
    where s.active and s.contests is not null
)
select p.contest_id::int, p.id::int, p.kelurahan::int, p.kecamatan::int, p.kabupaten::int,
       coalesce(p.voters, {cap})::int, coalesce(r.report_id, -1)::bigint, {votes}
from placed p
left join (
    select r.station_id, r.contest_id, v.report_id, v.votes
    from station_result r join revision v on v.id = r.revision_id
    where r.contest_id = any('{contests}') and not r.state = any('{open}')
) r on r.station_id = p.id and r.contest_id = p.contest_id
"""
_COPY_HEAD, _COPY_TAIL = 19, 2
"""Bytes before the first and behind the last row of PostgreSQL's binary COPY."""


@dataclass(frozen=True, slots=True)
class Sampled:
    """A contest's stations: `choices` are the codes of the columns of votes."""

    contest: int
    choices: tuple[str, ...]
    stations: Stations


async def stations_of(
    tx: Transaction, election: LoadedElection, contests: Collection[Layout], trust: Trust
) -> AsyncGenerator[Sampled, None]:
    """Each contest with all its stations; disputed ones count as missing, as in the bounds.

    Contests come by the number of their choices, then by id; stations in the order of their ids.
    The order of arrival is that of the reports' ids.
    """
    await tx.execute(_MEMORY)
    by_size = sorted(contests, key=lambda one: (len(one.mains), one.id))
    for size, group in groupby(by_size, key=lambda one: len(one.mains)):
        known = {one.id: one for one in group}
        rows = await _read(tx, _query(election, known.values(), trust, size), size)
        for contest, part in _parted(rows):
            yield _sampled(known[contest], part)


def _query(election: LoadedElection, contests: Collection[Layout], trust: Trust, size: int) -> str:
    """The statement, which takes no parameters: every value in it is a number of ours."""
    places = (f"({one.id}, array[{', '.join(map(str, one.mains))}])" for one in contests)
    votes = (f"coalesce(r.votes[p.mains[{n}] + 1], 0)::int" for n in range(1, size + 1))
    return _STATIONS.format(
        mains=", ".join(places),
        contests=f"{{{','.join(str(one.id) for one in contests)}}}",
        election=int(election.id),
        cap=int(election.config.station.voter_cap),
        votes=", ".join(votes),
        open=f"{{{','.join(OPEN_STATES[trust])}}}",
    )


async def _read(tx: Transaction, query: str, size: int) -> Numbers:
    """The rows of a query of whole numbers without NULL, as records by name."""
    raw = (await tx.get_raw_connection()).driver_connection
    assert raw is not None
    held = bytearray()

    async def take(data: bytes) -> None:
        held.extend(data)

    await raw.copy_from_query(query, output=take, format="binary")
    fields: list[tuple[str, str]] = [("columns", ">i2")]
    for name in (*_HEAD, *(f"vote {n}" for n in range(size))):
        fields += [(f"length of {name}", ">i4"), (name, ">i8" if name == "report" else ">i4")]
    record = np.dtype(fields)
    rows = (len(held) - _COPY_HEAD - _COPY_TAIL) // record.itemsize
    return np.frombuffer(held, record, rows, _COPY_HEAD)


def _parted(rows: Numbers) -> Iterator[tuple[int, Numbers]]:
    """The rows of each contest, by station."""
    ordered = rows[np.lexsort((rows["station"], rows["contest"]))]
    if not len(rows):
        return
    ids, starts = np.unique(ordered["contest"], return_index=True)
    for id_, part in zip(ids, np.split(ordered, starts[1:]), strict=True):
        yield int(id_), part


def _sampled(contest: Layout, part: Numbers) -> Sampled:
    _, first, village = np.unique(part["kelurahan"], return_index=True, return_inverse=True)
    _, at, subdistrict = np.unique(part["kecamatan"][first], return_index=True, return_inverse=True)
    regency = np.unique(part["kabupaten"][first][at], return_inverse=True)[1]
    came = part["report"] >= 0
    settled, missing = part[came], part[~came]
    votes = [settled[f"vote {n}"].astype(np.int32) for n in range(len(contest.mains))]
    stations = Stations(
        np.stack(votes, axis=1),
        settled["voters"].astype(np.int64),
        village[came].astype(np.intp),
        settled["report"].astype(np.int64),
        missing["voters"].astype(np.int64),
        village[~came].astype(np.intp),
        subdistrict.astype(np.intp),
        regency.astype(np.intp),
    )
    return Sampled(contest.id, tuple(contest.codes[place] for place in contest.mains), stations)

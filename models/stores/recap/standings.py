"""Where many areas stand at once: stations, presence, progress of ballots, votes of one.

Each statement reads all areas together, so that a round for ten thousand leaders costs few.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.stores.base import elections
from models.stores.base.areas import AREA_COLUMNS, Area, area_of
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout, layouts
from models.tables import AreaRow
from models.values import Ballot

_BALLOTS_IN = text("""
select distinct c.ballot from contest_area x join contest c on c.id = x.contest_id
where x.area_id = :area
""")
_AREAS = text(f"select {AREA_COLUMNS} from area where id = any(:areas)")
_ZONES = select(col(AreaRow.path), col(AreaRow.timezone)).where(
    col(AreaRow.election_id) == bindparam("election"), col(AreaRow.timezone) != ""
)
_PROGRESS = text("""
select x.area_id, c.ballot, sum(x.stations)::int as stations,
       coalesce(sum(r.reported), 0)::int as reported,
       coalesce(sum(r.confirmed), 0)::int as confirmed,
       coalesce(sum(r.disputed), 0)::int as disputed, max(r.updated_at) as updated_at
from contest_area x join contest c on c.id = x.contest_id
left join recap r on r.area_id = x.area_id and r.contest_id = x.contest_id and r.trust = 0
where x.area_id = any(:areas) group by x.area_id, c.ballot
""")
_VOTES = text("""
select r.area_id, r.contest_id, array(select r.votes[p + 1] from unnest(w.mains) p) as votes
from recap r join (select id, cast(mains as int[]) as mains
      from unnest(cast(:contests as int[]), cast(:mains as text[])) w (id, mains)) w
on w.id = r.contest_id
where r.area_id = any(:areas) and r.trust = 0
""")
# Hash joins over all stations: a nation's in one pass.
_STATIONS = text("""
select k.path, count(*)::int as stations, count(m.station_id)::int as mandated,
       (count(*) filter (where m.witnesses > 1))::int as two, count(h.station_id)::int as present
from area k join station s on s.kelurahan_id = k.id and s.active
left join (select station_id, count(*) as witnesses from mandate
           where active and slot is not null group by station_id) m on m.station_id = s.id
left join (select distinct station_id from check_in where at >= :since) h on h.station_id = s.id
where k.election_id = :election and k.level = 4 group by k.path
""")


@dataclass(slots=True)
class Progress:
    """A ballot's stations: expected, reported, confirmed, disputed; when that changed last."""

    stations: int
    reported: int
    confirmed: int
    disputed: int
    updated_at: datetime | None = None


@dataclass(slots=True)
class Standing:
    """Where an area stands. `stations` and what follows count stations; `votes` by choice, of
    the one `contest` where its numbers mean nobody elsewhere.
    """

    area: Area
    zone: str
    ballots: dict[str, Progress] = field(default_factory=dict)
    votes: dict[str, int] = field(default_factory=dict)
    contest: int | None = None
    stations: int = 0
    mandated: int = 0
    two: int = 0
    present: int = 0


async def ballots_in(tx: Transaction, election: LoadedElection, area_id: int) -> list[str]:
    """The ballots that an area's stations vote on, in counting order."""
    found = set((await tx.execute(_BALLOTS_IN, {"area": area_id})).scalars())
    return [one.code.value for one in election.config.ballots if one.code.value in found]


async def standings(
    tx: Transaction, election: LoadedElection, ids: Collection[int], ballot: Ballot | None
) -> dict[int, Standing]:
    """Each area's progress on every ballot, and the votes of one where they may be added up."""
    given = {"areas": list(ids)}
    zones = await _zones(tx, election)
    found: dict[int, Standing] = {}
    for row in await tx.execute(_AREAS, given):
        one = area_of(row)
        found[one.id] = Standing(one, _zone(one, zones, election))
    order = {one.code.value: n for n, one in enumerate(election.config.ballots)}
    rows = (await tx.execute(_PROGRESS, given)).all()
    for row in sorted(rows, key=lambda row: order.get(row.ballot, len(order))):
        told = Progress(row.stations, row.reported, row.confirmed, row.disputed, row.updated_at)
        found[row.area_id].ballots[row.ballot] = told
    if ballot is not None:
        await _votes(tx, election, found, ballot)
    return found


async def _votes(
    tx: Transaction, election: LoadedElection, found: Mapping[int, Standing], ballot: Ballot
) -> None:
    """Fill in the votes: where several contests meet, only party sums may be added up."""
    known = await layouts(tx, election, ballot)
    given = {
        "areas": list(found),
        "contests": list(known),
        "mains": [f"{{{','.join(map(str, one.mains))}}}" for one in known.values()],
    }
    seen: dict[int, int] = {}
    for row in await tx.execute(_VOTES, given):
        layout, standing = known[row.contest_id], found[row.area_id]
        standing.contest = None if layout.merges else row.contest_id
        if seen.setdefault(row.area_id, row.contest_id) != row.contest_id and not layout.merges:
            standing.votes = {}
            continue
        for place, number in zip(layout.mains, row.votes, strict=True):
            code = layout.codes[place]
            standing.votes[code] = standing.votes.get(code, 0) + (number or 0)


async def count_stations(
    tx: Transaction, election: LoadedElection, found: Mapping[int, Standing], since: datetime
) -> None:
    """Fill in stations, those with one and two witnesses, those with somebody there `since`."""
    by_path = {one.area.path: one for one in found.values()}
    for row in await tx.execute(_STATIONS, {"election": election.id, "since": since}):
        for path in _above(row.path):
            one = by_path.get(path)
            if one is not None:
                one.stations += row.stations
                one.mandated += row.mandated
                one.two += row.two
                one.present += row.present


def _above(path: str) -> list[str]:
    codes = path.split(".")
    return [".".join(codes[:size]) for size in range(1, len(codes) + 1)]


async def _zones(tx: Transaction, election: LoadedElection) -> dict[str, str]:
    rows = await tx.execute(_ZONES, {"election": election.id})
    return {row.path: row.timezone for row in rows}


def _zone(area: Area, zones: Mapping[str, str], election: LoadedElection) -> str:
    named = [zones[path] for path in _above(area.path) if path in zones]
    return named[-1] if named else election.config.timezone


async def names_of(tx: Transaction, layouts_: Mapping[int, Layout]) -> dict[str, str]:
    """Short names by code of contests that may be added up, or of one.

    Local parties stand only in the contests of their province.
    """
    names: dict[str, str] = {}
    for id_, layout in layouts_.items():
        if any(layout.codes[place] not in names for place in layout.mains):
            contest = await elections.contest(tx, id_)
            names |= {one.code: one.short or one.name for one in contest.parties()}
    return names

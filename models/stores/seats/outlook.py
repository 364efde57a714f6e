"""What can still change in the own count: settled votes, open ballots, and their stations.

Settled is what counts and is not disputed, at trust level confirmed what is confirmed. Everything
else is open: missing stations, disputed ones, and unconfirmed ones where those do not count.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import ceil

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.rules.bounds import OpenStation
from models.rules.house import Counted, District, ballots_at_most
from models.stores.base.areas import Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import layouts
from models.tables import ContestAreaRow
from models.values import Ballot, Trust

OPEN_STATES = {Trust.ANY: ["disputed"], Trust.CONFIRMED: ["disputed", "reported"]}
"""States of results that settle nothing."""

_COUNTED = text("""
select c.id, c.code, c.name, c.seats, x.stations, x.voters, coalesce(r.reported, 0) as reported,
       coalesce(r.confirmed, 0) as confirmed, coalesce(r.disputed, 0) as disputed,
       t.votes, coalesce(t.voters, 0) as counted_voters
from contest c
join area a on a.election_id = c.election_id and a.level = 0
join contest_area x on x.contest_id = c.id and x.area_id = a.id
left join recap r on r.area_id = a.id and r.contest_id = c.id and r.trust = 0
left join recap t on t.area_id = a.id and t.contest_id = c.id and t.trust = :trust
where c.election_id = :election and c.ballot = :ballot order by c.code
""")
_DISPUTED = text("""
select r.contest_id, split_part(k.path, '.', 2) as province, v.votes,
       coalesce(s.voters, 0) as voters
from station_result r join revision v on v.id = r.revision_id
join station s on s.id = r.station_id and s.active join area k on k.id = r.kelurahan_id
where r.contest_id = any(:contests) and r.state = 'disputed'
""")
# Stations without a register hold at most what the law allows.
_UNKNOWN = text("""
select c.id as contest_id, split_part(k.path, '.', 2) as province, count(*) as stations
from station s join area k on k.id = s.kelurahan_id
cross join lateral unnest(coalesce(s.contests, k.contests)) c (id)
left join station_result r on r.station_id = s.id and r.contest_id = c.id
where s.election_id = :election and s.active and s.voters is null
  and c.id = any(:contests) and (r.state is null or r.state = any(:open))
group by 1, 2
""")
# Contests are placed by kelurahan first: a nation's stations by their five ballots each are many.
_STATIONS = text("""
with g (id, gap) as materialized (
    select * from unnest(cast(:contests as int[]), cast(:gaps as int[]))
), placed as (
    select s.id, s.code, s.number, s.voters, s.kelurahan_id, h.contest_id, h.gap
    from (select k.id, g.id as contest_id, g.gap
          from area k cross join lateral unnest(k.contests) c (id) join g on g.id = c.id
          where k.election_id = :election and k.level = 4
            and k.path ~>=~ :path and k.path ~<~ :until) h
    join station s on s.kelurahan_id = h.id and s.active and s.contests is null
    union all
    select s.id, s.code, s.number, s.voters, s.kelurahan_id, g.id, g.gap
    from station s join area k on k.id = s.kelurahan_id
    cross join lateral unnest(s.contests) c (id) join g on g.id = c.id
    where s.active and s.contests is not null and k.election_id = :election and k.level = 4
      and k.path ~>=~ :path and k.path ~<~ :until
), most as (
    select p.*, r.state from placed p
    left join station_result r on r.station_id = p.id and r.contest_id = p.contest_id
                               and r.contest_id = any(:contests)
    where r.state is null or r.state = any(:open)
    order by coalesce(p.voters, :cap)::float / p.gap desc, p.contest_id, p.code limit :most
)
select m.code, m.number, k.name as kelurahan, m.contest_id, m.voters, m.state
from most m join area k on k.id = m.kelurahan_id
order by coalesce(m.voters, :cap)::float / m.gap desc, m.contest_id, m.code
""")
_VOTED = select(col(ContestAreaRow.contest_id)).where(
    col(ContestAreaRow.area_id) == bindparam("area")
)


@dataclass(slots=True)
class Unsettled:
    """What the sums hold that settles nothing, of a contest or a province of it.

    `votes` by choice and `stations` with `voters` of disputed results that were counted;
    `unknown` are open stations without a register.
    """

    votes: dict[str, int] = field(default_factory=dict)
    stations: int = 0
    voters: int = 0
    unknown: int = 0

    def firm(self, votes: Mapping[str, int]) -> dict[str, int]:
        """Counted votes without the disputed ones."""
        return {code: max(number - self.votes.get(code, 0), 0) for code, number in votes.items()}

    def ballots(self, election: LoadedElection, missing: int, voters: int) -> int:
        """Ballots at most, with `missing` stations of `voters` voters that are not counted."""
        rules = election.config.station
        open_voters = voters + self.voters + self.unknown * rules.voter_cap
        return ballots_at_most(missing + self.stations, open_voters, rules.reserve_ballots)


@dataclass(frozen=True, slots=True)
class Watched:
    """An open station that matters: `state` None while nothing has come."""

    station: OpenStation
    name: str
    state: str | None


async def unsettled(
    tx: Transaction, election: LoadedElection, ballot: Ballot, trust: Trust
) -> dict[tuple[int, str], Unsettled]:
    """By contest and code of the province; what is not there has nothing of the kind."""
    known = await layouts(tx, election, ballot)
    given = {"election": election.id, "contests": list(known), "open": OPEN_STATES[trust]}
    found: dict[tuple[int, str], Unsettled] = {}
    if trust is Trust.ANY:
        for row in await tx.execute(_DISPUTED, {"contests": list(known)}):
            part = found.setdefault((row.contest_id, row.province), Unsettled())
            part.stations += 1
            part.voters += row.voters
            for code, number in known[row.contest_id].votes(row.votes).items():
                part.votes[code] = part.votes.get(code, 0) + number
    for row in await tx.execute(_UNKNOWN, given):
        found.setdefault((row.contest_id, row.province), Unsettled()).unknown += row.stations
    return found


async def districts(
    tx: Transaction,
    election: LoadedElection,
    ballot: Ballot,
    trust: Trust,
    parts: Mapping[tuple[int, str], Unsettled],
) -> list[Counted]:
    """Every contest of a ballot by its code; `firm` is what is settled.

    `parts` are those of `unsettled`.
    """
    known = await layouts(tx, election, ballot)
    whole: dict[int, Unsettled] = {}
    for (contest, _), part in parts.items():
        _add(whole.setdefault(contest, Unsettled()), part)
    given = {
        "election": election.id,
        "ballot": ballot.value,
        "trust": 0 if trust is Trust.ANY else 1,
    }
    found = []
    for row in await tx.execute(_COUNTED, given):
        part = whole.get(row.id, Unsettled())
        votes = known[row.id].votes(row.votes)
        missing = row.stations - (row.reported if trust is Trust.ANY else row.confirmed)
        outstanding = part.ballots(election, missing, row.voters - row.counted_voters)
        one = District(row.code, row.name, row.seats, votes, part.firm(votes), outstanding)
        counts = (row.stations, row.reported, row.confirmed, row.disputed)
        found.append(Counted(row.id, one, *counts))
    return found


async def voted_in(tx: Transaction, area: Area) -> set[int]:
    """Ids of the contests that an area votes in."""
    return set((await tx.execute(_VOTED, {"area": area.id})).scalars())


async def watched(
    tx: Transaction,
    election: LoadedElection,
    area: Area,
    gaps: Mapping[int, tuple[str, int]],
    trust: Trust,
    most: int,
) -> list[Watched]:
    """The open stations of an area that weigh most; `gaps`: code and gap of open contests."""
    rules = election.config.station
    given = {
        "election": election.id,
        "contests": list(gaps),
        "gaps": [max(gap, 1) for _, gap in gaps.values()],
        "path": area.path,
        "until": area.until,
        "open": OPEN_STATES[trust],
        "cap": rules.voter_cap,
        "most": most,
    }
    found = []
    for row in await tx.execute(_STATIONS, given):
        voters = rules.voter_cap if row.voters is None else row.voters
        ballots = ceil(voters * (1 + rules.reserve_ballots))
        station = OpenStation(row.code, gaps[row.contest_id][0], ballots)
        found.append(Watched(station, f"TPS {row.number} {row.kelurahan}", row.state))
    return found


def _add(whole: Unsettled, part: Unsettled) -> None:
    whole.stations += part.stations
    whole.voters += part.voters
    whole.unknown += part.unknown
    for code, number in part.votes.items():
        whole.votes[code] = whole.votes.get(code, 0) + number

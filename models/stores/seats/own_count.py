"""The own count district by district: what is firm is confirmed (house.py reads it)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text

from models.rules.house import Counted, District, ballots_at_most
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import layouts
from models.values import Ballot, Trust

_COUNTED = text("""
select c.id, c.code, c.name, c.seats, x.stations, x.voters, coalesce(r.reported, 0) as reported,
       coalesce(f.confirmed, 0) as confirmed, coalesce(r.disputed, 0) as disputed,
       r.votes, f.votes as firm, coalesce(f.voters, 0) as firm_voters
from contest c
join area a on a.election_id = c.election_id and a.level = 0
join contest_area x on x.contest_id = c.id and x.area_id = a.id
left join recap r on r.area_id = a.id and r.contest_id = c.id and r.trust = 0
left join recap f on f.area_id = a.id and f.contest_id = c.id and f.trust = 1
where c.election_id = :election and c.ballot = :ballot order by c.code
""")
# Stations without a register hold at most what the law allows.
_UNKNOWN = text("""
select c.id, count(*) as stations from station s join area k on k.id = s.kelurahan_id
cross join lateral unnest(coalesce(s.contests, k.contests)) c (id)
left join station_result r on r.station_id = s.id and r.contest_id = c.id
where s.election_id = :election and s.active and s.voters is null
  and r.state is distinct from 'confirmed'
group by c.id
""")


async def districts(
    tx: Transaction, election: LoadedElection, ballot: Ballot, trust: Trust
) -> list[Counted]:
    """The districts of a ballot by code; votes of all or of the confirmed results."""
    known = await layouts(tx, election, ballot)
    given = {"election": election.id}
    unknown = {row.id: row.stations for row in await tx.execute(_UNKNOWN, given)}
    rules = election.config.station
    found = []
    for row in await tx.execute(_COUNTED, {**given, "ballot": ballot.value}):
        codes = known[row.id].codes
        open_voters = row.voters - row.firm_voters + unknown.get(row.id, 0) * rules.voter_cap
        district = District(
            row.code,
            row.name,
            row.seats,
            _named(codes, row.votes if trust is Trust.ANY else row.firm),
            _named(codes, row.firm),
            ballots_at_most(row.stations - row.confirmed, open_voters, rules.reserve_ballots),
        )
        counts = (row.stations, row.reported, row.confirmed, row.disputed)
        found.append(Counted(row.id, district, *counts))
    return found


def _named(codes: tuple[str, ...], votes: Sequence[int | None] | None) -> Mapping[str, int]:
    """Party sums always; votes within parties only where somebody gave them."""
    given: list[int | None] = list(votes or ())
    given += [None] * (len(codes) - len(given))
    pairs = zip(codes, given, strict=True)
    return {code: vote or 0 for code, vote in pairs if vote is not None or "." not in code}

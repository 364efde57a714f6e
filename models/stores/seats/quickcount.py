"""What the stations of a drawn sample have reported, and how many stations each stratum has."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text

from models.errors import BadInput
from models.rules.quickcount import Sampled
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import layouts
from models.stores.seats.outlook import OPEN_STATES
from models.values import Ballot, Trust

_DRAWN = text("""
select s.code, string_to_array(k.path, '.') as above, c.id as contest_id, v.votes
from station s join area k on k.id = s.kelurahan_id
cross join lateral unnest(coalesce(s.contests, k.contests)) c (id)
left join station_result r on r.station_id = s.id and r.contest_id = c.id
                           and not r.state = any(:open)
left join revision v on v.id = r.revision_id
where s.election_id = :election and s.active
  and s.code = any(:codes) and c.id = any(:contests)
""")
_LEVEL = text(
    "select distinct level from area where election_id = :election and code = any(:codes)"
)
_STRATA = text("""
select a.code, sum(x.stations)::int as stations from area a
join contest_area x on x.area_id = a.id
where a.election_id = :election and a.level = :level and x.contest_id = any(:contests)
group by a.code
""")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the sample's file: where it stands, for errors."""

    number: int
    code: str
    stratum: str


async def answers(
    tx: Transaction,
    election: LoadedElection,
    ballot: Ballot,
    lines: Sequence[Line],
    trust: Trust,
    file: str,
) -> tuple[list[Sampled], dict[str, int]]:
    """The sample in its order with the votes that came, and all stations by stratum.

    Disputed stations have not answered. Raises BadInput naming file, line and field.
    """
    known = await layouts(tx, election, ballot)
    if not known:
        raise BadInput("the election has no such ballot", ballot=ballot.value)
    if len(known) > 1 and not any(one.merges for one in known.values()):
        raise BadInput("this ballot's numbers stand for other people in every district")
    given = {
        "election": election.id,
        "codes": [line.code for line in lines],
        "contests": list(known),
        "open": OPEN_STATES[trust],
    }
    rows = {row.code: row for row in await tx.execute(_DRAWN, given)}
    sample = []
    for line in lines:
        row = rows.get(line.code)
        if row is None:
            raise BadInput(f"{file}:{line.number}: code '{line.code}' is no station of this ballot")
        if line.stratum not in row.above:
            raise BadInput(f"{file}:{line.number}: stratum '{line.stratum}' does not hold it")
        contest = known[row.contest_id]
        votes = None
        if row.votes is not None:
            every = dict(zip(contest.codes, row.votes, strict=False))
            mains = [contest.codes[place] for place in contest.mains]
            votes = {code: every.get(code) or 0 for code in mains}
        sample.append(Sampled(line.code, line.stratum, votes))
    return sample, await _strata(tx, election, lines, list(known), file)


async def _strata(
    tx: Transaction,
    election: LoadedElection,
    lines: Sequence[Line],
    contests: list[int],
    file: str,
) -> dict[str, int]:
    given = {"election": election.id, "codes": list({line.stratum for line in lines})}
    levels = list((await tx.execute(_LEVEL, given)).scalars())
    if len(levels) != 1:
        raise BadInput(f"{file}: stratum: all must be areas of one level")
    asked = {"election": election.id, "level": levels[0], "contests": contests}
    return {row.code: row.stations for row in await tx.execute(_STRATA, asked)}

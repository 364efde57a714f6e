"""A house counted without some of its stations: what if they were not there at all."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from sqlalchemy import text

from models.rules.house import Counted, CountedHouse, ballots_at_most
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import layouts
from models.stores.seats.outlook import OPEN_STATES
from models.values import Ballot, Trust

_STATIONS = text("""
select s.code, k.path, s.voters, c.id as contest_id, r.state, v.votes
from station s join area k on k.id = s.kelurahan_id
left join lateral (select id from unnest(coalesce(s.contests, k.contests)) u (id)
                   where id = any(:contests)) c on true
left join station_result r on r.station_id = s.id and r.contest_id = c.id
left join revision v on v.id = r.revision_id and (:trust = 'any' or r.state = 'confirmed')
where s.election_id = :election and s.active and s.code = any(:codes) order by s.code
""")


@dataclass(frozen=True, slots=True)
class StationShare:
    """What a station puts into its district: `contest` None where it has no such ballot.

    `state` None: nothing has come; `votes` as they count at the trust that is asked for; `settled`:
    whether nothing of them can change; `ballots` that it can hold at most.
    """

    code: str
    path: str
    contest: int | None
    state: str | None
    votes: Mapping[str, int]
    settled: bool
    ballots: int


async def shares(
    tx: Transaction,
    election: LoadedElection,
    ballot: Ballot,
    trust: Trust,
    codes: Collection[str],
) -> list[StationShare]:
    """The stations with these codes, those that are there, each once."""
    known = await layouts(tx, election, ballot)
    given = {
        "election": election.id,
        "contests": list(known),
        "trust": trust.value,
        "codes": list(codes),
    }
    rules, found = election.config.station, []
    for row in await tx.execute(_STATIONS, given):
        layout = known.get(row.contest_id)
        voters = rules.voter_cap if row.voters is None else row.voters
        found.append(
            StationShare(
                row.code,
                row.path,
                row.contest_id,
                row.state,
                layout.votes(row.votes) if layout and row.votes is not None else {},
                row.state is not None and row.state not in OPEN_STATES[trust],
                ballots_at_most(1, voters, rules.reserve_ballots),
            )
        )
    return found


def without(house: CountedHouse, hidden: Collection[StationShare]) -> CountedHouse:
    """The house without them: their votes, and they themselves in how complete each district is."""
    counted = list(house.counted)
    for place, one in enumerate(counted):
        for share in hidden:
            if share.contest == one.contest:
                counted[place] = _less(counted[place], share)
    return replace(house, counted=tuple(counted))


def _less(one: Counted, share: StationShare) -> Counted:
    district = one.district
    return replace(
        one,
        district=replace(
            district,
            votes=_minus(district.votes, share.votes),
            firm=_minus(district.firm, share.votes) if share.settled else district.firm,
            outstanding=max(0, district.outstanding - (0 if share.settled else share.ballots)),
        ),
        stations=one.stations - 1,
        reported=one.reported - (share.state is not None),
        confirmed=one.confirmed - (share.state == "confirmed"),
        disputed=one.disputed - (share.state == "disputed"),
    )


def _minus(whole: Mapping[str, int], part: Mapping[str, int]) -> dict[str, int]:
    return {code: max(0, votes - part.get(code, 0)) for code, votes in whole.items()}

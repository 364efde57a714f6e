"""A house as it is counted now: the pack's rules with the count of every district.

What tells of seats begins here: KURSI, the news, seats and outlook of the API, and what a
difference to official figures would do.
"""

from collections.abc import Mapping
from dataclasses import replace

from models.errors import BadInput, NotFound
from models.packs.config import BallotConfig
from models.rules.house import Counted, CountedHouse, SeatMethod
from models.rules.president import ABROAD, Province
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.recap import recap
from models.stores.recap.recap import Question
from models.stores.seats import candidate_states, outlook, own_count
from models.stores.seats.outlook import Unsettled
from models.values import Ballot, Level, Trust

Parts = Mapping[tuple[int, str], Unsettled]
"""What settles nothing, by contest and province (outlook.unsettled)."""


def ballot_of(election: LoadedElection, ballot: Ballot) -> BallotConfig:
    """What the pack says of a ballot. Raises NotFound, BadInput where it fills no seats."""
    config = next((one for one in election.config.ballots if one.code == ballot), None)
    if config is None:
        raise NotFound("the election has no such ballot", ballot=ballot.value)
    if config.seats is SeatMethod.NONE:
        raise BadInput("this ballot fills no seats", ballot=ballot.value)
    return config


async def counted_house(
    tx: Transaction,
    election: LoadedElection,
    ballot: Ballot,
    trust: Trust = Trust.ANY,
    parts: Parts | None = None,
) -> CountedHouse:
    """The districts of a ballot with their counts. Raises NotFound, BadInput.

    What is firm is confirmed; with `parts` (outlook.unsettled of the same question) what is settled
    at this trust: counted and not disputed.
    """
    config = ballot_of(election, ballot)
    if parts is None:
        found = await own_count.districts(tx, election, ballot, trust)
    else:
        found = await outlook.districts(tx, election, ballot, trust, parts)
    gone = await candidate_states.gone(tx, election.id)
    return CountedHouse(config.house, tuple(_without(one, gone.get(one.contest)) for one in found))


def _without(counted: Counted, gone: Mapping[str, str] | None) -> Counted:
    """The count with those named who are never seated."""
    if not gone:
        return counted
    return replace(counted, district=replace(counted.district, gone=gone))


async def settled_house(
    tx: Transaction, election: LoadedElection, ballot: Ballot, trust: Trust = Trust.ANY
) -> CountedHouse:
    """The same where what is firm is settled at this trust, for telling what can still change."""
    parts = await outlook.unsettled(tx, election, ballot, trust)
    return await counted_house(tx, election, ballot, trust, parts)


async def provinces(
    tx: Transaction,
    election: LoadedElection,
    ballot: Ballot,
    trust: Trust,
    parts: Parts | None = None,
) -> tuple[dict[str, Province], Province | None]:
    """Votes and open ballots of the president's contest by province, and of what lies abroad.

    With `parts` only settled votes, and the ballots of disputed stations as open.
    """
    by_province = {province: part for (_, province), part in (parts or {}).items()}
    question = Question(ballot, level=Level.PROVINSI.value, trust=trust)
    scope = await recap.understand(tx, question, election.code)
    found = {}
    async for row in recap.rows(tx, scope):
        part = by_province.get(row.code, Unsettled())
        counted = row.reported if trust is Trust.ANY else row.confirmed
        ballots = part.ballots(election, row.stations - counted, row.voters - row.voters_reported)
        found[row.code] = Province(part.firm(row.votes) if parts else row.votes, ballots)
    abroad = found.pop(ABROAD, None)
    return found, abroad

"""Seats of a whole house from the own count, as JSON."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from api.http.provenance import stamp
from api.schemas.seats import document
from models.errors import BadInput, NotFound
from models.packs.config import BallotConfig, SeatMethod
from models.rules.house import DistrictSeats, ballots_at_most, seat
from models.rules.persons import Elected, elect
from models.rules.president import PresidentialOutcome, Province, decide
from models.rules.recap import RecapRow
from models.rules.seats import Method
from models.stores.base import elections
from models.stores.base.elections import LoadedElection
from models.stores.base.session import Session
from models.stores.recap import own_count, recap
from models.stores.recap.own_count import Counted
from models.stores.recap.recap import Question
from models.values import Ballot, Level, Trust

ABROAD = "99"
"""KPU's code for what lies abroad: no province of art. 416."""


async def own_seats(
    session: Session,
    ballot: Ballot,
    district: str | None = None,
    trust: Trust = Trust.ANY,
    election: str | None = None,
    made_for: str = "",
) -> dict[str, Any]:
    """Seats from the own count by the pack's method; raises NotFound, BadInput.

    What each party needs for one more seat and can lose is told when one district is asked for.
    """
    loaded = await elections.election(session, election)
    config = next((one for one in loaded.config.ballots if one.code == ballot), None)
    if config is None:
        raise NotFound("the election has no such ballot", ballot=ballot.value)
    head = {**_head(loaded, config, trust), **stamp(loaded, made_for)}
    if config.seats is SeatMethod.MAJORITY:
        return {**head, **await _president(session, loaded, ballot, trust)}
    if config.seats is SeatMethod.NONE:
        raise BadInput("this ballot fills no seats", ballot=ballot.value)
    counted = await own_count.districts(session, loaded, ballot, trust)
    if district and all(one.district.code != district for one in counted):
        raise NotFound("there is no such district", ballot=ballot.value, district=district)
    if config.seats is SeatMethod.PLURALITY:
        shown = [one for one in counted if district in (None, one.district.code)]
        return {**head, "rows": [{**_place(one), **_persons(one)} for one in shown]}
    return {**head, **_house(counted, config, district)}


def _head(loaded: LoadedElection, config: BallotConfig, trust: Trust) -> dict[str, Any]:
    """What every answer about seats begins with."""
    return {
        "election": loaded.code,
        "ballot": config.code.value,
        "trust": trust.value,
        "method": config.seats.value,
        "threshold": config.threshold,
    }


def _house(
    counted: Sequence[Counted], config: BallotConfig, district: str | None
) -> dict[str, Any]:
    """Seats of all districts together, because the threshold is a share of the nation."""
    places = {one.district.code: one for one in counted}
    threshold = Fraction(str(config.threshold))
    house = seat((one.district for one in counted), Method(config.seats.value), threshold)
    rows = [one for one in house.districts if district in (None, one.district.code)]
    return {
        "seats": house.seats,
        "national": dict(house.national),
        "excluded": sorted(house.excluded, key=lambda code: (len(code), code)),
        "rows": [
            {**_place(places[one.district.code]), **_row(one, bool(district))} for one in rows
        ],
    }


def _place(counted: Counted) -> dict[str, Any]:
    one = counted.district
    counts = {name: getattr(counted, name) for name in ("stations", "reported", "confirmed")}
    return {
        "code": one.code,
        "name": one.name,
        "size": one.size,
        **counts,
        "disputed": counted.disputed,
        "outstanding_ballots": one.outstanding,
    }


def _row(one: DistrictSeats, deep: bool) -> dict[str, Any]:
    bounds = {
        "safe": dict(one.bounds.safe),
        "open": one.bounds.open_seats,
        "between": list(one.bounds.between),
    }
    elected = {party: _elected(found) for party, found in one.elected.items()}
    return {**document(one.allocation, deep=deep), "elected": elected, "bounds": bounds}


def _persons(counted: Counted) -> dict[str, Any]:
    """Who would take the seats of a ballot for persons (DPD): most votes first."""
    one = counted.district
    votes = one.votes if any(one.votes.values()) else {}
    return _elected(elect(votes, one.size))


def _elected(found: Elected) -> dict[str, Any]:
    tie = found.tie
    return {
        "candidates": list(found.candidates),
        "unfilled": found.unfilled,
        "tie": {"candidates": list(tie.candidates), "seats": tie.seats} if tie else None,
    }


async def _president(
    session: Session, election: LoadedElection, ballot: Ballot, trust: Trust
) -> dict[str, Any]:
    """UU 7/2017 art. 416 on the own count; `safe` and `possible` by what is confirmed."""
    counted = await _decided(session, election, ballot, trust)
    firm = await _decided(session, election, ballot, Trust.CONFIRMED)
    return {
        "winner": counted.winner,
        "runoff": list(counted.runoff),
        "tied": list(counted.tied),
        "valid": counted.valid,
        "provinces": counted.provinces,
        "needed": counted.needed,
        "pairs": {
            code: {
                "votes": pair.votes,
                "provinces": pair.provinces,
                "elected": pair.elected,
                "safe": firm.pairs[code].safe,
                "possible": firm.pairs[code].possible,
            }
            for code, pair in counted.pairs.items()
        },
    }


async def _decided(
    session: Session, election: LoadedElection, ballot: Ballot, trust: Trust
) -> PresidentialOutcome:
    question = Question(ballot, level=Level.PROVINSI.value, trust=trust)
    scope = await recap.understand(session, question, election.code)
    rows = [row async for row in recap.rows(session, scope)]
    found = {row.code: _province(row, election, trust) for row in rows}
    abroad = found.pop(ABROAD, None)
    return decide(found, abroad)


def _province(row: RecapRow, election: LoadedElection, trust: Trust) -> Province:
    rules = election.config.station
    missing = row.stations - (row.reported if trust is Trust.ANY else row.confirmed)
    open_ = ballots_at_most(missing, row.voters - row.voters_reported, rules.reserve_ballots)
    return Province(row.votes, open_)

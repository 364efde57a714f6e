"""Seats of a whole house from the own count, as JSON."""

from api.http.provenance import stamp
from api.schemas.seats import document
from models.errors import NotFound
from models.packs.config import BallotConfig
from models.rules.house import Counted, CountedHouse, DistrictSeats, SeatMethod
from models.rules.persons import Elected, elect
from models.rules.president import PresidentialOutcome, decide
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.seats import counted_house as house
from models.values import Ballot, Trust


async def own_seats(
    tx: Transaction,
    ballot: Ballot,
    district: str | None = None,
    trust: Trust = Trust.ANY,
    election: str | None = None,
    made_for: str = "",
) -> dict[str, object]:
    """Seats from the own count by the pack's method; raises NotFound, BadInput.

    What each party needs for one more seat and can lose is told when one district is asked for.
    """
    loaded = await elections.election(tx, election)
    config = house.ballot_of(loaded, ballot)
    head = {**_head(loaded, config, trust), **stamp(loaded, made_for)}
    if config.seats is SeatMethod.MAJORITY:
        return {**head, **await _president(tx, loaded, ballot, trust)}
    counted = await house.counted_house(tx, loaded, ballot, trust)
    if district and district not in counted.by_code:
        raise NotFound("there is no such district", ballot=ballot.value, district=district)
    if config.seats is SeatMethod.PLURALITY:
        shown = [one for one in counted.counted if district in (None, one.district.code)]
        return {**head, "rows": [{**_place(one), **_persons(one)} for one in shown]}
    return {**head, **_house(counted, district)}


def _head(loaded: LoadedElection, config: BallotConfig, trust: Trust) -> dict[str, object]:
    """What every answer about seats begins with."""
    return {
        "election": loaded.code,
        "ballot": config.code.value,
        "trust": trust.value,
        "method": config.seats.value,
        "threshold": config.threshold,
    }


def _house(counted: CountedHouse, district: str | None) -> dict[str, object]:
    """Seats of all districts together, because the threshold is a share of the nation."""
    places, seated = counted.by_code, counted.seated()
    rows = [one for one in seated.districts if district in (None, one.district.code)]
    return {
        "seats": seated.seats,
        "national": dict(seated.national),
        "excluded": sorted(seated.excluded, key=lambda code: (len(code), code)),
        "rows": [
            {**_place(places[one.district.code]), **_row(one, bool(district))} for one in rows
        ],
    }


def _place(counted: Counted) -> dict[str, object]:
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


def _row(one: DistrictSeats, deep: bool) -> dict[str, object]:
    bounds = {
        "safe": dict(one.bounds.safe),
        "open": one.bounds.open_seats,
        "between": list(one.bounds.between),
    }
    elected = {party: _elected(found) for party, found in one.elected.items()}
    gone = {"gone": dict(one.district.gone)} if one.district.gone else {}
    return {**document(one.allocation, deep=deep), "elected": elected, "bounds": bounds, **gone}


def _persons(counted: Counted) -> dict[str, object]:
    """Who would take the seats of a ballot for persons (DPD): most votes first."""
    one = counted.district
    votes = one.votes if any(one.votes.values()) else {}
    found = _elected(elect(votes, one.size, one.gone))
    return {**found, **({"gone": dict(one.gone)} if one.gone else {})}


def _elected(found: Elected) -> dict[str, object]:
    tie = found.tie
    return {
        "candidates": list(found.candidates),
        "unfilled": found.unfilled,
        "tie": {"candidates": list(tie.candidates), "seats": tie.seats} if tie else None,
    }


async def _president(
    tx: Transaction, election: LoadedElection, ballot: Ballot, trust: Trust
) -> dict[str, object]:
    """UU 7/2017 art. 416 on the own count; `safe` and `possible` by what is confirmed."""
    counted = await _decided(tx, election, ballot, trust)
    firm = await _decided(tx, election, ballot, Trust.CONFIRMED)
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
    tx: Transaction, election: LoadedElection, ballot: Ballot, trust: Trust
) -> PresidentialOutcome:
    return decide(*await house.provinces(tx, election, ballot, trust))

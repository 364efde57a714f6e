"""Can it still change? Safe and open seats, and the stations that matter most, as JSON."""

from collections.abc import Iterable, Mapping
from typing import Any

from api.http.provenance import stamp
from models.errors import BadInput, NotFound
from models.packs.config import BallotConfig
from models.rules.bounds import Rule, SeatBounds, most_important, seat_bounds
from models.rules.house import Counted, CountedHouse, District, SeatMethod
from models.rules.president import PresidentialOutcome, decide
from models.rules.seats import SeatAllocation
from models.stores.base import areas, elections
from models.stores.base.areas import Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.recap.recap import Question
from models.stores.seats import counted_house as house
from models.stores.seats import outlook
from models.stores.seats.outlook import Unsettled

Gaps = dict[int, tuple[str, int]]
"""Open contests by id: code, and the votes that the closest seat hangs on."""


async def can_it_change(
    tx: Transaction,
    question: Question,
    election: str | None = None,
    most: int = 20,
    made_for: str = "",
) -> dict[str, object]:
    """Bounds of every contest asked for; raises NotFound, BadInput."""
    loaded, config, area = await place(tx, question, election)
    about = (loaded, question.ballot, question.trust)
    parts = await outlook.unsettled(tx, *about)
    counted = await house.counted_house(tx, *about, parts)
    shown = await asked_for(tx, question, area, counted)
    gaps: Gaps = {}
    if config.seats is SeatMethod.MAJORITY:
        body, gaps = await _president(tx, loaded, question, counted, parts)
    elif config.seats is SeatMethod.PLURALITY:
        body = {"rows": [_persons(one, gaps) for one in shown]}
    else:
        body = {"rows": _parties(counted, {one.contest for one in shown}, gaps)}
    found = await outlook.watched(tx, loaded, area, gaps, question.trust, most)
    return {
        **heading(loaded, question, area, shown, made_for),
        **body,
        "stations": _stations(found, gaps),
    }


async def place(
    tx: Transaction, question: Question, election: str | None
) -> tuple[LoadedElection, BallotConfig, Area]:
    """What a question is about; raises NotFound, BadInput where no seat hangs on the ballot."""
    loaded = await elections.election(tx, election)
    config = house.ballot_of(loaded, question.ballot)
    if question.area and question.district:
        raise BadInput("either an area or a district, not both")
    code = question.area or await areas.top(tx, loaded.id)
    return loaded, config, await areas.area(tx, loaded.id, code)


def heading(
    loaded: LoadedElection,
    question: Question,
    area: Area,
    counted: Iterable[Counted],
    made_for: str = "",
) -> dict[str, object]:
    """What stands above every answer: of what, how complete, when, by and for whom."""
    shown = list(counted)
    names = ("stations", "reported", "confirmed", "disputed")
    return {
        "election": loaded.code,
        "ballot": question.ballot.value,
        "area": None if question.district else area.code,
        "district": question.district,
        "trust": question.trust.value,
        "coverage": {name: sum(getattr(one, name) for one in shown) for name in names},
        "outstanding_ballots": sum(one.district.outstanding for one in shown),
        **stamp(loaded, made_for),
    }


async def asked_for(
    tx: Transaction, question: Question, area: Area, counted: CountedHouse
) -> list[Counted]:
    """The contests of the district or area asked for; raises NotFound."""
    if question.district:
        shown = [one for one in counted.counted if one.district.code == question.district]
        if not shown:
            raise NotFound("there is no such district", district=question.district)
        return shown
    voted = await outlook.voted_in(tx, area)
    shown = [one for one in counted.counted if one.contest in voted]
    if not shown:
        raise NotFound("nobody votes on this ballot there", ballot=question.ballot.value)
    return shown


def _parties(counted: CountedHouse, wanted: set[int], gaps: Gaps) -> list[dict[str, object]]:
    """Districts asked for; all are looked at, for the threshold hangs on the whole nation."""
    places, rows = counted.by_code, []
    for found in counted.seated().districts:
        one = places[found.district.code]
        if one.contest not in wanted:
            continue
        if found.bounds.between:
            gaps[one.contest] = (found.district.code, _gap(found.allocation))
        seats = dict(found.allocation.seats)
        rows.append(_row(one, found.bounds, seats, gaps.get(one.contest)))
    return rows


def _gap(allocation: SeatAllocation) -> int:
    runner_up = allocation.next
    return (allocation.needs(runner_up) or 1) if runner_up else 1


def _persons(counted: Counted, gaps: Gaps) -> dict[str, object]:
    """A ballot for persons (DPD, Pilkada): those with most votes take the seats."""
    one = counted.district
    bounds = seat_bounds(one.firm, one.size, one.outstanding, Rule.MOST_VOTES)
    ranked = sorted(one.votes, key=lambda code: -one.votes[code])
    now = dict.fromkeys([code for code in ranked[: one.size] if one.votes[code]], 1)
    if bounds.between:
        gaps[counted.contest] = (one.code, _lead(one, ranked))
    return _row(counted, bounds, now, gaps.get(counted.contest))


def _lead(one: District, ranked: list[str]) -> int:
    if len(ranked) <= one.size:
        return 1
    return one.votes[ranked[one.size - 1]] - one.votes[ranked[one.size]] + 1


def _row(
    counted: Counted, bounds: SeatBounds, now: dict[str, int], gap: tuple[str, int] | None
) -> dict[str, object]:
    one = counted.district
    return {
        "code": one.code,
        "name": one.name,
        "size": one.size,
        "stations": counted.stations,
        "reported": counted.reported,
        "confirmed": counted.confirmed,
        "disputed": counted.disputed,
        "outstanding_ballots": one.outstanding,
        "seats": now,
        "safe": dict(bounds.safe),
        "open": bounds.open_seats,
        "between": list(bounds.between),
        "ranges": {
            code: [span.low, span.high] for code, span in bounds.ranges.items() if span.high
        },
        "gap": gap[1] if gap else None,
    }


async def _president(
    tx: Transaction,
    loaded: LoadedElection,
    question: Question,
    counted: CountedHouse,
    parts: Mapping[tuple[int, str], Unsettled],
) -> tuple[dict[str, Any], Gaps]:
    """UU 7/2017 art. 416: first round, and who may be in the second."""
    [whole] = counted.counted
    about = (loaded, question.ballot, question.trust)
    outcome = decide(*await house.provinces(tx, *about, parts))
    one = whole.district
    runoff = seat_bounds(one.firm, 2, one.outstanding, Rule.MOST_VOTES)
    settled = any(pair.safe for pair in outcome.pairs.values())
    first_open = not settled and any(pair.possible for pair in outcome.pairs.values())
    open_ = first_open or (not settled and bool(runoff.between))
    gap = _half(outcome, runoff if not first_open else None)
    pairs = {
        code: {
            "votes": pair.votes,
            "provinces": pair.provinces,
            "elected": pair.elected,
            "safe": pair.safe,
            "possible": pair.possible,
        }
        for code, pair in outcome.pairs.items()
    }
    body = {
        "winner": outcome.winner,
        "open": open_,
        "provinces": outcome.provinces,
        "needed": outcome.needed,
        "pairs": pairs,
        "second_round": {"safe": list(runoff.safe), "between": list(runoff.between)},
        "gap": gap if open_ else None,
    }
    return body, ({whole.contest: (one.code, gap)} if open_ else {})


def _half(outcome: PresidentialOutcome, runoff: SeatBounds | None) -> int:
    """Votes from which the leader passes or loses half; else between second and third pair."""
    votes = sorted((pair.votes for pair in outcome.pairs.values()), reverse=True)
    if runoff is not None and len(votes) > 2:
        return votes[1] - votes[2] + 1
    return abs(2 * votes[0] - outcome.valid) + 1 if votes else 1


def _stations(found: list[outlook.Watched], gaps: Gaps) -> list[dict[str, object]]:
    by_code = dict(gaps.values())
    names = {(one.station.contest, one.station.code): one for one in found}
    rows = []
    for station, weight in most_important((one.station for one in found), by_code):
        one = names[station.contest, station.code]
        rows.append(
            {
                "station": station.code,
                "name": one.name,
                "contest": station.contest,
                "state": one.state or "missing",
                "ballots": station.ballots,
                "weight": round(weight, 3),
            }
        )
    return rows

"""Can it still change? Safe and open seats, and the stations that matter most, as JSON."""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from api.http.provenance import stamp
from api.seats import ABROAD
from models.errors import BadInput, NotFound
from models.packs.config import BallotConfig, SeatMethod
from models.rules.bounds import Rule, SeatBounds, most_important, seat_bounds
from models.rules.house import District, seat
from models.rules.president import PresidentialOutcome, Province, decide
from models.rules.seats import Method, SeatAllocation
from models.stores.base import areas, elections
from models.stores.base.areas import Area
from models.stores.base.elections import LoadedElection
from models.stores.base.session import Session
from models.stores.recap import recap
from models.stores.recap.own_count import Counted
from models.stores.recap.recap import Question
from models.stores.seats import outlook
from models.stores.seats.outlook import Unsettled
from models.values import Level, Trust

Gaps = dict[int, tuple[str, int]]
"""Open contests by id: code, and the votes that the closest seat hangs on."""


async def can_it_change(
    session: Session,
    question: Question,
    election: str | None = None,
    most: int = 20,
    made_for: str = "",
) -> dict[str, Any]:
    """Bounds of every contest asked for; raises NotFound, BadInput."""
    loaded, config, area = await place(session, question, election)
    about = (loaded, question.ballot, question.trust)
    parts = await outlook.unsettled(session, *about)
    counted = await outlook.districts(session, *about, parts)
    shown = await asked_for(session, question, area, counted)
    gaps: Gaps = {}
    if config.seats is SeatMethod.MAJORITY:
        body, gaps = await _president(session, loaded, question, counted, parts)
    elif config.seats is SeatMethod.PLURALITY:
        body = {"rows": [_persons(id_, one, gaps) for id_, one in shown]}
    else:
        body = {"rows": _parties(config, counted, {id_ for id_, _ in shown}, gaps)}
    found = await outlook.watched(session, loaded, area, gaps, question.trust, most)
    return {
        **heading(loaded, question, area, (one for _, one in shown), made_for),
        **body,
        "stations": _stations(found, gaps),
    }


async def place(
    session: Session, question: Question, election: str | None
) -> tuple[LoadedElection, BallotConfig, Area]:
    """What a question is about; raises NotFound, BadInput where no seat hangs on the ballot."""
    loaded = await elections.election(session, election)
    config = next((one for one in loaded.config.ballots if one.code == question.ballot), None)
    if config is None:
        raise NotFound("the election has no such ballot", ballot=question.ballot.value)
    if config.seats is SeatMethod.NONE:
        raise BadInput("this ballot fills no seats", ballot=question.ballot.value)
    if question.area and question.district:
        raise BadInput("either an area or a district, not both")
    code = question.area or await areas.top(session, loaded.id)
    return loaded, config, await areas.area(session, loaded.id, code)


def heading(
    loaded: LoadedElection,
    question: Question,
    area: Area,
    counted: Iterable[Counted],
    made_for: str = "",
) -> dict[str, Any]:
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
    session: Session, question: Question, area: Area, counted: list[tuple[int, Counted]]
) -> list[tuple[int, Counted]]:
    """The contests of the district or area asked for; raises NotFound."""
    if question.district:
        shown = [one for one in counted if one[1].district.code == question.district]
        if not shown:
            raise NotFound("there is no such district", district=question.district)
        return shown
    voted = await outlook.voted_in(session, area)
    shown = [one for one in counted if one[0] in voted]
    if not shown:
        raise NotFound("nobody votes on this ballot there", ballot=question.ballot.value)
    return shown


def _parties(
    config: BallotConfig, counted: list[tuple[int, Counted]], wanted: set[int], gaps: Gaps
) -> list[dict[str, Any]]:
    """Districts asked for; all are looked at, for the threshold hangs on the whole nation."""
    ids = {one.district.code: (id_, one) for id_, one in counted}
    method = Method(config.seats.value)
    house = seat((one.district for _, one in counted), method, Fraction(str(config.threshold)))
    rows = []
    for found in house.districts:
        id_, one = ids[found.district.code]
        if id_ not in wanted:
            continue
        if found.bounds.between:
            gaps[id_] = (found.district.code, _gap(found.allocation))
        rows.append(_row(one, found.bounds, dict(found.allocation.seats), gaps.get(id_)))
    return rows


def _gap(allocation: SeatAllocation) -> int:
    runner_up = allocation.next
    return (allocation.needs(runner_up) or 1) if runner_up else 1


def _persons(id_: int, counted: Counted, gaps: Gaps) -> dict[str, Any]:
    """A ballot for persons (DPD, Pilkada): those with most votes take the seats."""
    one = counted.district
    bounds = seat_bounds(one.firm, one.size, one.outstanding, Rule.MOST_VOTES)
    ranked = sorted(one.votes, key=lambda code: -one.votes[code])
    now = dict.fromkeys([code for code in ranked[: one.size] if one.votes[code]], 1)
    if bounds.between:
        gaps[id_] = (one.code, _lead(one, ranked))
    return _row(counted, bounds, now, gaps.get(id_))


def _lead(one: District, ranked: list[str]) -> int:
    if len(ranked) <= one.size:
        return 1
    return one.votes[ranked[one.size - 1]] - one.votes[ranked[one.size]] + 1


def _row(
    counted: Counted, bounds: SeatBounds, now: dict[str, int], gap: tuple[str, int] | None
) -> dict[str, Any]:
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
    session: Session,
    loaded: LoadedElection,
    question: Question,
    counted: list[tuple[int, Counted]],
    parts: Mapping[tuple[int, str], Unsettled],
) -> tuple[dict[str, Any], Gaps]:
    """UU 7/2017 art. 416: first round, and who may be in the second."""
    [(id_, whole)] = counted
    provinces = await _provinces(session, loaded, question, id_, parts)
    abroad = provinces.pop(ABROAD, None)
    outcome = decide(provinces, abroad)
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
    return body, ({id_: (one.code, gap)} if open_ else {})


async def _provinces(
    session: Session,
    loaded: LoadedElection,
    question: Question,
    contest: int,
    parts: Mapping[tuple[int, str], Unsettled],
) -> dict[str, Province]:
    """Settled votes and open ballots by province, abroad among them."""
    asked = Question(question.ballot, level=Level.PROVINSI.value, trust=question.trust)
    scope = await recap.understand(session, asked, loaded.code)
    found = {}
    async for row in recap.rows(session, scope):
        part = parts.get((contest, row.code), Unsettled())
        counted = row.reported if question.trust is Trust.ANY else row.confirmed
        ballots = part.ballots(loaded, row.stations - counted, row.voters - row.voters_reported)
        found[row.code] = Province(part.firm(row.votes), ballots)
    return found


def _half(outcome: PresidentialOutcome, runoff: SeatBounds | None) -> int:
    """Votes from which the leader passes or loses half; else between second and third pair."""
    votes = sorted((pair.votes for pair in outcome.pairs.values()), reverse=True)
    if runoff is not None and len(votes) > 2:
        return votes[1] - votes[2] + 1
    return abs(2 * votes[0] - outcome.valid) + 1 if votes else 1


def _stations(found: list[outlook.Watched], gaps: Gaps) -> list[dict[str, Any]]:
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

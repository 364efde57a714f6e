"""Differences weighed by what they would do to the seats of their contest, the heaviest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import text

from models.rules.house import SeatMethod
from models.rules.seat_effect import Effect, Outcome, Standing, added, standings
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout
from models.stores.official.comparison import Compared
from models.stores.seats.counted_house import counted_house
from models.values import Ballot

_CONTESTS = text("""
select a.code, array_agg(x.contest_id) as contests
from area a join contest_area x on x.area_id = a.id
where a.election_id = :election and a.code = any(:codes) and x.contest_id = any(:contests)
group by a.code
union all
select s.code, array(select unnest(coalesce(s.contests, k.contests))
                     intersect select unnest(cast(:contests as int[])))
from station s join area k on k.id = s.kelurahan_id
where s.election_id = :election and s.code = any(:codes)
""")


@dataclass(frozen=True, slots=True)
class Weighed:
    """A place's difference with its contest (None where it spans several) and its effect."""

    compared: Compared
    contest: str | None
    effect: Effect


@dataclass(frozen=True, slots=True)
class Together:
    """What all differences of a contest together would do."""

    contest: str
    effect: Effect


async def weigh(
    tx: Transaction,
    election: LoadedElection,
    ballot: Ballot,
    known: Mapping[int, Layout],
    found: Iterable[Compared],
) -> tuple[list[Weighed], list[Together]]:
    """Places in order of their effect on seats: moved seats, then persons, then votes by margin.

    Seats are those of the own count of now. A place in several contests is measured against the
    closest of their seats, since its difference may lie there.
    """
    places = list(found)
    counted = await _standings(tx, election, ballot)
    now = {code: standing.now() for code, standing in counted.items()}
    contests = await _contests(tx, election, known, places)
    weighed = [_weighed(one, contests.get(one.code, ()), counted, now) for one in places]
    weighed.sort(key=lambda one: _order(one.effect, one.compared.shift.weight, one.compared.code))
    by_contest: dict[str, list[Compared]] = {}
    for one in weighed:
        if one.contest is not None and one.compared.shift.differences:
            by_contest.setdefault(one.contest, []).append(one.compared)
    together = [
        Together(code, _together(counted[code], now[code], parts))
        for code, parts in by_contest.items()
        if code in counted
    ]
    return weighed, sorted(together, key=lambda one: _order(one.effect, 0, one.contest))


def _order(effect: Effect, weight: int, code: str) -> tuple[int, int, float, int, str]:
    seats, persons, share = effect.rank
    return -seats, -persons, -share, -weight, code


def _weighed(
    one: Compared,
    contests: tuple[str, ...],
    counted: Mapping[str, Standing],
    now: Mapping[str, Outcome],
) -> Weighed:
    fit = [code for code in contests if code in counted]
    weight = one.shift.weight
    if len(contests) == 1 and fit:
        effect = counted[fit[0]].effect(now[fit[0]], one.shift.differences, weight)
        return Weighed(one, contests[0], effect)
    margins = [margin for code in fit if (margin := now[code].margin) is not None]
    margin = min(margins, default=None)
    share = weight / max(margin, 1) if margin is not None else 0.0
    return Weighed(
        one, contests[0] if len(contests) == 1 else None, Effect({}, (), (), margin, share)
    )


def _together(standing: Standing, now: Outcome, parts: list[Compared]) -> Effect:
    weight = sum(one.shift.weight for one in parts)
    return standing.effect(now, added(one.shift.differences for one in parts), weight)


async def _standings(
    tx: Transaction, election: LoadedElection, ballot: Ballot
) -> dict[str, Standing]:
    config = next((one for one in election.config.ballots if one.code == ballot), None)
    if config is None or config.seats is SeatMethod.NONE:
        return {}
    house = await counted_house(tx, election, ballot)
    return standings(house.districts, house.rules.how.value, house.rules.threshold)


async def _contests(
    tx: Transaction,
    election: LoadedElection,
    known: Mapping[int, Layout],
    places: list[Compared],
) -> dict[str, tuple[str, ...]]:
    """The codes of the contests that each place votes in, among those asked about."""
    if len(known) == 1:
        only = (next(iter(known.values())).code,)
        return {one.code: only for one in places}
    given = {
        "election": election.id,
        "codes": [one.code for one in places],
        "contests": list(known),
    }
    rows = await tx.execute(_CONTESTS, given)
    return {row.code: tuple(known[id_].code for id_ in row.contests) for row in rows}

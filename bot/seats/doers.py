"""Answers KURSI: seats of the districts that an area votes in, safe and open, as counted now."""

import asyncio

from bot.base.asked_areas import Asked, area_of, election_of, own_code, zone_of
from bot.base.capability import Doer
from bot.base.work import Work, held_by
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import SummaryRefused
from bot.seats.talk.effects import AskSeats
from bot.seats.talk.outcomes import DistrictTold, HouseTold, Seated, SeatsTold
from models.packs.config import BallotConfig
from models.rules.house import Counted, DistrictSeats
from models.rules.rights import Action, paths
from models.stores.base import elections
from models.stores.base.areas import Area
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import layouts
from models.stores.seats import counted_house as house
from models.stores.seats import districts, outlook

MOST = 4
"""Districts told one by one; more are told together."""


async def tell_seats(work: Work, effect: AskSeats) -> Outcome:
    """The seats of the area that is meant, or a question back."""
    try:
        election = await election_of(work, counted=True)
        area = await area_of(work, election, "kursi", effect.place, effect.code, effect.ballot)
        return await _told(work, election, area, effect.ballot)
    except Asked as asked:
        return asked.outcome


async def _told(work: Work, election: LoadedElection, area: Area, ballot: str) -> Outcome:
    voted = await outlook.voted_in(work.tx, area)
    houses = [one for one in election.config.ballots if one.house.by_quotient]
    asked = [one for one in houses if not ballot or one.code == ballot]
    if not asked:
        return SummaryRefused(code="no_seats", area=area.title)
    found: list[HouseTold] = []
    own = paths(await held_by(work), Action.SEE)
    seen, wider = await districts.inside(work.tx, voted, own), False
    for one in asked:
        here = await _districts_of(work, election, one, voted)
        mine = {id_: code for id_, code in here.items() if id_ in seen}
        wider = wider or len(mine) < len(here)
        # Without a ballot's name a large area would be all districts of the country.
        if mine and (ballot or len(mine) <= MOST):
            found.append(await _house(work, election, one, mine))
    if wider and not found:
        return SummaryRefused(code="wider_district", area=area.title)
    return SeatsTold(
        area=area.title,
        code=area.code,
        at=work.turn.now,
        zone=await zone_of(work, election, area),
        houses=tuple(found),
        ballots=tuple(one.code.value for one in houses) if not ballot else (),
    )


async def _districts_of(
    work: Work, election: LoadedElection, config: BallotConfig, voted: set[int]
) -> dict[int, str]:
    """The districts of a ballot that an area votes in: codes by contest."""
    known = await layouts(work.tx, election, config.code)
    return {id_: one.code for id_, one in known.items() if id_ in voted}


async def _house(
    work: Work, election: LoadedElection, config: BallotConfig, contests: dict[int, str]
) -> HouseTold:
    """One ballot's districts of an area.

    All districts are counted, because a threshold is a share of the nation.
    """
    counted = await house.settled_house(work.tx, election, config.code)
    mine = {code: one for code, one in counted.by_code.items() if one.contest in contests}
    seated = await asyncio.to_thread(counted.seated, set(mine))
    names = await _names(work, list(contests))
    told = [_district(one, mine[one.district.code], names) for one in seated.districts]
    whole = told if len(told) <= MOST else [_together(told)]
    own = own_code(election, config.code)
    return HouseTold(config.code.value, tuple(whole), own)


async def _names(work: Work, contests: list[int]) -> dict[str, str]:
    found = await elections.contests(work.tx, contests)
    return {
        one.code: one.short or one.name for contest in found.values() for one in contest.parties()
    }


def _district(one: DistrictSeats, counted: Counted, names: dict[str, str]) -> DistrictTold:
    tie = one.allocation.tie
    return DistrictTold(
        name=one.district.name,
        size=one.district.size,
        stations=counted.stations,
        reported=counted.reported,
        seats=tuple(Seated(code, names[code], won) for code, won in _ranked(one.allocation.seats)),
        safe=sum(one.bounds.safe.values()),
        open=one.bounds.open_seats,
        between=tuple(names[code] for code in one.bounds.between),
        tied=tuple(names[code] for code in tie.parties) if tie else (),
        unfilled=tuple(
            Seated(code, names[code], found.unfilled)
            for code, found in one.elected.items()
            if found.unfilled
        ),
    )


def _ranked(seats: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(seats.items(), key=lambda item: -item[1])


def _together(told: list[DistrictTold]) -> DistrictTold:
    """Many districts as one line of each party's seats."""
    seats: dict[str, Seated] = {}
    for one in told:
        for row in one.seats:
            before = seats[row.code].seats if row.code in seats else 0
            seats[row.code] = row._replace(seats=before + row.seats)
    return DistrictTold(
        count=len(told),
        size=sum(one.size for one in told),
        stations=sum(one.stations for one in told),
        reported=sum(one.reported for one in told),
        seats=tuple(sorted(seats.values(), key=lambda row: -row.seats)),
        safe=sum(one.safe for one in told),
        open=sum(one.open for one in told),
    )


DOERS: dict[type[Effect], Doer] = {AskSeats: tell_seats}

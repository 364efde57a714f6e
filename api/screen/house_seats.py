"""Seats of a ballot as counted now, or as they would be: half-circle, quotients, margins, what-if.

Districts are shown that lie in the own area as a whole, as in chat and API; all of them count for
the threshold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from models.errors import NotFound
from models.packs.config import BallotConfig
from models.rules.house import Counted, CountedHouse, DistrictSeats, House, HouseRules, SeatMethod
from models.rules.rights import Action, Held, may, paths
from models.rules.seats import Method
from models.stores.base import elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.seats import counted_house as counting
from models.stores.seats import districts, left_out
from models.stores.seats.left_out import StationShare
from models.values import Ballot, Trust

MOST_HIDDEN = 50
"""Stations that may be left out at once."""


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What is asked to be otherwise: None as in the law; `hidden` are codes of stations, each once.

    At most `MOST_HIDDEN` of them.
    """

    method: Method | None = None
    threshold: Fraction | None = None
    hidden: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether anything is otherwise."""
        return self.method is not None or self.threshold is not None or bool(self.hidden)


@dataclass(frozen=True, slots=True)
class Quotient:
    """A line of the quotient table: the seat's number, who has it, with how much."""

    number: int
    party: str
    quotient: float


@dataclass(frozen=True, slots=True)
class DistrictShown:
    """A district with how complete it is, its seats, and the votes that they hang on.

    `needs` votes for one more seat, `margins` that can be lost, by party.
    """

    counted: Counted
    seats: DistrictSeats
    quotients: tuple[Quotient, ...]
    needs: Mapping[str, int | None]
    margins: Mapping[str, int | None]


@dataclass(frozen=True, slots=True)
class HouseShown:
    """The page: `before` are the seats by the law and of all stations, where something is asked."""

    config: BallotConfig
    rules: HouseRules
    house: House
    districts: tuple[DistrictShown, ...]
    seats: Mapping[str, int]
    before: Mapping[str, int]
    names: Mapping[str, str]
    whole: bool


async def house_shown(
    tx: Transaction,
    loaded: LoadedElection,
    ballot: Ballot,
    trust: Trust,
    held: tuple[Held, ...],
    asked: WhatIf,
) -> HouseShown:
    """The seats that this viewer may see. Raises NotFound, BadInput for no ballot with seats."""
    config = counting.ballot_of(loaded, ballot)
    if not config.house.by_quotient:
        raise NotFound("this ballot's seats are not shared by quotients", ballot=ballot.value)
    counted = await counting.settled_house(tx, loaded, ballot, trust)
    ids = [one.contest for one in counted.counted]
    inside = await districts.inside(tx, ids, paths(held, Action.SEE))
    mine = {one.district.code for one in counted.counted if one.contest in inside}
    other = CountedHouse(_rules(config.house, asked), counted.counted)
    if asked.hidden:
        hidden = await _hidden(tx, loaded, (ballot, trust), held, asked.hidden)
        other = left_out.without(other, hidden)
    house = other.seated(mine)
    before = counted.seated(mine).seats if asked.asked else house.seats
    return HouseShown(
        config=config,
        rules=other.rules,
        house=house,
        districts=tuple(_shown(other.by_code[one.district.code], one) for one in house.districts),
        seats=_by_number(house.seats),
        before=before,
        names=await elections.choice_names(tx, loaded.code, ballot),
        whole=len(mine) == len(counted.counted),
    )


def _rules(law: HouseRules, asked: WhatIf) -> HouseRules:
    how = SeatMethod(asked.method.value) if asked.method else law.how
    return HouseRules(how, law.threshold if asked.threshold is None else asked.threshold)


def _by_number(seats: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(seats.items(), key=lambda one: (len(one[0]), one[0])))


def _shown(counted: Counted, seats: DistrictSeats) -> DistrictShown:
    found = seats.allocation
    return DistrictShown(
        counted=counted,
        seats=seats,
        quotients=tuple(
            Quotient(number, one.party, float(one.quotient))
            for number, one in enumerate(found.order, 1)
        ),
        needs={party: found.needs(party) for party in found.votes} if found.order else {},
        margins={party: found.margin(party) for party in found.seats},
    )


async def _hidden(
    tx: Transaction,
    loaded: LoadedElection,
    question: tuple[Ballot, Trust],
    held: tuple[Held, ...],
    codes: tuple[str, ...],
) -> list[StationShare]:
    """The stations that are left out. Raises NotFound for one that may not be seen."""
    found = await left_out.shares(tx, loaded, *question, codes)
    seen = {one.code for one in found if may(held, Action.SEE, one.path)}
    for code in codes:
        if code not in seen:
            raise NotFound("there is no such station", station=code)
    return found

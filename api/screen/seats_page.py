"""The page of seats: /screen/seats."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.deps import TheDatabase
from api.screen.frame import ScreenRoute, screen_page
from api.screen.gate import TheSight, TheViewer
from api.screen.half_circle import half_circle
from api.screen.house_seats import MOST_HIDDEN, WhatIf, house_shown
from models.rules.quickcount import require_publication
from models.rules.seats import Method
from models.stores.base import elections
from models.values import Ballot, Trust

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)

_QUOTIENTS = {one.value for one in Method}
_PER_CENT = re.compile(r"([0-9]{1,3}(?:[.,][0-9]{1,4})?) ?%?")
NAMES = {"sainte-lague": "Sainte-Lague", "hare": "Hare", "dhondt": "D'Hondt"}
"""The methods as books name them."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed into the form, and what it asks."""

    method: str
    threshold: str
    hidden: str
    asked: WhatIf
    wrong: str = ""
    """The key of the sentence about what cannot be; the seats are then those of the law."""


def the_typed(
    method: Annotated[str, Query(max_length=80)] = "",
    threshold: Annotated[str, Query(max_length=80)] = "",
    hidden: Annotated[str, Query(max_length=4000)] = "",
) -> Typed:
    """The what-if of the address."""
    other = Method(method) if method in _QUOTIENTS else None
    stations = tuple(dict.fromkeys(hidden.replace(",", " ").split()))
    share = _share(threshold)
    wrong = ""
    if method and other is None:
        wrong = "seats.wrong_method"
    elif threshold.strip() and share is None:
        wrong = "seats.wrong_threshold"
    elif len(stations) > MOST_HIDDEN:
        wrong = "seats.wrong_hidden"
    asked = WhatIf() if wrong else WhatIf(other, share, stations)
    return Typed(method, threshold, hidden, asked, wrong)


@router.get("/seats")
async def seats(
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    database: TheDatabase,
    typed: Annotated[Typed, Depends(the_typed)],
    ballot: Ballot | None = None,
    trust: Trust = Trust.ANY,
) -> Response:
    """Seats as counted, and as they would be by another method, threshold, without some stations.

    Raises PublicationLocked before the hour in the election's pack.
    """
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        require_publication(datetime.now(UTC), loaded.config.publication.not_before)
        houses = [one for one in loaded.config.ballots if one.house.by_quotient]
        if not houses:
            return screen_page("seats.html", viewer, request, it=None, houses=[])
        chosen = ballot or Ballot(houses[0].code)
        held = viewer.caller.roles(loaded.id)
        it = await house_shown(tx, loaded, chosen, trust, held, typed.asked)
    await sight.seen.note(viewer.caller, sight.route, f"ballot:{chosen.value}")
    return screen_page(
        "seats.html",
        viewer,
        request,
        it=it,
        houses=houses,
        circle=half_circle(it.seats),
        asked=typed.asked,
        trust=trust.value,
        given=typed,
        methods=NAMES,
    )


def _share(typed: str) -> Fraction | None:
    """A threshold as it is typed, in per cent: 4 or 2,5; None for nothing or what is no share."""
    plain = _PER_CENT.fullmatch(typed.strip())
    share = Fraction(plain[1].replace(",", ".")) / 100 if plain else None
    return share if share is not None and share < 1 else None

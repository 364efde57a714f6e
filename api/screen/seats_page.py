"""The page of seats: /screen/seats."""

from datetime import UTC, datetime
from fractions import Fraction
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.http.deps import TheDatabase
from api.screen.frame import ScreenRoute, screen_page
from api.screen.gate import TheSight, TheViewer
from api.screen.half_circle import half_circle
from api.screen.house_seats import WhatIf, house_shown
from models.rules.quickcount import require_publication
from models.rules.seats import Method
from models.stores.base import elections
from models.values import Ballot, Trust

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)

_QUOTIENTS = {one.value for one in Method}


@router.get("/seats")
async def seats(
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    database: TheDatabase,
    ballot: Ballot | None = None,
    trust: Trust = Trust.ANY,
    method: Annotated[str, Query(max_length=20)] = "",
    threshold: Annotated[str, Query(max_length=8)] = "",
    hidden: Annotated[str, Query(max_length=1000)] = "",
) -> Response:
    """Seats as counted, and as they would be by another method, threshold, without some stations.

    Raises PublicationLocked before the hour in the election's pack.
    """
    asked = WhatIf(
        Method(method) if method in _QUOTIENTS else None,
        _share(threshold),
        tuple(hidden.replace(",", " ").split()),
    )
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        require_publication(datetime.now(UTC), loaded.config.publication.not_before)
        houses = [one for one in loaded.config.ballots if one.house.by_quotient]
        if not houses:
            return screen_page("seats.html", viewer, request, it=None, houses=[])
        chosen = ballot or Ballot(houses[0].code)
        held = viewer.caller.roles(loaded.id)
        it = await house_shown(tx, loaded, chosen, trust, held, asked)
    await sight.seen.note(viewer.caller, sight.route, f"ballot:{chosen.value}")
    return screen_page(
        "seats.html",
        viewer,
        request,
        it=it,
        houses=houses,
        circle=half_circle(it.seats),
        asked=asked,
        trust=trust.value,
        given={"method": method, "threshold": threshold, "hidden": hidden},
        methods=[one.value for one in Method],
    )


def _share(typed: str) -> Fraction | None:
    """A threshold as it is typed, in per cent: 4 or 2,5; None for nothing or what is no share."""
    try:
        share = Fraction(typed.strip().replace(",", ".")) / 100
    except (ValueError, ZeroDivisionError):
        return None
    return share if 0 <= share < 1 else None

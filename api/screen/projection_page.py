"""Where the count may end: a guess, on a page of its own and marked as one (/screen/projection)."""

from collections.abc import Mapping
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.http.answers import Asked
from api.http.deps import TheDatabase
from api.http.recap_state import the_recap_state
from api.http.value_kinds import Word
from api.screen.frame import ScreenRoute, screen_page
from api.screen.gate import TheSight, TheViewer
from api.screen.shared_making import Shared
from models.packs.config import BallotConfig
from models.rules.house import SeatMethod
from models.stores.base import elections
from models.stores.base.database import Database
from models.stores.recap.recap import Question
from models.values import Ballot, Level, Trust

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)

SLOWLY = 120.0
"""Seconds for which a projection is good: it takes seconds of a processor."""
DRAWS = 400
"""Fewer than the API's and the command's 1,000 (api/projection.py): whoever opened it waits."""
LITTLE_SHARE, LITTLE_STATIONS = 0.05, 30
"""Below either of them a projection says little: which stations are in first is no chance, and its
interval knows nothing of that."""


def the_projections(request: Request) -> Shared[dict[str, object]]:
    """The projections of this process."""
    state = request.app.state
    if not hasattr(state, "screen_projections"):
        state.screen_projections = Shared(the_recap_state(request.app), slowly=SLOWLY)
    shared: Shared[dict[str, object]] = state.screen_projections
    return shared


@router.get("/projection")
async def projection(
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    database: TheDatabase,
    shared: Annotated[Shared[dict[str, object]], Depends(the_projections)],
    ballot: Ballot | None = None,
    area: Word | None = None,
    run: str = "",
) -> Response:
    """Shares with their 90 % interval and chances of seats; drawn only when asked (`run`).

    Raises PublicationLocked before the hour in the election's pack, NotYourArea.
    """
    _, place = await sight.place(None, area)
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
    ballots = [one for one in loaded.config.ballots if one.seats is not SeatMethod.NONE]
    chosen = ballot or next((Ballot(one.code) for one in ballots), None)
    found: dict[str, object] | None = None
    names: dict[str, str] = {}
    if run and chosen is not None:
        asked = await sight.contests(Asked(Question(chosen, place.code, trust=Trust.ANY)))
        found = await shared.get(asked, partial(_drawn, database, asked.question))
        async with database.transaction() as tx:
            names = await elections.choice_names(tx, loaded.code, chosen)
    return screen_page(
        "projection.html",
        viewer,
        request,
        it=found,
        names=names,
        ballots=ballots,
        chosen=_of(ballots, chosen),
        by_share=_by_share,
        says_little=found is not None and _says_little(found),
        place=place,
        whole=place.level is Level.NATION,
    )


async def _drawn(database: Database, question: Question) -> dict[str, object]:
    from api.projection import projected  # numpy, which no other page needs

    async with database.transaction() as tx:
        return await projected(tx, question, None, DRAWS, 0)


def _by_share(choices: Mapping[str, Mapping[str, float]]) -> list[tuple[str, Mapping[str, float]]]:
    """Pairs, persons and parties, the largest share first; no candidates within a party's list."""
    main = [one for one in choices.items() if "." not in one[0]]
    return sorted(main, key=lambda one: -one[1]["share"])


def _says_little(found: Mapping[str, object]) -> bool:
    coverage = found["coverage"]
    assert isinstance(coverage, dict)
    reported, stations = coverage["reported"], coverage["stations"]
    return bool(reported < LITTLE_STATIONS or reported < LITTLE_SHARE * stations)


def _of(ballots: list[BallotConfig], chosen: Ballot | None) -> BallotConfig | None:
    return next((one for one in ballots if one.code == chosen), None)

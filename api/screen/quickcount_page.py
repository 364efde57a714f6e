"""A quick count on a page of its own, marked as one: /screen/quickcount.

The address holds all that draws it (size and public word), so that it can be repeated and shared.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api.http.deps import TheDatabase
from api.http.recap_state import the_recap_state
from api.quickcount import Sample, Stated, quick_count
from api.screen.frame import ScreenRoute, screen_page
from api.screen.gate import TheSight, TheViewer
from api.screen.shared_making import Shared
from models.errors import BadInput
from models.packs.config import BallotConfig
from models.rules.quickcount import require_publication
from models.stores.base import areas, elections
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection
from models.stores.seats import sampling
from models.values import Ballot

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)

SLOWLY = 30.0
"""Seconds for which a quick count is good: a nation's stations are put in order for it."""
SIZE, MOST = 2_000, 20_000
PROVINSI = 1
"""The level of the strata, in which stations that do not answer are made up for."""
HARDLY = 0.8
"""Below this share of its stations a sample may still lean to those that are quick."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """What the address asks: how many stations, the public word, who pays; `ballot`: of which."""

    size: int
    seed: str
    funding: str
    ballot: Ballot | None

    @property
    def complete(self) -> bool:
        """Whether all is there that has to be told with a quick count."""
        return bool(self.seed.strip() and self.funding.strip())


def the_drawn(
    size: Annotated[int, Query(ge=1, le=MOST)] = SIZE,
    seed: Annotated[str, Query(max_length=80)] = "",
    funding: Annotated[str, Query(max_length=200)] = "",
    ballot: Ballot | None = None,
) -> Drawn:
    """What the address asks."""
    return Drawn(size, seed.strip(), funding.strip(), ballot)


def the_quick_counts(request: Request) -> Shared[dict[str, object]]:
    """The quick counts of this process."""
    state = request.app.state
    if not hasattr(state, "screen_quick_counts"):
        state.screen_quick_counts = Shared(the_recap_state(request.app), slowly=SLOWLY)
    shared: Shared[dict[str, object]] = state.screen_quick_counts
    return shared


@router.get("/quickcount")
async def quickcount(
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    database: TheDatabase,
    shared: Annotated[Shared[dict[str, object]], Depends(the_quick_counts)],
    asked: Annotated[Drawn, Depends(the_drawn)],
) -> Response:
    """Shares with their margins from a drawn sample, for whoever may see the whole election.

    Raises PublicationLocked before the hour in the election's pack, NotYourArea.
    """
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        top = await areas.top(tx, loaded.id)
        ballots = await sampling.voted_by_all(tx, loaded.id)
    await sight.place(None, top)
    require_publication(datetime.now(UTC), loaded.config.publication.not_before)
    chosen = asked.ballot if asked.ballot in ballots else next(iter(ballots), None)
    found, wrong = None, ""
    if chosen is not None and asked.complete:
        found, wrong = await _told(database, shared, asked, chosen)
    async with database.transaction() as tx:
        names = await elections.choice_names(tx, loaded.code, chosen) if chosen else {}
        strata = {one.code: one.name for one in await areas.children(tx, loaded.id, top)}
    return screen_page(
        "quickcount.html",
        viewer,
        request,
        it=found,
        asked=asked,
        wrong=wrong,
        ballots=[loaded.config.ballot(one.value) for one in ballots],
        chosen=_config(loaded, chosen),
        names=names,
        strata=strata,
        ranked=_ranked(found),
        hardly=found is not None and _hardly(found),
        zone=loaded.config.timezone,
    )


async def _told(
    database: Database, shared: Shared[dict[str, object]], asked: Drawn, ballot: Ballot
) -> tuple[dict[str, object] | None, str]:
    """The quick count, or the key of the sentence that says why there is none."""
    try:
        return await shared.get((asked, ballot), partial(_counted, database, asked, ballot)), ""
    except BadInput as refused:
        large = refused.facts.get("why") == "sample_large"
        return None, "quickcount.too_large" if large else "quickcount.too_few"


async def _counted(database: Database, asked: Drawn, ballot: Ballot) -> dict[str, object]:
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        lines, population = await sampling.drawn(tx, loaded.id, asked.size, asked.seed, PROVINSI)
        method = f"systematic, {asked.size} of {population}, {asked.seed}"
        stated = Stated(method, asked.funding)
        return await quick_count(tx, Sample("sample", lines), ballot, stated)


def _config(loaded: LoadedElection, ballot: Ballot | None) -> BallotConfig | None:
    return None if ballot is None else loaded.config.ballot(ballot.value)


def _ranked(found: dict[str, object] | None) -> list[tuple[str, dict[str, float]]]:
    """The estimates, the largest share first."""
    estimates = found["estimates"] if found else {}
    assert isinstance(estimates, dict)
    return sorted(estimates.items(), key=lambda one: -one[1]["share"])


def _hardly(found: dict[str, object]) -> bool:
    answered, selected = found["answered"], found["selected"]
    assert isinstance(answered, int)
    assert isinstance(selected, int)
    return answered < HARDLY * selected

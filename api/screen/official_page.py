"""Ours against the official figures, at every step of the ladder: /screen/official."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query, Request, Response

from api.comparisons import beside_published, one_step
from api.http.answers import Asked
from api.http.deps import TheDatabase
from api.http.value_kinds import Word
from api.screen.frame import ScreenRoute, screen_page
from api.screen.gate import TheSight, TheViewer
from models.rules.quickcount import require_publication
from models.stores.base import elections
from models.stores.base.areas import LEVELS
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.official import official
from models.stores.recap.recap import Question
from models.values import Ballot, Json, Level

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)

MOST = 200
"""Places with a difference on one page, the greatest effect first."""
_ORDER = [Level.STATION.value, *(one.value for one in reversed(LEVELS))]


@router.get("/official")
async def compared(
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    database: TheDatabase,
    area: Word | None = None,
    version: Annotated[str, Query(max_length=200)] = "",
    lower: Annotated[str, Query(max_length=200)] = "",
) -> Response:
    """What was imported; ours beside `version` ("ballot:level:name"), or `lower` beside it.

    Raises PublicationLocked before the hour in the election's pack.
    """
    _, place = await sight.place(None, area)
    async with database.transaction() as tx:
        loaded = await elections.election(tx)
        require_publication(datetime.now(UTC), loaded.config.publication.not_before)
        known = await official.versions(tx, loaded)
    steps = _steps(known)
    chosen = version if version in steps else next(iter(steps), "")
    lower = lower if lower in steps.get(chosen, ()) else ""
    found: dict[str, object] | None = None
    if chosen:
        ballot, level, name = chosen.split(":", 2)
        question = Question(Ballot(ballot), place.code, None, level)
        narrowed = (await sight.asked(Asked(question))).question
        async with database.transaction() as tx:
            found = await _beside(tx, loaded, narrowed, (lower, f"{level}:{name}"))
    return screen_page(
        "official.html",
        viewer,
        request,
        it=found,
        rows=list(_rows(found))[:MOST],
        steps=steps,
        chosen=chosen,
        lower=lower,
        place=place,
        election=loaded,
    )


async def _beside(
    tx: Transaction, loaded: LoadedElection, question: Question, steps: tuple[str, str]
) -> dict[str, object]:
    """The upper step ("level:version") beside the lower one ("ballot:level:version"), or ours."""
    lower, upper = steps
    if lower:
        return await one_step(tx, loaded, question, (lower.split(":", 1)[1], upper))
    return await beside_published(tx, question, upper.split(":", 1)[1])


def _rows(found: dict[str, object] | None) -> list[Json]:
    rows = found["rows"] if found else []
    assert isinstance(rows, list)
    return rows


def _steps(known: list[dict[str, object]]) -> dict[str, list[str]]:
    """What was imported as "ballot:level:version", with those one step below of the same ballot."""
    keys = {(str(one["ballot"]), str(one["level"]), str(one["version"])) for one in known}
    ordered = sorted(keys, key=lambda one: (one[0], -_ORDER.index(one[1]), one[2]))
    found: dict[str, list[str]] = {}
    for ballot, level, name in ordered:
        below = [
            f"{b}:{low}:{v}"
            for b, low, v in ordered
            if b == ballot and _ORDER.index(low) < _ORDER.index(level)
        ]
        found[f"{ballot}:{level}:{name}"] = below
    return found

"""The count of an area: how much is in, votes, turnout, the areas below and their map."""

from dataclasses import replace
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import HTMLResponse

from api.http.deps import TheDatabase
from api.http.recap_state import the_recap_state
from api.http.value_kinds import Word
from api.reach import Reader
from api.screen.area_tree import tree
from api.screen.attention import MOST, attention
from api.screen.frame import ScreenRoute, language_of, screen_page
from api.screen.gate import TheSight, TheViewer, Viewer
from api.screen.kept_counts import Counts
from api.screen.live import Feed, TheFeed
from api.screen.place_count import Asked
from models.rules.rights import Action, may, paths
from models.stores.base import areas, elections
from models.stores.base.database import Database
from models.values import Ballot, Trust

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)
PARTS = "/screen/parts/{code}"
"""The route of an open page's parts."""


async def the_counts(request: Request) -> Counts:
    """The counts of this process."""
    state = request.app.state
    if not hasattr(state, "screen_counts"):
        state.screen_counts = Counts(state.database, the_recap_state(request.app))
    counts: Counts = state.screen_counts
    return counts


TheCounts = Annotated[Counts, Depends(the_counts)]


async def the_asked(
    ballot: Annotated[Ballot | None, Query()] = None,
    trust: Annotated[Trust, Query()] = Trust.ANY,
    election: Annotated[Word | None, Query()] = None,
) -> Asked:
    """What the address asks for, but for the place."""
    return Asked("", ballot, trust, election)


TheAsked = Annotated[Asked, Depends(the_asked)]


@router.get("")
async def own_area(
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    database: TheDatabase,
    counts: TheCounts,
    given: TheAsked,
) -> Response:
    """The viewer's own area, or which of several."""
    async with database.transaction() as tx:
        loaded = await elections.current_election(tx)
        if loaded is None:
            return screen_page("nothing.html", viewer, request)
        own = paths(viewer.caller.roles(loaded.id), Action.SEE)
        codes = [path.rpartition(".")[2] for path in own if path]
        codes = codes or ([await areas.top(tx, loaded.id)] if own else [])
        codes = [await areas.parting(tx, loaded.id, code) for code in codes]
        if len(codes) != 1:
            named = [await areas.area(tx, loaded.id, code) for code in codes]
            return screen_page("own_areas.html", viewer, request, areas=named)
    return await _page(request, viewer, sight, counts, database, replace(given, area=codes[0]))


@router.get("/area/{code}")
async def area(
    code: Word,
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    database: TheDatabase,
    counts: TheCounts,
    given: TheAsked,
) -> Response:
    """An area's page. Raises NotFound for one that is not there, or not the viewer's."""
    return await _page(request, viewer, sight, counts, database, replace(given, area=code))


@router.get(PARTS.removeprefix("/screen"))
async def parts(
    code: Word,
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    counts: TheCounts,
    feed: TheFeed,
    given: TheAsked,
) -> Response:
    """Those fragments of an open page that differ from what it has (`coverage=HASH ...`)."""
    asked = replace(given, area=code)
    html = await lacking(request, viewer, sight, counts, feed, asked)
    counts.remember(address_of(request), asked)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})


def address_of(request: Request) -> tuple[str, bytes]:
    """The address that is asked for, as it came."""
    return request.scope["path"], request.scope["query_string"]


async def lacking(
    request: Request, viewer: Viewer, sight: Reader, counts: Counts, feed: Feed, asked: Asked
) -> str:
    """What an open page lacks. Raises NotYourArea, NotFound.

    Its X-Parts tell what it has, its X-State which event it heard.
    """
    there = await counts.named(asked)
    await sight.sees(there.election, there.area)
    turn = await feed.turn(request.headers.get("x-state", ""))
    made = await counts.parts(asked, language_of(request, viewer.language), turn)
    told = request.headers.get("x-parts", "")
    has = dict(one.partition("=")[::2] for one in told.split())
    return "".join(
        one.section(swaps=True) for one in made if has.get(f"part-{one.name}") != one.hash
    )


async def _page(
    request: Request,
    viewer: Viewer,
    sight: Reader,
    counts: Counts,
    database: Database,
    asked: Asked,
) -> Response:
    loaded, _ = await sight.place(asked.election, asked.area)
    it = await counts.place(asked)
    made = await counts.parts(asked, language_of(request, viewer.language))
    roles = viewer.caller.roles(it.election.id)
    open_ = {one.code for one in it.above if may(roles, Action.SEE, one.path)}
    query = urlencode({"ballot": it.ballot.value, "trust": it.trust.value})
    address = f"/screen/parts/{asked.area}?{query}"
    values = {"it": it, "parts": made, "opens": open_, "address": address, "query": query}
    values["zone"] = it.zone
    way = [*(one for one in it.above if one.code in open_), it.area]
    async with database.transaction() as tx:
        values["tree"] = await tree(tx, it.election.id, way)
    values["waits"] = await attention(database, loaded, it.area, viewer)
    values["most"] = MOST
    return screen_page("count.html", viewer, request, **values)

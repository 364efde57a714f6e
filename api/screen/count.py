"""The count of an area: how much is in, votes, turnout, the areas below and their map."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from time import monotonic
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import HTMLResponse
from markupsafe import Markup

from api.http.deps import TheDatabase
from api.http.recap_state import FRESH_SECONDS, RecapState, the_recap_state
from api.http.value_kinds import Word
from api.pages import rendered
from api.reach import Reader
from api.screen import place_count
from api.screen.area_tree import tree
from api.screen.attention import MOST, attention
from api.screen.curve import curve
from api.screen.frame import ScreenRoute, language_of, screen_page
from api.screen.gate import TheSight, TheViewer, Viewer
from api.screen.place_count import Asked, PlaceCount
from api.screen.shared_making import LAG, Lagging, Shared
from models.rules.batches import Arrived, batches
from models.rules.rights import Action, may, paths
from models.stores.base import areas, elections
from models.stores.base.areas import Area
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection
from models.stores.recap.arrival_times import MOST_STATIONS, arrivals, came_in
from models.values import Ballot, Trust

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)

PARTS = ("coverage", "votes", "curve", "areas", "batches")
"""The fragments of the page, each swapped by itself when it changed (templates/screen/count/)."""
SLOW = ("curve", "batches")
"""Those that are read station by station: they may lag (shared_making.LAG)."""
BESIDE = 2_000
"""Stations above which nobody waits for what is read station by station."""
EVERY, LARGE_EVERY = 10.0, 60.0
"""Seconds after which it is read anew there, and in areas of more than MOST_STATIONS."""
QUICK = tuple(name for name in PARTS if name not in SLOW)


@dataclass(frozen=True, slots=True)
class Part:
    """A fragment as HTML, and the hash that says whether it changed."""

    name: str
    hash: str
    html: str

    def section(self, *, swaps: bool = False) -> Markup:
        """The element that holds it; `swaps` takes the place of the one that is there (htmx)."""
        oob = ' hx-swap-oob="true"' if swaps else ""
        head = f'<div id="part-{self.name}" class="part" data-part="{self.hash}"{oob}>'
        return Markup(f"{head}{self.html}</div>")  # noqa: S704 - made by our own templates


class Counts:
    """The places that this process shows, and their parts as HTML by language.

    The hour of the law is looked at each time: nothing that is kept decides whether it came.
    """

    def __init__(self, database: Database, recap: RecapState) -> None:
        self._database = database
        self._recap = recap
        self._places: Shared[PlaceCount] = Shared(recap)
        self._named: Shared[tuple[LoadedElection, Area]] = Shared(recap)
        self._quick: Shared[list[Part]] = Shared(recap)
        self._slow: Shared[dict[str, list[Part]]] = Shared(recap, slowly=LAG)
        self._beside: Lagging[list[Arrived]] = Lagging()

    async def named(self, asked: Asked) -> tuple[LoadedElection, Area]:
        """The election and area that are asked for, as they were at most FRESH_SECONDS before.

        Hundreds of open pages ask at once. Raises NotFound.
        """

        async def make() -> tuple[LoadedElection, Area]:
            async with self._database.transaction() as tx:
                loaded = await elections.election(tx, asked.election)
                return loaded, await areas.area(tx, loaded.id, asked.area)

        turn = int(monotonic() / FRESH_SECONDS)
        return await self._named.get((asked.election, asked.area, turn), make)

    async def state(self) -> str:
        """What every count follows from: another text, another answer."""
        return await self._recap.now()

    async def place(self, asked: Asked, election: LoadedElection) -> PlaceCount:
        """The count of a place as it may be told now; raises NotFound, BadInput.

        `election` is the one that is asked for, as it was read just now.
        """

        async def make() -> PlaceCount:
            async with self._database.transaction() as tx:
                return await place_count.place_count(tx, asked)

        return place_count.told(await self._places.get(asked, make), election, datetime.now(UTC))

    async def parts(self, asked: Asked, election: LoadedElection, language: str) -> list[Part]:
        """The same as HTML, in the order of the page; the slow ones may be `LAG` seconds old."""
        seen = await self.place(asked, election)
        opens = seen.opens
        asked = replace(asked, ballot=seen.ballot, election=election.code)

        async def quick() -> list[Part]:
            it = await self.place(asked, election)
            leaders = place_count.leaders(it.lines)
            return [_part(name, language, it=it, leaders=leaders) for name in QUICK]

        made_at, came = self._came(seen) if seen.row.stations > BESIDE else (0.0, None)

        async def slow() -> dict[str, list[Part]]:
            it = await self.place(asked, election)
            values = await self._arrival_values(it, came)
            return {
                one: [_part(name, one, it=it, **values) for name in SLOW] for one in ("id", "en")
            }

        made = await self._quick.get((asked, opens, language), quick)
        made = made + (await self._slow.get((asked, opens, made_at), slow))[language]
        return sorted(made, key=lambda one: PARTS.index(one.name))

    async def _arrival_values(
        self, it: PlaceCount, arrived: list[Arrived] | None
    ) -> dict[str, object]:
        """When stations came in; of large areas the curve alone, which may be a minute old."""
        large = it.row.stations > MOST_STATIONS
        if it.row.stations <= BESIDE:
            arrived = await self._arrivals(it)
        return {
            "large": large,
            "counting": arrived is None,
            "curve": curve(arrived or [], it.row.stations, it.zone),
            "batches": [] if it.opens or large else batches(arrived or [], it.row.stations),
            "names": {one.code: one.name or one.code for one in it.bars},
        }

    def _came(self, it: PlaceCount) -> tuple[float, list[Arrived] | None]:
        key = (it.election.code, it.area.code, it.ballot, it.trust)
        large = it.row.stations > MOST_STATIONS
        make = partial(self._came_in if large else self._arrivals, it)
        return self._beside.get(key, make, LARGE_EVERY if large else EVERY)

    async def _arrivals(self, it: PlaceCount) -> list[Arrived]:
        async with self._database.transaction() as tx:
            return await arrivals(tx, it.election.id, it.area, it.layouts, it.trust)

    async def _came_in(self, it: PlaceCount) -> list[Arrived]:
        contests = [one.id for one in it.layouts]
        async with self._database.transaction() as tx:
            return await came_in(tx, it.election.id, it.area, contests, it.trust)


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


@router.get("/parts/{code}")
async def parts(
    code: Word,
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    counts: TheCounts,
    given: TheAsked,
    x_parts: Annotated[str, Header()] = "",
) -> Response:
    """Those fragments of an open page that differ from what it has (`coverage=HASH ...`)."""
    asked = replace(given, area=code)
    loaded, place = await counts.named(asked)
    await sight.sees(loaded, place)
    made = await counts.parts(asked, loaded, language_of(request, viewer.language))
    has = dict(one.partition("=")[::2] for one in x_parts.split())
    changed = [one.section(swaps=True) for one in made if has.get(f"part-{one.name}") != one.hash]
    return HTMLResponse("".join(changed), headers={"Cache-Control": "no-store"})


async def _page(
    request: Request,
    viewer: Viewer,
    sight: Reader,
    counts: Counts,
    database: Database,
    asked: Asked,
) -> Response:
    loaded, _ = await sight.place(asked.election, asked.area)
    it = await counts.place(asked, loaded)
    made = await counts.parts(asked, loaded, language_of(request, viewer.language))
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


def _part(name: str, language: str, **values: object) -> Part:
    html = rendered(f"screen/count/{name}.html", language, **values)
    return Part(name, _hash(html), html)


def _hash(text: str) -> str:
    return sha256(text.encode()).hexdigest()[:12]

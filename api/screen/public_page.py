"""The count for everybody, while two administrators hold it open: /public, HTML and JSON.

Coverage and votes by area, down to the kelurahan: nothing personal, no station. Answers may be kept
by caches for a random while, so that they do not all come back at once.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse

from api.http.deps import TheDatabase, public
from api.http.provenance import stamp
from api.http.value_kinds import Word
from api.pages import TEXTS
from api.screen.count import TheCounts
from api.screen.frame import ScreenRoute, bare_page
from api.screen.place_count import Asked, PlaceCount
from models.errors import NotFound
from models.rules.quickcount import require_publication
from models.stores.base import areas, elections
from models.stores.base.database import Database
from models.stores.screen import public_page as store
from models.values import Ballot, Level

router = APIRouter(
    prefix="/public",
    include_in_schema=False,
    route_class=ScreenRoute,
    dependencies=[Depends(public)],
)

SHORTEST, LONGEST = 20, 60
"""Seconds for which an answer may be kept."""
_FRESH = 1.0


@dataclass(frozen=True, slots=True)
class Opened:
    """Whether the page is open, and what the public begins with."""

    election: str
    top: str


class Door:
    """Looks whether the page is open, at most once a second."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looked = float("-inf")
        self._opened: Opened | None = None

    async def opened(self) -> Opened:
        """The election that is shown. Raises NotFound while closed, PublicationLocked."""
        if monotonic() - self._looked > _FRESH:
            self._opened = await self._look()
            self._looked = monotonic()
        if self._opened is None:
            raise NotFound("the public page is closed", says="frame.public_closed")
        return self._opened

    async def _look(self) -> Opened | None:
        async with self._database.transaction() as tx:
            loaded = await elections.current_election(tx)
            if loaded is None or not await store.is_open(tx, loaded.id):
                return None
            require_publication(datetime.now(UTC), loaded.config.publication.not_before)
            return Opened(loaded.code, await areas.top(tx, loaded.id))


def the_door(request: Request, database: TheDatabase) -> Door:
    """The door of this process."""
    state = request.app.state
    if not hasattr(state, "public_door"):
        state.public_door = Door(database)
    door: Door = state.public_door
    return door


TheDoor = Annotated[Door, Depends(the_door)]
Tag = Annotated[str, Header(alias="If-None-Match")]


@router.get("")
async def front(
    request: Request, door: TheDoor, counts: TheCounts, tag: Tag = "", ballot: Ballot | None = None
) -> Response:
    """The largest area."""
    opened = await door.opened()
    return await _page(request, counts, Asked(opened.top, ballot, election=opened.election), tag)


@router.get("/{code}.json")
async def as_json(
    code: Word, door: TheDoor, counts: TheCounts, tag: Tag = "", ballot: Ballot | None = None
) -> Response:
    """An area as JSON."""
    opened = await door.opened()
    it = await counts.place(Asked(code, ballot, election=opened.election))
    return _kept(JSONResponse(document(it)), tag)


@router.get("/{code}")
async def of_area(
    code: Word,
    request: Request,
    door: TheDoor,
    counts: TheCounts,
    tag: Tag = "",
    ballot: Ballot | None = None,
) -> Response:
    """An area as a page."""
    opened = await door.opened()
    return await _page(request, counts, Asked(code, ballot, election=opened.election), tag)


async def _page(request: Request, counts: TheCounts, asked: Asked, tag: str) -> Response:
    it = await counts.place(asked)
    shown = it.lines if it.below is not Level.STATION else ()
    response = bare_page("public.html", request, it=it, lines=shown, at=datetime.now(UTC))
    return _kept(response, tag)


def _kept(response: Response, tag: str) -> Response:
    """With its tag and a random lifetime; 304 for who has it."""
    own = f'"{sha256(response.body).hexdigest()[:24]}"'
    seconds = SHORTEST + secrets.randbelow(LONGEST - SHORTEST)
    headers = {"ETag": own, "Cache-Control": f"public, max-age={seconds}", "Vary": "Cookie"}
    if own in tag:
        return Response(status_code=304, headers=headers)
    response.headers.update(headers)
    return response


def _covered(coverage: float | None) -> float | None:
    return None if coverage is None else round(coverage, 4)


def document(it: PlaceCount) -> Mapping[str, object]:
    """What is told of an area: when, coverage, votes; its own and those below it."""
    below = it.lines if it.below is not Level.STATION else ()
    return {
        "note": TEXTS["frame.unofficial"][0],
        "election": it.election.code,
        "area": it.area.code,
        "name": it.area.title,
        "ballot": it.ballot.value,
        "at": stamp(it.election)["at"],
        "stations": it.row.stations,
        "reported": it.row.reported,
        "coverage": _covered(it.row.coverage),
        "votes": {one.code: one.votes for one in it.bars},
        "names": {one.code: one.name for one in it.bars},
        "rows": [
            {
                "code": one.row.code,
                "name": one.row.name,
                "stations": one.row.stations,
                "reported": one.row.reported,
                "coverage": _covered(one.row.coverage),
                "votes": {c: n for c, n in one.row.votes.items() if "." not in c},
            }
            for one in below
        ],
    }

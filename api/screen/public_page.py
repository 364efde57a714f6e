"""The count for everybody, while two administrators hold it open: /public, HTML and JSON.

Coverage and votes by area, down to the kelurahan: nothing personal, no station. Answers may be kept
by caches for a random while, so that they do not all come back at once.
"""

import asyncio
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256
from time import monotonic
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.responses import JSONResponse

from api.http.deps import TheDatabase, public
from api.http.provenance import stamp
from api.http.value_kinds import Word
from api.pages import TEXTS, VERSION
from api.screen.count import TheCounts
from api.screen.frame import ScreenRoute, bare_page, language_of
from api.screen.place_count import Asked, PlaceCount
from models.errors import NotFound
from models.rules.quickcount import require_publication
from models.stores.base import areas, elections
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection
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
    """The election that the page is open for, and the area that the public begins with."""

    election: LoadedElection
    top: str


class Door:
    """Looks whether the page is open: once a second, for all who ask."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._looks = asyncio.Lock()
        self._looked = float("-inf")
        self._opened: Opened | None = None

    async def opened(self) -> Opened:
        """The election that is shown. Raises NotFound while closed, PublicationLocked."""
        async with self._looks:
            if monotonic() - self._looked > _FRESH:
                self._opened = await self._look()
                self._looked = monotonic()
        opened = self._opened
        if opened is None:
            raise NotFound("the public page is closed", says="frame.public_closed")
        require_publication(datetime.now(UTC), opened.election.config.publication.not_before)
        return opened

    async def _look(self) -> Opened | None:
        async with self._database.transaction() as tx:
            loaded = await elections.current_election(tx)
            if loaded is None or not await store.is_open(tx, loaded.id):
                return None
            return Opened(loaded, await areas.top(tx, loaded.id))


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
    return await _page(request, counts, opened, Asked(opened.top, ballot), tag)


@router.get("/{code}.json")
async def as_json(
    code: Word, door: TheDoor, counts: TheCounts, tag: Tag = "", ballot: Ballot | None = None
) -> Response:
    """An area as JSON."""
    opened = await door.opened()
    asked = Asked(code, ballot, election=opened.election.code)
    headers = await _headers(counts, asked, "json")
    if headers["ETag"] in tag:
        return Response(status_code=304, headers=headers)
    it = await counts.place(asked)
    return JSONResponse(document(it), headers=headers)


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
    return await _page(request, counts, await door.opened(), Asked(code, ballot), tag)


async def _page(
    request: Request, counts: TheCounts, opened: Opened, given: Asked, tag: str
) -> Response:
    asked = replace(given, election=opened.election.code)
    language = language_of(request, request.app.state.settings.language)
    headers = await _headers(counts, asked, language)
    if headers["ETag"] in tag:
        return Response(status_code=304, headers=headers)
    it = await counts.place(asked)
    shown = it.lines if it.below is not Level.STATION else ()
    response = bare_page("public.html", request, it=it, lines=shown, at=datetime.now(UTC))
    response.headers.update(headers)
    return response


async def _headers(counts: TheCounts, asked: Asked, form: str) -> dict[str, str]:
    """A random lifetime, and a tag of what the answer follows from: not of its minute.

    Looked at before the count is: an answer may be newer than its tag, never older.
    """
    state = await counts.state()
    whole = repr((VERSION, state, asked, form))
    seconds = SHORTEST + secrets.randbelow(LONGEST - SHORTEST)
    tag = f'W/"{sha256(whole.encode()).hexdigest()[:24]}"'
    return {"ETag": tag, "Cache-Control": f"public, max-age={seconds}"}


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

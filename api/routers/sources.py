"""Where figures come from: stations, areas, reports with their sources, findings."""

from collections.abc import AsyncGenerator
from contextlib import aclosing
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response, StreamingResponse

from api.findings import Source, Wanted, found
from api.http.deps import TheDatabase
from api.http.provenance import MadeFor, stamp
from api.http.streams import ahead, document, joined
from api.http.value_kinds import Number, Word
from api.reach import TheReader
from models.stores.audit import crowd, sources
from models.stores.base import areas
from models.stores.base.areas import Area
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout
from models.values import Ballot, Severity

router = APIRouter(prefix="/api/v1", tags=["sources"])

Election = Annotated[Word | None, Query(description="Code; the current one without.")]
MOST = 10_000


class Place:
    """What a list is asked for: an area of an election, and the ballots looked at."""

    def __init__(self, election: LoadedElection, area: Area, contests: dict[int, Layout]) -> None:
        self.election, self.area, self.contests = election, area, contests

    @property
    def heading(self) -> dict[str, object]:
        """The answer's keys before its rows."""
        return {"election": self.election.code, "area": self.area.code}


async def the_place(
    reader: TheReader,
    database: TheDatabase,
    area: Annotated[Word | None, Query(description="Code of an area; the nation without.")] = None,
    ballot: Annotated[Ballot | None, Query(description="All without.")] = None,
    election: Election = None,
) -> Place:
    """The place asked for, checked before anything is streamed."""
    loaded, found = await reader.place(election, area)
    async with database.transaction() as tx:
        contests = await sources.layouts_of(tx, loaded, ballot)
    return Place(loaded, found, contests)


ThePlace = Annotated[Place, Depends(the_place)]


@router.get("/stations/{code}")
async def station(
    reader: TheReader,
    database: TheDatabase,
    code: Word,
    made_for: MadeFor = "",
    election: Election = None,
) -> dict[str, Any]:
    """A polling station: results by ballot, each report with message, photos and person id."""
    loaded = await reader.station(election, code)
    async with database.transaction() as tx:
        return {**await sources.station(tx, loaded, code), **stamp(loaded, made_for)}


@router.get("/areas/{code}")
async def area(
    reader: TheReader, database: TheDatabase, code: Word, election: Election = None
) -> dict[str, Any]:
    """An area with those above it and those right below it."""
    loaded, found = await reader.place(election, code)
    async with database.transaction() as tx:
        above = await areas.ancestors(tx, loaded.id, found.path)
        below = await areas.children(tx, loaded.id, code)
    shown = {"timezone": found.timezone, "noken": found.noken}
    return {
        "election": loaded.code,
        **_line(found),
        **shown,
        "above": [_line(one) for one in above if one.code != code],
        "below": [_line(one) for one in below],
    }


def _line(area: Area) -> dict[str, str]:
    return {"code": area.code, "name": area.name, "title": area.title, "level": area.level.value}


@router.get("/reports")
async def reports(
    database: TheDatabase,
    place: ThePlace,
    after: Annotated[Number, Query(description="Id of the last revision seen.")] = 0,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 1_000,
    made_for: MadeFor = "",
) -> Response:
    """Revisions in the order in which they came, each with its source."""

    async def rows(database: Database) -> AsyncGenerator[dict[str, Any], None]:
        async with database.transaction() as tx:
            found = sources.reports(tx, place.area, place.contests, after, limit)
            async with aclosing(found):
                async for row in found:
                    yield row

    async with database.transaction() as tx:
        seen = await crowd.coverage(tx, place.area, place.contests)
    head = {**place.heading, "coverage": seen, **stamp(place.election, made_for)}
    return _streamed(database, head, rows(database))


@router.get("/findings")
async def findings(
    database: TheDatabase,
    place: ThePlace,
    code: Annotated[Word | None, Query(description="A check's code (docs/checks.md).")] = None,
    severity: Annotated[Severity | None, Query(description="All without.")] = None,
    source: Annotated[
        Source | None, Query(description="reports: of the station's own report; crowd: A, P codes")
    ] = None,
    made_for: MadeFor = "",
) -> Response:
    """What the checks found in the reports that count, and what only shows in the crowd."""
    wanted = Wanted(place.election, place.area, place.contests, code, severity, source)
    async with database.transaction() as tx:
        seen = await crowd.coverage(tx, place.area, place.contests)
    head = {**place.heading, "coverage": seen, **stamp(place.election, made_for)}
    return _streamed(database, head, found(database, wanted))


def _streamed(
    database: Database, heading: dict[str, object], rows: AsyncGenerator[dict[str, object], None]
) -> Response:
    pieces = joined(document(heading, rows))
    return StreamingResponse(ahead(database, pieces), media_type="application/json")

"""What waits in an area for the person who looks: disputes, incidents, messages that will not go.

It stands beside the count and is asked for again every half minute (screen/attention.html).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from api.http.deps import TheDatabase
from api.http.value_kinds import Word
from api.pages import rendered
from api.screen.desks.case_desks import incidents
from api.screen.desks.desk_query import asked
from api.screen.desks.desk_table import Line, Table
from api.screen.desks.message_desks import deliveries
from api.screen.frame import ScreenRoute, language_of
from api.screen.gate import TheSight, TheViewer, Viewer
from models.errors import NotAllowed
from models.rules.access import Who
from models.stores.base.areas import Area
from models.stores.base.database import Database, Transaction
from models.stores.base.elections import LoadedElection
from models.stores.desks.paging import count
from models.stores.disputes import newest_disputes
from models.stores.disputes.newest_disputes import PlacedDispute

router = APIRouter(prefix="/screen", include_in_schema=False, route_class=ScreenRoute)
MOST = 1_000
"""More than this many are told as so many and more."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Rows of a table that wait: the table's name, how many, where they are."""

    name: str
    count: int
    address: str


@dataclass(frozen=True, slots=True)
class Attention:
    """What waits in an area. `queue`: whether the viewer decides disputes."""

    area: Area
    disputes: Sequence[PlacedDispute]
    waiting: Sequence[Waiting]
    queue: bool
    witnesses: str


async def attention(
    database: Database, election: LoadedElection, area: Area, viewer: Viewer
) -> Attention:
    """What waits there for this viewer, who may see the area."""
    async with database.transaction() as tx:
        disputes = await newest_disputes.newest(tx, election.id, area)
        found = [
            await _waiting(tx, incidents, election, area, viewer, {"state": "open"}),
            await _waiting(tx, deliveries, election, area, viewer, {"state": "given_up"}),
        ]
    leads = viewer.caller.admitted(Who.LEADER)
    return Attention(
        area,
        disputes,
        [one for one in found if one is not None],
        viewer.caller.admitted(Who.REVIEWER),
        f"/screen/witnesses?area={area.code}&reports=none" if leads else "",
    )


async def _waiting(
    tx: Transaction,
    table: Table[Line],
    election: LoadedElection,
    area: Area,
    viewer: Viewer,
    filters: Mapping[str, str],
) -> Waiting | None:
    """How many rows of a table wait in the area; None for whom the table is not."""
    if not viewer.caller.admitted(table.who):
        return None
    held = viewer.caller.roles(election.id)
    try:
        query = {"area": area.code, **filters}
        question = await asked(tx, table, election, (viewer.person, held), query)
    except NotAllowed:
        return None
    wanted = question.wanted
    many = await count(tx, table.listing, wanted, MOST)
    return Waiting(table.name, many, question.address(f"/screen/{table.name}"))


@router.get("/attention/{code}")
async def again(
    code: Word,
    request: Request,
    viewer: TheViewer,
    sight: TheSight,
    database: TheDatabase,
    election: Word | None = None,
) -> Response:
    """The same as it is now. Raises NotFound for an area that is not the viewer's."""
    loaded, area = await sight.place(election, code)
    found = await attention(database, loaded, area, viewer)
    language = language_of(request, viewer.language)
    html = rendered("screen/attention.html", language, it=found, election=loaded, most=MOST)
    return HTMLResponse(html, headers={"Cache-Control": "no-store"})

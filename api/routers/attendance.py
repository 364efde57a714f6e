"""GET /api/v1/attendance: the list for attendance pay of an area, for those who lead it."""

from collections.abc import AsyncGenerator
from enum import StrEnum
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import StreamingResponse

from api.files import attendance as files
from api.http.callers import Caller
from api.http.deps import Guard, TheDatabase
from api.http.streams import ahead
from api.http.value_kinds import Word
from api.reach import Reader, TheSeen
from models.rules.access import Who
from models.rules.rights import Action
from models.stores.attendance import pay_list
from models.stores.base.areas import Area
from models.stores.base.database import Database
from models.stores.base.elections import LoadedElection

router = APIRouter(prefix="/api/v1", tags=["attendance"])


class Kind(StrEnum):
    """What the list is written as."""

    JSON = "json"
    CSV = "csv"


def the_leader(
    request: Request,
    caller: Annotated[Caller, Depends(Guard(Who.LEADER))],
    database: TheDatabase,
    seen: TheSeen,
) -> Reader:
    """Guard: whoever leads, each in the own areas."""
    return Reader(caller, database, seen, request.scope["route"].path, Action.LIST_ATTENDANCE)


@router.get("/attendance", response_class=StreamingResponse)
async def attendance(
    leader: Annotated[Reader, Depends(the_leader)],
    database: TheDatabase,
    area: Annotated[Word | None, Query(description="Code of an area; the own without.")] = None,
    kind: Annotated[Kind, Query(description="json, or csv for a spreadsheet.")] = Kind.JSON,
    election: Annotated[Word | None, Query(description="Code; the current one without.")] = None,
) -> StreamingResponse:
    """Per witness: times, what is there, vouched by whom. No phone numbers. Noted in the audit."""
    loaded, place = await leader.place(election, area)
    subject = f"area:{place.code}"
    await leader.seen.exported(leader.caller, leader.route, subject, list="attendance")
    parts = _parts(database, loaded, place, kind)
    media = "text/csv; charset=utf-8" if kind is Kind.CSV else "application/json"
    return StreamingResponse(ahead(database, parts), media_type=media)


async def _parts(
    database: Database, loaded: LoadedElection, place: Area, kind: Kind
) -> AsyncGenerator[bytes, None]:
    async with database.transaction() as tx:
        found = pay_list.rows(tx, loaded, place)
        head = {"election": loaded.code, "area": place.code}
        parts = files.lines(found) if kind is Kind.CSV else files.document(head, found)
        async for part in parts:
            yield part

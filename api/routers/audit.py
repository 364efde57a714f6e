"""GET /api/v1/audit: who saw, changed, exported, decided what, for auditors of an area."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.http.callers import Caller
from api.http.deps import Guard, TheDatabase
from api.http.value_kinds import Id, Number, Word
from api.reach import TheSeen
from models.errors import BadInput
from models.rules.access import Who
from models.rules.rights import Action, paths, require
from models.stores.audit import audit_show
from models.stores.audit.audit_show import MOST, Wanted
from models.stores.base import areas, elections

router = APIRouter(prefix="/api/v1", tags=["audit"])

TheAuditor = Annotated[Caller, Depends(Guard(Who.AUDITOR))]


def the_wanted(
    person: Annotated[Id | None, Query(description="Id of a person who did or was it.")] = None,
    subject: Annotated[
        Word | None, Query(description="station:3471..., report:55, area:34.")
    ] = None,
    since: Annotated[datetime | None, Query(description="From this moment on, with zone.")] = None,
    before: Annotated[Number | None, Query(description="Id of the last entry seen.")] = None,
    limit: Annotated[int, Query(ge=1, le=MOST)] = 200,
) -> Wanted:
    """Which entries the query asks for."""
    if since is not None and since.tzinfo is None:
        raise BadInput("since: the zone is missing, as in 2024-02-14T18:00+07:00")
    return Wanted(person, subject, since, before, limit)


@router.get("/audit")
async def audit(
    caller: TheAuditor,
    database: TheDatabase,
    seen: TheSeen,
    wanted: Annotated[Wanted, Depends(the_wanted)],
    area: Annotated[Word | None, Query(description="An area; the own without.")] = None,
    election: Annotated[Word | None, Query(description="Code; the current one without.")] = None,
) -> dict[str, Any]:
    """Entries of the sealed log, the latest first; `saksi audit verify` proves them."""
    async with database.transaction() as tx:
        loaded = await elections.election(tx, election)
        held = caller.roles(loaded.id)
        within = ("",) if caller.everything else paths(held, Action.READ_AUDIT)
        if area is not None:
            place = await areas.area(tx, loaded.id, area)
            if not caller.everything:
                require(held, Action.READ_AUDIT, place.path)
            within = (place.path,)
        rows = await audit_show.entries(tx, wanted, loaded.id, within)
    await seen.note(caller, "/api/v1/audit", f"area:{area}" if area else "audit")
    return {"election": loaded.code, "rows": rows}

"""GET /api/v1/seats: seats of a ballot from the own count, district by district."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.http.answers import Asked
from api.http.deps import TheDatabase
from api.http.provenance import MadeFor
from api.http.value_kinds import Word
from api.reach import TheReader
from api.seats import own_seats
from models.stores.recap.recap import Question
from models.values import Ballot, Trust

router = APIRouter(prefix="/api/v1", tags=["recap"])


@router.get("/seats")
async def seats(
    reader: TheReader,
    database: TheDatabase,
    ballot: Annotated[Ballot, Query(description="dpr, dprd_prov, dprd_kab, dpd, ppwp ...")],
    district: Annotated[Word | None, Query(description="Code of a district; all without.")] = None,
    trust: Annotated[Trust, Query(description="any result, or confirmed ones only")] = Trust.ANY,
    made_for: MadeFor = "",
    election: Annotated[Word | None, Query(description="Code; the current one without.")] = None,
) -> dict[str, Any]:
    """Seats as counted now, in the order won, who takes them, and what can still change."""
    await reader.contests(Asked(Question(ballot, district=district), election))
    async with database.transaction() as tx:
        return await own_seats(tx, ballot, district, trust, election, made_for)

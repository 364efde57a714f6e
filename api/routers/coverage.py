"""GET /api/v1/coverage: how many stations have no witness, one, two; trained, mandated."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from api.http.deps import TheDatabase
from api.http.value_kinds import Word
from api.reach import TheReader
from api.schemas.coverage import CoverageAnswer
from models.stores.base import participants
from models.stores.mandates import coverage as store

router = APIRouter(prefix="/api/v1", tags=["witnesses"])


@router.get("/coverage", response_model=CoverageAnswer)
async def coverage(
    reader: TheReader,
    database: TheDatabase,
    area: Annotated[Word | None, Query(description="Code of an area; the nation without.")] = None,
    participant: Annotated[
        Word | None, Query(description="party:3, pair:2 or a short name; all without.")
    ] = None,
    election: Annotated[Word | None, Query(description="Code; the current one without.")] = None,
) -> dict[str, object]:
    """The areas right below one, or the stations of a kelurahan, and the whole."""
    loaded, place = await reader.place(election, area)
    async with database.transaction() as tx:
        whose = None
        if participant:
            whose, _ = await participants.find(tx, loaded, participant)
        rows = await store.coverage(tx, loaded.id, place, whose)
    whole = store.total(place, rows)
    return {
        "election": loaded.code,
        "area": place.code,
        "total": asdict(whole),
        "rows": [asdict(row) for row in rows],
    }

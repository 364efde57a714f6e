"""GET /api/v1/progress: how many stations reported each ballot, and where witnesses are present."""

from dataclasses import asdict
from typing import Annotated

from fastapi import APIRouter, Query

from api.http.deps import TheDatabase
from api.http.provenance import MadeFor, stamp
from api.http.value_kinds import Word
from api.reach import TheReader
from api.schemas.recap import ProgressAnswer
from models.errors import BadInput
from models.stores.base.areas import LEVELS
from models.stores.recap.progress import progress as count
from models.values import Level

router = APIRouter(prefix="/api/v1", tags=["recap"])


@router.get("/progress", response_model=ProgressAnswer)
async def progress(
    reader: TheReader,
    database: TheDatabase,
    area: Annotated[Word | None, Query(description="Code of an area; the nation without.")] = None,
    level: Annotated[Level | None, Query(description="The area's own without; not tps.")] = None,
    made_for: MadeFor = "",
    election: Annotated[Word | None, Query(description="Code; the current one without.")] = None,
) -> dict[str, object]:
    """Stations expected, reported, confirmed, disputed per ballot, and witnesses checked in."""
    loaded, place = await reader.place(election, area)
    wanted = level or place.level
    if wanted is Level.STATION or LEVELS.index(wanted) < LEVELS.index(place.level):
        raise BadInput("the level is not one of areas in this area", level=wanted.value)
    async with database.transaction() as tx:
        rows = await count(tx, loaded.id, place, wanted)
    heading = {"election": loaded.code, "area": place.code, "level": wanted.value}
    return {**heading, **stamp(loaded, made_for), "rows": [asdict(row) for row in rows]}

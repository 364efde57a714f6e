"""GET /api/v1/outlook: what can still change; /projection: where it may end."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query

from api.answers import Asked
from api.deps import TheDatabase
from api.outlook import can_it_change
from api.reach import TheReader
from models.stores.recap import Question
from models.values import Ballot, Trust

router = APIRouter(prefix="/api/v1", tags=["outlook"])


def the_contests(
    ballot: Annotated[Ballot, Query(description="dpr, dprd_prov, dprd_kab, dpd, ppwp ...")],
    area: Annotated[str | None, Query(description="Contests that this area votes in.")] = None,
    district: Annotated[str | None, Query(description="Code of one district (dapil).")] = None,
    trust: Annotated[
        Trust, Query(description="any: missing and disputed stations are open; confirmed: all else")
    ] = Trust.ANY,
    election: Annotated[str | None, Query(description="Code; the current one without.")] = None,
) -> Asked:
    """Which contests the query is about."""
    return Asked(Question(ballot, area, district, trust=trust), election)


TheContests = Annotated[Asked, Depends(the_contests)]


@router.get("/outlook")
async def outlook(
    reader: TheReader,
    database: TheDatabase,
    asked: TheContests,
    most: Annotated[int, Query(ge=0, le=1_000, description="Stations to name.")] = 20,
) -> dict[str, Any]:
    """Seats that are safe, seats that are open and between whom, stations that matter most."""
    await reader.contests(asked)
    async with database.transaction() as session:
        return await can_it_change(session, asked.question, asked.election, most)


@router.get("/projection")
async def projection(
    reader: TheReader,
    database: TheDatabase,
    asked: TheContests,
    draws: Annotated[int, Query(ge=10, le=1_000)] = 1_000,
    seed: Annotated[int, Query(ge=0, description="The same seed draws the same.")] = 0,
) -> dict[str, Any]:
    """Where the count may end, from neighbouring stations: no count, and said so.

    Refused before the hour from which counts may be told.
    """
    from api.projection import projected  # numpy, which no other answer needs

    await reader.contests(asked)
    async with database.transaction() as session:
        return await projected(session, asked.question, asked.election, draws, seed)

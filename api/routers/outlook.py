"""GET /api/v1/outlook: what can still change; /projection: where it may end; POST /quick-count."""

from typing import Annotated

from fastapi import APIRouter, Body, Depends, Query

from api.http.answers import Asked
from api.http.deps import TheCaller, TheDatabase
from api.http.provenance import MadeFor
from api.http.value_kinds import Number, Word
from api.outlook import can_it_change
from api.quickcount import Stated, read_sample
from api.quickcount import quick_count as counted
from api.reach import TheReader
from models.rules.quickcount import Design
from models.stores.recap.recap import Question
from models.values import Ballot, Trust

MOST_BYTES = 4_000_000
"""A sample of a hundred thousand stations; quick counts ask about two thousand."""

router = APIRouter(prefix="/api/v1", tags=["outlook"])


def the_contests(
    ballot: Annotated[Ballot, Query(description="dpr, dprd_prov, dprd_kab, dpd, ppwp ...")],
    area: Annotated[Word | None, Query(description="Contests that this area votes in.")] = None,
    district: Annotated[Word | None, Query(description="Code of one district (dapil).")] = None,
    trust: Annotated[
        Trust, Query(description="any: missing and disputed stations are open; confirmed: all else")
    ] = Trust.ANY,
    election: Annotated[Word | None, Query(description="Code; the current one without.")] = None,
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
    made_for: MadeFor = "",
) -> dict[str, object]:
    """Seats that are safe, seats that are open and between whom, stations that matter most."""
    await reader.contests(asked)
    async with database.transaction() as tx:
        return await can_it_change(tx, asked.question, asked.election, most, made_for)


@router.get("/projection")
async def projection(
    reader: TheReader,
    database: TheDatabase,
    asked: TheContests,
    draws: Annotated[int, Query(ge=10, le=1_000)] = 1_000,
    seed: Annotated[Number, Query(description="The same seed draws the same.")] = 0,
    made_for: MadeFor = "",
) -> dict[str, object]:
    """Where the count may end, from neighbouring stations: no count, and said so.

    Refused before the hour from which counts may be told.
    """
    from api.projection import projected  # numpy, which no other answer needs

    await reader.contests(asked)
    async with database.transaction() as tx:
        return await projected(tx, asked.question, asked.election, draws, seed, made_for)


@router.post("/quick-count")
async def quick_count(
    caller: TheCaller,
    database: TheDatabase,
    sample: Annotated[bytes, Body(media_type="text/csv", max_length=MOST_BYTES)],
    method: Annotated[Word, Query(description="How the sample was drawn; told with it.")],
    funding: Annotated[Word, Query(description="Who pays; told with it.")],
    ballot: Ballot = Ballot.PPWP,
    design: Design = Design.SYSTEMATIC,
    level: Annotated[float, Query(ge=0.5, lt=1, description="Confidence of the margins.")] = 0.95,
    trust: Trust = Trust.ANY,
    made_for: MadeFor = "",
    election: Annotated[Word | None, Query(description="Code; the current one without.")] = None,
) -> dict[str, object]:
    """Shares with margins from the stations of a sample (`saksi quickcount draw`) that reported.

    Refused before the hour from which counts may be told, and without method or funding.
    """
    drawn = read_sample("sample.csv", sample)
    stated = Stated(method, funding, whom=made_for)
    async with database.transaction() as tx:
        return await counted(tx, drawn, ballot, stated, design, level, trust, election)

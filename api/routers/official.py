"""Published figures beside ours: what was imported, and where the two differ."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.comparisons import beside_published, one_step
from api.http.answers import Asked
from api.http.deps import TheDatabase
from api.http.provenance import MadeFor
from api.http.value_kinds import Word
from api.meeting import at_the_kecamatan
from api.reach import TheReader
from models.stores.audit import sources
from models.stores.base import elections
from models.stores.official import official
from models.stores.recap.recap import Question
from models.values import Ballot, Trust

router = APIRouter(prefix="/api/v1/official", tags=["official"])

Election = Annotated[Word | None, Query(description="Code; the current one without.")]


def the_question(
    ballot: Ballot,
    area: Annotated[Word | None, Query(description="Code of an area; the nation without.")] = None,
    district: Annotated[Word | None, Query(description="Code of a district (dapil).")] = None,
    level: Annotated[Word | None, Query(description="Where to compare: tps, kecamatan ...")] = None,
    trust: Trust = Trust.ANY,
) -> Question:
    """What is to be compared."""
    return Question(ballot, area, district, level, trust)


TheQuestion = Annotated[Question, Depends(the_question)]


@router.get("/versions")
async def versions(
    reader: TheReader, database: TheDatabase, election: Election = None
) -> dict[str, object]:
    """What was imported, by source and version, with its legal basis."""
    await reader.seen.note(reader.caller, reader.route, "official")
    async with database.transaction() as tx:
        loaded = await elections.election(tx, election)
        return {"election": loaded.code, "rows": await official.versions(tx, loaded)}


@router.get("/compare")
async def compare(
    reader: TheReader,
    database: TheDatabase,
    question: TheQuestion,
    version: Annotated[Word, Query(description="A version that was imported.")],
    everything: Annotated[bool, Query(alias="all", description="Equal places, too.")] = False,
    made_for: MadeFor = "",
    election: Election = None,
) -> dict[str, object]:
    """Where a published version differs from our count, what moves a seat first."""
    question = (await reader.asked(Asked(question, election))).question
    async with database.transaction() as tx:
        return await beside_published(
            tx, question, version, election, everything=everything, made_for=made_for
        )


@router.get("/ladder")
async def ladder(
    reader: TheReader,
    database: TheDatabase,
    question: TheQuestion,
    lower: Annotated[Word, Query(description="level:version, as tps:c-hasil")],
    upper: Annotated[Word, Query(description="level:version, as kecamatan:d-hasil")],
    everything: Annotated[bool, Query(alias="all", description="Equal places, too.")] = False,
    made_for: MadeFor = "",
    election: Election = None,
) -> dict[str, object]:
    """One step of the official ladder: the lower figures added up beside the upper ones."""
    question = (await reader.asked(Asked(question, election))).question
    async with database.transaction() as tx:
        loaded = await elections.election(tx, election)
        steps = (lower, upper)
        return await one_step(tx, loaded, question, steps, everything=everything, made_for=made_for)


@router.get("/meeting")
async def meeting(
    reader: TheReader,
    database: TheDatabase,
    area: Annotated[Word | None, Query(description="Code of a kecamatan, or any area.")] = None,
    ballot: Annotated[Ballot | None, Query(description="All without.")] = None,
    everything: Annotated[bool, Query(alias="all", description="Equal stations, too.")] = False,
    made_for: MadeFor = "",
    election: Election = None,
) -> dict[str, object]:
    """Where the kecamatan's recap (D.HASIL), as our witnesses read it, differs from our C."""
    loaded, place = await reader.place(election, area)
    async with database.transaction() as tx:
        contests = await sources.layouts_of(tx, loaded, ballot)
        return await at_the_kecamatan(
            tx, loaded, place, contests, everything=everything, made_for=made_for
        )

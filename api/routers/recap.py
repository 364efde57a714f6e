"""GET /api/v1/recap: votes and coverage of a ballot for any area or district, at any level."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.files.recap_file import MEDIA, FileKind, file_name, recap_file
from api.http.answers import Answers, Asked
from api.http.deps import TheDatabase
from api.http.provenance import MadeFor
from api.http.recap_state import the_recap_state
from api.http.value_kinds import Word
from api.reach import TheReader, subject_of
from api.schemas.recap import Problem, RecapAnswer
from models.stores.recap.recap import Question
from models.values import Ballot, Trust

router = APIRouter(prefix="/api/v1", tags=["recap"])

JSON = "application/json"


def the_answers(request: Request) -> Answers:
    """The kept answers of this process."""
    state = request.app.state
    if not hasattr(state, "answers"):
        state.answers = Answers(state.database, the_recap_state(request.app))
    answers: Answers = state.answers
    return answers


def the_question(
    ballot: Annotated[Ballot, Query(description="ppwp, dpr, dpd, dprd_prov, dprd_kab ...")],
    area: Annotated[Word | None, Query(description="Code of an area; the nation without.")] = None,
    district: Annotated[Word | None, Query(description="Code of a district (dapil).")] = None,
    level: Annotated[
        str | None,
        Query(
            description="nasional, provinsi, kabkota, kecamatan, kelurahan or tps; "
            "the area's own without."
        ),
    ] = None,
    trust: Annotated[Trust, Query(description="any result, or confirmed ones only")] = Trust.ANY,
    election: Annotated[Word | None, Query(description="Code; the current one without.")] = None,
) -> Asked:
    """What the query asks."""
    return Asked(Question(ballot, area, district, level, trust), election)


@router.get(
    "/recap",
    response_model=RecapAnswer,
    responses={304: {"description": "Not changed"}, 400: {"model": Problem}},
)
async def recap(
    request: Request,
    reader: TheReader,
    asked: Annotated[Asked, Depends(the_question)],
    answers: Annotated[Answers, Depends(the_answers)],
    if_none_match: Annotated[str, Header(include_in_schema=False)] = "",
) -> Response:
    """Votes, valid, invalid, and how many stations are expected, reported, confirmed, disputed."""
    asked = await reader.asked(asked)
    answer = await answers.answer(asked)
    answers.remember(reader.caller.reach, request.scope["query_string"], asked)
    headers = {"ETag": answer.tag, "Cache-Control": "no-cache"}
    if answer.tag in if_none_match:
        return Response(status_code=304, headers=headers)
    if answer.pieces is not None:
        return StreamingResponse(answer.pieces, media_type=JSON, headers=headers)
    return Response(answer.body, media_type=JSON, headers=headers)


@router.get("/recap.{kind}", response_class=Response)
async def recap_as_file(
    reader: TheReader,
    database: TheDatabase,
    kind: FileKind,
    asked: Annotated[Asked, Depends(the_question)],
    made_for: MadeFor = "",
) -> Response:
    """The same as a file to hand on: CSV, XLSX or PDF with cover, time, coverage, page totals."""
    asked = await reader.asked(asked)
    body = await recap_file(database, asked, kind, made_for)
    name = file_name(asked, kind, datetime.now(UTC))
    await reader.seen.exported(reader.caller, reader.route, subject_of(asked), file=name)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(body, media_type=MEDIA[kind], headers=headers)

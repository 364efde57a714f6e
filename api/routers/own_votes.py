"""GET /api/v1/own-votes: a candidate's own votes by kelurahan or station, and the party's total."""

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Query

from api.http.callers import Caller
from api.http.deps import Guard, TheDatabase
from api.http.provenance import MadeFor, stamp
from api.http.value_kinds import Word
from api.reach import TheSeen
from models.errors import BadInput, NotAllowed
from models.rules.access import Who
from models.rules.quickcount import require_publication
from models.stores.base import areas, elections
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.candidates import own_votes
from models.stores.candidates.own_votes import Candidacy
from models.values import Level, Trust

router = APIRouter(prefix="/api/v1", tags=["recap"])

TheCandidate = Annotated[Caller, Depends(Guard(Who.CANDIDATE))]


@router.get("/own-votes")
async def own_votes_of_a_candidate(
    caller: TheCandidate,
    database: TheDatabase,
    seen: TheSeen,
    area: Annotated[
        Word | None, Query(description="An area of the contest; all of it without.")
    ] = None,
    level: Annotated[
        Level, Query(description="Rows by kelurahan, tps, kecamatan ...")
    ] = Level.KELURAHAN,
    contest: Annotated[
        Word | None, Query(description="dpr:3401, of somebody who stands twice.")
    ] = None,
    trust: Annotated[Trust, Query(description="any result, or confirmed ones only")] = Trust.ANY,
    made_for: MadeFor = "",
    election: Annotated[Word | None, Query(description="Code; the current one without.")] = None,
) -> dict[str, object]:
    """The own votes, the party's total, and how much is reported; fellows where the pack says so.

    Refused before the hour from which counts may be told.
    """
    async with database.transaction() as tx:
        loaded = await elections.election(tx, election)
        require_publication(datetime.now(UTC), loaded.config.publication.not_before)
        candidacy = await _candidacy(tx, loaded, caller, contest)
        top = candidacy.path.rpartition(".")[2] or await areas.top(tx, loaded.id)
        place = await areas.area(tx, loaded.id, area or top)
        await own_votes.allowed(tx, candidacy, place)
        whole = await own_votes.total(tx, loaded, candidacy, place, trust)
        rows = await own_votes.rows(tx, loaded, candidacy, place, level, trust)
    await seen.note(caller, "/api/v1/own-votes", f"area:{place.code}")
    asked = {"area": place.code, "level": level.value, "trust": trust.value}
    told = {"total": whole.as_json(whole=True), "rows": [row.as_json() for row in rows]}
    return {**_whose(loaded, candidacy), **asked, **stamp(loaded, made_for), **told}


def _whose(loaded: LoadedElection, candidacy: Candidacy) -> dict[str, str | None]:
    """The contest, and the candidate or the party whose votes these are."""
    return {
        "election": loaded.code,
        "ballot": candidacy.layout.ballot.value,
        "contest": candidacy.layout.code,
        "candidate": candidacy.own or candidacy.party,
    }


async def _candidacy(
    tx: Transaction, loaded: LoadedElection, caller: Caller, contest: str | None
) -> Candidacy:
    """Where the caller stands; raises NotAllowed, and BadInput where it is in several contests."""
    found = await own_votes.candidacies(tx, loaded, caller.roles(loaded.id))
    named = {f"{one.layout.ballot.value}:{one.layout.code}": one for one in found}
    if not named:
        raise NotAllowed("for a candidate who is tied to a list: saksi roles grant ... --list")
    if contest is None and len(named) > 1:
        raise BadInput(f"say which contest: {', '.join(named)}")
    chosen = named.get(contest) if contest else next(iter(named.values()))
    if chosen is None:
        raise NotAllowed("you do not stand in this contest", contest=contest)
    return chosen

"""Tells what was published of an earlier election in an area, in the turn's transaction."""

from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import NamedArea
from bot.questions.talk.effects import TellPastResults
from bot.questions.talk.outcomes import (
    PastResult,
    PastResults,
    PastResultsNone,
    PastResultsWhich,
    PastRow,
)
from models.errors import NotFound
from models.packs.config import BallotConfig, Question
from models.stores.base import areas, elections
from models.stores.base.areas import Area
from models.stores.base.elections import LoadedElection
from models.stores.questions import past_results

_SHOWN = 5


async def tell_past_results(work: Work, effect: TellPastResults) -> Outcome:
    """The published results of the area that is meant, of the ballots that the pack names."""
    election = await elections.election(work.tx)
    asked = next((q for q in election.config.questions if q.code == effect.question), None)
    if asked is None or not asked.results:
        return PastResultsNone(question=effect.question)
    try:
        past = await elections.election(work.tx, asked.results_of or None)
    except NotFound:
        return PastResultsNone(question=effect.question)
    opens = election.config.publication.not_before
    if past.id == election.id and opens is not None and work.turn.now < opens:
        return PastResultsNone(question=effect.question)
    found = await _areas(work, past, effect)
    if len(found) > 1:
        named = tuple(NamedArea(one.code, one.title) for one in found)
        return PastResultsWhich(question=effect.question, areas=named)
    told = (
        [await _ballot(work, past, one, found[0]) for one in _ballots(past, asked)] if found else []
    )
    results = tuple(one for one in told if one is not None)
    if not results:
        return PastResultsNone(question=effect.question, place=effect.place)
    return PastResults(election=past.name, results=results)


async def _areas(work: Work, past: LoadedElection, effect: TellPastResults) -> list[Area]:
    if effect.code:
        try:
            return [await areas.area(work.tx, past.id, effect.code)]
        except NotFound:
            return []
    top = await areas.top(work.tx, past.id)
    return await areas.areas_named(work.tx, past, effect.place, top)


def _ballots(past: LoadedElection, asked: Question) -> list[BallotConfig]:
    return [one for one in past.config.ballots if one.code in asked.results]


async def _ballot(
    work: Work, past: LoadedElection, ballot: BallotConfig, place: Area
) -> PastResult | None:
    found = await past_results.published(work.tx, past.id, ballot.code.value, place.path)
    if found is None or not sum(found.votes.values()):
        return None
    named = await past_results.names(work.tx, past.id, ballot.code.value)
    whole = sum(found.votes.values())
    best = sorted(found.votes.items(), key=lambda pair: -pair[1])[:_SHOWN]
    above = await areas.area(work.tx, past.id, found.code)
    return PastResult(
        ballot=ballot.name,
        area=above.title,
        asked=place.title,
        rows=tuple(
            PastRow(named.get(code, code), votes, round(100 * votes / whole, 1))
            for code, votes in best
        ),
        others=len(found.votes) - len(best),
        stations=found.stations,
        all_stations=found.all_stations,
        source=f"{found.source} ({found.version})",
    )


DOERS: dict[type[Effect], Doer] = {TellPastResults: tell_past_results}

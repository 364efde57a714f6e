"""Answers REKAP: the folded recap of one area and ballot as figures, and their chart."""

from dataclasses import replace

from bot.base import area_charts
from bot.base.asked_areas import Asked, area_of, election_of, own_code, zone_of
from bot.base.capability import Doer
from bot.base.counts import Share
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import SummaryRefused
from bot.recap.talk.effects import AskRecap
from bot.recap.talk.outcomes import RecapTold
from models.errors import BadInput
from models.rules.recap import RecapRow
from models.stores.base import elections
from models.stores.base.areas import Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.recap import recap
from models.stores.recap.recap import Question, Scope
from models.stores.recap.standings import ballots_in
from models.values import Ballot


async def tell_recap(work: Work, effect: AskRecap) -> Outcome:
    """The recap of the area that is meant, or a question back."""
    try:
        election = await election_of(work, counted=True)
        area = await area_of(work, election, "rekap", effect.place, effect.code, effect.ballot)
        return await _told(work, election, area, effect.ballot)
    except Asked as asked:
        return asked.outcome


async def _told(work: Work, election: LoadedElection, area: Area, ballot: str) -> Outcome:
    voted = await ballots_in(work.tx, election, area.id)
    if ballot and ballot not in voted:
        return SummaryRefused("no_ballot_here", area.title)
    chosen = ballot or next(iter(voted), "")
    if not chosen:
        return SummaryRefused("no_ballot_here", area.title)
    told = await count_of(work, election, area, Ballot(chosen))
    photo = await area_charts.keep(work, told, told.at)
    others = tuple(one for one in voted if one != chosen)
    return replace(told, others=others, photo=photo)


async def count_of(work: Work, election: LoadedElection, area: Area, ballot: Ballot) -> RecapTold:
    """The area's own line of the recap."""
    tx = work.tx
    scope = await recap.understand(tx, Question(ballot, area.code), election.code)
    rows = [row async for row in recap.rows(tx, scope)]
    if len(rows) != 1:
        raise BadInput("an area has one line of its own", area=area.code)
    return RecapTold(
        area=area.title,
        code=area.code,
        zone=await zone_of(work, election, area),
        stations=rows[0].stations,
        reported=rows[0].reported,
        disputed=rows[0].disputed,
        ballot=ballot.value,
        rows=await _shares(tx, scope, rows[0]),
        own=own_code(election, ballot),
        at=work.turn.now,
        confirmed=rows[0].confirmed,
        by=tuple(rows[0].confirmed_by.items()),
    )


async def _shares(tx: Transaction, scope: Scope, row: RecapRow) -> tuple[Share, ...]:
    """Participants with their votes and share of all that are counted, most votes first."""
    votes = {code: number for code, number in row.votes.items() if "." not in code}
    whole = sum(votes.values())
    if not whole:
        return ()
    names = await _names(tx, scope, set(votes))
    ranked = sorted(votes.items(), key=lambda item: -item[1])
    return tuple(
        Share(code, names.get(code, ""), number, number / whole) for code, number in ranked
    )


async def _names(tx: Transaction, scope: Scope, codes: set[str]) -> dict[str, str]:
    """Short names by code; local parties stand only in the contests of their province."""
    names: dict[str, str] = {}
    for id_ in scope.layouts:
        if codes <= names.keys():
            break
        contest = await elections.contest(tx, id_)
        names |= {one.code: one.short or one.name for one in contest.parties()}
    return names


DOERS: dict[type[Effect], Doer] = {AskRecap: tell_recap}

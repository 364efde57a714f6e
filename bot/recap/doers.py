"""Answers REKAP: the folded recap of one area and ballot as figures, and their chart."""

from bot.base import area_charts
from bot.base.asked_areas import Asked, area_of, election_of, own_code, zone_of
from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Named, Outcome
from bot.recap.talk.effects import AskRecap
from models.errors import BadInput
from models.rules.recap import RecapRow
from models.stores.base import elections
from models.stores.base.areas import Area
from models.stores.base.elections import LoadedElection
from models.stores.base.session import Session
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
    voted = await ballots_in(work.session, election, area.id)
    if ballot and ballot not in voted:
        return Named("summary_refused", {"code": "no_ballot_here", "area": area.title})
    chosen = ballot or next(iter(voted), "")
    if not chosen:
        return Named("summary_refused", {"code": "no_ballot_here", "area": area.title})
    figures = await figures_of(work.session, election, area, Ballot(chosen))
    figures |= {"at": work.turn.now.isoformat(), "zone": await zone_of(work, election, area)}
    photo = await area_charts.keep(work, figures)
    others = [one for one in voted if one != chosen]
    return Named("recap_told", {**figures, "others": others, "photo": photo})


async def figures_of(
    session: Session, election: LoadedElection, area: Area, ballot: Ballot
) -> dict[str, object]:
    """The area's own line of the recap, as bot.base.counts tells it."""
    scope = await recap.understand(session, Question(ballot, area.code), election.code)
    rows = [row async for row in recap.rows(session, scope)]
    if len(rows) != 1:
        raise BadInput("an area has one line of its own", area=area.code)
    own = own_code(election, ballot)
    return {
        "area": area.title,
        "code": area.code,
        "ballot": ballot.value,
        **{name: getattr(rows[0], name) for name in _COUNTS},
        "rows": await _shares(session, scope, rows[0]),
        "own": own,
    }


_COUNTS = ("stations", "reported", "confirmed", "disputed", "valid")


async def _shares(session: Session, scope: Scope, row: RecapRow) -> list[list[object]]:
    """Participants with their votes and share of all that are counted, most votes first."""
    votes = {code: number for code, number in row.votes.items() if "." not in code}
    whole = sum(votes.values())
    if not whole:
        return []
    names = await _names(session, scope, set(votes))
    ranked = sorted(votes.items(), key=lambda item: -item[1])
    return [[code, names.get(code, ""), number, number / whole] for code, number in ranked]


async def _names(session: Session, scope: Scope, codes: set[str]) -> dict[str, str]:
    """Short names by code; local parties stand only in the contests of their province."""
    names: dict[str, str] = {}
    for id_ in scope.layouts:
        if codes <= names.keys():
            break
        contest = await elections.contest(session, id_)
        names |= {one.code: one.short or one.name for one in contest.parties()}
    return names


DOERS: dict[type[Effect], Doer] = {AskRecap: tell_recap}

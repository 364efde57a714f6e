"""Answers SUARA SAYA: a candidate's own votes by kelurahan or station, and the party's total."""

from bot.base.asked_areas import Asked, election_of, zone_of
from bot.base.capability import Doer
from bot.base.work import Work, held_by
from bot.candidates.talk.effects import TellOwnVotes
from bot.candidates.talk.outcomes import OwnList, OwnPlace, OwnVotes
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from bot.engine.outcomes import AreaNone, AreaWhich, NamedArea
from models.errors import NotFound, NotYourArea
from models.stores.base import areas
from models.stores.base.areas import LEVELS, Area
from models.stores.base.elections import LoadedElection
from models.stores.candidates import own_votes
from models.stores.candidates.own_votes import Candidacy, OwnRow
from models.values import Level

MOST = 10
"""Places in one answer, those with most votes first; the rest by their areas' names."""
_WORD = "suara saya"


async def tell_own_votes(work: Work, effect: TellOwnVotes) -> Outcome:
    """The own votes in the area that is meant, or a question back."""
    try:
        election = await election_of(work, counted=True)
        found = await own_votes.candidacies(work.tx, election, await held_by(work))
        lists = []
        for candidacy in found:
            area = await _area(work, election, candidacy, effect)
            lists.append(await _told(work, election, candidacy, area))
    except Asked as asked:
        return asked.outcome
    return OwnVotes(tuple(lists))


async def _area(
    work: Work, election: LoadedElection, candidacy: Candidacy, effect: TellOwnVotes
) -> Area:
    """The area that is meant, inside of the contest; raises Asked."""
    top = candidacy.path.rpartition(".")[2] or await areas.top(work.tx, election.id)
    many = []
    if effect.place and not effect.code:
        within = candidacy.path or top
        many = await areas.areas_named(work.tx, election, effect.place, within)
    else:
        many = await _coded(work, election, effect.code or top)
    fit = [one for one in many if await _votes_there(work, candidacy, one)]
    if not fit:
        raise Asked(AreaNone(effect.place or effect.code))
    if len(fit) > 1:
        choices = tuple(NamedArea(one.code, one.title) for one in fit)
        raise Asked(AreaWhich(_WORD, choices))
    return fit[0]


async def _coded(work: Work, election: LoadedElection, code: str) -> list[Area]:
    try:
        return [await areas.area(work.tx, election.id, code)]
    except NotFound:
        return []


async def _votes_there(work: Work, candidacy: Candidacy, area: Area) -> bool:
    try:
        await own_votes.allowed(work.tx, candidacy, area)
    except NotYourArea:
        return False
    return True


async def _told(work: Work, election: LoadedElection, candidacy: Candidacy, area: Area) -> OwnList:
    """The figures of one contest, with places by votes; noted in the audit log."""
    whole = await own_votes.total(work.tx, election, candidacy, area)
    level = Level.STATION if area.level is Level.KELURAHAN else Level.KELURAHAN
    rows = await own_votes.rows(work.tx, election, candidacy, area, level)
    reported = sorted((one for one in rows if one.reported), key=_most_first)
    await work.note("own votes shown", f"area:{area.code}", contest=candidacy.layout.id)
    return OwnList(
        name=candidacy.name,
        ballot=candidacy.layout.ballot.value,
        contest=candidacy.contest.name,
        area="" if LEVELS.index(area.level) == 0 else area.title,
        whole=_figures(whole),
        rows=tuple(_figures(one) for one in reported[:MOST]),
        left=max(0, len(reported) - MOST),
        stations_shown=level is Level.STATION,
        at=work.turn.now,
        zone=await zone_of(work, election, area),
    )


def _most_first(row: OwnRow) -> tuple[int, str]:
    return -(row.own if row.own is not None else -1), row.code


def _figures(row: OwnRow) -> OwnPlace:
    return OwnPlace(
        place=row.name,
        own=row.own,
        party=row.party,
        reported=row.reported,
        stations=row.stations,
    )


DOERS: dict[type[Effect], Doer] = {TellOwnVotes: tell_own_votes}

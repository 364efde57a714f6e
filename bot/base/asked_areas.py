"""Which area somebody with a role asks about: the own one, or a named one inside it."""

from zoneinfo import ZoneInfo

from bot.base.work import Work
from bot.engine.messages import Outcome
from bot.engine.outcomes import AreaNone, AreaWhich, NamedArea, SummaryRefused
from models.errors import NotAllowed, NotFound
from models.rules.quickcount import require_publication
from models.rules.rights import Action, paths, require
from models.stores.base import areas, elections
from models.stores.base.areas import Area
from models.stores.base.elections import LoadedElection
from models.stores.persons import roles
from models.values import Ballot

MOST = 6
"""Areas that one question offers to choose from."""


class Asked(Exception):
    """The question is not answered but asked back, or refused: `outcome` says how."""

    def __init__(self, outcome: Outcome) -> None:
        super().__init__(outcome.event)
        self.outcome = outcome


async def election_of(work: Work, *, counted: bool = False) -> LoadedElection:
    """The election; raises Asked where there is none, or before the hour of `counted` figures."""
    election = await elections.current_election(work.tx)
    if election is None:
        raise Asked(SummaryRefused("not_found"))
    opens = election.config.publication.not_before
    if counted and opens is not None and work.turn.now < opens:
        told = opens.astimezone(ZoneInfo(election.config.timezone))
        raise Asked(SummaryRefused("publication_locked", opens=told))
    require_publication(work.turn.now, opens if counted else None)
    return election


async def area_of(
    work: Work, election: LoadedElection, word: str, place: str, code: str, ballot: str = ""
) -> Area:
    """The area that is meant, within what this person may see, and noted as seen; raises Asked."""
    found = await _meant(work, election, word, place, code, ballot)
    await work.note("saw", f"area:{found.code}", what=word)
    return found


async def _meant(
    work: Work, election: LoadedElection, word: str, place: str, code: str, ballot: str
) -> Area:
    held = await roles.roles_of(work.tx, election.id, work.person_id)
    mine = paths(held, Action.SEE)
    if not mine:
        raise Asked(SummaryRefused(NotAllowed.code))
    if code:
        try:
            found = await areas.area(work.tx, election.id, code)
            require(held, Action.SEE, found.path)
        except (NotFound, NotAllowed):
            raise Asked(AreaNone(place or code)) from None
        return found
    top = await areas.top(work.tx, election.id)
    if place:
        many = [
            one
            for path in mine
            for one in await areas.areas_named(work.tx, election, place, path or top)
        ]
    else:
        codes = [path.rpartition(".")[2] or top for path in mine]
        many = [await areas.area(work.tx, election.id, one) for one in codes[:MOST]]
    if len(many) == 1:
        return many[0]
    if not many:
        raise Asked(AreaNone(place))
    choices = await _apart(work, election, many[:MOST])
    raise Asked(AreaWhich(word, choices, ballot))


async def _apart(work: Work, election: LoadedElection, many: list[Area]) -> tuple[NamedArea, ...]:
    """Two areas of the same name are told apart by the area above them."""
    titles = [one.title for one in many]
    found = []
    for one in many:
        title = one.title
        if titles.count(title) > 1:
            above = await areas.ancestors(work.tx, election.id, one.path)
            title += f", {above[-2].name}" if len(above) > 1 else ""
        found.append(NamedArea(one.code, title))
    return tuple(found)


async def zone_of(work: Work, election: LoadedElection, area: Area) -> str:
    """The time zone of an area, as it or an area above it says."""
    if area.timezone:
        return area.timezone
    above = await areas.ancestors(work.tx, election.id, area.path)
    named = [one.timezone for one in above if one.timezone]
    return named[-1] if named else election.config.timezone


def own_code(election: LoadedElection, ballot: Ballot) -> str:
    """The own participant's number on this ballot, where the pack says one for its kind."""
    config = election.config
    kind = config.ballot(ballot).kind.value
    if kind == "parties":
        return config.reports.own_party or config.installation.participant or ""
    return ""

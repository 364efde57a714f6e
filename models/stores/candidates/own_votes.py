"""What a candidate sees: the own votes by area and station, and the party's beside them.

Fellow candidates only where the pack says so (reports.candidates_see_fellows).
"""

from collections.abc import Iterable
from contextlib import aclosing
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from models.errors import NotFound, NotYourArea
from models.rules.recap import RecapRow
from models.rules.rights import Held, ballots_of, number_in
from models.stores.base import elections
from models.stores.base.areas import Area
from models.stores.base.database import Transaction
from models.stores.base.elections import LoadedElection
from models.stores.base.layouts import Layout, layouts
from models.stores.recap import recap
from models.stores.recap.recap import Question, Scope
from models.values import Contest, Level, Role, Trust

_VOTES_IN = text("select 1 from contest_area where contest_id = :contest and area_id = :area")


@dataclass(frozen=True, slots=True)
class Candidacy:
    """Whom a candidate stands for and where: `own` the code of the own votes, None without one.

    `party` is the code of the party's sum; None for a pair or a single candidate.
    """

    contest: Contest
    layout: Layout
    own: str | None
    party: str | None
    path: str = ""

    @property
    def name(self) -> str:
        """The candidate's name as it stands on the ballot; the party's without a number."""
        wanted = self.own or self.party
        found = next(one for one in self.contest.choices if one.code == wanted)
        return found.name


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One place: own votes (None where nobody gave them), the party's, fellows' where allowed."""

    code: str
    name: str
    stations: int
    reported: int
    confirmed: int
    disputed: int
    own: int | None
    party: int | None
    fellows: dict[str, int]

    def as_json(self, *, whole: bool = False) -> dict[str, Any]:
        """The row as JSON; the party's sum only of the `whole`, or where fellows may be seen."""
        counts = ("code", "name", "stations", "reported", "confirmed", "disputed")
        told: dict[str, object] = {name: getattr(self, name) for name in counts}
        told["own"] = self.own
        if self.party is not None and (whole or self.fellows):
            told["party"] = self.party
        return told | ({"fellows": self.fellows} if self.fellows else {})


async def candidacies(
    tx: Transaction, election: LoadedElection, held: Iterable[Held]
) -> list[Candidacy]:
    """Where somebody with these roles stands as a candidate; a tie without a list is nowhere."""
    found = []
    for one in held:
        if one.role is not Role.CANDIDATE:
            continue
        layout = await _contest(tx, election, one)
        if layout is None:
            continue
        contest = await elections.contest(tx, layout.id)
        code = number_in(one.code, contest.code)
        party = code if contest.has_parties else None
        own = f"{party}.{one.number}" if party and one.number else None
        own = code if party is None else own
        if (own or party) in layout.codes:
            found.append(Candidacy(contest, layout, own, party, one.path))
    return found


async def _contest(tx: Transaction, election: LoadedElection, held: Held) -> Layout | None:
    """The contest of a role: the one named, or the only one in which such a participant stands."""
    known: dict[int, Layout] = {}
    for ballot in ballots_of(held.kind):
        known |= await layouts(tx, election, ballot)
    if held.contest is not None:
        return known.get(held.contest)
    fit = [one for one in known.values() if number_in(held.code, one.code) in one.codes]
    return fit[0] if len(fit) == 1 else None


async def allowed(tx: Transaction, candidacy: Candidacy, area: Area) -> None:
    """Raises NotYourArea for an area outside of the contest or of the candidate's own area."""
    given = {"contest": candidacy.layout.id, "area": area.id}
    votes = await tx.scalar(_VOTES_IN, given)
    if votes is None or not Held(Role.CANDIDATE, candidacy.path).covers(area.path):
        raise NotYourArea("nobody votes for you there", area=area.code)


async def rows(
    tx: Transaction,
    election: LoadedElection,
    candidacy: Candidacy,
    area: Area,
    level: Level,
    trust: Trust = Trust.ANY,
) -> list[OwnRow]:
    """The own votes of an area at a level, by code."""
    layout = candidacy.layout
    question = Question(layout.ballot, area.code, None, level.value, trust)
    scope = Scope(election, question, area, level.value, {layout.id: layout})
    fellows = election.config.reports.candidates_see_fellows
    async with aclosing(recap.rows(tx, scope)) as found:
        return [_row(candidacy, row, fellows) async for row in found]


def _row(candidacy: Candidacy, row: RecapRow, fellows: bool) -> OwnRow:
    own, party = candidacy.own, candidacy.party
    others = {
        code: votes
        for code, votes in row.votes.items()
        if fellows and party and code.startswith(f"{party}.") and code != own
    }
    return OwnRow(
        row.code,
        row.name,
        row.stations,
        row.reported,
        row.confirmed,
        row.disputed,
        row.votes.get(own) if own else None,
        row.votes.get(party, 0) if party else None,
        others,
    )


async def total(
    tx: Transaction,
    election: LoadedElection,
    candidacy: Candidacy,
    area: Area,
    trust: Trust = Trust.ANY,
) -> OwnRow:
    """The area's own line. Raises NotFound where nobody votes in this contest."""
    found = await rows(tx, election, candidacy, area, area.level, trust)
    if not found:
        raise NotFound("nobody votes in this contest there", area=area.code)
    return found[0]

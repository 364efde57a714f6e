"""How far somebody may look: the areas, districts and stations of a question, checked and noted.

Every route that shows counts asks here before it reads; without an area it is the caller's own.
"""

from dataclasses import dataclass, replace
from typing import Annotated

from fastapi import Depends, Request

from api.http.answers import Asked
from api.http.audited_reads import Seen
from api.http.callers import Caller
from api.http.deps import Guard, TheDatabase
from models.errors import BadInput, NotAllowed, NotYourArea
from models.rules.access import Who
from models.rules.rights import Action, may, paths
from models.stores.audit import sources
from models.stores.base import areas, elections
from models.stores.base.areas import Area
from models.stores.base.database import Database, Transaction
from models.stores.base.elections import LoadedElection
from models.stores.seats import districts
from models.values import Ballot


async def the_seen(request: Request) -> Seen:
    """What this process noted already."""
    state = request.app.state
    if not hasattr(state, "seen"):
        state.seen = Seen(state.database)
    seen: Seen = state.seen
    return seen


TheSeen = Annotated[Seen, Depends(the_seen)]


@dataclass(frozen=True, slots=True)
class Reader:
    """A caller who may see counts, and the checks of where; the installation sees everything."""

    caller: Caller
    database: Database
    seen: Seen
    route: str
    action: Action = Action.SEE

    async def asked(self, asked: Asked) -> Asked:
        """The question as it may be answered. Raises NotYourArea, NotFound, BadInput."""
        if self.caller.everything:
            return asked
        question = asked.question
        async with self.database.transaction() as tx:
            loaded = await elections.election(tx, asked.election)
            if question.district:
                await self._district(tx, loaded, question.ballot, question.district)
            else:
                area = await self._area(tx, loaded, question.area)
                question = replace(question, area=area.code)
        narrowed = Asked(question, asked.election)
        await self.seen.note(self.caller, self.route, subject_of(narrowed))
        return narrowed

    async def contests(self, asked: Asked) -> Asked:
        """The same for what is told of whole contests (seats): all of them must be in reach."""
        if self.caller.everything:
            return asked
        question = asked.question
        async with self.database.transaction() as tx:
            loaded = await elections.election(tx, asked.election)
            within = question.area or question.district
            if within is None:
                await self._area(tx, loaded, await areas.top(tx, loaded.id))
            elif question.district:
                await self._district(tx, loaded, question.ballot, question.district)
            else:
                await self._district(tx, loaded, question.ballot, None, question.area)
        await self.seen.note(self.caller, self.route, subject_of(asked))
        return asked

    async def place(self, election: str | None, code: str | None) -> tuple[LoadedElection, Area]:
        """An area of an election: the one named, or the own. Raises NotYourArea, NotFound."""
        async with self.database.transaction() as tx:
            loaded = await elections.election(tx, election)
            area = await self._area(tx, loaded, code)
        await self.sees(loaded, area)
        return loaded, area

    async def sees(self, loaded: LoadedElection, area: Area) -> None:
        """Note that an area was looked at. Raises NotYourArea."""
        if not self._covers(loaded, area.path):
            raise self._refusal(loaded, area=area.code)
        await self.seen.note(self.caller, self.route, f"area:{area.code}")

    async def station(self, election: str | None, code: str) -> LoadedElection:
        """The election of a station that may be seen. Raises NotYourArea, NotFound."""
        async with self.database.transaction() as tx:
            loaded = await elections.election(tx, election)
            number, path = await sources.station_place(tx, loaded, code)
        if not self._covers(loaded, path):
            raise self._refusal(loaded, station=code)
        await self.seen.note(self.caller, self.route, f"station:{number}")
        return loaded

    def _covers(self, loaded: LoadedElection, path: str) -> bool:
        caller = self.caller
        return caller.everything or may(caller.roles(loaded.id), self.action, path)

    async def _area(self, tx: Transaction, loaded: LoadedElection, code: str | None) -> Area:
        if code is None:
            code = await self._own(tx, loaded)
        area = await areas.area(tx, loaded.id, code)
        if not self._covers(loaded, area.path):
            raise self._refusal(loaded, area=code)
        return area

    async def _own(self, tx: Transaction, loaded: LoadedElection) -> str:
        """The code of the own area; raises BadInput where there are several."""
        held = self.caller.roles(loaded.id)
        own = ("",) if self.caller.everything else paths(held, self.action)
        if own == ("",):
            return await areas.top(tx, loaded.id)
        if not own:
            raise NotAllowed("you have no role in this election", election=loaded.code)
        if len(own) > 1:
            raise BadInput(f"say which area: {_codes(own)}")
        return _codes(own)

    async def _district(
        self,
        tx: Transaction,
        loaded: LoadedElection,
        ballot: Ballot,
        code: str | None,
        area: str | None = None,
    ) -> None:
        own = paths(self.caller.roles(loaded.id), self.action)
        if not await districts.within(tx, loaded.id, ballot, code, area, own):
            raise self._refusal(loaded, district=code or "", area=area or "")

    def _refusal(self, loaded: LoadedElection, **asked: str) -> NotYourArea:
        own = paths(self.caller.roles(loaded.id), self.action)
        yours = _codes(own) or "none"
        return NotYourArea(f"that lies outside of your area; yours: {yours}", yours=yours, **asked)


def _codes(own: tuple[str, ...]) -> str:
    return ", ".join(path.rpartition(".")[2] for path in own)


def subject_of(asked: Asked) -> str:
    """What a question is about, as the audit log names it."""
    question = asked.question
    if question.district:
        return f"district:{question.ballot.value}/{question.district}"
    return f"area:{question.area or 'all'}"


async def the_reader(
    request: Request,
    caller: Annotated[Caller, Depends(Guard(Who.READER))],
    database: TheDatabase,
    seen: TheSeen,
) -> Reader:
    """Guard: whoever may see counts, each in the own areas."""
    return Reader(caller, database, seen, request.scope["route"].path)


TheReader = Annotated[Reader, Depends(the_reader)]

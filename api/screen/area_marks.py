"""Whether the count of an area changed: most stay as they are while reports come in elsewhere."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from time import monotonic

from api.http.recap_state import RecapState
from api.http.together import Together
from models.stores.base.database import Database
from models.stores.recap import changes
from models.values import Ballot

LOOKED_AT = 10.0
"""Seconds since somebody asked for an area, until which it is looked up together with others."""
MOST = 2_000


@dataclass(slots=True)
class _Mark:
    """The marks of an area's ballots, valid for the turn `turn`; asked for last at `asked` (s)."""

    turn: int
    ballots: Mapping[str, str]
    asked: float


class AreaMarks:
    """By area and ballot a text that is another one whenever the sums there changed.

    After a change one look at the database is for all areas that are open somewhere.
    """

    def __init__(self, database: Database, recap: RecapState) -> None:
        self._database, self._recap = database, recap
        self._known: dict[int, _Mark] = {}
        self._looks: Together[int, Mapping[str, str]] = Together(self._look)

    async def of(self, area: int, ballot: Ballot, turn: int) -> str:
        """The mark of an area (its id) as it was at a turn of the recap's state, or is since."""
        now, known = monotonic(), self._known.get(area)
        if known is not None and known.turn >= turn:
            known.asked = now
            return known.ballots.get(ballot.value, "")
        found = await self._looks.get(area) or {}
        return found.get(ballot.value, "")

    async def _look(self, asked: Collection[int]) -> dict[int, Mapping[str, str]]:
        turn, now = self._recap.turn, monotonic()
        also = (n for n, one in self._known.items() if now - one.asked < LOOKED_AT)
        areas = {*asked, *also}
        async with self._database.transaction() as tx:
            found = await changes.marks(tx, areas)
        marks: dict[int, Mapping[str, str]] = {n: found.get(n, {}) for n in areas}
        before = self._known
        self._known = {
            n: _Mark(turn, one, now if n in asked or n not in before else before[n].asked)
            for n, one in marks.items()
        }
        return marks

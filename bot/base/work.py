"""What every doer may use: the open transaction, the turn, and what whoever speaks may do."""

from dataclasses import dataclass

from bot.base.claimed_turns import Turn
from bot.base.media import Media
from bot.engine.facts import Facts
from models.errors import NotYourStation
from models.rules.rights import Held
from models.sealing import Keys
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.persons import roles
from models.values import Json


@dataclass(frozen=True, slots=True)
class Work:
    """What every effect may use: the open transaction, the turn and the facts it was decided on."""

    tx: Transaction
    keys: Keys
    turn: Turn
    facts: Facts
    media: Media | None = None
    """Where files to send are put (a chart, a letter); None where nothing is kept."""
    pages: str = ""
    """The address of our pages (https://...), for links."""

    @property
    def contact_id(self) -> int:
        """Who speaks, as a contact."""
        return self.turn.contact["id"]

    @property
    def message_id(self) -> int | None:
        """The stored message that is the source of what happens, where there is one."""
        return self.turn.message["id"]

    @property
    def person_id(self) -> int:
        """Who speaks, as a person. Raises NotYourStation when nobody known does."""
        if self.facts.person is None:
            raise NotYourStation("nobody known speaks")
        return self.facts.person.id

    def require_own(self, station_id: int) -> None:
        """Raises NotYourStation where whoever speaks has no mandate for a station."""
        if all(mandate.station.id != station_id for mandate in self.facts.mandates):
            raise NotYourStation("no mandate for this station", station=station_id)

    async def note(self, action: str, subject: str, **data: Json) -> None:
        """Write an audit entry about this turn."""
        actor = f"person:{self.facts.person.id}" if self.facts.person else "contact"
        actor = f"contact:{self.contact_id}" if actor == "contact" else actor
        await note(self.tx, actor, action, subject, data, self.message_id)


async def held_by(work: Work) -> tuple[Held, ...]:
    """What whoever speaks may do, read fresh."""
    election = work.facts.election
    if election is None or work.facts.person is None:
        return ()
    return await roles.roles_of(work.tx, election.id, work.facts.person.id)

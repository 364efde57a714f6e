"""What a terminal's talk holds after a line (`saksi chat --json`): drafts, stored figures, step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.filling.cases import Case
    from models.stores.base.database import Database

Figures = dict[str, dict[str, int]]


@dataclass(frozen=True, slots=True)
class Held:
    """Figures by ballot and choice: typed and not confirmed, stored; and where the talk stands."""

    drafts: Figures
    stored: Figures
    step: str


async def held(database: "Database", channel: str, sender: str) -> Held:
    """What a sender's talk holds now; of several stations, what the one spoken of last holds."""
    from bot.capabilities import CONVERSATION
    from bot.engine.messages import Dialog, Inbound, Kind
    from bot.engine.turn import Turn
    from bot.filling.cases import cases
    from bot.messaging.knowledge import read_facts
    from models.stores.messaging import terminal as talk

    now = datetime.now(UTC)
    async with database.transaction() as tx:
        contact = await talk.contact_of(tx, channel, sender)
        if contact is None:
            return Held({}, {}, "home")
        state, heard = contact["state"], Inbound(Kind.TEXT, now, "isi")
        dialog = Dialog.from_json(state)
        facts = await read_facts(CONVERSATION, tx, contact, now, (heard, dialog))
    found = cases(Turn(facts, dialog, heard, now))
    found = tuple(sorted(found, key=lambda case: case.station.id == dialog.data.get("station")))
    drafts = _by_ballot((case, case.draft.numbers) for case in found)
    return Held(drafts, _by_ballot((case, case.saved) for case in found), dialog.step)


def _by_ballot(found: Iterable[tuple["Case", Mapping[str, int]]]) -> Figures:
    return {str(case.ballot.ballot): dict(given) for case, given in found if given}

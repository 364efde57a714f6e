"""A thumbs-up below one of our messages presses the "benar" button that stands there."""

from dataclasses import replace

from bot.base.claimed_turns import Turn
from bot.engine.messages import REACTION, Inbound, Kind
from models.stores.base.database import Transaction
from models.stores.messaging import outbox

_YES = "benar:"


async def as_press(tx: Transaction, turn: Turn) -> Inbound:
    """The message as a press, where it is a thumb below a question; anything else as it is.

    Only below the very message that it stands under: older figures are not confirmed by it.
    """
    inbound, contact = turn.inbound, turn.contact
    if inbound.kind is not Kind.OTHER or inbound.text != REACTION:
        return inbound
    place = (contact["channel"], contact["account"], contact["id"], inbound.about)
    buttons = await outbox.buttons_below(tx, *place)
    yes = next((data for data in buttons if data.startswith(_YES)), None)
    return replace(inbound, kind=Kind.PRESS, text=yes) if yes else inbound

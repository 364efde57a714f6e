"""What a provider itself says: of an account, or of a message of ours."""

from bot.base.ports import AccountChanged, Delivery
from bot.engine.messages import Outcome
from bot.messaging import unreached
from models.stores.base.database import Transaction
from models.stores.messaging import inbox
from models.stores.persons import held_acts


async def noted(tx: Transaction, contact_id: int, message: inbox.Message, outcome: Outcome) -> None:
    """Keeps it; nobody is answered."""
    match outcome:
        case AccountChanged():
            await held_acts.account_changed(tx, contact_id)
        case Delivery():
            await unreached.note_delivery(tx, message, outcome)

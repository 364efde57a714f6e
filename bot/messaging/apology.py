"""What is said to whoever wrote a message that had to be set aside."""

from bot.base.ports import Outgoing
from bot.engine.texts import tell
from models.stores.messaging import inbox, outbox


def sorry(contact: inbox.Contact, message_id: int, reference: str) -> outbox.NewOutgoing:
    """For a message that was set aside; the reference finds the line of the log."""
    text = tell("handling.sorry", {"reference": reference}, contact["language"])
    body = Outgoing(text).to_json()
    return outbox.NewOutgoing(f"m{message_id}:sorry", contact["id"], body, inbox_id=message_id)

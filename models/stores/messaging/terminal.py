"""What a terminal needs of the queue: whether its message was handled, and the answers to it."""

from typing import cast

from sqlalchemy import func, select, update

from models.stores.base.database import Transaction
from models.stores.messaging.inbox import Contact
from models.tables import DONE, PENDING, ContactRow, InboxRow, OutboxRow

inbox, outbox, contact = (
    InboxRow.__table__,  # type: ignore[attr-defined]
    OutboxRow.__table__,  # type: ignore[attr-defined]
    ContactRow.__table__,  # type: ignore[attr-defined]
)


async def is_handled(tx: Transaction, channel: str, external_id: str) -> bool:
    """Whether a message left the queue: handled, or set aside."""
    state = await tx.scalar(
        select(inbox.c.state).where(inbox.c.channel == channel, inbox.c.external_id == external_id)
    )
    return state is not None and state != PENDING


async def collect(tx: Transaction, channel: str, recipient: str) -> list[dict[str, object]]:
    """The waiting messages to a recipient, oldest first; they count as sent from now on."""
    taken = (
        update(outbox)
        .where(
            outbox.c.channel == channel,
            outbox.c.recipient == recipient,
            outbox.c.state == PENDING,
        )
        .values(state=DONE, sent_at=func.now())
        .returning(outbox.c.id, outbox.c.body)
    )
    rows = (await tx.execute(taken)).all()
    return [row.body for row in sorted(rows, key=lambda row: row.id)]


async def contact_of(tx: Transaction, channel: str, sender: str) -> Contact | None:
    """A sender's contact with the state of its talk, None before its first message."""
    found = select(contact).where(contact.c.channel == channel, contact.c.sender == sender)
    row = (await tx.execute(found)).mappings().first()
    return cast(Contact, dict(row)) if row else None

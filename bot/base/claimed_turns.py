"""The contract between the worker, which claims messages, and the runner, which answers them."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypedDict

from bot.base.ports import Outgoing
from bot.engine.messages import Inbound
from models.stores.base.database import Transaction
from models.stores.messaging.inbox import Contact, Message
from models.stores.persons import people
from models.values import Json


class Cause(TypedDict):
    """The stored message (id) that a notice came from, where there is one."""

    id: int | None


@dataclass(slots=True)
class Kept:
    """Where the talk stands after a turn, for a caller that writes it with the turn's end.

    None: as before.
    """

    state: dict[str, Json] | None = None

    async def write(self, tx: Transaction, contact_id: int) -> None:
        """Write it now: another message of the contact follows in the same transaction."""
        if self.state is not None:
            await people.keep_dialog(tx, contact_id, self.state)
            self.state = None


@dataclass(frozen=True, slots=True)
class Turn:
    """One inbound message of one claimed contact, ready to be handled inside a transaction.

    `contact` as it was read after the previous turn. `message`: the inbox row, or what names the
    message that was the cause. `key` is unique per turn and the same when the
    turn is tried again: purposes of outgoing messages begin with it ("m17:0", "m17:1"). `kept`
    takes where the talk stands; without it the handler writes that itself.
    """

    key: str
    contact: Contact
    message: Message | Cause
    inbound: Inbound
    now: datetime
    kept: Kept | None = None


@dataclass(frozen=True, slots=True)
class OutboxNew:
    """A message to be sent after the commit, once per `purpose`.

    `priority`: 0 answers, 1 duty, 2 bulk (strangers' answers go behind it). `contact_id` None: to
    the contact of the turn.
    `not_before` None: as soon as the platform's limits allow.
    """

    purpose: str
    body: Outgoing
    priority: int = 0
    contact_id: int | None = None
    not_before: datetime | None = None


Handler = Callable[[Transaction, Turn], Awaitable[list[OutboxNew]]]
"""`bot.messaging.runner.handle`: does the effects and writes state, language and person of the
contact in the caller's transaction; the worker writes the returned messages,
`last_order` and "handled"."""

"""A message that did not reach its witness: whoever leads nearest hears it, each once a day."""

from bot.base.events import notice
from bot.base.ports import Delivery
from bot.engine.outcomes import MessageUndelivered
from models.stores.base.database import Transaction
from models.stores.messaging import inbox, notices, outbox
from models.stores.persons import undelivered


async def tell(tx: Transaction, outbox_id: int, reason: str) -> None:
    """Tell the nearest coordinators; `reason` as the provider says it."""
    found = await undelivered.unreached(tx, outbox_id)
    if found is None:
        return
    event = MessageUndelivered(
        name=found.name,
        number=found.number,
        kelurahan=found.kelurahan,
        why=undelivered.why(reason),
        reason=reason,
    )
    purpose = f"undelivered:{found.person_id}:{found.day}"
    told = [notice(f"{purpose}:{one.person_id}", event, one.person_id) for one in found.leaders]
    await notices.put(tx, told)


async def told_by_provider(
    tx: Transaction, channel: str, account: str, provider_id: str, reason: str
) -> None:
    """The same for a message that the provider took and then could not deliver."""
    found = await undelivered.by_provider(tx, channel, account, provider_id)
    if found is not None:
        await tell(tx, found, reason)


async def note_delivery(tx: Transaction, message: inbox.Message, told: Delivery) -> None:
    """A report of what became of a message of ours; nobody is answered."""
    place = (message["channel"], message["account"], told.provider_id)
    if told.outside and await outbox.by_template(tx, *place, str(told.reason)):
        return
    await outbox.delivered(tx, *place, told.status, told.reason)
    if told.status == "failed":
        await told_by_provider(tx, *place, told.reason or "")

"""A message that did not reach its witness: whoever leads nearest hears it, each once a day."""

from bot.base.events import notice
from bot.base.ports import Delivery
from bot.engine.outcomes import MessageUndelivered
from models.stores.base.session import Session
from models.stores.messaging import inbox, notices, outbox
from models.stores.persons import undelivered


async def tell(session: Session, outbox_id: int, reason: str) -> None:
    """Tell the nearest coordinators; `reason` as the provider says it."""
    found = await undelivered.unreached(session, outbox_id)
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
    await notices.put(session, told)


async def told_by_provider(
    session: Session, channel: str, account: str, provider_id: str, reason: str
) -> None:
    """The same for a message that the provider took and then could not deliver."""
    found = await undelivered.by_provider(session, channel, account, provider_id)
    if found is not None:
        await tell(session, found, reason)


async def note_delivery(session: Session, message: inbox.Message, told: Delivery) -> None:
    """A report of what became of a message of ours; nobody is answered."""
    place = (message["channel"], message["account"], told.provider_id)
    if told.outside and await outbox.by_template(session, *place, str(told.reason)):
        return
    await outbox.delivered(session, *place, told.status, told.reason)
    if told.status == "failed":
        await told_by_provider(session, *place, told.reason or "")

"""A message that did not reach its witness: whoever leads nearest hears it, once a day."""

import re

from sqlalchemy import text

from models.stores.base.session import Session
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
from models.stores.persons import roles

_BULK = 2
"""Priority of broadcasts, which have a report of their own."""
_WHO = text(f"""
select p.id as person, p.name, s.number, s.election_id, k.name as kelurahan, k.path,
       cast(current_date as text) as day
from outbox o
join contact c on c.id = o.contact_id
join person p on p.id = c.person_id and p.active
join mandate m on m.person_id = p.id and m.active
join station s on s.id = m.station_id and s.active
join area k on k.id = s.kelurahan_id
where o.id = :outbox and o.priority < {_BULK}
order by m.id limit 1
""")
_BY_PROVIDER = text(
    "select id from outbox where channel = :channel and account = :account "
    "and provider_id = :provider_id"
)
_REASONS = {
    "blocked": re.compile(r"Forbidden|blocked|deactivated", re.IGNORECASE),
    "no_whatsapp": re.compile(r"\(131026\)"),
    "window": re.compile(r"\(131047\)"),
}


def why(reason: str) -> str:
    """What a provider's reason comes to: blocked, no_whatsapp, window or other."""
    return next((name for name, sign in _REASONS.items() if sign.search(reason)), "other")


async def tell(session: Session, outbox_id: int, reason: str) -> None:
    """Tell the nearest coordinators that a witness is not reached, each once a day."""
    row = (await session.execute(_WHO, {"outbox": outbox_id})).first()
    if row is None:
        return
    leads = await roles.leaders(session, row.election_id, row.path, {row.person})
    data = {"name": row.name, "number": row.number, "kelurahan": row.kelurahan}
    data |= {"why": why(reason), "reason": reason}
    purpose = f"undelivered:{row.person}:{row.day}"
    told = [
        NewNotice(f"{purpose}:{one.person_id}", "message_undelivered", data, one.person_id)
        for one in leads
    ]
    await notices.put(session, told)


async def told_by_provider(
    session: Session, channel: str, account: str, provider_id: str, reason: str
) -> None:
    """The same for a message that the provider took and then could not deliver."""
    named = {"channel": channel, "account": account, "provider_id": provider_id}
    found = await session.scalar(_BY_PROVIDER, named)
    if found is not None:
        await tell(session, int(found), reason)

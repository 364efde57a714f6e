"""A message that did not reach its witness: whoever leads nearest hears it, once a day."""

import re
from dataclasses import dataclass

from sqlalchemy import bindparam, select, text
from sqlmodel import col

from models.stores.base.database import Transaction
from models.stores.persons import roles
from models.stores.persons.roles import Holder
from models.tables import OutboxRow

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
_BY_PROVIDER = select(col(OutboxRow.id)).where(
    col(OutboxRow.channel) == bindparam("channel"),
    col(OutboxRow.account) == bindparam("account"),
    col(OutboxRow.provider_id) == bindparam("provider_id"),
)
_REASONS = {
    "blocked": re.compile(r"Forbidden|blocked|deactivated", re.IGNORECASE),
    "no_whatsapp": re.compile(r"\(131026\)"),
    "window": re.compile(r"\(131047\)"),
}


def why(reason: str) -> str:
    """What a provider's reason comes to: blocked, no_whatsapp, window or other."""
    return next((name for name, sign in _REASONS.items() if sign.search(reason)), "other")


@dataclass(frozen=True, slots=True)
class Unreached:
    """A witness whom a message did not reach, their first station, and who leads nearest there.

    `day`: of the database's clock, as people write it in a file: 2024-02-14.
    """

    person_id: int
    name: str
    number: int
    kelurahan: str
    day: str
    leaders: tuple[Holder, ...]


async def unreached(tx: Transaction, outbox_id: int) -> Unreached | None:
    """Whom this message was for; None for broadcasts, and for who stands at no station."""
    row = (await tx.execute(_WHO, {"outbox": outbox_id})).first()
    if row is None:
        return None
    leads = await roles.leaders(tx, row.election_id, row.path, {row.person})
    return Unreached(row.person, row.name, row.number, row.kelurahan, row.day, tuple(leads))


async def by_provider(tx: Transaction, channel: str, account: str, provider_id: str) -> int | None:
    """The id of the message that a provider gave this name."""
    named = {"channel": channel, "account": account, "provider_id": provider_id}
    found: int | None = await tx.scalar(_BY_PROVIDER, named)
    return found

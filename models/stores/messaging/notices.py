"""Notices that wait to be told: written with what caused them, each purpose once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from models.stores.base.database import Transaction
from models.stores.messaging.inbox import Sender
from models.tables.message import DONE, PENDING, SET_ASIDE

UNREACHED = "no contact yet"
"""The reason of a notice that waits until its person writes for the first time."""


@dataclass(frozen=True, slots=True)
class NewNotice:
    """An event for a person, or for a contact whose person is not known.

    `event` and `data` as the conversation hears them (bot/engine/effects.py); `inbox_id`: the
    message that caused it.
    """

    purpose: str
    event: str
    data: Mapping[str, Any] = field(default_factory=dict)
    person_id: int | None = None
    contact_id: int | None = None
    inbox_id: int | None = None
    not_before: datetime | None = None

    @property
    def whom(self) -> int:
        """The person's id, or the contact's with a minus before it."""
        if self.person_id is not None:
            return self.person_id
        assert self.contact_id is not None
        return -self.contact_id


@dataclass(frozen=True, slots=True)
class Due:
    """A notice that may be told now, held by this transaction."""

    id: int
    whom: int
    event: str
    data: dict[str, Any]
    inbox_id: int | None
    attempts: int


_PUT = text("""
insert into notice (purpose, whom, event, data, inbox_id, not_before)
values (:purpose, :whom, :event, :data, :inbox_id,
        coalesce(cast(:not_before as timestamptz), clock_timestamp()))
on conflict (purpose) do nothing
""").bindparams(bindparam("data", type_=JSONB))
_NEXT = text(f"""
select n.id, n.whom, n.event, n.data, n.inbox_id, n.attempts from notice n
where n.state = {PENDING} and n.whom > :after and n.not_before <= clock_timestamp()
  and not exists (select from notice e
                  where e.state = {PENDING} and e.whom = n.whom and e.id < n.id)
order by n.whom, n.id limit 1 for update skip locked
""")
_CONTACT = text("""
select c.channel, c.account, c.sender from contact c
left join person p on p.id = c.person_id
where case when :whom > 0 then c.person_id = :whom and p.active else c.id = -:whom end
order by c.last_inbound_at desc nulls last, c.id desc limit 1
""")
_TOLD = text(f"update notice set state = {DONE}, told_at = clock_timestamp() where id = :id")
_LATER = text("""
update notice set not_before = clock_timestamp() + make_interval(secs => :seconds),
    attempts = attempts + cast(:counted as int), reason = :reason
where id = :id
""")
_ASIDE = text(f"update notice set state = {SET_ASIDE}, reason = :reason where id = :id")
_REACHED = text(f"""
update notice set state = {PENDING}, reason = null, not_before = clock_timestamp()
where whom = :whom and state = {SET_ASIDE} and reason = :reason
""")

LOWEST = -(2**62)
"""Before the first in the ring."""


async def put(tx: Transaction, notices: Sequence[NewNotice]) -> None:
    """Write notices to be told; one whose purpose is there already is left out."""
    if not notices:
        return
    await tx.execute(
        _PUT,
        [
            {
                "purpose": n.purpose,
                "whom": n.whom,
                "event": n.event,
                "data": dict(n.data),
                "inbox_id": n.inbox_id,
                "not_before": n.not_before,
            }
            for n in notices
        ],
    )


_THERE = text("select purpose from notice where purpose = any(:purposes)")


async def there(tx: Transaction, purposes: Sequence[str]) -> set[str]:
    """Which of these purposes were written before."""
    rows = await tx.execute(_THERE, {"purposes": list(purposes)})
    return {row.purpose for row in rows}


async def next_due(tx: Transaction, after: int = LOWEST) -> Due | None:
    """The next notice that may be told, locked: of whoever comes next in the ring, the oldest."""
    row = (await tx.execute(_NEXT, {"after": after})).first()
    return None if row is None else Due(*row)


async def latest_contact(tx: Transaction, whom: int) -> Sender | None:
    """Where the person wrote from last, None for somebody gone or who never wrote."""
    row = (await tx.execute(_CONTACT, {"whom": whom})).first()
    return None if row is None else Sender(*row)


async def told(tx: Transaction, notice_id: int) -> None:
    """It is told: its words are in the outbox of this transaction."""
    await tx.execute(_TOLD, {"id": notice_id})


async def later(
    tx: Transaction, notice_id: int, seconds: float, *, reason: str | None = None
) -> None:
    """Not now; a `reason` counts as an attempt that failed."""
    values = {"id": notice_id, "seconds": seconds, "reason": reason}
    await tx.execute(_LATER, {**values, "counted": int(reason is not None)})


async def aside(tx: Transaction, notice_id: int, reason: str) -> None:
    """It is not told, and stays with the reason."""
    await tx.execute(_ASIDE, {"id": notice_id, "reason": reason})


async def reached(tx: Transaction, person_id: int) -> None:
    """A person has a contact now: what waited for that is due."""
    await tx.execute(_REACHED, {"whom": person_id, "reason": UNREACHED})

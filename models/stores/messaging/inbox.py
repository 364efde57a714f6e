"""Raw events and the messages in them: kept once, claimed by sender, handled in order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, TypedDict, cast
from uuid import UUID

from asyncpg import Connection, Record
from asyncpg.pool import PoolConnectionProxy
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from models.tables.message import PENDING, SET_ASIDE
from models.values import Json

REPORTS = "statuses"
"""The sender under which providers' reports of delivery are kept; no person (channels/whatsapp)."""


class NewMessage(NamedTuple):
    """The outside of one message of an event."""

    external_id: str
    sender: str
    position: int
    part: int
    account: str
    also: str | None = None
    """Another name of the sender, "" for none (senders.py); None: each has one."""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """A webhook's body as it will be kept (sealed), with the messages found in it.

    `reason`: why there are none.
    """

    id: UUID
    channel: str
    account: str
    payload: bytes
    messages: Sequence[NewMessage] = ()
    reason: str | None = None


class Sender(NamedTuple):
    """Who a conversation is with: the natural key of a contact."""

    channel: str
    account: str
    sender: str


class Contact(TypedDict):
    """A chat identity as its row was read (models/tables/person.py); `state`: the dialog."""

    id: int
    channel: str
    account: str
    sender: str
    person_id: int | None
    name: str
    language: str
    state: dict[str, Json]
    last_order: int
    last_inbound_at: datetime | None


class Message(TypedDict):
    """One inbound message as its row was read, with its event's payload (sealed)."""

    id: int
    channel: str
    account: str
    sender: str
    position: int
    part: int
    received_at: datetime
    payload: bytes


_KEEP = f"""
with given as (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::bigint[],
                         $6::smallint[], $7::text[])
        as g (event_id, channel, external_id, sender, position, part, account)
), fresh as (
    insert into inbox (event_id, part, channel, account, external_id, sender, position, state,
                       stranger)
    select event_id, part, channel, account, external_id, sender, position, {PENDING},
        sender <> '{REPORTS}' and not exists (
            select from contact c where c.channel = given.channel and c.account = given.account
              and c.sender = given.sender and c.person_id is not null)
    from given
    order by channel, account, external_id  -- one order for all processes: no deadlock
    on conflict (channel, account, external_id) do nothing
    returning event_id
)
insert into event (id, channel, account, payload, reason)
select id, channel, account, payload, reason
from unnest($8::uuid[], $9::text[], $10::text[], $11::bytea[], $12::text[])
    as e (id, channel, account, payload, reason)
where reason is not null or id in (select event_id from fresh)
"""


async def keep(
    connection: "Connection[Record] | PoolConnectionProxy[Record]", events: Sequence[NewEvent]
) -> None:
    """Keep events and their messages in one commit; a message that is known already is left out."""
    messages = [(e.id, e.channel, *m[:5]) for e in events for m in e.messages]
    columns = list(zip(*messages, strict=True)) or [()] * 7
    events_ = [(e.id, e.channel, e.account, e.payload, e.reason) for e in events]
    await connection.execute(_KEEP, *columns, *zip(*events_, strict=True))


_SENDERS = text(
    f"""
with recursive waiting as (
    (select channel, account, sender, stranger, 1 as place from inbox
     where state = {PENDING} and (channel, account, sender) > (:channel, :account, :sender)
     order by channel, account, sender limit 1)
    union all
    select next.*, last.place + 1 from waiting last cross join lateral (
        select channel, account, sender, stranger from inbox
        where state = {PENDING}
          and (channel, account, sender) > (last.channel, last.account, last.sender)
        order by channel, account, sender limit 1) next
    where last.place < :limit
)
select channel, account, sender, stranger from waiting
"""
)


async def waiting(tx: AsyncConnection, after: Sender, limit: int) -> list[tuple[Sender, bool]]:
    """Senders with messages to handle, in a ring that starts behind `after`; whether strangers.

    It jumps from sender to sender in the index, `limit` times at most: whoever floods, and however
    many do, costs no more than the others.
    """
    rows = await tx.execute(_SENDERS, {**after._asdict(), "limit": limit})
    return [(Sender(*row[:3]), row.stranger) for row in rows]


_CLAIM = text(
    "select * from contact where channel = :channel and account = :account and sender = :sender "
    "for update skip locked"
)


_MEET = text(
    """
insert into contact (channel, account, sender, name, language, state, activation_tries, last_order,
                     stopped)
select channel, account, sender, '', language, '{}', 0, 0, false
from (values (cast(:channel as text), cast(:account as text), cast(:sender as text),
              cast(:language as text))) as new (channel, account, sender, language)
where not exists (select from contact old where old.channel = new.channel
                  and old.account = new.account and old.sender = new.sender)
on conflict (channel, account, sender) do nothing
"""
)


async def claim(tx: AsyncConnection, sender: Sender, language: str) -> Contact | None:
    """The sender's contact row, locked for this transaction; None when another worker has it.

    Made first when the sender is new, with this language.
    """
    found = (await tx.execute(_CLAIM, sender._asdict())).mappings().first()
    if found is not None:
        return cast(Contact, dict(found))
    met = await tx.execute(_MEET, {**sender._asdict(), "language": language})
    if not met.rowcount:
        return None
    found = (await tx.execute(_CLAIM, sender._asdict())).mappings().first()
    return None if found is None else cast(Contact, dict(found))


_CONTACT = text("select * from contact where id = :id")


async def contact(tx: AsyncConnection, contact_id: int) -> Contact:
    """A contact's row as it is now, inside this transaction."""
    found = (await tx.execute(_CONTACT, {"id": contact_id})).mappings().one()
    return cast(Contact, dict(found))


_SPEAKS = text("""
select * from contact where person_id = :person
order by last_inbound_at desc nulls last, id desc limit 1
""")


async def chat_of(tx: AsyncConnection, person_id: int) -> Contact | None:
    """The chat in which a person wrote last; None for who has none."""
    found = (await tx.execute(_SPEAKS, {"person": person_id})).mappings().first()
    return cast(Contact, dict(found)) if found else None


_PENDING = text(
    f"""
select i.*, e.payload from inbox i join event e on e.id = i.event_id
where i.channel = :channel and i.account = :account and i.sender = :sender and i.state = {PENDING}
order by i.position, i.event_id, i.part, i.id limit :limit
"""
)


async def pending(tx: AsyncConnection, sender: Sender, limit: int) -> list[Message]:
    """The sender's messages that wait, in the provider's order, each with its event's payload.

    A statement of its own, after `claim`: its snapshot then holds what the last one to have the
    contact committed. In one statement with the lock, messages could be handled twice.
    """
    rows = await tx.execute(_PENDING, {**sender._asdict(), "limit": limit})
    return [cast(Message, dict(row)) for row in rows.mappings()]


_MESSAGE = text(
    "select i.*, e.payload from inbox i join event e on e.id = i.event_id where i.id = :id"
)


async def message(tx: AsyncConnection, inbox_id: int) -> Message | None:
    """One message with its event's payload."""
    found = (await tx.execute(_MESSAGE, {"id": inbox_id})).mappings().first()
    return None if found is None else cast(Message, dict(found))


_SET_ASIDE = text(
    f"update inbox set state = {SET_ASIDE}, reason = :reason, handled_at = now() where id = :id"
)


async def set_aside(tx: AsyncConnection, inbox_id: int, reason: str) -> None:
    """Put a message aside with the reason, so that the next ones go on."""
    await tx.execute(_SET_ASIDE, {"id": inbox_id, "reason": reason})

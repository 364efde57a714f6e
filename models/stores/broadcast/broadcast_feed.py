"""Hands the recipients of approved broadcasts to the outbox in slices, each person exactly once.

A slice is one transaction: the messages (with the purpose `broadcast:ID:PERSON`, which is unique)
and the mark at their recipients. What is not handed over waits in the recipients' own table, so
that the outbox holds seconds of bulk, never an hour, and stopping means handing over nothing more.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.broadcast.broadcasts import (
    _CLOSED,
    _STOPPED,
    COLUMNS,
    OUTSIDE,
    STOPPED,
    UNREACHED,
    Broadcast,
)
from models.stores.messaging.outbox import BULK
from models.tables.broadcast import HANDED, LEFT_OUT, WAITS
from models.tables.message import PENDING

_RUNNING = text(f"""
select {COLUMNS} from broadcast b join person p on p.id = b.author_id
where b.state = 'running' order by b.approved_at, b.id for update of b skip locked
""")
_WAITING = text(f"""
select channel || '/' || account as lane, count(*) as messages from outbox
where state = {PENDING} and priority = {BULK} group by 1
""")
_LANES = text(f"""
select distinct lane from broadcast_recipient where broadcast_id = :id and state = {WAITS}
""")
_SLICE = text(f"""
with slice as materialized (
    select r.person_id, r.contact_id from broadcast_recipient r
    where r.broadcast_id = :id and r.lane = :lane and r.state = {WAITS}
    order by r.person_id limit :most for update skip locked
), looked as materialized (
    select s.person_id, c.id as contact_id, c.channel, c.account, c.sender, p.name,
           case when c.language = 'en' then 2 else 1 end as tongue,
           case when c.person_id is distinct from p.id or not p.active then '{UNREACHED}'
                when {_STOPPED} then '{STOPPED}'
                when {_CLOSED} then '{OUTSIDE}' end as reason
    from slice s join person p on p.id = s.person_id left join contact c on c.id = s.contact_id
), put as (
    insert into outbox (purpose, contact_id, channel, account, recipient, body, priority, state,
                        attempts, repeats, not_before)
    select :prefix || person_id, contact_id, channel, account, sender,
           jsonb_build_object('text', (cast(:before as text[]))[tongue]
               || replace(:text, '{{nama}}', name) || (cast(:after as text[]))[tongue],
               'buttons', cast('[]' as jsonb), 'ask', null, 'photo', null,
               'extra', cast('{{}}' as jsonb)),
           {BULK}, {PENDING}, 0, 0, clock_timestamp()
    from looked where reason is null order by person_id
    on conflict (purpose) do nothing returning id, contact_id
)
update broadcast_recipient r
set state = case when l.reason is null then {HANDED} else {LEFT_OUT} end,
    reason = l.reason, outbox_id = put.id
from looked l left join put on put.contact_id = l.contact_id
where r.broadcast_id = :id and r.person_id = l.person_id
""")
_TAKE_BACK = text(f"""
with mine as materialized (
    select id from outbox
    where state = {PENDING} and priority = {BULK} and attempts = 0
      and starts_with(purpose, :prefix)
    for update skip locked
), gone as (
    delete from outbox o using mine where o.id = mine.id returning o.id
)
update broadcast_recipient r set state = {WAITS}, outbox_id = null
from gone where r.broadcast_id = :id and r.outbox_id = gone.id
""")
_LEFT = text(f"""
select exists (select from broadcast_recipient where broadcast_id = :id and state = {WAITS})
    or exists (select from outbox where state = {PENDING} and priority = {BULK}
               and starts_with(purpose, :prefix) and created_at > now() - interval '1 hour')
""")


def prefix(broadcast_id: int) -> str:
    """What the purposes of its messages begin with."""
    return f"broadcast:{broadcast_id}:"


async def running(tx: Transaction) -> list[Broadcast]:
    """The broadcasts that go out, the first approved first, held by this transaction."""
    return [Broadcast(*row) for row in await tx.execute(_RUNNING)]


async def waiting(tx: Transaction) -> Mapping[str, int]:
    """How many bulk messages each account has in the outbox."""
    return {row.lane: row.messages for row in await tx.execute(_WAITING)}


async def lanes(tx: Transaction, broadcast_id: int) -> list[str]:
    """The accounts through which people of a broadcast are still to be reached."""
    return [row.lane for row in await tx.execute(_LANES, {"id": broadcast_id})]


async def hand_over(
    tx: Transaction,
    row: Broadcast,
    lane: str,
    most: int,
    frame: Sequence[tuple[str, str]],
    *,
    template: bool,
) -> int:
    """Give the outbox the next messages of an account; how many recipients were settled.

    `frame`: what stands before and after the text, Indonesian and English. Left out is who
    said STOP, left or gave the phone away meanwhile, or is out of WhatsApp's window by now.
    """
    values = {
        "id": row.id,
        "lane": lane,
        "most": most,
        "prefix": prefix(row.id),
        "text": row.text,
        "before": [before for before, _ in frame],
        "after": [after for _, after in frame],
        "template": template,
    }
    return int((await tx.execute(_SLICE, values)).rowcount)


async def take_back(tx: Transaction, broadcast_id: int) -> int:
    """Take what is not on its way yet out of the outbox again; how many messages."""
    values = {"id": broadcast_id, "prefix": prefix(broadcast_id)}
    return int((await tx.execute(_TAKE_BACK, values)).rowcount)


async def unfinished(tx: Transaction, broadcast_id: int) -> bool:
    """Whether anybody waits, or a message of the last hour is still in the outbox.

    What is older than that is not given up: its account sends nothing, and the report says so.
    """
    values = {"id": broadcast_id, "prefix": prefix(broadcast_id)}
    return bool(await tx.scalar(_LEFT, values))

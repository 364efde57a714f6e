"""A sender's conversation in the browser phone, from the inbox and the outbox themselves.

Ids are given before the commit, so a smaller one may appear after a larger one: a page names what
it has beyond a cursor, and the cursor only passes what is settled.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import TextClause, text

from models.stores.base.database import Transaction
from models.tables.message import DONE, PENDING

PAGE = 80
"""How many messages of each direction a page gets at once."""
SETTLED = "interval '2 minutes'"
"""Longer than any transaction that writes to one conversation."""
_LAST = 2**62


class Cursor(NamedTuple):
    """Up to these ids of inbox and outbox a page has everything, and nothing changes any more."""

    received: int
    said: int


@dataclass(frozen=True, slots=True)
class Received:
    """A message of the sender, with its event's payload; `state` as in the inbox."""

    id: int
    at: datetime
    state: int
    part: int
    payload: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """A message to the sender; `body` is bot.base.ports.Outgoing as JSON."""

    id: int
    at: datetime
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Talk:
    """What a page does not have yet, oldest first, and the cursor when it has it."""

    received: tuple[Received, ...]
    said: tuple[Said, ...]
    cursor: Cursor


# A message that is not due yet (quiet hours) is not shown; one that is being sent is.
_SHOWN = f"(o.state = {DONE} or o.state = {PENDING} and (o.attempts > 0 or o.not_before <= now()))"
_SAID = """
from outbox o join contact c on c.id = o.contact_id
where c.channel = 'webchat' and c.account = :account and c.sender = :sender
"""
_RECEIVED = """
from inbox i where i.channel = 'webchat' and i.account = :account and i.sender = :sender
"""
_AT = "least(coalesce(o.sent_at, greatest(o.created_at, o.not_before)), now())"

_NEW_RECEIVED = text(f"""
select i.id, i.received_at, i.state, i.part, e.payload from (
    select i.* {_RECEIVED} and i.id > :cursor
      and (i.id, i.state) not in (
          select * from unnest(cast(:ids as bigint[]), cast(:states as smallint[])))
    order by case when :newest then -i.id else i.id end limit {PAGE}
) i join event e on e.id = i.event_id order by i.id
""")
_NEW_SAID = text(f"""
select id, at, body from (
    select o.id, {_AT} as at, o.body {_SAID} and {_SHOWN} and o.id > :cursor
      and o.id <> all(cast(:ids as bigint[]))
    order by case when :newest then -o.id else o.id end limit {PAGE}
) o order by id
""")
_SETTLED_RECEIVED = text(f"""
select coalesce(
    min(i.id) filter (where i.state = {PENDING} or i.received_at > now() - {SETTLED}) - 1, max(i.id)
) {_RECEIVED} and i.id > :cursor
""")
_SETTLED_SAID = text(f"""
select coalesce(
    min(o.id) filter (where o.created_at > now() - {SETTLED}
                      or o.state = {PENDING} and not {_SHOWN}) - 1, max(o.id)
) {_SAID} and o.id > :cursor
""")


async def talk(
    tx: Transaction, account: str, sender: str, cursor: Cursor | None, have: Iterable[str]
) -> Talk:
    """What a page lacks that has everything up to the cursor, and `have` beyond it.

    Without a cursor: the newest messages. `have` holds keys as received_key and said_key say.
    """
    who = {"account": account, "sender": sender, "newest": cursor is None}
    mine, theirs = _known(have)
    ids = {"ids": [one for one, _ in mine], "states": [state for _, state in mine]}
    after = cursor or Cursor(0, 0)
    rows = await tx.execute(_NEW_RECEIVED, {**who, **ids, "cursor": after.received})
    received = tuple(Received(*row) for row in rows)
    rows = await tx.execute(_NEW_SAID, {**who, "ids": theirs, "cursor": after.said})
    said = tuple(Said(*row) for row in rows)
    if cursor is None:
        after = Cursor(_before(received), _before(said))
    return Talk(
        received,
        said,
        Cursor(
            await _settled(tx, _SETTLED_RECEIVED, who, after.received, received),
            await _settled(tx, _SETTLED_SAID, who, after.said, said),
        ),
    )


async def _settled(
    tx: Transaction,
    query: TextClause,
    who: Mapping[str, object],
    cursor: int,
    page: Sequence[Received] | Sequence[Said],
) -> int:
    """How far the cursor may go; never beyond a full page, behind which more may wait."""
    named = {"account": who["account"], "sender": who["sender"], "cursor": cursor}
    settled = await tx.scalar(query, named)
    end = page[-1].id if len(page) == PAGE and not who["newest"] else _LAST
    return max(cursor, min(settled or cursor, end))


def received_key(message: Received) -> str:
    """Names a received message; changes when it is handled."""
    return f"i{message.id}.{message.state}"


def said_key(message: Said) -> str:
    """Names a message to the sender."""
    return f"o{message.id}"


def _known(have: Iterable[str]) -> tuple[list[tuple[int, int]], list[int]]:
    """What keys say: (id, state) of received messages, ids of said ones; others are left out."""
    mine, theirs = [], []
    for key in have:
        number, _, state = key[1:].partition(".")
        if number.isdecimal() and len(number) < 19:
            if key[0] == "o":
                theirs.append(int(number))
            elif key[0] == "i" and state in ("0", "1", "2"):
                mine.append((int(number), int(state)))
    return mine, theirs


def _before(page: Sequence[Received] | Sequence[Said]) -> int:
    """Where to begin after the newest page: at its first message, or before all there is."""
    return page[0].id - 1 if len(page) == PAGE else 0


_MARKS = text(f"""
select
    (select count(*) || ':' || coalesce(max(i.id), 0) || ':' || count(*) filter (where i.state = 0)
       from inbox i where i.channel = 'webchat' and i.account = :account
        and i.sender = w.sender and i.id > w.received)
    || '/' ||
    (select count(*) || ':' || coalesce(max(o.id), 0)
       from contact c join outbox o on o.contact_id = c.id
      where c.channel = 'webchat' and c.account = :account and c.sender = w.sender
        and o.id > w.said and {_SHOWN})
from unnest(cast(:senders as text[]), cast(:received as bigint[]), cast(:said as bigint[]))
    with ordinality as w(sender, received, said, place)
order by w.place
""")


async def marks(tx: Transaction, account: str, asked: Sequence[tuple[str, Cursor]]) -> list[str]:
    """For each (sender, cursor) a mark that changes whenever something is new beyond it."""
    rows = await tx.execute(
        _MARKS,
        {
            "account": account,
            "senders": [sender for sender, _ in asked],
            "received": [cursor.received for _, cursor in asked],
            "said": [cursor.said for _, cursor in asked],
        },
    )
    return [row[0] for row in rows]


_ONE_SAID = text(f"select o.id, {_AT}, o.body {_SAID} and {_SHOWN} and o.id = :id")
_ONE_RECEIVED = text(f"""
select i.id, i.received_at, i.state, i.part, e.payload from (
    select i.* {_RECEIVED} and i.id = :id) i join event e on e.id = i.event_id
""")


async def said_to(tx: Transaction, account: str, sender: str, number: int) -> Said | None:
    """One message that went to this sender."""
    named = {"account": account, "sender": sender, "id": number}
    row = (await tx.execute(_ONE_SAID, named)).one_or_none()
    return None if row is None else Said(*row)


async def received_from(tx: Transaction, account: str, sender: str, number: int) -> Received | None:
    """One message that came from this sender."""
    named = {"account": account, "sender": sender, "id": number}
    row = (await tx.execute(_ONE_RECEIVED, named)).one_or_none()
    return None if row is None else Received(*row)

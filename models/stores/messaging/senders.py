"""One contact for a person whom a provider names in more than one way.

A provider may tell a phone number, an id of its own, or both: the name that was heard first stays
the sender's, whichever comes later. Two that were strangers before are one from then on.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeAlias

from asyncpg import Connection, Record
from asyncpg.pool import PoolConnectionProxy

from models.stores.messaging.inbox import NewEvent, NewMessage

Line: TypeAlias = "Connection[Record] | PoolConnectionProxy[Record]"
_Names = dict[tuple[str, str], str]
"""The sender by (account, name)."""

_KNOWN = """
select account, id, sender from sender_id where channel = $1 and id = any($2::text[])
"""
_NOTE = """
insert into sender_id (channel, account, id, sender) values ($1, $2, $3, $4)
on conflict (channel, account, id) do update set sender = excluded.sender
"""


def named_twice(events: Sequence[NewEvent]) -> bool:
    """Whether any sender here may have more than one name."""
    return any(message.also is not None for event in events for message in event.messages)


async def resolved(connection: Line, events: Sequence[NewEvent]) -> list[NewEvent]:
    """The events with each sender under the name that its contact has."""
    return [await _resolved(connection, event) for event in events]


async def _resolved(connection: Line, event: NewEvent) -> NewEvent:
    ids = {one for m in event.messages if m.also is not None for one in (m.sender, m.also) if one}
    if not ids:
        return event
    rows = await connection.fetch(_KNOWN, event.channel, sorted(ids))
    known: _Names = {(row["account"], row["id"]): row["sender"] for row in rows}
    new: _Names = {}
    messages = [_as_known(message, known, new) for message in event.messages]
    for account, name in sorted(new):  # one order for all processes: no deadlock
        await connection.execute(_NOTE, event.channel, account, name, new[account, name])
    return replace(event, messages=messages)


def _as_known(message: NewMessage, known: _Names, new: _Names) -> NewMessage:
    """The message under its contact's name; what was learnt of names goes into both tables."""
    if message.also is None:
        return message
    names = [(message.account, name) for name in (message.sender, message.also) if name]
    sender = next((known[name] for name in names if name in known), message.sender)
    for name in names:
        if known.get(name) != sender:
            known[name] = new[name] = sender
    return message._replace(sender=sender)

"""Messages to send: written with what caused them, sent after the commit, each purpose once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import JSONB

from models.stores.base.database import Transaction
from models.tables.message import DONE, PENDING, SET_ASIDE

BULK, STRANGERS = 2, 3
"""Priorities: 0 answers, 1 duty, BULK broadcasts, STRANGERS answers to people whom nobody knows."""
MOST_WAITING = 12
"""Answers that may wait for one stranger; what is said beyond them is heard and not answered."""


class Pace(NamedTuple):
    """How many messages in how many seconds one chat may get."""

    messages: int
    seconds: float


PACES: Mapping[str, Pace] = {"telegram": Pace(3, 3.0), "whatsapp": Pace(10, 60.0)}
"""Telegram: about one a second to a chat, short bursts go through (Bots FAQ, "limits").
WhatsApp: one per 6 s to the same person, with bursts (error 131056)."""


@dataclass(frozen=True, slots=True)
class NewOutgoing:
    """A message for a contact, once per purpose; `body` is bot.base.ports.Outgoing as JSON."""

    purpose: str
    contact_id: int
    body: Mapping[str, object]
    priority: int = 0
    not_before: datetime | None = None
    inbox_id: int | None = None


_PACED = ", ".join(f"('{c}', {p.messages}, {p.seconds})" for c, p in PACES.items())
_INSERT = f"""
insert into outbox (purpose, contact_id, channel, account, recipient, body, priority, state,
                    attempts, repeats, inbox_id, not_before)
select :purpose, c.id, c.channel, c.account, c.sender, :body, :priority, {PENDING}, 0, 0, :inbox_id,
       greatest(coalesce(cast(:not_before as timestamptz), clock_timestamp()), (
           select coalesce(o.sent_at, o.not_before) + make_interval(secs => pace.seconds)
           from outbox o where o.contact_id = c.id and o.priority = :priority and :paced
             and o.created_at <= clock_timestamp() + interval '10 seconds'
           order by o.id desc limit 1 offset pace.messages - 1))
from contact c
left join (values {_PACED}) as pace (channel, messages, seconds) on pace.channel = c.channel
where c.id = :to
on conflict (purpose) do nothing
"""
_BODY = bindparam("body", type_=JSONB)
_ENQUEUE = text(_INSERT).bindparams(_BODY)


async def enqueue(tx: Transaction, messages: list[NewOutgoing], *, paced: bool = True) -> None:
    """Write messages to be sent; one whose purpose is there already is left out.

    `paced`: the chat's pace is kept, by the moment before which a message does not go. What went
    "later than now" went before the clock was set back, and holds up nothing.
    """
    if not messages:
        return
    await tx.execute(_ENQUEUE, [_values(m, paced=paced) for m in messages])


def _values(message: NewOutgoing, *, paced: bool) -> dict[str, object]:
    """What _INSERT takes of a message."""
    return {
        "purpose": message.purpose,
        "to": message.contact_id,
        "body": dict(message.body),
        "priority": message.priority,
        "not_before": message.not_before,
        "inbox_id": message.inbox_id,
        "paced": paced,
    }


_DONE = f"update inbox set state = {DONE}, handled_at = now() where id = any(:ids)"
_CONTACT = """
update contact set last_order = :position, last_inbound_at = cast(:at as timestamptz),
    state = coalesce(:state, state)
where id = :contact
"""
_STATE = bindparam("state", type_=JSONB(none_as_null=True))
_SILENT = text(f"with done as ({_DONE}) {_CONTACT}").bindparams(_STATE)
_ANSWERED = text(f"with done as ({_DONE}), said as ({_INSERT}) {_CONTACT}").bindparams(
    _BODY, _STATE
)


@dataclass(frozen=True, slots=True)
class Handled:
    """What one turn did: the messages, how far the contact has come, when it last wrote (`at`;
    None: never, what a provider reports is no word of its owner's), where the talk stands."""

    contact_id: int
    ids: Sequence[int]
    position: int
    at: datetime | None
    state: Mapping[str, object] | None = None


async def handled(
    tx: Transaction,
    turn: Handled,
    answers: Sequence[NewOutgoing],
    *,
    paced: bool,
) -> None:
    """Note what a turn did, all of it in one statement; answer.

    Of several answers each sees the pace of the one before, so that all but the last go ahead.
    """
    values: dict[str, object] = {
        "ids": list(turn.ids),
        "contact": turn.contact_id,
        "position": turn.position,
        "at": turn.at,
        "state": None if turn.state is None else dict(turn.state),
    }
    if not answers:
        await tx.execute(_SILENT, values)
        return
    await enqueue(tx, list(answers[:-1]), paced=paced)
    await tx.execute(_ANSWERED, values | _values(answers[-1], paced=paced))


_WAITING = text(f"select count(*) from outbox where contact_id = :contact and state = {PENDING}")


async def waiting_for(tx: Transaction, contact_id: int) -> int:
    """How many messages to a contact have not gone yet."""
    return int(await tx.scalar(_WAITING, {"contact": contact_id}) or 0)


_AGAIN = text(
    "update outbox set error = :error, attempts = attempts - cast(:uncounted as int), "
    "repeats = repeats + cast(:unsure as int), "
    "not_before = clock_timestamp() + make_interval(secs => :seconds) where id = :id"
)
_GIVE_UP = text(
    f"update outbox set state = {SET_ASIDE}, error = :error, not_before = clock_timestamp()"
    " where id = :id"
)
"""`not_before` of a message that was given up is the hour of that (vital_signs.py)."""


async def try_again(
    tx: Transaction,
    outbox_id: int,
    error: str,
    seconds: float,
    *,
    counted: bool = True,
    unsure: bool = False,
) -> None:
    """Try it again in so many seconds; `counted` as one of the attempts that it has.

    `unsure`: it may have gone, so that this may repeat it; that is counted, too.
    """
    values: dict[str, object] = {"id": outbox_id, "error": error, "seconds": seconds}
    await tx.execute(_AGAIN, values | {"uncounted": int(not counted), "unsure": int(unsure)})


async def give_up(tx: Transaction, outbox_id: int, error: str) -> None:
    """It will not go out; the reason is for the coordinators."""
    await tx.execute(_GIVE_UP, {"id": outbox_id, "error": error})


_BUTTONS = text(
    """
select body -> 'buttons' from outbox
where channel = :channel and account = :account and provider_id = :provider_id
  and contact_id = :contact
"""
)


async def buttons_below(
    tx: Transaction, channel: str, account: str, contact_id: int, provider_id: str
) -> tuple[str, ...]:
    """What the buttons below one of our messages to this contact send; none where there is none."""
    named = {"channel": channel, "account": account, "provider_id": provider_id}
    found = await tx.scalar(_BUTTONS, {**named, "contact": contact_id})
    return tuple(str(data) for _label, data in found or ())


_STEPS = "array['sent', 'delivered', 'read', 'played', 'failed']::text[]"
_DELIVERY = text(
    f"""
update outbox set delivery = cast(:status as text), error = coalesce(cast(:error as text), error)
where channel = :channel and account = :account and provider_id = :provider_id
  and coalesce(array_position({_STEPS}, delivery::text), 0)
      < array_position({_STEPS}, cast(:status as text))
"""
)


async def delivered(
    tx: Transaction, channel: str, account: str, provider_id: str, status: str, error: str | None
) -> None:
    """Keep what the provider says of a sent message: sent, delivered, read, played, failed.

    Reports that come late change nothing that is further already.
    """
    values = {"channel": channel, "account": account, "provider_id": provider_id}
    await tx.execute(_DELIVERY, {**values, "status": status, "error": error})


_EARLY = text(
    f"""
update outbox o set delivery = (
    select split_part(i.external_id, '/', 2) from inbox i
    where i.channel = o.channel and i.account = o.account and i.state = {DONE}
      and i.external_id = any(select o.provider_id || '/' || step from unnest({_STEPS}) step)
    order by array_position({_STEPS}, split_part(i.external_id, '/', 2)) desc limit 1)
where o.id = any(cast(:ids as bigint[])) and o.delivery is null and o.provider_id <> ''
"""
)


async def heard_before(tx: Transaction, ids: Sequence[int]) -> None:
    """Take up reports of delivery that were handled before the provider's ids were noted."""
    await tx.execute(_EARLY, {"ids": list(ids)})


_OUTSIDE = text(
    f"""
update outbox set state = {PENDING}, provider_id = null, delivery = null, error = :error,
       not_before = clock_timestamp() + interval '1 second',
       body = jsonb_set(body, array['extra'], coalesce(body->'extra', cast('{{}}' as jsonb))
              || jsonb_build_object('outside', true))
where channel = :channel and account = :account and provider_id = :provider_id
  and state = {DONE} and not coalesce(cast(body->'extra'->>'outside' as bool), false)
"""
)


async def by_template(
    tx: Transaction, channel: str, account: str, provider_id: str, error: str
) -> bool:
    """Send a message once more, as one for somebody who wrote too long ago; False if it was."""
    values = {"channel": channel, "account": account, "provider_id": provider_id, "error": error}
    return bool((await tx.execute(_OUTSIDE, values)).rowcount)


_COUNTS = text(
    f"""
select count(*) filter (where state = {PENDING}) as waiting,
       count(*) filter (where state = {DONE}) as sent,
       count(*) filter (where state = {SET_ASIDE}) as given_up,
       coalesce(sum(repeats), 0) as repeats
from outbox
"""
)


async def counts(tx: Transaction) -> dict[str, int]:
    """How many messages wait, went, were given up, and may have gone twice."""
    row = (await tx.execute(_COUNTS)).mappings().one()
    return {name: int(number) for name, number in row.items()}

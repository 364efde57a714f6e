"""Taking messages out of the outbox: many in one statement, each account at its own rate.

A message that is taken is put off by BEGUN seconds, so that nobody else takes it, and by as many
again as long as its process has it in hand. So what a killed process had in hand is sent again
soon, and counted, and nothing else is; and no connection is held while a provider is slow.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.messaging.outbox import BULK, STRANGERS
from models.tables.message import DONE, PENDING

BEGUN = 5.0
"""Seconds for which a message that was taken, or put off, is left alone."""
LONGEST_PAUSE = 60.0
"""Seconds; a provider that asks for more is asked again after these, and may say it again."""
_BURST = 1.0
"""Seconds' worth of messages that an account may send at once after a rest."""
LONGEST_MARK = LONGEST_PAUSE + _BURST + 1.0
"""Seconds; a mark further ahead was written before the machine's clock was set back."""


class Share(NamedTuple):
    """The name of a mark of its own, and how many messages a second it lets through."""

    name: str
    per_second: float


@dataclass(frozen=True, slots=True)
class Taken:
    """A message to send now; `begun`: an attempt before ended without a note, as in a crash.

    `heard_at`: when the contact last wrote.
    """

    id: int
    recipient: str
    body: Mapping[str, object]
    priority: int
    attempts: int
    begun: bool
    heard_at: datetime | None


def _due(priorities: str, most: str) -> str:
    return f"""
    select w.id, w.attempts > 0 and w.error is null as begun from outbox w
    where w.state = {PENDING} and w.not_before <= clock_timestamp()
      and w.channel = :channel and w.account = :account and w.priority {priorities}
      and w.id <> all(cast(:mine as bigint[]))
      and not exists (
          select from outbox e
          where e.contact_id = w.contact_id and e.state = {PENDING}
            and (e.priority, e.id) < (w.priority, w.id))
    order by w.priority, w.not_before, w.id limit {most} for update skip locked"""


_STRANGERS_ROOM = """
select case when cast(:share as float) is null then :bulk
            when mark.ahead > :burst then 0
            else least(floor((:burst - mark.ahead) * :share)::int + 1, :bulk) end
from (select coalesce((select case when s.ahead between 0 and :longest then s.ahead else 0 end
      from (select extract(epoch from until - clock_timestamp())::float as ahead
            from lease where name = :strangers) s), 0) as ahead) mark"""
"""As `permits` below, of the strangers' mark; whoever takes holds the account's mark already."""
_TAKE = text(f"""
with answers as materialized ({_due(f"< {BULK}", ":room")}
), bulk as materialized ({_due(f"= {BULK}", "least(:bulk, :room)")}
), strangers as materialized ({_due(f">= {STRANGERS}", f"({_STRANGERS_ROOM})")}
), chosen as (
    select * from answers union all
    (select * from bulk limit greatest(:room - (select count(*) from answers), 0)) union all
    (select * from strangers limit greatest(
        least(:room - (select count(*) from answers), :bulk) - (select count(*) from bulk), 0))
)
update outbox o
set repeats = o.repeats + cast(chosen.begun as int), attempts = o.attempts + 1, error = null,
    not_before = clock_timestamp() + interval '{BEGUN} seconds'
from chosen where o.id = chosen.id
returning o.id, o.recipient, o.body, o.priority, o.attempts, chosen.begun,
    (select last_inbound_at from contact c where c.id = o.contact_id) as heard_at
""")


async def take(
    tx: Transaction,
    place: tuple[str, str],
    room: int,
    bulk: int,
    mine: Sequence[int] = (),
    *,
    strangers: Share | None = None,
) -> list[Taken]:
    """Up to `room` messages of an account (channel, name) that may go, `bulk` of them bulk.

    `strangers`: how much of the bulk may be answers to strangers; without it, all of it.

    Answers first, each contact's in its order, one of a contact at a time. `mine` are left out:
    what this process has in hand. Commit before anything is sent.
    """
    values: dict[str, object] = {"channel": place[0], "account": place[1], "room": room}
    values |= {"bulk": bulk, "burst": _BURST, "longest": LONGEST_MARK, "mine": list(mine)}
    values |= {"strangers": strangers.name if strangers else ""}
    values |= {"share": strangers.per_second if strangers else None}
    rows = await tx.execute(_TAKE, values)
    return sorted((Taken(*row) for row in rows), key=lambda one: (one.priority, one.id))


_PUT_OFF = text(f"""
update outbox set not_before = clock_timestamp() + interval '{BEGUN} seconds'
where id = any(cast(:ids as bigint[])) and state = {PENDING} and error is null
""")


async def put_off(tx: Transaction, ids: Sequence[int]) -> None:
    """Keep these from others for as long again: they are in hand."""
    await tx.execute(_PUT_OFF, {"ids": list(ids)})


_SENT = text(f"""
update outbox o set state = {DONE}, provider_id = n.provider_id, sent_at = clock_timestamp(),
    error = null
from unnest(cast(:ids as bigint[]), cast(:provider_ids as text[])) n (id, provider_id)
where o.id = n.id
""")


async def sent(tx: Transaction, ids: Sequence[int], provider_ids: Sequence[str]) -> None:
    """Note that the provider took them, each under the id that it gave."""
    await tx.execute(_SENT, {"ids": list(ids), "provider_ids": list(provider_ids)})


_DUE = text(f"""
select a.channel, a.account
from unnest(cast(:channels as text[]), cast(:accounts as text[])) a (channel, account)
where exists (select from outbox o where o.state = {PENDING} and o.channel = a.channel
              and o.account = a.account and o.not_before <= clock_timestamp())
""")


async def due(tx: Transaction, accounts: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Which of these accounts (channel, name) have something to send."""
    named = {"channels": [c for c, _ in accounts], "accounts": [a for _, a in accounts]}
    return [(row.channel, row.account) for row in await tx.execute(_DUE, named)]


_FIRST = text("""
insert into lease (name, owner, until) values (:name, '', clock_timestamp())
on conflict (name) do nothing
""")
_AHEAD = text("""
select extract(epoch from until - clock_timestamp())::float from lease where name = :name for update
""")
_SPEND = text("""
insert into lease (name, owner, until)
values (:name, '', clock_timestamp() + make_interval(secs => :seconds))
on conflict (name) do update set until = make_interval(secs => :seconds) + case
    when lease.until > clock_timestamp()
     and lease.until <= clock_timestamp() + make_interval(secs => :longest)
    then lease.until else clock_timestamp() end
""")
_PAUSE = text("""
insert into lease (name, owner, until)
values (:name, '', clock_timestamp() + make_interval(secs => :seconds))
on conflict (name) do update
set until = least(greatest(lease.until, clock_timestamp() + make_interval(secs => :seconds)),
                  clock_timestamp() + make_interval(secs => :longest))
""")


async def seconds_ahead(tx: Transaction, name: str) -> float:
    """How far an account's mark runs ahead of the clock; nobody else reads it meanwhile.

    Generic cell rate: it runs ahead by what was sent, at most a second, or by a pause.
    """
    found = await tx.scalar(_AHEAD, {"name": name})
    if found is None:
        await tx.execute(_FIRST, {"name": name})
        found = await tx.scalar(_AHEAD, {"name": name})
    ahead = float(found or 0.0)
    return 0.0 if ahead > LONGEST_MARK else max(ahead, 0.0)


def permits(ahead: float, per_second: float) -> int:
    """How many messages may go now, by how far the account's mark runs ahead."""
    return 0 if ahead > _BURST else int((_BURST - ahead) * per_second) + 1


def until_next(ahead: float) -> float:
    """Seconds until one may go."""
    return max(ahead - _BURST, 0.01)


async def spend(tx: Transaction, name: str, seconds: float) -> None:
    """Move the account's mark on by what is sent now, in seconds' worth."""
    values = {"name": name, "seconds": seconds, "longest": LONGEST_MARK}
    await tx.execute(_SPEND, values)


async def pause(tx: Transaction, name: str, seconds: float) -> None:
    """Nobody sends for this account for so long, as the provider asked; LONGEST_PAUSE at most."""
    values = {"name": name, "seconds": min(seconds, LONGEST_PAUSE) + _BURST}
    await tx.execute(_PAUSE, {**values, "longest": LONGEST_PAUSE + _BURST})

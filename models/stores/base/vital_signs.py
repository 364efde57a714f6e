"""How the installation does now: what waits and for how long, how fast it goes, who leads what.

One place for these figures: the page of operations, /metrics and alarms say the same. Each
statement reads what waits by an index for it, and of what is done only the newest rows.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.stores.base import made_backups
from models.stores.base.database import Transaction
from models.tables.message import DONE, PENDING, SET_ASIDE

_NEWEST = 20_000
"""Rows from the end of a queue that rates are counted in: no more are done in a minute."""

TERMINAL = "console"
"""The channel of `saksi chat`: its answers wait until somebody opens that terminal again."""
_QUEUES = text(f"""
select 'inbox' as name, count(*) as waiting, min(received_at) as since from inbox
where state = {PENDING}
union all
select 'answers', count(*), min(not_before) from outbox
where state = {PENDING} and priority < 2 and not_before <= clock_timestamp()
  and channel <> '{TERMINAL}'
union all
select 'broadcasts', count(*), min(not_before) from outbox
where state = {PENDING} and priority >= 2 and not_before <= clock_timestamp()
union all
select 'notices', count(*), min(not_before) from notice
where state = {PENDING} and not_before <= clock_timestamp()
union all
select 'files', count(*), min(not_before) from file_fetch
where state = {PENDING} and not_before <= clock_timestamp()
union all
select 'photos', count(*), min(received_at) from photo where state = 'waiting'
union all
select 'recap', count(*), min(marked_at) from recap_dirty where reason is null
union all
select 'seal', count(*), min(at) from audit_entry where block is null
""")
_RATES = text(f"""
select (select count(*) from inbox where received_at > clock_timestamp() - interval '1 minute'),
       (select count(*) from inbox where id > (select max(id) - {_NEWEST} from inbox)
        and handled_at > clock_timestamp() - interval '1 minute'),
       (select count(*) from outbox where id > (select max(id) - {_NEWEST} from outbox)
        and sent_at > clock_timestamp() - interval '1 minute')
""")
_ACCOUNTS = text(f"""
with newest as (
    select * from outbox where id > (select max(id) - {_NEWEST} from outbox) or state = {PENDING}
)
select channel, account, count(*) filter (where state = {PENDING}) as waiting,
       count(*) filter (where state = {PENDING} and error is not null) as failing,
       count(*) filter (where state = {SET_ASIDE}
                        and not_before > clock_timestamp() - interval '1 hour') as given_up,
       max(sent_at) as sent_at,
       (array_agg(error order by id desc) filter (where state = {PENDING}
                                                  and error is not null))[1] as error
from newest group by 1, 2 order by 1, 2
""")
_BY_CHANNEL = text(f"""
with came as (
    select * from inbox where id > (select max(id) - {_NEWEST} from inbox)
), went as (
    select * from outbox
    where id > (select max(id) - {_NEWEST} from outbox) or state = {PENDING}
)
select channel, 'handled' as what, count(*) as count from came
where state = {DONE} and handled_at > clock_timestamp() - interval '1 minute' group by 1
union all
select channel, 'set_aside', count(*) from came
where state = {SET_ASIDE} and handled_at > clock_timestamp() - interval '1 hour' group by 1
union all
select channel, 'sent', count(*) from went
where sent_at > clock_timestamp() - interval '1 minute' group by 1
union all
select channel, 'failed', count(*) from went
where state = {PENDING} and error is not null group by 1
union all
select channel, 'given_up', count(*) from went
where state = {SET_ASIDE} and not_before > clock_timestamp() - interval '1 hour' group by 1
order by 1, 2
""")
_DUTIES = text("""
select name, owner, until from lease
where until > clock_timestamp() and name not like 'rate:%' order by name
""")
"""Leases that are duties; a line's pace is kept in the same table."""
_SEALED = text("select number, sealed_at from audit_block order by number desc limit 1")
_ASIDE = text(f"select count(*) from inbox where state = {SET_ASIDE}")
_NOW = text("select clock_timestamp()")


@dataclass(frozen=True, slots=True)
class Queue:
    """What waits to be done: how many, and for how many seconds the oldest has; 0 for none."""

    name: str
    waiting: int
    oldest: float


@dataclass(frozen=True, slots=True)
class Rates:
    """Messages in the last minute."""

    received: int
    handled: int
    sent: int


@dataclass(frozen=True, slots=True)
class Account:
    """A bot or number: what waits, what was tried and failed, given up within the hour.

    `error`: the provider's words about the newest that failed.
    """

    channel: str
    account: str
    waiting: int
    failing: int
    given_up: int
    sent_at: datetime | None
    error: str | None


@dataclass(frozen=True, slots=True)
class Duty:
    """What only one process does, which process that is ("host:pid"), and until when it is sure."""

    name: str
    owner: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Count:
    """Messages of a channel: handled, sent in the last minute; set_aside, given_up in the last
    hour; failed: tried again now."""

    channel: str
    what: str
    count: int


@dataclass(frozen=True, slots=True)
class VitalSigns:
    """All of it at one moment; `sealed`: number and hour of the newest block of the audit log.

    `backup_at`: when the last backup was made.
    """

    at: datetime
    queues: tuple[Queue, ...]
    rates: Rates
    accounts: tuple[Account, ...]
    duties: tuple[Duty, ...]
    sealed: tuple[int, datetime] | None
    set_aside: int
    backup_at: datetime | None

    def queue(self, name: str) -> Queue:
        """One of the queues."""
        return next(one for one in self.queues if one.name == name)


async def vital_signs(tx: Transaction) -> VitalSigns:
    """How everything does at this moment, by the database's clock."""
    at: datetime = (await tx.execute(_NOW)).scalar_one()
    queues = [
        Queue(row.name, row.waiting, max(0.0, (at - row.since).total_seconds() if row.since else 0))
        for row in await tx.execute(_QUEUES)
    ]
    rates = Rates(*(await tx.execute(_RATES)).one())
    accounts = tuple(Account(*row) for row in await tx.execute(_ACCOUNTS))
    duties = tuple(Duty(*row) for row in await tx.execute(_DUTIES))
    sealed = (await tx.execute(_SEALED)).first()
    block = (int(sealed.number), sealed.sealed_at) if sealed else None
    aside = int(await tx.scalar(_ASIDE) or 0)
    made = await made_backups.last_made(tx)
    backup_at = made.made_at if made else None
    return VitalSigns(at, tuple(queues), rates, accounts, duties, block, aside, backup_at)


async def by_channel(tx: Transaction) -> list[Count]:
    """What became of the newest messages of each channel."""
    return [Count(*row) for row in await tx.execute(_BY_CHANNEL)]

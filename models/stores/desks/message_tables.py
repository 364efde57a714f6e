"""Tables of what goes out: broadcasts, and messages that wait, failed or were given up."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text

from models.stores.base.database import Transaction
from models.stores.desks.paging import Listing, Order
from models.tables.message import PENDING, SET_ASIDE


@dataclass(frozen=True, slots=True)
class BroadcastLine:
    """A broadcast; `paths` of its areas, `own`: written by who asks, `approver` the second one."""

    key: int
    receipt: str
    author: str
    text: str
    campaign: bool
    roles: list[str]
    paths: list[str]
    state: str
    recipients: int
    left_out: dict[str, int]
    approver: str
    at: datetime
    own: bool


BROADCASTS = Listing(
    BroadcastLine,
    """
select b.id as key, cast(null as text) as path, b.receipt, p.name as author, b.text, b.campaign,
       b.roles, b.paths, b.state, b.recipients, b.left_out, coalesce(a.name, '') as approver,
       b.created_at as at, b.author_id = cast(:person as int) as own
from broadcast b
join person p on p.id = b.author_id
left join person a on a.id = b.approver_id
where b.election_id = :election
  and (b.author_id = cast(:person as int) or not exists (
    select from unnest(b.paths) x (path) where not exists (
      select from unnest(cast(:reach as text[])) w (path)
      where w.path = '' or x.path = w.path or starts_with(x.path, w.path || '.'))))
""",
    {
        "at": Order("t.at", "timestamptz"),
        "state": Order("t.state"),
        "recipients": Order("t.recipients", "int"),
    },
    {
        "state": "t.state = :state",
        "text": "strpos(lower(t.text || ' ' || t.receipt), lower(:text)) > 0",
    },
)
"""Needs `reach`: the paths in which who asks may steer all of a broadcast; they limit its rows."""


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A message that did not go yet, or never will; what it says is not told.

    `whom`: the person, empty for somebody nobody knows; `state`: waiting, failed, given_up;
    `error`: the provider's words.
    """

    key: int
    channel: str
    account: str
    whom: str
    place: str
    priority: int
    state: str
    attempts: int
    error: str
    at: datetime
    due: datetime


_COLUMNS = """o.id, o.channel, o.account, o.contact_id, o.priority, o.attempts, o.error,
    o.created_at, o.not_before"""
_STUCK = f"""
select {_COLUMNS}, case when o.error is null then 'waiting' else 'failed' end as state
from outbox o where o.state = {PENDING}
union all
select {_COLUMNS}, case when o.state = {SET_ASIDE} then 'given_up' else 'failed' end
from outbox o where o.state = {SET_ASIDE} or o.delivery = 'failed'
"""
DELIVERIES = Listing(
    DeliveryLine,
    f"""
select o.id as key, w.path, o.channel, o.account, coalesce(p.name, '') as whom,
       coalesce(w.place, '') as place, o.priority, o.state, o.attempts,
       coalesce(o.error, '') as error, o.created_at as at, o.not_before as due
from ({_STUCK}) o
join contact c on c.id = o.contact_id
left join person p on p.id = c.person_id
left join lateral (
    select * from (
        select k.path, 'TPS ' || lpad(cast(s.number as text), 2, '0') || ' ' || k.name as place,
               0 as rank
        from mandate m join station s on s.id = m.station_id and s.election_id = :election
        join area k on k.id = s.kelurahan_id
        where m.person_id = p.id and m.active
        union all
        select coalesce(a.path, ''), coalesce(a.name, ''), 1 from role r
        left join area a on a.id = r.area_id
        where r.person_id = p.id and r.election_id = :election and r.ended_at is null
    ) x order by rank, path limit 1) w on true
""",
    {
        "at": Order("t.at", "timestamptz"),
        "channel": Order("t.channel"),
        "state": Order("t.state"),
        "attempts": Order("t.attempts", "int"),
    },
    {
        "state": "t.state = :state",
        "channel": "t.channel = :channel",
        "name": "strpos(lower(t.whom), lower(:name)) > 0",
    },
)
"""Rows lie where the person's first mandate, else role, lies; strangers' rows lie nowhere."""


@dataclass(frozen=True, slots=True)
class ChannelLine:
    """A bot or number: how many messages wait, failed, and were given up; the oldest that waits."""

    channel: str
    account: str
    waiting: int
    failed: int
    given_up: int
    oldest: datetime | None


_BY_CHANNEL = text(f"""
select o.channel, o.account, count(*) filter (where o.state = 'waiting') as waiting,
       count(*) filter (where o.state = 'failed') as failed,
       count(*) filter (where o.state = 'given_up') as given_up,
       min(o.created_at) filter (where o.state in ('waiting')) as oldest
from ({_STUCK}) o group by 1, 2 order by 1, 2
""")


async def channels(tx: Transaction) -> list[ChannelLine]:
    """How each bot and number does."""
    return [ChannelLine(*row) for row in await tx.execute(_BY_CHANNEL)]

"""Broadcasts: written, their recipients found by one statement, moved on, looked at, reported."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY, BYTEA, JSONB

from models.errors import NotFound
from models.rules.broadcast import SAMPLES, Standing, State
from models.stores.base import receipts
from models.stores.base.database import Transaction
from models.tables.broadcast import HANDED, LEFT_OUT, WAITS
from models.tables.message import PENDING, SET_ASIDE

STOPPED, UNREACHED, OUTSIDE = "stopped", "never wrote", "outside 24 hours"
"""Why somebody gets none: STOP, no contact yet, WhatsApp's window without a template."""

_PUT = text("""
insert into broadcast (receipt, election_id, author_id, text, campaign, roles, paths, phones,
                       listed, state, left_out, inbox_id)
values (:receipt, :election, :author, :text, :campaign, :roles, :paths, :phones, :listed, 'draft',
        '{}', :inbox)
on conflict (receipt) do nothing returning id
""").bindparams(bindparam("phones", type_=ARRAY(BYTEA)))
COLUMNS = """b.id, b.receipt, b.election_id, b.author_id, p.name as author, b.text, b.campaign,
    b.roles, b.paths, b.phones, b.listed, b.state, b.recipients, b.left_out, b.seconds, b.seen_by,
    b.approver_id, b.inbox_id"""
"""What a `Broadcast` is made of, in its order."""
_DRAFT = text(f"""
select {COLUMNS} from broadcast b join person p on p.id = b.author_id
where b.state = 'draft' order by b.id limit 1 for update of b skip locked
""")
_WITHIN = """exists (select from unnest(cast(:paths as text[])) t (path)
    where t.path = '' or {0} = t.path or starts_with({0}, t.path || '.'))"""
_HOLDERS = f"""
select m.person_id from mandate m
join station s on s.id = m.station_id and s.election_id = :election and s.active
join area k on k.id = s.kelurahan_id
where m.active and cast(:roles as text[]) && array['witness', 'all'] and {_WITHIN.format("k.path")}
union
select r.person_id from role r left join area a on a.id = r.area_id
where r.election_id = :election and r.ended_at is null
  and array[r.role, 'all']::text[] && cast(:roles as text[])
  and {_WITHIN.format("coalesce(a.path, '')")}
"""
_STOPPED = """(exists (select from contact x where x.person_id = p.id and x.stopped)
    or exists (select from opt_out o where o.phone_hash = p.phone_hash))"""
_CLOSED = """(c.channel = 'whatsapp' and not cast(:template as bool) and (c.last_inbound_at is null
    or c.last_inbound_at < clock_timestamp() - interval '23 hours 58 minutes'))"""
_REASON = f"""case when {_STOPPED} then '{STOPPED}' when c.id is null then '{UNREACHED}'
    when {_CLOSED} then '{OUTSIDE}' end"""
_FIND = text(f"""
insert into broadcast_recipient (broadcast_id, person_id, contact_id, lane, state, reason)
select :id, p.id, c.id, coalesce(c.channel || '/' || c.account, ''),
       case when {_REASON} is null then {WAITS} else {LEFT_OUT} end, {_REASON}
from ({_HOLDERS}) h
join person p on p.id = h.person_id and p.active
left join lateral (
    select x.* from contact x where x.person_id = p.id
    order by x.last_inbound_at desc nulls last, x.id desc limit 1) c on true
where cast(:phones as bytea[]) is null or p.phone_hash = any(cast(:phones as bytea[]))
""").bindparams(bindparam("phones", type_=ARRAY(BYTEA)))
_LANES = text(f"""
select lane, count(*) as people from broadcast_recipient
where broadcast_id = :id and state = {WAITS} group by lane
""")
_LEFT = text(f"""
select reason, count(*) as people from broadcast_recipient
where broadcast_id = :id and state = {LEFT_OUT} group by reason order by reason
""")
_FOUND = text("""
update broadcast set state = 'ready', recipients = :recipients, left_out = :left_out,
       seconds = :seconds, phones = null
where id = :id
""").bindparams(bindparam("left_out", type_=JSONB))
_HOLD = text(f"""
select {COLUMNS} from broadcast b join person p on p.id = b.author_id
where b.receipt = :receipt for update of b
""")
_SEEN = text("update broadcast set seen_by = seen_by || :person where id = :id")
_MOVE = text("""
update broadcast set state = :state,
       approver_id = case when :approved then :person else approver_id end,
       approved_at = case when :approved then clock_timestamp() else approved_at end,
       ended_at = case when :ended then clock_timestamp() end
where id = :id
""")
_SAMPLES = text(f"""
select p.name, coalesce(w.place, '') as place, c.language
from broadcast_recipient r
join person p on p.id = r.person_id
join contact c on c.id = r.contact_id
left join lateral (
    select 'TPS ' || lpad(s.number::text, 2, '0') || ' ' || k.name as place
    from mandate m join station s on s.id = m.station_id join area k on k.id = s.kelurahan_id
    where m.person_id = p.id and m.active order by m.id limit 1) w on true
where r.broadcast_id = :id and r.state <> {LEFT_OUT}
order by md5(r.person_id::text || ':' || r.broadcast_id::text) limit {SAMPLES}
""")
_REPORT = text(f"""
select case when r.state = {LEFT_OUT} then 'left_out'
            when r.state = {WAITS} or o.state = {PENDING} then 'waiting'
            when o.state = {SET_ASIDE} or o.delivery = 'failed' then 'failed'
            when o.delivery in ('read', 'played') then 'read'
            when o.delivery = 'delivered' then 'delivered'
            else 'sent' end as outcome,
       case when r.state = {LEFT_OUT} then r.reason
            when o.state = {SET_ASIDE} or o.delivery = 'failed' then coalesce(o.error, '')
            else '' end as reason,
       count(*) as people
from broadcast_recipient r left join outbox o on o.id = r.outbox_id and r.state = {HANDED}
where r.broadcast_id = :id group by 1, 2 order by 1, 2
""")
_LATEST = text("""
select receipt, state, recipients, text from broadcast
where election_id = :election and (author_id = :person or paths && cast(:paths as text[]))
order by id desc limit 8
""")


@dataclass(frozen=True, slots=True)
class Broadcast:
    """A broadcast as it stands (models/tables/broadcast.py), with its author's name."""

    id: int
    receipt: str
    election_id: int
    author_id: int
    author: str
    text: str
    campaign: bool
    roles: list[str]
    paths: list[str]
    phones: list[bytes] | None
    listed: int | None
    state: str
    recipients: int
    left_out: dict[str, int]
    seconds: int
    seen_by: list[int]
    approver_id: int | None
    inbox_id: int | None


@dataclass(frozen=True, slots=True)
class Recipient:
    """One of those whom a broadcast reaches: `place` is of the first mandate, else empty."""

    name: str
    place: str
    language: str


@dataclass(frozen=True, slots=True)
class Delivered:
    """How many people an outcome came to: waiting, sent, delivered, read, failed, left_out."""

    outcome: str
    reason: str
    people: int


@dataclass(frozen=True, slots=True)
class Headline:
    """A line of the list of broadcasts."""

    receipt: str
    state: str
    recipients: int
    text: str


@dataclass(frozen=True, slots=True)
class NewBroadcast:
    """A broadcast as its author wrote it; `phones`: keyed hashes of a list, `listed` its length."""

    election_id: int
    author_id: int
    text: str
    campaign: bool
    roles: tuple[str, ...]
    paths: tuple[str, ...]
    phones: tuple[bytes, ...] | None = None
    listed: int | None = None
    inbox_id: int | None = None


async def put(tx: Transaction, new: NewBroadcast) -> str:
    """Keep it as a draft, whose recipients are found next; its receipt."""
    values = {
        "election": new.election_id,
        "author": new.author_id,
        "text": new.text,
        "campaign": new.campaign,
        "roles": list(new.roles),
        "paths": list(new.paths),
        "phones": None if new.phones is None else list(new.phones),
        "listed": new.listed,
        "inbox": new.inbox_id,
    }

    async def keep(receipt: str) -> int | None:
        number: int | None = await tx.scalar(_PUT, {**values, "receipt": receipt})
        return number

    receipt, _ = await receipts.given(keep, "B")
    return receipt


async def next_draft(tx: Transaction) -> Broadcast | None:
    """The oldest broadcast whose recipients are not found yet, held by this transaction."""
    row = (await tx.execute(_DRAFT)).first()
    return None if row is None else Broadcast(*row)


async def find_recipients(tx: Transaction, row: Broadcast, *, template: bool) -> dict[str, int]:
    """Find the people it is for, each once; how many by account ("telegram/saksi").

    `template`: whether WhatsApp has one for people who wrote too long ago.
    """
    values = {
        "id": row.id,
        "election": row.election_id,
        "roles": row.roles,
        "paths": row.paths,
        "phones": row.phones,
        "template": template,
    }
    await tx.execute(_FIND, values)
    lanes = await tx.execute(_LANES, {"id": row.id})
    return {lane.lane: lane.people for lane in lanes}


async def ready(tx: Transaction, broadcast_id: int, lanes: dict[str, int], seconds: int) -> None:
    """Its recipients are found: the author may look at it."""
    left = await tx.execute(_LEFT, {"id": broadcast_id})
    values = {
        "id": broadcast_id,
        "recipients": sum(lanes.values()),
        "left_out": {row.reason: row.people for row in left},
        "seconds": seconds,
    }
    await tx.execute(_FOUND, values)


async def hold(tx: Transaction, receipt: str) -> Broadcast:
    """The broadcast with this receipt, its author's name with it, locked; raises NotFound."""
    row = (await tx.execute(_HOLD, {"receipt": receipt})).first()
    if row is None:
        raise NotFound("there is no such broadcast", receipt=receipt)
    return Broadcast(*row)


def standing(row: Broadcast) -> Standing:
    """What the rules look at."""
    return Standing(State(row.state), row.campaign, row.author_id, tuple(row.seen_by))


async def saw_samples(tx: Transaction, row: Broadcast, person_id: int) -> None:
    """Note that this person looked at the samples."""
    if person_id not in row.seen_by:
        await tx.execute(_SEEN, {"id": row.id, "person": [person_id]})


async def move(tx: Transaction, broadcast_id: int, state: State, person_id: int | None) -> None:
    """Its new state; `person_id`: who approved it, where that is what happened."""
    values = {
        "id": broadcast_id,
        "state": state.value,
        "person": person_id,
        "approved": person_id is not None,
        "ended": state in (State.DONE, State.REJECTED, State.CANCELLED),
    }
    await tx.execute(_MOVE, values)


async def samples(tx: Transaction, broadcast_id: int) -> list[Recipient]:
    """Ten of its recipients, the same each time."""
    return [Recipient(*row) for row in await tx.execute(_SAMPLES, {"id": broadcast_id})]


async def report(tx: Transaction, broadcast_id: int) -> list[Delivered]:
    """How many people by outcome and reason."""
    return [Delivered(*row) for row in await tx.execute(_REPORT, {"id": broadcast_id})]


async def latest(
    tx: Transaction, election_id: int, person_id: int, paths: Sequence[str]
) -> list[Headline]:
    """The newest that this person wrote, or that are for the own areas."""
    values = {"election": election_id, "person": person_id, "paths": list(paths)}
    return [Headline(*row) for row in await tx.execute(_LATEST, values)]

"""What is kept about those who ask: shown, deleted on request, deleted when its time is over."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import bindparam, delete, text, update
from sqlmodel import col

from models.stores.base import holds_sql
from models.stores.base.database import Transaction
from models.tables import ContactRow, FileRemovalRow, VoterAskRow

_EVENT = text("""
select e.id, e.payload, (select count(*) from inbox o where o.event_id = e.id) as messages
from inbox i join event e on e.id = i.event_id where i.id = :inbox
""")
_REPLACE = text("update event set payload = :payload where id = :id")
_OWN = text("""
select a.questions, a.answered,
       (select count(*) from incident i
        where i.contact_id = c.id or i.person_id = c.person_id) as incidents,
       (select count(*) from open_question q where q.contact_id = c.id) as open_questions,
       (select count(*) from voter_change v where v.contact_id = c.id) as changes,
       (select count(*) from recruit r
        where r.contact_id = c.id or r.person_id = c.person_id) as applications
from contact c, lateral (
    select count(*) as questions, count(*) filter (where outcome = 'answered') as answered
    from voter_ask where contact_id = c.id) a
where c.id = :contact
""")
_DELETE = delete(VoterAskRow).where(col(VoterAskRow.contact_id) == bindparam("contact"))
_EVENTS = text("""
select distinct e.id, e.payload from contact c
join inbox i on (i.channel, i.account, i.sender) = (c.channel, c.account, c.sender)
join event e on e.id = i.event_id
where c.id = :contact and i.state <> 0
""")
_FORGET_SAID = text(
    'update outbox set body = \'{"text": ""}\' where contact_id = :contact '
    "and state = 1 and sent_at is not null"
)
_FORGET_NAME = update(ContactRow).where(col(ContactRow.id) == bindparam("contact")).values(name="")
_UNWANTED = text("""
insert into file_removal (path) select cast(:path as varchar)
where not exists (select from photo where path = :path) on conflict do nothing
""")
_NEVER_FETCH = text("""
insert into file_fetch (inbox_id, state, attempts, not_before, error)
values (:inbox, 2, 0, now(), 'not wanted')
on conflict (inbox_id) do update set state = 2, error = 'not wanted'
""")
_REMOVAL = text("""
select r.path, exists (select from photo p where p.path = r.path) as wanted
from file_removal r order by attempts, asked_at limit 1 for update skip locked
""")
_NOT_REMOVED = text("""
update file_removal set attempts = least(attempts + 1, 1000), reason = :reason where path = :path
""")
_REMOVED = delete(FileRemovalRow).where(col(FileRemovalRow.path) == bindparam("path"))


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event's stored bytes; `messages`: how many messages came in it."""

    id: UUID
    payload: bytes
    messages: int


async def event_of(tx: Transaction, inbox_id: int) -> StoredEvent | None:
    """The event of a message."""
    row = (await tx.execute(_EVENT, {"inbox": inbox_id})).first()
    return None if row is None else StoredEvent(row.id, row.payload, row.messages)


async def events_of(tx: Transaction, contact_id: int) -> list[tuple[UUID, bytes]]:
    """All handled events of a contact."""
    rows = await tx.execute(_EVENTS, {"contact": contact_id})
    return [(row.id, row.payload) for row in rows]


async def replace_payload(tx: Transaction, event_id: UUID, payload: bytes) -> None:
    """Put other bytes in the place of what came."""
    await tx.execute(_REPLACE, {"id": event_id, "payload": payload})


@dataclass(frozen=True, slots=True)
class OwnData:
    """How much is kept of a contact: questions about polling stations and how many were answered,
    incidents told, questions without an answer, reported changes of the register, applications."""

    questions: int
    answered: int
    incidents: int
    open_questions: int
    changes: int
    applications: int


async def own(tx: Transaction, contact_id: int) -> OwnData:
    """What is kept of this contact, and of the person whose chat it is."""
    return OwnData(*(await tx.execute(_OWN, {"contact": contact_id})).one())


async def delete_questions(tx: Transaction, contact_id: int) -> int:
    """Delete who asked what of one contact; returns how many questions."""
    return int((await tx.execute(_DELETE, {"contact": contact_id})).rowcount)


async def forget_said(tx: Transaction, contact_id: int) -> None:
    """Empty what was said to a contact, and its name."""
    await tx.execute(_FORGET_SAID, {"contact": contact_id})
    await tx.execute(_FORGET_NAME, {"contact": contact_id})


async def drop_file(tx: Transaction, inbox_id: int, path: str | None) -> None:
    """Have a file deleted after the commit, unless it is somebody's evidence; or never fetched."""
    if path is None:
        await tx.execute(_NEVER_FETCH, {"inbox": inbox_id})
    else:
        await tx.execute(_UNWANTED, {"path": path})


async def next_removal(tx: Transaction) -> tuple[str, bool] | None:
    """A file to delete, and whether it became evidence meanwhile; locked until the commit."""
    row = (await tx.execute(_REMOVAL)).first()
    return None if row is None else (row.path, row.wanted)


async def not_removed(tx: Transaction, path: str, reason: str) -> None:
    """It could not be deleted: the others go first, and it is tried again behind them."""
    await tx.execute(_NOT_REMOVED, {"path": path, "reason": reason})


async def removed(tx: Transaction, path: str) -> None:
    """It is gone."""
    await tx.execute(_REMOVED, {"path": path})


_PLACE = text("""
select s.number, s.place, coalesce(s.lat, k.lat) as lat, coalesce(s.lon, k.lon) as lon,
       k.name as kelurahan, k.local_word as kelurahan_word, k.path
from station s join area k on k.id = s.kelurahan_id where s.id = :id and s.active
""")


@dataclass(frozen=True, slots=True)
class VotingPlace:
    """Where somebody votes: the station's number, address, position, kelurahan and path."""

    number: int
    place: str | None
    lat: float | None
    lon: float | None
    kelurahan: str
    kelurahan_word: str | None
    path: str


async def place_of(tx: Transaction, station_id: int) -> VotingPlace | None:
    """A station of the election; None when it has it no longer."""
    row = (await tx.execute(_PLACE, {"id": station_id})).first()
    return None if row is None else VotingPlace(*row)


_CLEAR = text("""
with done as (delete from voter_count where day < :day returning 1)
select count(*) from done
""")
_CLEAR_ASKS = text(
    "delete from voter_ask a where election_id = :election and at < :before "
    f"and not {holds_sql.voter('a.person')}"
)
_OLDEST = text("select min(at) from voter_ask")
_STALE = text("""
update contact set state = jsonb_build_object('step', 'home', 'data',
                                              (state -> 'data') - 'nik' )
where state ->> 'step' = 'voter_fact' and last_inbound_at < :before
""")


async def clear_questions(tx: Transaction, election_id: int, before: datetime) -> int:
    """Delete an election's questions from before a moment; returns how many."""
    values = {"election": election_id, "before": before}
    return int((await tx.execute(_CLEAR_ASKS, values)).rowcount)


async def clear_counts(tx: Transaction, day: object) -> int:
    """Delete the counters of days before this one."""
    return int(await tx.scalar(_CLEAR, {"day": day}) or 0)


async def clear_dialogs(tx: Transaction, before: datetime) -> int:
    """Forget the hash in talks that stopped before the second fact; returns how many."""
    return int((await tx.execute(_STALE, {"before": before})).rowcount)


async def oldest_question(tx: Transaction) -> datetime | None:
    """The proof of a deletion: nothing older is there."""
    found: datetime | None = await tx.scalar(_OLDEST)
    return found

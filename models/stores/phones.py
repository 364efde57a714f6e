"""The browser phone's rows: personal links, and a sender's conversation as the page shows it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, func, insert, or_, select, text, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.exc import SQLAlchemyError

from models.stores.session import Session
from models.tables.message import SET_ASIDE, EventRow, InboxRow, OutboxRow
from models.tables.person import ContactRow, PersonRow, PhoneLinkRow

CHANNEL = "webchat"
DatabaseTrouble = SQLAlchemyError
"""What a query raises when the database is away for a moment."""
PAGE = 80
"""How many messages of each direction a page gets at once."""

_link = PhoneLinkRow.__table__  # type: ignore[attr-defined]
_person = PersonRow.__table__  # type: ignore[attr-defined]
_contact = ContactRow.__table__  # type: ignore[attr-defined]
_inbox = InboxRow.__table__  # type: ignore[attr-defined]
_event = EventRow.__table__  # type: ignore[attr-defined]
_outbox = OutboxRow.__table__  # type: ignore[attr-defined]


@dataclass(frozen=True, slots=True)
class Link:
    """A personal link as stored; hashes are keyed."""

    id: int
    sender: str
    person_id: int
    name: str
    language: str
    token_hash: bytes
    code_hash: bytes
    tries: int
    tried_at: datetime | None
    now: datetime


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
    """A message to the sender; `body` is bot.ports.Outgoing as JSON."""

    id: int
    at: datetime
    body: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Talk:
    """A sender's conversation beyond a cursor, oldest first."""

    received: tuple[Received, ...]
    said: tuple[Said, ...]


async def make_link(
    session: Session, person_id: int, sender: str, token_hash: bytes, code_hash: bytes
) -> str:
    """A new link for a person; older ones end. Returns the sender: the first link's, if any."""
    ended = await session.execute(
        _link.delete().where(_link.c.person_id == person_id).returning(_link.c.contact_sender)
    )
    sender = next((row.contact_sender for row in ended), sender)
    await session.execute(
        insert(_link).values(
            person_id=person_id,
            token_hash=token_hash,
            code_hash=code_hash,
            contact_sender=sender,
            training=False,
            tries=0,
        )
    )
    return sender


async def link_by_token(session: Session, token_hash: bytes) -> Link | None:
    """The link of an active person, locked until the transaction ends: tries count one by one."""
    return await _one_link(session, _link.c.token_hash == token_hash, lock=True)


async def link_by_id(session: Session, link_id: int) -> Link | None:
    """The link that a cookie names."""
    return await _one_link(session, _link.c.id == link_id, lock=False)


async def _one_link(session: Session, where: Any, *, lock: bool) -> Link | None:
    query = (
        select(
            _link.c.id,
            _link.c.contact_sender,
            _link.c.person_id,
            _person.c.name,
            _person.c.language,
            _link.c.token_hash,
            _link.c.code_hash,
            _link.c.tries,
            _link.c.tried_at,
            func.now(),
        )
        .join(_person, _person.c.id == _link.c.person_id)
        .where(where, _person.c.active)
    )
    if lock:
        query = query.with_for_update(of=_link)
    row = (await session.execute(query)).one_or_none()
    return Link(*row) if row else None


async def count_wrong_code(session: Session, link_id: int) -> None:
    """One more wrong code for this link."""
    await session.execute(
        update(_link)
        .where(_link.c.id == link_id)
        .values(tries=func.least(_link.c.tries + 1, 1000), tried_at=func.now())
    )


async def open_link(session: Session, link: Link, account: str) -> None:
    """The right code came: the person's contact exists from now on, and the tries start anew."""
    await session.execute(
        update(_link)
        .where(_link.c.id == link.id)
        .values(tries=0, opened_at=func.coalesce(_link.c.opened_at, func.now()))
    )
    row = {"person_id": link.person_id, "name": link.name}
    await session.execute(
        upsert(_contact)
        .values(
            channel=CHANNEL,
            account=account,
            sender=link.sender,
            language=link.language,
            state={},
            activation_tries=0,
            last_order=0,
            stopped=False,
            **row,
        )
        .on_conflict_do_update(index_elements=["channel", "account", "sender"], set_=row)
    )


async def talk(
    session: Session, account: str, sender: str, cursor: tuple[int, int] | None
) -> Talk:
    """What came from and went to a sender beyond the cursor (inbox id, outbox id).

    Without a cursor the newest. At most PAGE of each; a message set aside by us is not shown.
    """
    received = (
        select(_inbox.c.id, _inbox.c.received_at, _inbox.c.state, _inbox.c.part, _event.c.payload)
        .join(_event, _event.c.id == _inbox.c.event_id)
        .where(_inbox.c.channel == CHANNEL, _inbox.c.sender == sender)
    )
    said = (
        select(_outbox.c.id, _outbox.c.created_at, _outbox.c.body)
        .join(_contact, _contact.c.id == _outbox.c.contact_id)
        .where(_of(account, sender), _visible())
    )
    return Talk(
        tuple(Received(*row) for row in await _page(session, received, _inbox.c.id, cursor, 0)),
        tuple(Said(*row) for row in await _page(session, said, _outbox.c.id, cursor, 1)),
    )


async def _page(
    session: Session, query: Any, key: Any, cursor: tuple[int, int] | None, which: int
) -> Sequence[Any]:
    """A page in ascending order: after the cursor, or the newest rows."""
    if cursor is not None:
        query = query.where(key > cursor[which]).order_by(key).limit(PAGE)
        return (await session.execute(query)).all()
    newest = (await session.execute(query.order_by(key.desc()).limit(PAGE))).all()
    return newest[::-1]


def _of(account: str, sender: str) -> Any:
    return and_(
        _contact.c.channel == CHANNEL, _contact.c.account == account, _contact.c.sender == sender
    )


def _visible() -> Any:
    return and_(
        _outbox.c.state != SET_ASIDE,
        or_(_outbox.c.not_before.is_(None), _outbox.c.not_before <= func.now()),
    )


_MARKS = text("""
select
    (select count(*) || ':' || coalesce(max(i.id), 0) || ':' || count(*) filter (where i.state = 0)
       from inbox i where i.channel = 'webchat' and i.sender = w.sender and i.id > w.inbox)
    || '/' ||
    (select count(*) || ':' || coalesce(max(o.id), 0)
       from contact c join outbox o on o.contact_id = c.id
      where c.channel = 'webchat' and c.account = :account and c.sender = w.sender
        and o.id > w.outbox and o.state <> 2 and (o.not_before is null or o.not_before <= now()))
from unnest(cast(:senders as text[]), cast(:inboxes as bigint[]), cast(:outboxes as bigint[]))
    with ordinality as w(sender, inbox, outbox, place)
order by w.place
""")


async def marks(
    session: Session, account: str, asked: Sequence[tuple[str, tuple[int, int]]]
) -> list[str]:
    """For each (sender, cursor) a mark that changes whenever something is new beyond it."""
    rows = await session.execute(
        _MARKS,
        {
            "account": account,
            "senders": [sender for sender, _ in asked],
            "inboxes": [cursor[0] for _, cursor in asked],
            "outboxes": [cursor[1] for _, cursor in asked],
        },
    )
    return [row[0] for row in rows]


async def moment(session: Session) -> datetime:
    """The database's clock, by which rows are dated."""
    return (await session.execute(select(func.now()))).scalar_one()


async def said_to(session: Session, account: str, senders: Sequence[str], said: int) -> Said | None:
    """One message that went to one of these senders."""
    row = (
        await session.execute(
            select(_outbox.c.id, _outbox.c.created_at, _outbox.c.body)
            .join(_contact, _contact.c.id == _outbox.c.contact_id)
            .where(
                _outbox.c.id == said,
                _contact.c.channel == CHANNEL,
                _contact.c.account == account,
                _contact.c.sender.in_(senders),
                _visible(),
            )
        )
    ).one_or_none()
    return Said(*row) if row else None


async def received_from(session: Session, senders: Sequence[str], received: int) -> Received | None:
    """One message that came from one of these senders."""
    row = (
        await session.execute(
            select(
                _inbox.c.id,
                _inbox.c.received_at,
                _inbox.c.state,
                _inbox.c.part,
                _event.c.payload,
            )
            .join(_event, _event.c.id == _inbox.c.event_id)
            .where(
                _inbox.c.id == received,
                _inbox.c.channel == CHANNEL,
                _inbox.c.sender.in_(senders),
            )
        )
    ).one_or_none()
    return Received(*row) if row else None


@dataclass(frozen=True, slots=True)
class Loaded:
    """An election in this database, and how many stations it has."""

    name: str
    code: str
    held_on: date
    stations: int
    ballots: tuple[str, ...]


async def elections(session: Session) -> list[Loaded]:
    """The elections loaded here, the newest first, for the front page."""
    rows = await session.execute(
        text("""
        select e.name, e.code, e.held_on,
            (select count(*) from station s where s.election_id = e.id),
            array(select distinct c.ballot from contest c where c.election_id = e.id order by 1)
        from election e order by e.held_on desc, e.id desc
        """)
    )
    return [Loaded(row[0], row[1], row[2], row[3], tuple(row[4])) for row in rows]

"""Personal links to the browser phone: whose they are, their codes as hashes, wrong tries."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.dialects.postgresql import insert as upsert

from models.stores.base.database import Transaction
from models.stores.persons import held_acts, people
from models.tables.person import ContactRow, PersonRow, PhoneLinkRow

CHANNEL = "webchat"
LINK_DAYS = people.CODE_DAYS
"""Days until a link that nobody opened opens nothing, as with an activation code."""

_link = PhoneLinkRow.__table__  # type: ignore[attr-defined]
_person = PersonRow.__table__  # type: ignore[attr-defined]
_contact = ContactRow.__table__  # type: ignore[attr-defined]


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
    opened_at: datetime | None
    now: datetime


async def make_link(
    tx: Transaction, person_id: int, sender: str, token_hash: bytes, code_hash: bytes
) -> str:
    """A new link for a person; older ones end. Returns the sender: the first link's, if any."""
    ended = await tx.execute(
        _link.delete().where(_link.c.person_id == person_id).returning(_link.c.contact_sender)
    )
    sender = next((row.contact_sender for row in ended), sender)
    await tx.execute(
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


async def link_by_token(tx: Transaction, token_hash: bytes) -> Link | None:
    """The link of an active person, locked until the transaction ends: tries count one by one.

    None for one that nobody opened in LINK_DAYS.
    """
    young = _link.c.created_at > func.now() - timedelta(days=LINK_DAYS)
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
            _link.c.opened_at,
            func.now(),
        )
        .join(_person, _person.c.id == _link.c.person_id)
        .where(_link.c.token_hash == token_hash, _person.c.active)
        .where(or_(_link.c.opened_at.is_not(None), young))
        .with_for_update(of=_link)
    )
    row = (await tx.execute(query)).one_or_none()
    return Link(*row) if row else None


async def count_wrong_code(tx: Transaction, link_id: int) -> None:
    """One more wrong code for this link."""
    await tx.execute(
        update(_link)
        .where(_link.c.id == link_id)
        .values(tries=func.least(_link.c.tries + 1, 1000), tried_at=func.now())
    )


async def open_link(tx: Transaction, link: Link, account: str) -> None:
    """The right code came: the person's contact speaks for them from now on, as after any proof.

    A contact that did so before does it from another browser now: it is new for its person.
    """
    await tx.execute(
        update(_link).where(_link.c.id == link.id).values(tries=0, opened_at=func.now())
    )
    contact = await _meet(tx, link, account)
    if await tx.scalar(select(_contact.c.person_id).where(_contact.c.id == contact)) is not None:
        await held_acts.account_changed(tx, contact)
    await people.bind(tx, contact, link.person_id)
    await tx.execute(update(_contact).where(_contact.c.id == contact).values(name=link.name))


async def _meet(tx: Transaction, link: Link, account: str) -> int:
    """The contact of a link, made at its first opening."""
    new = {"channel": CHANNEL, "account": account, "sender": link.sender}
    made = await tx.scalar(
        upsert(_contact)
        .values(
            **new,
            language=link.language,
            state={},
            activation_tries=0,
            last_order=0,
            stopped=False,
            name=link.name,
        )
        .on_conflict_do_nothing()
        .returning(_contact.c.id)
    )
    found = select(_contact.c.id).filter_by(**new)
    return int(made or await tx.scalar(found) or 0)


async def elsewhere(tx: Transaction, link: Link) -> int | None:
    """The other chat that the person wrote from last, by contact; None where there is none."""
    others = select(_contact.c.id).where(
        _contact.c.person_id == link.person_id,
        (_contact.c.channel != CHANNEL) | (_contact.c.sender != link.sender),
    )
    newest = others.order_by(_contact.c.last_inbound_at.desc().nulls_last(), _contact.c.id.desc())
    return await tx.scalar(newest.limit(1))

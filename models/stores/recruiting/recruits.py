"""Volunteers (calon saksi) who apply: drafts, those who wait, and what was answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, select, text
from sqlalchemy.exc import IntegrityError
from sqlmodel import col

from models.errors import BadInput, NotFound
from models.sealing import Keys
from models.stores.base import receipts
from models.stores.base.database import Transaction
from models.tables import AreaRow, PersonRow

WITHIN = """exists (select from unnest(cast(:paths as text[])) w (path)
    where w.path = '' or k.path = w.path or starts_with(k.path, w.path || '.'))"""
"""Kelurahan `k` lies in one of the areas with these paths."""

_KNOWN = select(col(PersonRow.id), col(PersonRow.name)).where(
    col(PersonRow.phone_hash) == bindparam("hash"), col(PersonRow.active)
)
_WAITING = text("""
select receipt, contact_id from recruit
where election_id = :election and phone_hash = :hash and state = 'waiting'
""")
_DROP_DRAFTS = text("delete from recruit where contact_id = :contact and state = 'draft'")
_DRAFT = text("""
insert into recruit (election_id, receipt, contact_id, name, phone_sealed, phone_hash, experience,
                     state, reason, inbox_id)
values (:election, :receipt, :contact, :name, :sealed, :hash, '', 'draft', '', :inbox)
on conflict (receipt) do nothing returning id
""")
_OWN_DRAFT = text("""
select id, receipt, election_id, phone_hash from recruit
where contact_id = :contact and state = 'draft' order by id desc limit 1
""")
_APPLY = text("""
update recruit set name = :name, area_id = :area, experience = :experience, former_id = :former,
    state = 'waiting', inbox_id = :inbox, created_at = :now
where id = :id
""")
_KELURAHAN = select(col(AreaRow.path)).where(
    col(AreaRow.id) == bindparam("area"),
    col(AreaRow.election_id) == bindparam("election"),
    col(AreaRow.level) == 4,
)
_COLUMNS = """
r.id, r.receipt, r.name, r.experience, r.state, r.contact_id, r.former_id, r.phone_sealed,
k.name as kelurahan, k.code as area, k.path, f.name as former
"""
_FROM = """
from recruit r join area k on k.id = r.area_id left join person f on f.id = r.former_id
"""
_LIST = text(f"""
select {_COLUMNS} {_FROM}
where r.election_id = :election and r.state = any(:states) and {WITHIN}
  and (cast(:since as timestamptz) is null or r.created_at >= :since)
order by r.id limit :most
""")
_COUNT = text(f"""
select count(*) {_FROM} where r.election_id = :election and r.state = 'waiting' and {WITHIN}
  and (cast(:since as timestamptz) is null or r.created_at >= :since)
""")
_HOLD = text(f"""
select {_COLUMNS} {_FROM}
where r.receipt = :receipt and r.election_id = :election for update of r
""")
_FORGET = text("""
delete from recruit where contact_id = :contact and state in ('draft', 'waiting', 'declined')
""")


@dataclass(frozen=True, slots=True)
class Known:
    """Whose a phone is: a person, or somebody whose application waits; both None for nobody."""

    person_id: int | None = None
    name: str = ""
    waiting: str = ""


@dataclass(frozen=True, slots=True)
class OwnDraft:
    """A contact's application that is still being asked for."""

    id: int
    receipt: str
    election_id: int
    phone_hash: bytes | None


@dataclass(frozen=True, slots=True)
class Applicant:
    """An application with its kelurahan; `former`: who was known by that phone until now."""

    id: int
    receipt: str
    name: str
    experience: str
    state: str
    contact_id: int | None
    former_id: int | None
    phone_sealed: bytes
    kelurahan: str
    area: str
    path: str
    former: str | None


async def known(tx: Transaction, keys: Keys, election_id: int, phone: str) -> Known:
    """Whose this phone (E.164) is already."""
    hashed = keys.phone_hash(phone)
    person = (await tx.execute(_KNOWN, {"hash": hashed})).first()
    if person is not None:
        return Known(person.id, person.name)
    found = (await tx.execute(_WAITING, {"election": election_id, "hash": hashed})).first()
    return Known(waiting=found.receipt if found else "")


@dataclass(frozen=True, slots=True)
class Draft:
    """An application that is still being asked for: of whom, and by which message."""

    election_id: int
    name: str
    phone: str
    contact_id: int | None = None
    inbox_id: int | None = None


async def draft(tx: Transaction, keys: Keys, new: Draft) -> int:
    """Keep the phone (E.164) of an application, in place of the contact's earlier drafts."""
    await tx.execute(_DROP_DRAFTS, {"contact": new.contact_id})
    values = {
        "election": new.election_id,
        "contact": new.contact_id,
        "name": new.name,
        "sealed": keys.seal_text(new.phone),
        "hash": keys.phone_hash(new.phone),
        "inbox": new.inbox_id,
    }

    async def keep(receipt: str) -> int | None:
        number: int | None = await tx.scalar(_DRAFT, {**values, "receipt": receipt})
        return number

    _, number = await receipts.given(keep, "R")
    return number


async def own_draft(tx: Transaction, contact_id: int) -> OwnDraft | None:
    """The draft of this contact."""
    row = (await tx.execute(_OWN_DRAFT, {"contact": contact_id})).first()
    return None if row is None else OwnDraft(*row)


@dataclass(frozen=True, slots=True)
class Application:
    """What makes a draft an application; `area_id` is of a kelurahan."""

    name: str
    area_id: int
    experience: str
    former_id: int | None
    inbox_id: int | None
    now: datetime


async def apply(tx: Transaction, drafted: OwnDraft, new: Application) -> str:
    """Let it wait for a coordinator; the kelurahan's path.

    Raises NotFound for an area outside the election, BadInput when one with this phone waits.
    """
    where = {"area": new.area_id, "election": drafted.election_id}
    path = await tx.scalar(_KELURAHAN, where)
    if path is None:
        raise NotFound("no kelurahan of this election")
    values = {
        "name": new.name,
        "area": new.area_id,
        "experience": new.experience,
        "former": new.former_id,
        "inbox": new.inbox_id,
        "now": new.now,
    }
    try:
        async with tx.begin_nested():
            await tx.execute(_APPLY, {"id": drafted.id, **values})
    except IntegrityError:
        raise BadInput("an application with this phone waits already") from None
    return str(path)


async def listed(
    tx: Transaction,
    election_id: int,
    paths: Sequence[str],
    *,
    states: Sequence[str] = ("waiting",),
    since: datetime | None = None,
    most: int = 8,
) -> list[Applicant]:
    """Applications from these areas, the oldest first."""
    named = {"election": election_id, "paths": list(paths), "states": list(states)}
    rows = await tx.execute(_LIST, {**named, "since": since, "most": most})
    return [Applicant(*row) for row in rows]


async def count(
    tx: Transaction, election_id: int, paths: Sequence[str], since: datetime | None = None
) -> int:
    """How many wait there."""
    named = {"election": election_id, "paths": list(paths), "since": since}
    return int(await tx.scalar(_COUNT, named) or 0)


async def hold(tx: Transaction, election_id: int, receipt: str) -> Applicant:
    """An application, locked until the transaction ends; raises NotFound."""
    named = {"receipt": receipt.upper(), "election": election_id}
    row = (await tx.execute(_HOLD, named)).first()
    if row is None:
        raise NotFound("there is no such application", receipt=receipt)
    return Applicant(*row)


async def holder(tx: Transaction, phone_hash: bytes | None) -> int | None:
    """The active person who is known by this phone."""
    found = (await tx.execute(_KNOWN, {"hash": phone_hash})).first()
    return None if found is None else int(found.id)


DRAFTS, DECLINED = timedelta(days=1), timedelta(days=30)
"""How long an application that was left half-way is kept, and one that was declined."""
_CLEAR = text("""
delete from recruit
where state = 'draft' and created_at < cast(:drafts as timestamptz)
   or state = 'declined' and decided_at < cast(:declined as timestamptz)
""")


async def clear(tx: Transaction, now: datetime) -> int:
    """Delete applications that came to nothing, when their time is over; how many."""
    until = {"drafts": now - DRAFTS, "declined": now - DECLINED}
    return (await tx.execute(_CLEAR, until)).rowcount


async def forget(tx: Transaction, contact_id: int) -> int:
    """Delete the applications of a contact that became no person; how many."""
    return (await tx.execute(_FORGET, {"contact": contact_id})).rowcount

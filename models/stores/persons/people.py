"""People and the proof of their phones: by the sender's own contact, or by an activation code."""

import secrets
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import bindparam, func, select, text, update
from sqlalchemy.dialects.postgresql import JSONB, insert

from models.rules.code_text import LENGTH, LETTERS, normal
from models.sealing import Keys
from models.stores.base import opt_out
from models.stores.base.database import Transaction
from models.stores.messaging import notices
from models.tables import ActivationRow, ContactRow, PersonRow

CODE_DAYS = 7
"""Days until a code that nobody used is worth nothing."""
CODE_BUDGET = 200
"""Wrong codes in an hour, of everybody together; then codes rest and administrators are told."""
CODE_TRIES = 5
"""Wrong activation codes that a contact may send within CODE_PAUSE."""
CODE_PAUSE = timedelta(hours=1)

person, contact, activation = (
    PersonRow.__table__,  # type: ignore[attr-defined]
    ContactRow.__table__,  # type: ignore[attr-defined]
    ActivationRow.__table__,  # type: ignore[attr-defined]
)


async def put_person(tx: Transaction, keys: Keys, name: str, phone: str) -> tuple[int, bool]:
    """Find the person by phone (E.164) or add one; returns the id and whether it is new."""
    hashed = keys.phone_hash(phone)
    found = await tx.scalar(select(person.c.id).where(person.c.phone_hash == hashed))
    if found is not None:
        await tx.execute(update(person).where(person.c.id == found).values(name=name, active=True))
        return int(found), False
    added = insert(person).values(name=name, phone_hash=hashed, phone_sealed=keys.seal_text(phone))
    return int(await tx.scalar(added.returning(person.c.id)) or 0), True


async def person_by_phone(tx: Transaction, keys: Keys, phone: str) -> int | None:
    """The active person with this phone (E.164), or None."""
    found = await tx.scalar(
        select(person.c.id).where(person.c.phone_hash == keys.phone_hash(phone), person.c.active)
    )
    return None if found is None else int(found)


async def new_code(tx: Transaction, keys: Keys, person_id: int) -> str:
    """Make an activation code for a person, in place of earlier unused ones; shown only now."""
    await tx.execute(
        activation.delete().where(
            activation.c.person_id == person_id, activation.c.used_at.is_(None)
        )
    )
    while True:  # of a nation's codes two would be the same, half of the time
        text = "".join(secrets.choice(LETTERS) for _ in range(LENGTH))
        made = (
            insert(activation)
            .values(
                person_id=person_id,
                code_hash=keys.code_hash(text),
                expires_at=func.now() + timedelta(days=CODE_DAYS),
            )
            .on_conflict_do_nothing(index_elements=["code_hash"])
            .returning(activation.c.id)
        )
        if await tx.scalar(made) is not None:
            break
    return "-".join(text[first : first + 3] for first in range(0, LENGTH, 3))


async def has_code(tx: Transaction, person_id: int) -> bool:
    """Whether a code was already handed out to this person, used or not."""
    found = await tx.scalar(
        select(activation.c.id).where(activation.c.person_id == person_id).limit(1)
    )
    return found is not None


async def tries_left(tx: Transaction, contact_id: int, now: datetime) -> int:
    """How many wrong codes this contact may still send; a pause of CODE_PAUSE renews them."""
    row = (
        await tx.execute(
            select(contact.c.activation_tries, contact.c.activation_tried_at).where(
                contact.c.id == contact_id
            )
        )
    ).one()
    if row.activation_tried_at is None or now - row.activation_tried_at > CODE_PAUSE:
        return CODE_TRIES
    return max(0, CODE_TRIES - int(row.activation_tries))


_SPEAKS = text("select id from contact where person_id = :person and id <> :contact limit 1")
_FAILED = text("""
insert into activation_failure (hour, count)
values (date_trunc('hour', cast(:now as timestamptz)), 1)
on conflict (hour) do update set count = activation_failure.count + 1 returning count
""")
_FAILURES = text("""
select count from activation_failure where hour = date_trunc('hour', cast(:now as timestamptz))
""")


async def failures(tx: Transaction, now: datetime) -> int:
    """Wrong codes of everybody together in this hour."""
    return int(await tx.scalar(_FAILURES, {"now": now}) or 0)


async def speaks_elsewhere(tx: Transaction, contact_id: int, person_id: int) -> bool:
    """Whether another chat speaks for this person: no code alone takes its place."""
    given = {"person": person_id, "contact": contact_id}
    return await tx.scalar(_SPEAKS, given) is not None


async def activate(
    tx: Transaction, keys: Keys, contact_id: int, code: str, now: datetime
) -> int | None:
    """Use up an activation code: returns whose it is, or None (and one try is gone).

    The caller binds the contact, or finds that somebody else speaks for the person already.
    """
    left = await tries_left(tx, contact_id, now)
    found = None
    if left > 0 and await failures(tx, now) < CODE_BUDGET:
        found = await tx.scalar(
            update(activation)
            .where(
                activation.c.code_hash == keys.code_hash(normal(code)),
                activation.c.used_at.is_(None),
                (activation.c.expires_at.is_(None)) | (activation.c.expires_at > now),
            )
            .values(used_at=now)
            .returning(activation.c.person_id)
        )
    if found is None:
        await tx.execute(_FAILED, {"now": now})
        await tx.execute(
            update(contact)
            .where(contact.c.id == contact_id)
            .values(activation_tries=CODE_TRIES - max(0, left - 1), activation_tried_at=now)
        )
        return None
    return int(found)


_GIVE_BACK = text("""
update activation set used_at = null where person_id = :person and used_at = :now
""")


async def known_codes(tx: Transaction, keys: Keys, codes: Collection[str]) -> set[str]:
    """Which of these (capitals, no separators) were handed out, used or not."""
    hashes = {keys.code_hash(code): code for code in codes}
    query = select(activation.c.code_hash).where(activation.c.code_hash.in_(hashes))
    return {hashes[bytes(row.code_hash)] for row in await tx.execute(query)} if hashes else set()


async def give_back(tx: Transaction, person_id: int, now: datetime) -> None:
    """A code that was used at this hour without effect may be used again."""
    await tx.execute(_GIVE_BACK, {"person": person_id, "now": now})


_NEW_FOR = text("""
update contact c set changed_at = case when p.bound_at is not null then clock_timestamp() end
from person p where c.id = :contact and p.id = :person and c.person_id is distinct from p.id
""")
_SPOKE = text("""
update person set bound_at = clock_timestamp() where id = :person and bound_at is null
""")


async def spoke(tx: Transaction, contact_id: int, person_id: int) -> None:
    """Note, before it does, that a contact speaks for a person: a change if another one did."""
    await tx.execute(_NEW_FOR, {"contact": contact_id, "person": person_id})
    await tx.execute(_SPOKE, {"person": person_id})


async def bind(
    tx: Transaction,
    contact_id: int,
    person_id: int,
    *,
    same_account: bool = False,
    by_code: bool = False,
) -> None:
    """This contact speaks for this person from now on; codes that nobody used are void.

    `same_account`: the provider says that it is the account that spoke for the person already.
    `by_code`: nothing but an activation code says so, which gives nobody a role.
    """
    if not same_account:
        await spoke(tx, contact_id, person_id)
    await tx.execute(
        activation.delete().where(
            activation.c.person_id == person_id, activation.c.used_at.is_(None)
        )
    )
    await tx.execute(
        update(contact)
        .where(contact.c.id == contact_id)
        .values(person_id=person_id, activation_tries=0, activation_tried_at=None, by_code=by_code)
    )
    await opt_out.carry(tx, contact_id, person_id)
    await notices.reached(tx, person_id)


_ELSEWHERE = text("""
select p.id from contact c join person p on p.id = c.person_id and p.active
where c.channel = :channel and c.account = any(:accounts) and c.sender = :sender limit 1
""")


async def person_elsewhere(
    tx: Transaction, channel: str, accounts: list[str], sender: str
) -> int | None:
    """Whom a sender speaks for on other accounts of ours, where the provider's id is the same."""
    named = {"channel": channel, "accounts": accounts, "sender": sender}
    found = await tx.scalar(_ELSEWHERE, named)
    return None if found is None else int(found)


async def speak(tx: Transaction, contact_id: int, language: str) -> None:
    """The language in which this contact is answered from now on."""
    await tx.execute(update(contact).where(contact.c.id == contact_id).values(language=language))


async def prefer(tx: Transaction, person_id: int, language: str) -> None:
    """The language of a person, wherever they write from."""
    await tx.execute(update(person).where(person.c.id == person_id).values(language=language))


_KEEP_DIALOG = text("update contact set state = :state where id = :contact").bindparams(
    bindparam("state", type_=JSONB)
)
_CONTACT_NOW = text("select person_id, language from contact where id = :contact")
PERSON = text("select name, language from person where id = :person and active")


async def keep_dialog(tx: Transaction, contact_id: int, state: dict[str, Any]) -> None:
    """Where this contact's conversation stands."""
    await tx.execute(_KEEP_DIALOG, {"contact": contact_id, "state": state})


async def contact_now(tx: Transaction, contact_id: int) -> tuple[int | None, str]:
    """Person and language of a contact, as the turn so far left them."""
    row = (await tx.execute(_CONTACT_NOW, {"contact": contact_id})).one()
    return row.person_id, row.language


async def person_facts(tx: Transaction, person_id: int) -> tuple[str, str] | None:
    """Name and language of an active person."""
    row = (await tx.execute(PERSON, {"person": person_id})).first()
    return None if row is None else (row.name, row.language)


async def count_people(tx: Transaction) -> int:
    """How many people are known."""
    return int(await tx.scalar(select(func.count()).select_from(person)) or 0)

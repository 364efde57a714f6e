"""STOP: who wants no broadcasts, by contact and by phone, so that no new contact undoes it."""

from sqlalchemy import text

from models.stores.base.database import Transaction

_CONTACTS = text("""
update contact set stopped = :stopped
where id = :contact or person_id = (select person_id from contact where id = :contact)
""")
_PUT = text("""
insert into opt_out (phone_hash)
select p.phone_hash from contact c join person p on p.id = c.person_id
where c.id = :contact and p.phone_hash is not null
union select cast(:phone as bytea) where cast(:phone as bytea) is not null
on conflict do nothing
""")
_DROP = text("""
delete from opt_out where phone_hash = cast(:phone as bytea) or phone_hash = (
    select p.phone_hash from contact c join person p on p.id = c.person_id where c.id = :contact)
""")
_CARRY = text("""
update contact c set stopped = true from person p
where c.id = :contact and p.id = :person and not c.stopped
  and exists (select from opt_out o where o.phone_hash = p.phone_hash)
""")


async def stop(tx: Transaction, contact_id: int, phone: bytes | None = None) -> None:
    """No more broadcasts to this contact, its person's other contacts, and the person's phone.

    `phone`: keyed hash of the sender's number where the provider proves it.
    """
    await tx.execute(_CONTACTS, {"contact": contact_id, "stopped": True})
    await tx.execute(_PUT, {"contact": contact_id, "phone": phone})


async def start(tx: Transaction, contact_id: int, phone: bytes | None = None) -> None:
    """Broadcasts again: only the person's own word does this."""
    await tx.execute(_CONTACTS, {"contact": contact_id, "stopped": False})
    await tx.execute(_DROP, {"contact": contact_id, "phone": phone})


async def carry(tx: Transaction, contact_id: int, person_id: int) -> None:
    """A contact became this person's: a STOP of either holds for both."""
    stopped = "select stopped from contact where id = :contact"
    if await tx.scalar(text(stopped), {"contact": contact_id}):
        await stop(tx, contact_id)
    else:
        await tx.execute(_CARRY, {"contact": contact_id, "person": person_id})

"""People who leave and phones that change hands: what they did stays, what they may do ends."""

from rapidfuzz import fuzz
from sqlalchemy import bindparam, delete, select, text, update
from sqlmodel import col

from models.errors import BadInput, NotFound
from models.sealing import Keys
from models.stores.base.database import Transaction
from models.stores.persons import api_tokens, held_acts, screen_sessions
from models.stores.persons.people import person_by_phone, put_person
from models.tables import ActivationRow, PersonRow, PhoneLinkRow

_ADDRESS = frozenset("bu ibu pak bapak mas mbak bang kak h hj".split())
_ALIKE = 55
_NAME = select(col(PersonRow.name)).where(
    col(PersonRow.phone_hash) == bindparam("hash"), col(PersonRow.active)
)
_UNBIND = text("""
update contact set person_id = null, state = '{}', activation_tries = 0
where person_id = :person returning id
""")
_ELSEWHERE = text("""
update contact c set person_id = null, state = '{}' from contact here
where here.id = :contact and c.person_id = :person and c.channel = here.channel
  and c.sender <> here.sender returning c.id
""")
_LINKS = delete(PhoneLinkRow).where(col(PhoneLinkRow.person_id) == bindparam("person"))
_CODES = delete(ActivationRow).where(
    col(ActivationRow.person_id) == bindparam("person"), col(ActivationRow.used_at).is_(None)
)
_PHONE = (
    update(PersonRow)
    .where(col(PersonRow.id) == bindparam("person"))
    .values(phone_hash=None, phone_sealed=None)
)
_REMOVE = (
    update(PersonRow)
    .where(col(PersonRow.id) == bindparam("person"), col(PersonRow.active))
    .values(active=False)
)
_ROLES = text("""
update role set ended_at = clock_timestamp() where person_id = :person and ended_at is null
""")
_LETTERS = text("""
update mandate_letter set void_at = clock_timestamp() where void_at is null
  and mandate_id in (select id from mandate where person_id = :person)
""")
_MANDATES = text("""
update mandate set active = false, ended_at = clock_timestamp() where person_id = :person and active
""")


async def end_identities(tx: Transaction, person_id: int) -> list[int]:
    """No chat, link or browser speaks for this person any more; the contacts that did.

    Their talks begin anew: a half-filled report is nothing for whoever holds the phone next.
    """
    rows = await tx.execute(_UNBIND, {"person": person_id})
    ended = [int(row.id) for row in rows]
    for statement in (_LINKS, _CODES):
        await tx.execute(statement, {"person": person_id})
    await screen_sessions.end(tx, person_id)
    await held_acts.end(tx, person_id, ended)
    return ended


async def end_others(tx: Transaction, contact_id: int, person_id: int) -> list[int]:
    """A person who proved a phone here is no longer who speaks elsewhere on this channel.

    A number belongs to one account of a messenger: the one that proved it before has lost it.
    """
    given = {"contact": contact_id, "person": person_id}
    ended = [int(row.id) for row in await tx.execute(_ELSEWHERE, given)]
    for one in ended:
        await held_acts.drop(tx, one)
    return ended


async def same_holder(tx: Transaction, keys: Keys, phone: str, name: str) -> None:
    """Raises BadInput when a phone (E.164) is known under a name that is quite another.

    Another way to write a name is taken; another person would speak for whom the phone belonged to.
    """
    known = await tx.scalar(_NAME, {"hash": keys.phone_hash(phone)})
    if known is not None and not alike(known, name):
        raise BadInput(
            f"this phone is known as {known!r}: if it is {name!r} who holds it now, say so first: "
            "saksi phones moved PHONE --name NAME",
            fault="phone_known",
            known=known,
            name=name,
        )


def alike(one: str, other: str) -> bool:
    """Whether two ways to write a name may be one person's."""
    return fuzz.token_set_ratio(plain(one), plain(other)) >= _ALIKE


def plain(name: str) -> str:
    """A name without its form of address, for comparing."""
    words = [word.strip(".,") for word in name.lower().split()]
    return " ".join(word for word in words if word not in _ADDRESS) or name.lower()


async def move_phone(tx: Transaction, keys: Keys, phone: str, name: str) -> tuple[int, int]:
    """A phone (E.164) is somebody else's now: the ids of whose it was, and of the new person.

    Whom it belonged to stays known, without a phone; a new code or phone brings them back.
    Raises NotFound.
    """
    old = await person_by_phone(tx, keys, phone)
    if old is None:
        raise NotFound("nobody with this phone is known")
    await end_identities(tx, old)
    await tx.execute(_PHONE, {"person": old})
    new, _ = await put_person(tx, keys, name, phone)
    return old, new


async def remove(tx: Transaction, person_id: int) -> bool:
    """End everything that a person may do: chats, links, codes, tokens, roles, mandates.

    False when the person was removed before. Reports and decisions stay as they were given.
    """
    gone = (await tx.execute(_REMOVE, {"person": person_id})).rowcount
    await end_identities(tx, person_id)
    await api_tokens.revoke(tx, person=person_id)
    for statement in (_ROLES, _LETTERS, _MANDATES):
        await tx.execute(statement, {"person": person_id})
    return bool(gone)

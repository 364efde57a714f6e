"""The phone of a person, opened for who may call it; callers ask for the right and note it."""

from collections.abc import Collection

from sqlalchemy import select

from models.sealing import Keys
from models.stores.base.database import Transaction
from models.tables import PersonRow

person = PersonRow.__table__  # type: ignore[attr-defined]


async def phones_of(tx: Transaction, keys: Keys, people: Collection[int]) -> dict[int, str]:
    """The phones (E.164) of active people by id; who has none is left out."""
    rows = await tx.execute(
        select(person.c.id, person.c.phone_sealed).where(
            person.c.id.in_(list(people)), person.c.active, person.c.phone_sealed.is_not(None)
        )
    )
    return {row.id: keys.unseal_text(row.phone_sealed) for row in rows}


async def phone_of(tx: Transaction, keys: Keys, person_id: int) -> str:
    """One person's phone; empty where none is kept."""
    return (await phones_of(tx, keys, [person_id])).get(person_id, "")

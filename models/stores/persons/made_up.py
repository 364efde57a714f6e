"""People made up for training and rehearsals: marked as such, and worth nothing in production."""

from collections.abc import Sequence

from sqlalchemy import text

from models.sealing import Keys
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.persons import leaving

_MARK = text("update person set made_up = true where phone_hash = any(:hashes) and not made_up")
_RETIRE = text("""
update person set counts = false where made_up and counts returning id
""")
_AGAIN = text("""
update station_result set rules = 0 where station_id in (
    select station_id from report where person_id = any(:people)
    union select station_id from photo where person_id = any(:people) and station_id is not null
    union select station_id from decision where person_id = any(:people))
""")


async def mark(tx: Transaction, keys: Keys, phones: Sequence[str]) -> None:
    """These phones (E.164) are of nobody: who holds them is made up."""
    hashes = [keys.phone_hash(phone) for phone in phones]
    await tx.execute(_MARK, {"hashes": hashes})


async def retire(tx: Transaction) -> int:
    """Nothing that made-up people said counts any more, and nobody speaks for them; how many.

    Their reports stay stored; the results that rest on them are settled again.
    """
    people = [int(row.id) for row in await tx.execute(_RETIRE)]
    if not people:
        return 0
    await tx.execute(_AGAIN, {"people": people})
    for person in people:
        await leaving.remove(tx, person)
    await note(tx, "clock", "made-up people retired", "person:made_up", {"people": people})
    return len(people)

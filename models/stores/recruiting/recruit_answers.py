"""Applications answered: who becomes a witness, and what is told of who does not."""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import text

from models.sealing import Keys
from models.stores.base.audit import note
from models.stores.base.database import Transaction
from models.stores.persons import leaving, people
from models.stores.recruiting.recruits import Applicant

_DECIDE = text("""
update recruit set state = :state, reason = :reason, decided_by = :by, decided_at = :now,
    person_id = :person
where id = :id
""")


@dataclass(frozen=True, slots=True)
class Decision:
    """What was answered, by whom (None: on the command line), and who it became."""

    accepted: bool
    by: int | None
    now: datetime
    person_id: int | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of an application: `already` when it was answered before; who it became."""

    receipt: str
    name: str
    accepted: bool
    already: bool = False
    person_id: int | None = None


async def answer(tx: Transaction, keys: Keys, row: Applicant, decision: Decision) -> Answer:
    """Accept or decline a held application; the first word holds.

    The applicant hears it by bot/recruiting/answers.py.
    Accepted, it becomes a person; whoever was known by that phone until now is no more.
    """
    if row.state != "waiting":
        return Answer(row.receipt, row.name, row.state == "accepted", already=True)
    person = None
    if decision.accepted:
        phone = keys.unseal_text(row.phone_sealed)
        if row.former_id is not None and await people.person_by_phone(tx, keys, phone):
            _, person = await leaving.move_phone(tx, keys, phone, row.name)
        else:
            person, _ = await people.put_person(tx, keys, row.name, phone)
        if row.contact_id is not None:
            await people.bind(tx, row.contact_id, person)
    await decide(tx, row.id, replace(decision, person_id=person))
    actor = f"person:{decision.by}" if decision.by else "operator"
    what = "recruit accepted" if decision.accepted else "recruit declined"
    await note(tx, actor, what, f"recruit:{row.id}", {"person": person})
    return Answer(row.receipt, row.name, decision.accepted, person_id=person)


async def decide(tx: Transaction, number: int, decision: Decision) -> None:
    """Note the answer."""
    values = {
        "state": "accepted" if decision.accepted else "declined",
        "reason": decision.reason,
        "by": decision.by,
        "now": decision.now,
        "person": decision.person_id,
    }
    await tx.execute(_DECIDE, {"id": number, **values})

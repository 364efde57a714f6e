"""The word on an application, and the applicant hears it."""

from bot.base.events import notice
from bot.recruiting.talk.outcomes import ApplicationAnswered
from models.sealing import Keys
from models.stores.base.database import Transaction
from models.stores.messaging import notices
from models.stores.recruiting import recruit_answers
from models.stores.recruiting.recruit_answers import Answer, Decision
from models.stores.recruiting.recruits import Applicant


async def answer(tx: Transaction, keys: Keys, row: Applicant, decision: Decision) -> Answer:
    """Accept or decline a held application and tell the applicant; the first word holds."""
    done = await recruit_answers.answer(tx, keys, row, decision)
    person, contact = done.person_id, None if done.person_id else row.contact_id
    if not done.already and (person is not None or contact is not None):
        event = ApplicationAnswered(
            receipt=row.receipt, accepted=decision.accepted, reason=decision.reason
        )
        told = notice(f"recruit:{row.id}:answered", event, person, contact_id=contact)
        await notices.put(tx, [told])
    return done

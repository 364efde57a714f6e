"""Keeps what was said of queues, in the turn's transaction; a long one is told as a notice."""

from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect
from bot.engine.messages import Outcome
from models.stores.messaging import notices
from models.stores.messaging.notices import NewNotice
from tests.survey.talk.effects import KeepQueue

LONG = 60
"""Minutes from which on a queue is told."""


async def keep_queue(work: Work, effect: KeepQueue) -> Outcome:
    """Note it; whoever reported a long one hears of it once more, as an event."""
    await work.note("noted a queue", f"person:{work.person_id}", minutes=effect.minutes)
    if effect.minutes >= LONG:
        purpose, data = f"queue:{work.message_id}", {"minutes": effect.minutes}
        await notices.put(work.session, [NewNotice(purpose, "queue_long", data, work.person_id)])
    return Outcome("queue_kept", {"minutes": effect.minutes})


DOERS: dict[type[Effect], Doer] = {KeepQueue: keep_queue}

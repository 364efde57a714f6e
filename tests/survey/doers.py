"""Keeps what was said of queues, in the turn's transaction; a long one is told as a notice."""

from bot.base.capability import Doer
from bot.base.events import notice
from bot.base.work import Work
from bot.engine.effects import Effect
from models.stores.messaging import notices
from tests.survey.talk.effects import KeepQueue
from tests.survey.talk.outcomes import QueueKept, QueueLong

LONG = 60
"""Minutes from which on a queue is told."""


async def keep_queue(work: Work, effect: KeepQueue) -> QueueKept:
    """Note it; whoever reported a long one hears of it once more, as an event."""
    await work.note("noted a queue", f"person:{work.person_id}", minutes=effect.minutes)
    if effect.minutes >= LONG:
        event = QueueLong(effect.minutes)
        told = notice(f"queue:{work.message_id}", event, work.person_id)
        await notices.put(work.tx, [told])
    return QueueKept(effect.minutes)


DOERS: dict[type[Effect], Doer] = {KeepQueue: keep_queue}

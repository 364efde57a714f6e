"""Who was shown what others gave, by chat: disputes, and lists of people; kept in the audit log.

Answers about areas are noted where the area is understood (bot/base/asked_areas.py), lists of
people by the effect that tells them (Effect.shows), and what changes something where it changes it.
"""

from bot.base.capability import Doer
from bot.base.work import Work
from bot.engine.effects import Effect, NoteSeen


async def note_seen(work: Work, effect: NoteSeen) -> None:
    """Write down who was shown what."""
    await work.note("saw", effect.subject, what=effect.what)


DOERS: dict[type[Effect], Doer] = {NoteSeen: note_seen}

"""Answers what talks ask about an officer's lists, from memory."""

from typing import Any

from bot.engine.messages import Outcome
from bot.register_updates.talk.effects import NoteVisits, TellVisits
from bot.register_updates.talk.outcomes import ListProgress, VisitsNoted, VisitsTold, VisitsWhich

_LISTS = (
    ListProgress(3, "Sukamaju", 45, 287),
    ListProgress(3, "Mekarsari", 0, 190),
    ListProgress(4, "Mekarsari", 0, 0),
)


def perform(effect: Any) -> Outcome | None:
    """The outcome of an officer's effect."""
    if not isinstance(effect, NoteVisits | TellVisits):
        return None
    fit = [
        one
        for one in _LISTS
        if effect.number in (None, one.number) and one.kelurahan.lower().startswith(effect.place)
    ]
    if isinstance(effect, TellVisits):
        return VisitsTold(tuple(fit), 2 if len(fit) > 2 else 0)
    if len(fit) != 1:
        return VisitsWhich(tuple(fit))
    wrong = sum(one.outcome not in ("sesuai", "belum") for one in effect.visits)
    over = sum(one.last > 287 for one in effect.visits)
    return VisitsNoted(
        place=fit[0], noted=len(effect.visits), reported=wrong, older=over, over=over, next=(46, 47)
    )

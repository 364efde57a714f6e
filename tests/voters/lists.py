"""Answers what talks ask about an officer's lists, from memory."""

from typing import Any

from bot.engine.messages import Named, Outcome
from bot.register_updates.talk.effects import NoteVisits, TellVisits

_LISTS = (
    {"number": 3, "kelurahan": "Sukamaju", "done": 45, "of": 287},
    {"number": 3, "kelurahan": "Mekarsari", "done": 0, "of": 190},
    {"number": 4, "kelurahan": "Mekarsari", "done": 0, "of": 0},
)


def perform(effect: Any) -> Outcome | None:
    """The outcome of an officer's effect."""
    if not isinstance(effect, NoteVisits | TellVisits):
        return None
    fit = [
        one
        for one in _LISTS
        if effect.number in (None, one["number"])
        and str(one["kelurahan"]).lower().startswith(effect.place)
    ]
    if isinstance(effect, TellVisits):
        return Named("visits_told", {"stations": fit, "more": 2 if len(fit) > 2 else 0})
    if len(fit) != 1:
        return Named("visits_which", {"stations": fit})
    wrong = sum(one.outcome not in ("sesuai", "belum") for one in effect.visits)
    over = sum(one.last > 287 for one in effect.visits)
    counts = {"noted": len(effect.visits), "reported": wrong, "over": over, "older": over}
    return Named("visits_noted", {**fit[0], **counts, "next": [46, 47]})

"""Who was shown what others gave, by chat: disputes, and lists of people; kept in the audit log.

Answers about areas are noted where the area is understood (bot/asked_areas.py), and what changes
something where it changes it.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from bot.engine.attendance_effects import ChooseReserve, ListAbsent, Vouch
from bot.engine.own_effects import NoteSeen
from bot.engine.witness_effects import FindSwap, ListApplicants, ListReserves

if TYPE_CHECKING:
    from bot.perform import Work

LISTS: Mapping[type[Any], str] = {
    ListApplicants: "applicants",
    ListReserves: "reserves",
    ListAbsent: "absent",
    ChooseReserve: "reserves",
    Vouch: "witnesses",
    FindSwap: "witnesses",
}
"""Effects that tell the names of people in the areas of whoever asks."""


async def note_seen(work: "Work", effect: NoteSeen) -> None:
    """Write down who was shown what."""
    await work.note("saw", effect.subject, what=effect.what)


async def note_list(work: "Work", effect: Any) -> None:
    """Write down who was told names, if this effect tells any; never which."""
    shown = LISTS.get(type(effect))
    if shown is not None:
        await work.note("saw", f"list:{shown}")


DOERS: dict[type[Any], Any] = {NoteSeen: note_seen}

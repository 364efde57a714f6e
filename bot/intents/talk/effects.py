"""What the everyday questions ask for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass
from typing import ClassVar

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class TellCoordinator(Effect):
    """Who is nearest to help at an own station, and the phone to call.

    -> CoordinatorTold: both empty where nobody is named.
    """

    shows: ClassVar[str] = "coordinator"
    station_id: int | None = None


@dataclass(frozen=True, slots=True)
class CallPerson(Effect):
    """Ask the nearest coordinators to talk to this person, with what was not understood.

    `texts` hold no NIK: the talk never sees one. -> PersonCalled: again where they were told within
    the last hour.
    """

    station_id: int | None
    texts: tuple[str, ...]

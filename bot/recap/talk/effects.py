"""What the talk of recap asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class AskRecap(Effect):
    """The recap (rekap) of an area; `ballot` empty: the first of the election.

    -> RecapTold.
    """

    ballot: str = ""
    place: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class AskDisputes(Effect):
    """Disputes in the own areas. -> AreaDisputes."""

"""What the talk of candidates asks for, as data; see bot/engine/effects.py."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class TellOwnVotes(Effect):
    """The own votes (suara saya) of a candidate, in the whole contest or an area of it.

    `place` is an area's name as it was typed, `code` the one that was chosen. -> OwnVotes |
    AreaWhich | AreaNone | SummaryRefused.
    """

    place: str = ""
    code: str = ""

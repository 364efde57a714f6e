"""What the talk of the survey asks for, as data."""

from dataclasses import dataclass

from bot.engine.effects import Effect


@dataclass(frozen=True, slots=True)
class KeepQueue(Effect):
    """Keep how many minutes people queue. -> QueueKept."""

    minutes: int

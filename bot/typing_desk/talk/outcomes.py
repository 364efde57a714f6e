"""What becomes of asking for a ballot to type."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class TypingGiven(Outcome):
    """A ballot is lent: ids of its station and contest."""

    station: int
    contest: int


@dataclass(frozen=True, slots=True)
class TypingNone(Outcome):
    """Nothing waits."""

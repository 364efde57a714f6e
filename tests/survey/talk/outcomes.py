"""What comes back to the talk of the survey, and what it hears as an event."""

from dataclasses import dataclass

from bot.engine.messages import Outcome


@dataclass(frozen=True, slots=True)
class QueueKept(Outcome):
    """The minutes are noted."""

    minutes: int


@dataclass(frozen=True, slots=True)
class QueueLong(Outcome):
    """Told as a notice: somebody reported a long queue."""

    minutes: int
